"""What the directory says of accounts, asked anew; and what is still believed when it is silent."""

from __future__ import annotations

from datetime import datetime

from core.ballots import accounts_behind, accounts_with_codes, decided_at
from core.domain.people import AccountKey, Member, nobody
from core.domain.plan_events import Silent
from core.domain.plans import Plan, PlanState
from core.ports.engine import Unanswered
from core.ports.office import Office
from core.ports.outside import Directory, Unreachable

# Seconds; the engine's patience makes more of it.
ASK_AGAIN = 2


def look_up(account: AccountKey, *, directory: Directory, office: Office) -> None:
    """Ask who this is, and remember it. Raises Unreachable."""
    found = directory.look_up(account)
    member = found if found and found.key == account else nobody(account, office.clock())
    with office.store() as work:
        work.people.save_member(member)
        work.commit()


def refresh_voters(plan: Plan, *, directory: Directory, office: Office) -> None:
    """Whoever voted, or acts alone, is looked up again after that and right before the first send,
    and later when not fresh. Where the directory is silent, a vote that a code proves stands for a
    day on what it said last; for any other one the plan waits. Raises Later."""
    now = office.clock()
    with office.store.reading() as work:
        known = {one: work.people.member(one) for one in accounts_behind(work, plan)}
        proven = accounts_with_codes(work, plan, office=office)
        decided = decided_at(work, plan)
    for account, member in known.items():
        if member is not None and _is_known(member, plan, decided, now):
            continue
        try:
            look_up(account, directory=directory, office=office)
        except Unreachable as error:
            if account in proven and member is not None and member.believed(now):
                continue
            why = "the directory cannot be read"
            raise Unanswered(Silent.DIRECTORY, error.retry_after or ASK_AGAIN, why) from error


def _is_known(member: Member, plan: Plan, decided: datetime, now: datetime) -> bool:
    if plan.state is PlanState.APPROVED:
        return member.just_read(now, since=decided)
    return member.fresh(now)
