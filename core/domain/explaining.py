"""Why a verdict is what it is: which facts were used, which rule fired, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.domain.exposure import Document, Presence
from core.domain.facts import Facts
from core.domain.ladder import Rules
from core.domain.money import Money
from core.domain.positions import Position
from core.domain.verdicts import State, Verdict
from core.domain.waiting import ACCESS_FROM, QUIET, UNREAD_REPLY, Waiting, What


class Says(StrEnum):
    """What one reason is about; its sentence is written where it is read."""

    BOOKS_STALE = "books_stale"
    NO_BOOKS = "no_books"
    HOLD = "hold"
    HOLD_OPEN_ENDED = "hold_open_ended"
    REPLY_UNREAD = "reply_unread"
    PROMISE = "promise"
    DOCUMENT_UNKNOWN = "document_unknown"
    UNKNOWN_MATTERS_NOT = "unknown_matters_not"
    NOT_COUNTED = "not_counted"
    NOTHING_COUNTED = "nothing_counted"
    NOT_OVERDUE = "not_overdue"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    CREDITED = "credited"
    PROMISED = "promised"
    BELOW_FLOOR = "below_floor"
    SEGMENT = "segment"
    STAGE = "stage"
    NO_STAGE = "no_stage"
    NOTICE_MISSING = "notice_missing"
    NOTICE_YOUNG = "notice_young"
    PRINTED_DATE = "printed_date"
    QUIET_PERIOD = "quiet_period"
    NOT_TODAY = "not_today"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason with its facts."""

    says: Says
    facts: Mapping[str, object] = field(default_factory=dict)


def because(verdict: Verdict, facts: Facts, rules: Rules) -> list[Because]:
    """In the order in which a person would ask."""
    found = [*_state(verdict, facts), *_unknown(verdict, facts), *_not_counted(facts)]
    if verdict.position is None:
        return [*found, Because(Says.NOTHING_COUNTED)]
    for position in verdict.positions:
        found += _position(position, facts)
    if verdict.ladder.segment:
        found.append(Because(Says.SEGMENT, {"segment": verdict.ladder.segment}))
    found += _stage(verdict)
    found += [_waits(one) for one in verdict.waiting_for if one.what in {What.NOTICE, What.DAY}]
    if verdict.state is State.CHASING and verdict.position.floor:
        more_than = verdict.position.net - verdict.position.floor
        found.append(Because(Says.ENOUGH, {"amount": more_than}))
    return found


def _state(verdict: Verdict, facts: Facts) -> Iterator[Because]:
    if verdict.state is State.STALE:
        known = facts.as_of is not None
        yield Because(Says.BOOKS_STALE if known else Says.NO_BOOKS, {"as_of": facts.as_of})
    for one in verdict.waiting_for:
        if one.what is What.HOLD:
            yield _hold(one)
        elif one.what is What.PROMISE:
            yield Because(Says.PROMISE, {"amount": _money(one.name), "until": one.until})


def _hold(waiting: Waiting) -> Because:
    if waiting.name == UNREAD_REPLY:
        return Because(Says.REPLY_UNREAD)
    if waiting.until is None:
        return Because(Says.HOLD_OPEN_ENDED, {"kind": waiting.name})
    return Because(Says.HOLD, {"kind": waiting.name, "until": waiting.until})


def _money(name: str) -> Money:
    """As a promise that is waited for is called."""
    code, _, amount = name.partition(" ")
    return Money(Decimal(amount), code)


def _unknown(verdict: Verdict, facts: Facts) -> Iterator[Because]:
    matters = verdict.state is State.UNKNOWN
    for doc in facts.unknown():
        says = Says.DOCUMENT_UNKNOWN if matters else Says.UNKNOWN_MATTERS_NOT
        yield Because(says, {"document": doc.number})


def _not_counted(facts: Facts) -> Iterator[Because]:
    for doc in facts.documents:
        if doc.open.amount > 0 and doc.presence is Presence.PRESENT and not doc.counts():
            why = _why_not(doc)
            yield Because(Says.NOT_COUNTED, {"document": doc.number, "why": why, "open": doc.open})


def _why_not(doc: Document) -> str:
    return doc.category.value if doc.category.value != "cloud" else doc.status.value


def _position(position: Position, facts: Facts) -> Iterator[Because]:
    for says, amount in (
        (Says.DISPUTED, position.disputed),
        (Says.CREDITED, position.credited),
        (Says.PROMISED, position.promised),
    ):
        if amount:
            yield Because(says, {"amount": amount})
    if not position.claims:
        return
    first, days, begins = position.claims[0], position.days_overdue(), position.begins()
    told = {
        "document": _number(first.document_id, facts),
        "begins": begins,
        "days": days,
        "net": position.net,
    }
    if days <= 0:
        yield Because(Says.NOT_OVERDUE, told | {"currency": position.currency})
        return
    yield Because(Says.OVERDUE, told)
    if not position.owes():
        yield Because(Says.BELOW_FLOOR, {"net": position.net, "floor": position.floor})


def _number(document_id: str, facts: Facts) -> str:
    """By which people know it."""
    return next((d.number for d in facts.documents if d.document_id == document_id), document_id)


def _stage(verdict: Verdict) -> Iterator[Because]:
    if verdict.stage is not None:
        days = verdict.stage.when.days_overdue
        yield Because(Says.STAGE, {"stage": verdict.stage.name, "from_day": days})
    elif verdict.state is State.CHASING:
        yield Because(Says.NO_STAGE)


def _waits(waiting: Waiting) -> Because:
    told = {"name": waiting.name, "until": waiting.until}
    if waiting.what is What.NOTICE:
        return Because(Says.NOTICE_YOUNG if waiting.until else Says.NOTICE_MISSING, told)
    if waiting.name == ACCESS_FROM:
        return Because(Says.PRINTED_DATE, told)
    if waiting.name == QUIET:
        return Because(Says.QUIET_PERIOD, told)
    return Because(Says.NOT_TODAY, told)
