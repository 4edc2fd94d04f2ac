"""What became of promises: kept or broken by the newest books, or by a payment that came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.accounts import running_of
from core.agreements import case_of, plainly, term_of
from core.domain.calendar import add_business_days
from core.domain.event import Stamp
from core.domain.events import PromiseEnded, Route
from core.domain.money import zero
from core.domain.promises import BY_PLAN, Promise, PromiseState, Running, ended, settled
from core.places import place_of
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record


def settle_all(*, office: Office) -> None:
    """Look at every payment plan that is open, each in a transaction of its own."""
    with office.store.reading() as work:
        found = dict.fromkeys(one.series for one in work.promises.open())
        due = [series for series in found if _moves(work, series, office)]
    for series in due:
        settle(series, office=office)


def _moves(work: Work, series: str, office: Office) -> bool:
    return any(state is not PromiseState.OPEN for _, state in _judged(work, series, office))


def settle(series: str, *, office: Office) -> None:
    """Write down what was kept or broken; one broken instalment breaks the payment plan."""
    now = office.clock()
    with office.store() as work:
        today, stamp = office.today(now), office.stamp(now, "", Route.AUTOMATION)
        found = _judged(work, series, office)
        broken = any(state is PromiseState.BROKEN for _, state in found)
        for one, state in found:
            if state is not PromiseState.OPEN:
                end(work, one, state, "", today, stamp)
            elif broken:
                end(work, one, PromiseState.BROKEN, BY_PLAN, today, stamp, told=False)
        work.commit()


def _judged(work: Work, series: str, office: Office) -> list[tuple[Running, PromiseState]]:
    today, policy = office.today(office.clock()), work.policies.current()
    runs = running_of(work, work.promises.series(series), today)
    if not runs:
        return []
    calendar = place_of(work, runs[0].promise.customer).calendar
    timing = policy.rules.timing
    found = []
    for one in runs:
        currency = one.left.currency
        last = add_business_days(
            one.promise.by, timing.settle_business_days, calendar, timing.decreed
        )
        state = settled(
            one,
            floor=policy.floors.get(currency, zero(currency)),
            on=today,
            last_day=last,
            books_on=_books_on(work, one.promise, office),
        )
        found.append((one, state))
    return found


def _books_on(work: Work, promise: Promise, office: Office) -> date | None:
    """The day of the oldest of the books that the promise rests on."""
    sources = {one.source for one in promise.basis}
    stands = [s.as_of for s in work.books.currents() if s.source in sources and s.as_of]
    return office.today(min(stands)) if stands and len(stands) == len(sources) else None


def break_all(work: Work, found: Iterable[Promise], why: str, stamp: Stamp, today: date) -> None:
    """Promises that were open or thought kept, until a payment came back."""
    for promise in found:
        end(work, Running(promise, promise.amount), PromiseState.BROKEN, why, today, stamp)


def end(
    work: Work,
    one: Running,
    state: PromiseState,
    why: str,
    today: date,
    stamp: Stamp,
    *,
    told: bool = True,
) -> None:
    """Of instalments that fall together one is told."""
    promise = one.promise
    work.promises.update(ended(promise, state, today, why, one.left), promise)
    event = PromiseEnded(
        case_id=case_of(work, promise.customer),
        customer=str(promise.customer),
        promise_id=promise.promise_id,
        term=term_of(promise),
        state=state.value,
        why=why,
        left=plainly(one.left),
    )
    (record if told else note)(work, event, stamp)
