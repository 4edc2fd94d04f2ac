"""A desk over made-up books: its people, its policy, and what they agreed on with customers, by the
use cases that people use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bench.made.filling import NOW, office_on, policy
from bench.made.owners import Owner
from bench.made.papers import TODAY, papers
from core.domain.customers import MappingState
from core.domain.digests import Posting, SlotState
from core.domain.exposure import expose
from core.domain.holds import HoldKind
from core.domain.money import Money
from core.domain.people import AccountKey, Member, Role
from core.domain.promises import Instalment
from core.ports.office import Office
from core.usecases import disputes, holds, opening, policies, promises, schedules
from sandbox.slack.people import BOT_USER_ID, TEAM_ID
from storage.database import Database

LISTS = {
    Role.AGENT: ("U0KANG", "U0LEE"),
    Role.APPROVER: ("U0BRAUN", "U0PARK", "U0WEBER"),
    Role.ADMINISTRATOR: ("U0ADMIN",),
}
AGENT, APPROVER = AccountKey(TEAM_ID, "U0LEE"), AccountKey(TEAM_ID, "U0BRAUN")
# One of so many customers.
HELD, DISPUTED, PROMISED = 200, 300, 250
A_WEEK = timedelta(days=7)


def open_for_work(database: Database) -> Office:
    """A first start, as anywhere."""
    office = office_on(database)
    policies.begin(policy, office=office)
    opening.open_desk(TEAM_ID, BOT_USER_ID, LISTS, office=office, start=opening.FirstStart.OPEN)
    with office.store() as work:
        for users in LISTS.values():
            for user in users:
                work.people.save_member(_member(AccountKey(TEAM_ID, user)))
        work.commit()
    _schedule(office)
    return office


def _schedule(office: Office) -> None:
    """A digest each morning, and one that is about to leave."""
    wish = schedules.Wish("0 9 * * mon-fri", office.own.zone, "C0CASES")
    made = schedules.schedule(wish, APPROVER, office=office)
    with office.store() as work:
        work.schedules.take(Posting(made.schedule_id, made.next_slot, NOW, SlotState.QUEUED))
        work.commit()


def _member(key: AccountKey) -> Member:
    return Member(
        key, key.user_id, deleted=False, is_bot=False, is_restricted=False,
        is_ultra_restricted=False, is_stranger=False, read_at=NOW,
    )  # fmt: skip


def agree(office: Office, count: int, seed: int) -> None:
    """Holds for some at once, disputes and promises one by one."""
    late = list(_late(count, seed))
    disputed, promised, held = (late[place::3] for place in range(3))
    for owner, _ in disputed[: 1 + count // DISPUTED]:
        _dispute(owner, office)
    for owner, owed in promised[: 1 + count // PROMISED]:
        instalments = (Instalment(TODAY + A_WEEK, owed),)
        promises.take(promises.Wish(owner.key, instalments, "By phone"), AGENT, office=office)
    wish = holds.Wish(HoldKind.HARDSHIP, "Flood in the valley", TODAY + 4 * A_WEEK)
    keys = [owner.key for owner, _ in held[: 1 + count // HELD]]
    holds.place_for_many(wish, keys, "the valley", AGENT, office=office)


def _late(count: int, seed: int) -> Iterator[tuple[Owner, Money]]:
    """Confirmed customers with something late, and what that is in one currency."""
    for number in range(count):
        owner = Owner(number, seed)
        if owner.mapping is MappingState.CONFIRMED:
            open_ = (p.row.document for p in papers(owner) if not p.missing)
            for owed in list(expose(open_, TODAY).overdue().values())[:1]:
                yield owner, owed


def _dispute(owner: Owner, office: Office) -> None:
    """All of its oldest invoice."""
    with office.store.reading() as work:
        (oldest, *_) = disputes.disputable(work, owner.key, TODAY)
    handle, until = disputes.handle_of(oldest), TODAY + 2 * A_WEEK
    wish = disputes.Wish(owner.key, handle, "", until, "Never delivered")
    disputes.dispute(wish, AGENT, office=office)
