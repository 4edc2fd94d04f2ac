"""Open the desk: who we are in Slack, and who has which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum

from core.domain.events import AccountsNoted, DeskSeeded, Route, Stamp
from core.domain.people import AccountKey, Role
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.freezing import freeze_new_installation

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class FirstStart(Enum):
    """A new installation is frozen until two people say so; a demo is not."""

    FROZEN = "frozen"
    OPEN = "open"


class OtherWorkspace(Exception):
    """The token is of another workspace than this database: its people are nobody there."""

    def __init__(self, known: str, given: str) -> None:
        super().__init__(known, given)
        self.known, self.given = known, given


def open_desk(
    home_team: str,
    bot_user: str,
    lists: Mapping[Role, Sequence[str]],
    *,
    office: Office,
    start: FirstStart = FirstStart.FROZEN,
    workspace: str = "",
) -> bool:
    """Note the workspace; it is of `home_team`, or that. The first time, the lists of Slack user
    ids seed people and roles, and everything is frozen. Returns whether it was the first time.
    Raises OtherWorkspace."""
    now = office.clock()
    stamp = office.stamp(now, "", Route.AUTOMATION)
    with office.store() as work:
        _check_same(work, {"home_team": home_team, "workspace": workspace})
        work.desk.put("home_team", home_team)
        work.desk.put("workspace", workspace or work.desk.get("workspace"))
        work.desk.put("bot_user", bot_user)
        first = work.desk.get("seeded") == ""
        if first:
            _seed(work, home_team, lists, stamp)
            if start is FirstStart.FROZEN:
                freeze_new_installation(work, office=office)
        if not work.events.since(AccountsNoted, LONG_AGO):
            note(work, _whose(work), stamp)
        work.commit()
    return first


def _check_same(work: Work, found: Mapping[str, str]) -> None:
    for name, given in found.items():
        known = work.desk.get(name)
        if known and given and known != given:
            raise OtherWorkspace(known, given)


def _whose(work: Work) -> AccountsNoted:
    """A database may be older than the events that tell of each change."""
    bound = {f"{one.team_id}/{one.user_id}": person for one, person in work.people.bound().items()}
    return AccountsNoted(accounts=_listed(bound), doubles=_listed(work.people.doubles()))


def _listed(found: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{one}={person}" for one, person in sorted(found.items()))


def _seed(work: Work, home_team: str, lists: Mapping[Role, Sequence[str]], stamp: Stamp) -> None:
    people = {
        role: tuple(work.people.bind(AccountKey(home_team, u), u).person_id for u in users)
        for role, users in lists.items()
    }
    for role, ids in people.items():
        work.people.set_role(role, ids)
    work.desk.put("seeded", stamp.at.isoformat())
    work.desk.put("first_administrator", (people.get(Role.ADMINISTRATOR) or ("",))[0])
    seeded = DeskSeeded(
        home_team=home_team,
        agents=people.get(Role.AGENT, ()),
        approvers=people.get(Role.APPROVER, ()),
        administrators=people.get(Role.ADMINISTRATOR, ()),
    )
    record(work, seeded, stamp)


def differing_lists(
    home_team: str, lists: Mapping[Role, Sequence[str]], *, office: Office
) -> list[Role]:
    """The roles whose list in the settings is not what the database holds (the database wins)."""
    with office.store.reading() as work:
        held = {role: work.people.with_role(role) for role in lists}
    return [
        role
        for role, users in lists.items()
        if {a.user_id for p in held[role] for a in p.accounts if a.team_id == home_team}
        != set(users)
    ]
