"""What may be committed behind the desk's back at any point: each by another connection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.approvals import Choice
from core.domain.errors import PlanOver, Refusal
from core.domain.event import Route
from core.domain.events import PolicyPublished
from core.domain.holds import HoldKind
from core.domain.people import AccountKey, Member
from core.domain.plans import Action, Plan
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.ports.office import Office
from core.usecases import freezing, holds, voting
from core.usecases.receivables import take_in
from sandbox.data.receivables import Change, paid, receivables, write_rows
from tests.a_policy import put_in_force
from tests.an_emergency import SHIPPED
from tests.office import AGENT, APPROVER, TEAM
from tests.prove.sweeping.place import Place
from tests.world import SECOND, THIRD

FIRST_VOTER, SECOND_VOTER = APPROVER, AccountKey(TEAM, SECOND)
THIRD_ONE = AccountKey(TEAM, THIRD)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it happens: an office of another process on the same database, and the plan."""

    place: Place
    office: Office
    plan: Plan


Late = Callable[[Scene], None]


def _pays(scene: Scene) -> None:
    newer_books(scene, paid(scene.plan.content.customer_name.split()[0]))


def newer_books(scene: Scene, *changes: Change) -> None:
    take_newer_books(scene.place, scene.office, *changes)


def take_newer_books(place: Place, office: Office, *changes: Change) -> None:
    file = place.folder / "newer.csv"
    write_rows(file, receivables(as_of=office.clock(), changes=changes))
    take_in(CsvSheet(file, "Europe/Berlin"), office=office, route=Route.CLI)


def _freezes(scene: Scene) -> None:
    freezing.freeze("Something is wrong", AGENT, office=scene.office)


def _lays_the_file(scene: Scene) -> None:
    (scene.place.folder / "FREEZE").touch()


def _lapses(scene: Scene) -> None:
    scene.place.pass_until(scene.plan.content.expires_at + timedelta(seconds=1))


def _rejects(scene: Scene) -> None:
    ballot = voting.Ballot(scene.plan.plan_id, scene.plan.hash, Choice.REJECT, reason="They called")
    voting.vote(ballot, THIRD_ONE, office=scene.office)


def _withdraws(scene: Scene) -> None:
    voting.withdraw(scene.plan.plan_id, AGENT, office=scene.office)


def _holds(scene: Scene) -> None:
    assert scene.plan.content.customer is not None
    until = scene.office.today(scene.office.clock()) + timedelta(days=10)
    wish = holds.Wish(HoldKind.HARDSHIP, "A fire in the warehouse", until)
    holds.place(wish, scene.plan.content.customer, AGENT, office=scene.office)


def _keeps(scene: Scene) -> None:
    """The policy keeps these services on, from now on."""
    with scene.office.store.reading() as work:
        text = work.policies.current().text
    names = "".join(f'"{line.name}", ' for line in scene.plan.content.lines)
    stricter = read_policy(text.replace("keep = [", f"keep = [{names}", 1))
    publish(scene.office, stricter)


def _leaves(scene: Scene) -> None:
    """A voter's account is deactivated, and Slack said so."""
    _change_member(scene, deleted=True)


def _becomes_a_guest(scene: Scene) -> None:
    _change_member(scene, is_restricted=True)


def _change_member(scene: Scene, **flags: bool) -> None:
    scene.place.change_person(FIRST_VOTER.user_id, flags)
    with scene.office.store() as work:
        member = work.people.member(FIRST_VOTER)
        assert isinstance(member, Member)
        work.people.save_member(replace(member, **flags))  # type: ignore[arg-type]
        work.commit()


def _edits(scene: Scene) -> None:
    """Somebody buys a seat in the portal: the ETag moves on."""
    scene.place.in_portal(scene.plan.content.lines[0], quantity=77)


def _changes_the_status(scene: Scene) -> None:
    line = scene.plan.content.lines[0]
    scene.place.in_portal(line, status="suspended" if not line.under else "inactive")


def _agrees(scene: Scene) -> None:
    _decides_about_it(scene, Choice.APPROVE)


def _refuses(scene: Scene) -> None:
    _decides_about_it(scene, Choice.REJECT)


def _decides_about_it(scene: Scene, choice: Choice) -> None:
    """A second person, about what one did alone."""
    with scene.office.store.reading() as work:
        cards = work.plans.open_of(Action.RATIFY)
    for card in cards:
        ballot = voting.Ballot(card.plan_id, card.hash, choice, reason="Not like that")
        voting.vote(ballot, SECOND_VOTER, office=scene.office)
    if not cards:
        raise PlanOver(state="")


def _forbids(scene: Scene) -> None:
    """Nobody may act alone any more."""
    publish(scene.office, read_policy(SHIPPED))


def publish(office: Office, policy: Policy) -> None:
    """At once, without the people who would have to decide on it."""
    now = office.clock()
    put_in_force(office.store, policy, since=now)
    with office.store() as work:
        event = PolicyPublished(version=policy.version, name=policy.name)
        work.events.add(event, office.stamp(now, "", Route.AUTOMATION))
        work.commit()


LATE: dict[str, Late] = {
    "the customer pays": _pays,
    "somebody freezes": _freezes,
    "the file FREEZE is laid": _lays_the_file,
    "the approval lapses": _lapses,
    "somebody rejects": _rejects,
    "the requester takes it back": _withdraws,
    "a hold is placed": _holds,
    "the policy keeps the service": _keeps,
    "a voter is deactivated": _leaves,
    "a voter becomes a guest": _becomes_a_guest,
    "somebody edits it in the portal": _edits,
    "somebody suspends it in the portal": _changes_the_status,
    "a second one agrees": _agrees,
    "a second one refuses": _refuses,
    "nobody may act alone any more": _forbids,
}
# What means something only where one person acted alone, and only to what votes carry.
OF_ONE = frozenset(list(LATE)[-3:])
AT_MICROSOFT = frozenset({"somebody edits it in the portal", "somebody suspends it in the portal"})
OF_VOTES = frozenset({"somebody rejects", "the policy keeps the service"})


def look_at_the_money(scene: Scene) -> None:
    """Books of this hour, in which what was paid stays paid, and a look at the bank."""
    with suppress(Refusal):
        newer_books(scene)
        voting.check_bank(scene.plan.plan_id, THIRD_ONE, office=scene.office)


def lift(office: Office, file: Path) -> None:
    """Two people lift whatever is frozen, and take the file away."""
    freezing.notice(office=office)
    file.unlink(missing_ok=True)
    freezing.offer_lifting(office=office)
    with office.store.reading() as work:
        cards = work.plans.open_of(Action.LIFT_FREEZE)
    for card in cards:
        for account in (SECOND_VOTER, THIRD_ONE):
            ballot = voting.Ballot(card.plan_id, card.hash, Choice.APPROVE)
            voting.vote(ballot, account, office=office)


def happen(late: Late, scene: Scene) -> bool:
    """False where it was too late for that, or means nothing to this plan."""
    try:
        late(scene)
    except Refusal:
        return False
    return True
