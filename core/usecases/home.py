"""What one person finds on the Home tab: my votes, my cases, who is at risk, what was decided, how
well the desk is, and whether I am asked in private."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.exposure import Standing
from core.domain.notifying import Preference
from core.domain.people import AccountKey, Person
from core.freezes import current_freeze
from core.gathering import may_ask
from core.homes import draw_now
from core.ports.office import Office
from core.ports.records import Freeze
from core.ports.store import Work
from core.usecases import credit_view
from core.usecases.case_view import Listed, list_open
from core.usecases.clock_view import Ticking, at_risk
from core.usecases.decided import Decided, decided_lately
from core.usecases.deciding import Decision, open_decisions
from core.usecases.desk_health import Health, health
from core.usecases.finding import person_with
from core.usecases.overdue import Overview, Row, read_overview
from core.usecases.renewals import Due, due
from core.usecases.tickets import ListedTicket
from core.usecases.tickets import list_open as list_open_tickets

MOST_DECIDED = 8


@dataclass(frozen=True, slots=True)
class View:
    """`votes` and `credits` wait for this person, `asked` are this person's own open plans;
    `preference` says whether somebody who may vote is asked in private."""

    person: Person
    votes: tuple[Decision, ...]
    asked: tuple[Decision, ...]
    cases: tuple[Listed, ...]
    at_risk: tuple[Row, ...]
    overview: Overview
    freeze: Freeze | None
    renewals: tuple[Due, ...] = ()
    clocks: tuple[Ticking, ...] = ()
    tickets: tuple[ListedTicket, ...] = ()
    credits: tuple[credit_view.Listed, ...] = ()
    decided: tuple[Decided, ...] = ()
    health: Health | None = None
    preference: Preference | None = None


def view(account: AccountKey, *, office: Office) -> View:
    """Raises NoRole, NotEligible for whoever may not see what customers owe."""
    with office.store.reading() as work:
        person = person_with(work, account, may_ask(work))
        return _view(work, person, office)


def opened(user_id: str, occasion: str, *, office: Office) -> None:
    """Somebody looks at their tab: it is drawn, and drawn again while they may still look."""
    with office.store() as work:
        work.homes.opened(user_id, office.clock())
        draw_now(work, user_id, occasion)
        work.commit()


def _view(work: Work, person: Person, office: Office) -> View:
    decisions = open_decisions(work, office=office)
    overview = read_overview(work, office=office)
    severe = {Standing.SUSPENDED, Standing.AT_RISK}
    mine = (one for one in list_open(work, office=office) if person.person_id in one.keepers)
    return View(
        person=person,
        votes=tuple(one for one in decisions if one.asks(person)),
        asked=tuple(one for one in decisions if one.plan.content.requester == person.person_id),
        cases=tuple(mine),
        at_risk=tuple(row for row in overview.rows if row.standing in severe),
        overview=overview,
        freeze=current_freeze(work, now=office.clock(), office=office),
        renewals=tuple(due(work, overview.rows, office=office)),
        clocks=at_risk(work, person, office=office),
        tickets=tuple(one for one in list_open_tickets(work) if person.person_id in one.keepers()),
        credits=tuple(credit_view.asks(work, person)),
        decided=decided_lately(work, MOST_DECIDED, office=office),
        health=health(work, office=office),
        preference=_preference(work, person),
    )


def _preference(work: Work, person: Person) -> Preference | None:
    """None of somebody who has no vote."""
    may_vote = person.has(*work.policies.current().approvals.vote)
    return work.notifying.of(person.person_id) if may_vote else None
