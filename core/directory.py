"""What the directory says of accounts, asked anew; and what is still believed when it is silent."""

from __future__ import annotations

from core.ballots import accounts_behind, accounts_with_codes
from core.domain.people import AccountKey, nobody
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
    """Whoever voted, or acts alone, is looked up again before the first send, and later when not
    fresh. Where the directory is silent, a vote that a code proves stands for a day on what it said
    last; for any other one the plan waits. Raises Later."""
    now = office.clock()
    with office.store.reading() as work:
        known = {one: work.people.member(one) for one in accounts_behind(work, plan)}
        proven = accounts_with_codes(work, plan, office=office)
    for account, member in known.items():
        if plan.state is not PlanState.APPROVED and member is not None and member.fresh(now):
            continue
        try:
            look_up(account, directory=directory, office=office)
        except Unreachable as error:
            if account in proven and member is not None and member.believed(now):
                continue
            why = "the directory cannot be read"
            raise Unanswered(Silent.DIRECTORY, error.retry_after or ASK_AGAIN, why) from error
