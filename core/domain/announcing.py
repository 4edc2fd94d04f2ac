"""What a letter to a customer says of the days to come: from when access may be impacted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from core.domain.calendar import LOOK_AHEAD, ONE_DAY, Place, add_business_days
from core.domain.exposure import Document
from core.domain.facts import Facts
from core.domain.ladder import AfterNotice, Ladder, Rules, Stage
from core.domain.letters import Residual
from core.domain.money import Money, zero
from core.domain.plans import Action, digest
from core.domain.positions import Position, is_open_credit

# Letters that lie further from a suspension speak of no day.
SPEAK_OF_ACCESS = 2


def access_from(
    notice: str, ladder: Ladder, position: Position, facts: Facts, rules: Rules, on: date
) -> date | None:
    """The earliest day on which a suspension could be proposed, were this notice delivered today
    and each further one on its first day; none for a notice that lies further away, and where
    nobody would be suspended. Never a day on which nobody is cut off."""
    cut = _cut(ladder)
    chain = _chain(cut, ladder) if cut is not None else []
    names = [stage.after_notice.name for stage in chain if stage.after_notice is not None]
    if notice not in names[:SPEAK_OF_ACCESS]:
        return None
    day = on
    for stage in reversed(chain[: names.index(notice) + 1]):
        assert stage.after_notice is not None
        day = max(_after(stage.after_notice, day, facts, rules), _reached(stage, position, on))
    return _first_open(day, facts, rules)


def access_above(ladder: Ladder, overdue: Mapping[str, Money], rules: Rules) -> tuple[Money, ...]:
    """Where so little is overdue (net, by currency) that nobody would be suspended for it: the
    amounts with which that begins, in the currencies in which something is owed. Else none."""
    cut = _cut(ladder)
    if cut is None or not cut.when.overdue_amount:
        return ()
    amounts = {**rules.floors, **cut.when.overdue_amount}
    begins = {code: amounts.get(code, zero(code)) for code in overdue}
    if any(not money < begins[code] for code, money in overdue.items()):
        return ()
    return tuple(begins[code] for code, money in sorted(overdue.items()) if money)


def _cut(ladder: Ladder) -> Stage | None:
    return next((one for one in reversed(ladder.stages) if one.propose is Action.SUSPEND), None)


def _chain(cut: Stage, ladder: Ladder) -> list[Stage]:
    """The stage that suspends, the one whose notice it needs, the one whose notice that needs."""
    chain, senders = [cut], {stage.notice: stage for stage in ladder.stages if stage.notice}
    while (after := chain[-1].after_notice) is not None and after.name in senders:
        if senders[after.name] in chain:
            break
        chain.append(senders[after.name])
    return chain


def _after(after: AfterNotice, day: date, facts: Facts, rules: Rules) -> date:
    decreed = rules.timing.decreed
    by_business_days = add_business_days(day, after.business_days, facts.calendar, decreed)
    return max(day + timedelta(days=after.days), by_business_days)


def _reached(stage: Stage, position: Position, on: date) -> date:
    return max(on, position.begins() + timedelta(days=stage.when.days_overdue or 0))


def _first_open(day: date, facts: Facts, rules: Rules) -> date:
    place = Place(facts.country, facts.zone, rules.timing.decreed, facts.region)
    for offset in range(LOOK_AHEAD):
        found = day + offset * ONE_DAY
        if not place.quiet(found) and rules.timing.quiet_on(facts.country, found) is None:
            return found
    return day


def residuals(documents: Iterable[Document]) -> tuple[Residual, ...]:
    """Whatever is open and counts, oldest first."""
    found = [
        Residual(doc.number, doc.issued, doc.due, doc.total, doc.open, doc.disputed)
        for doc in documents
        if doc.counts() and doc.due is not None and doc.open
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.number)))


def credits(documents: Iterable[Document]) -> tuple[Money, ...]:
    """What is not applied to anything yet, as positive sums."""
    return tuple(-doc.open for doc in documents if is_open_credit(doc) and doc.open)


def basis_digest(documents: Iterable[Document]) -> str:
    """What a letter rests on: each open document with its sums. Another sum is another letter."""
    rows = (
        f"{doc.source} {doc.document_id} {doc.open.currency} {doc.open.plain()} "
        f"{doc.disputed.plain()}"
        for doc in documents
        if doc.counts() or is_open_credit(doc)
    )
    return digest("\n".join(sorted(rows)))
