"""A case with everything that is known of it, and the list of those that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.domain.alerts import Alert
from core.domain.case_clocks import CaseClock
from core.domain.cases import OF_ABUSE, Case, Note, Tick, Wait
from core.domain.customers import Customer
from core.domain.errors import BadInput, UnknownCase
from core.domain.events import Recorded
from core.domain.payment_behaviour import Behaviour
from core.domain.people import AccountKey, Person
from core.domain.plans import Plan, Reason
from core.domain.playbook import Item, is_expected, playbook
from core.domain.promises import Promise
from core.domain.signals import Signal
from core.domain.tickets import Ticket
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.case_closing import signals_in
from core.usecases.case_course import clocks_in, family, is_costly, keepers_of, ticks_of
from core.usecases.case_items import plans_in, tickets_in
from core.usecases.case_waits import waiting
from core.usecases.cases import find
from core.usecases.finding import person_with
from core.usecases.paying import paying


class NextStep(StrEnum):
    """What would help most now."""

    TAKE = "take"
    DECIDE = "decide"
    WAIT = "wait"
    LADDER = "ladder"
    ITEM = "item"
    TICKET = "ticket"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Linked:
    """What belongs to a case, or to one that was merged into it; plans newest first."""

    plans: tuple[Plan, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    signals: tuple[Signal, ...] = ()
    alerts: tuple[Alert, ...] = ()
    promises: tuple[Promise, ...] = ()
    merged: tuple[Case, ...] = ()

    @property
    def open_plan(self) -> Plan | None:
        return next((plan for plan in self.plans if plan.is_open()), None)


@dataclass(frozen=True, slots=True)
class View:
    """A case as it stands `at` a moment. `people` by person id: whoever is named; `keepers` look
    after it today; `items` are its checklist, each with its tick once it is done."""

    case: Case
    customer: Customer | None
    at: datetime
    notes: tuple[Note, ...] = ()
    events: tuple[Recorded, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    keepers: tuple[str, ...] = ()
    clocks: tuple[CaseClock, ...] = ()
    wait: Wait | None = None
    items: tuple[tuple[Item, Tick | None], ...] = ()
    linked: Linked = Linked()
    goes_on_in: Case | None = None
    is_costly: bool = False
    pays: Behaviour | None = None

    def name_of(self, person_id: str) -> str:
        person = self.people.get(person_id)
        return person.name if person else ""

    @property
    def next_step(self) -> NextStep:
        if self.case.kind in OF_ABUSE and self.case.responded_at is None:
            return NextStep.TAKE
        if self.linked.open_plan is not None:
            return NextStep.DECIDE
        if self.wait is not None:
            return NextStep.WAIT
        if self.case.kind is Reason.NON_PAYMENT:
            return NextStep.LADDER
        if self.next_item is not None:
            return NextStep.ITEM
        if any(ticket.is_open() for ticket in self.linked.tickets):
            return NextStep.TICKET
        return NextStep.CLOSE

    @property
    def next_item(self) -> Item | None:
        """The first of those that are expected that is not done."""
        kind = self.case.kind
        undone = (item for item, tick in self.items if tick is None and is_expected(kind, item))
        return next(undone, None)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; `clock` is the one that runs out next."""

    case: Case
    customer_name: str
    owner_name: str
    clock: CaseClock | None = None
    at: datetime | None = None
    keepers: frozenset[str] = frozenset()


def show(text: str, account: AccountKey, *, office: Office) -> View:
    """One case, by its number or its customer. Raises BadInput, UnknownCase, NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return view_in(work, _meant(work, text), office=office)


def _meant(work: Work, text: str) -> Case:
    """By its number, or the newest open one of the only customer who is called so."""
    try:
        return find(work, text)
    except UnknownCase:
        called = work.customers.search(text.strip(), 2)
        cases = work.cases.open_for(called[0].key) if len(called) == 1 else []
        if not cases:
            raise
        return cases[-1]


def view_in(work: Work, case: Case, *, office: Office) -> View:
    now, parts = office.clock(), family(work, case)
    notes = [note for one in parts for note in work.cases.notes(one.case_id)]
    events = [told for one in parts for told in work.events.of_case(one.case_id)]
    keepers = tuple(sorted(keepers_of(work, case, office.today(now))))
    done = {tick.item: tick for tick in ticks_of(work, case)}
    named = {case.opened_by, case.owner, *keepers} | {note.person_id for note in notes}
    named |= {told.stamp.person_id for told in events} | {t.person_id for t in done.values()}
    return View(
        case=case,
        customer=work.customers.get(case.customer),
        at=now,
        notes=tuple(sorted(notes, key=lambda note: note.at)),
        events=tuple(sorted(events, key=lambda told: told.seq)),
        people=work.people.each(named),
        keepers=keepers,
        clocks=clocks_in(work, case, now),
        wait=waiting(work, case) if case.is_open() else None,
        items=tuple((item, done.get(item.item_id)) for item in playbook(case.kind)),
        linked=_linked(work, case, parts[1:]),
        goes_on_in=work.cases.get(case.merged_into) if case.merged_into else None,
        is_costly=is_costly(work, case),
        pays=_pays(work, case, now, office),
    )


def _pays(work: Work, case: Case, now: datetime, office: Office) -> Behaviour | None:
    """Where it is about money, and not over."""
    if case.kind is not Reason.NON_PAYMENT or not case.is_open():
        return None
    return paying(work, case.customer, office.today(now))


def _linked(work: Work, case: Case, merged: tuple[Case, ...]) -> Linked:
    about_money = case.kind is Reason.NON_PAYMENT
    promises = work.promises.of(case.customer) if about_money else ()
    alerts = [one for part in (case, *merged) for one in work.alerts.of_case(part.case_id)]
    return Linked(
        plans=tuple(plans_in(work, case)),
        tickets=tuple(tickets_in(work, case)),
        signals=tuple(signals_in(work, case)),
        alerts=tuple(alerts),
        promises=tuple(promises),
        merged=merged,
    )


# The list


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases are listed: mine, of one kind, with a clock that ran out; all that are set."""

    mine: bool = False
    overdue: bool = False
    kind: Reason | None = None

    @classmethod
    def of(cls, text: str) -> Filter:
        """From words, as in `mine fraud`. Raises BadInput for one that is no filter."""
        words, kinds = set(text.lower().split()), {kind.value: kind for kind in Reason}
        unknown = words - {"mine", "overdue"} - set(kinds)
        named = [kinds[word] for word in words if word in kinds]
        if unknown or len(named) > 1:
            raise BadInput(problem="a list is of: mine, overdue, and one kind of case")
        return cls("mine" in words, "overdue" in words, named[0] if named else None)

    def takes(self, one: Listed, person: Person, now: datetime) -> bool:
        if self.mine and person.person_id not in one.keepers:
            return False
        if self.overdue and not (one.clock and one.clock.is_over(now)):
            return False
        return self.kind is None or one.case.kind is self.kind


def listed(account: AccountKey, chosen: Filter, *, office: Office) -> list[Listed]:
    """Open cases, by the clock that runs out next; those without one after that, newest first.
    Raises NoRole."""
    with office.store.reading() as work:
        person = person_with(work, account, may_ask(work))
        found = list_open(work, office=office)
        return [one for one in found if chosen.takes(one, person, office.clock())]


def list_open(work: Work, *, office: Office) -> list[Listed]:
    return _by_clock(_line(work, case, office) for case in work.cases.open())


def _by_clock(found: Iterable[Listed]) -> list[Listed]:
    lines = list(found)
    running = [one for one in lines if one.clock is not None]
    running.sort(key=lambda one: one.clock.due if one.clock else one.case.opened_at)
    return running + [one for one in lines if one.clock is None]


def _line(work: Work, case: Case, office: Office) -> Listed:
    now, customer = office.clock(), work.customers.get(case.customer)
    owner = work.people.get(case.owner).name if case.owner else ""
    clocks = clocks_in(work, case, now)
    name = customer.name if customer else str(case.customer)
    keepers = keepers_of(work, case, office.today(now))
    return Listed(case, name, owner, next(iter(clocks), None), now, keepers)
