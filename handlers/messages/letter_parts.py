"""The parts that a letter cannot lack: what is open, when access is impacted, and where help is."""

from __future__ import annotations

from collections.abc import Iterator

from core.domain.letters import Letter, LetterFacts, Residual, Service
from handlers.messages.pages import Heading, Items, Link, Paragraph, Part, Row, Rows, paragraphs
from handlers.messages.phrases import Phrases

# In these letters the services are no longer what may happen, but what did.
DONE = {
    Letter.SUSPENDED.value: "access.stopped",
    Letter.DATA_DELETION.value: "access.stopped",
    Letter.REINSTATED.value: "access.back",
}


def statement(facts: LetterFacts, say: Phrases) -> Iterator[Part]:
    """Every open document, and sums of each currency on its own."""
    if not facts.residuals:
        return
    yield Heading(say("statement.title", today=facts.on))
    yield Rows(tuple(_residual(one, facts, say) for one in _oldest_first(facts)))
    yield from _sums(facts, say)


def _oldest_first(facts: LetterFacts) -> list[Residual]:
    return sorted(facts.residuals, key=lambda one: (one.due, one.number))


def _residual(one: Residual, facts: LetterFacts, say: Phrases) -> Row:
    left = [say.value(one.number), say("statement.dates", issued=one.issued, due=one.due)]
    if late := one.days_late(facts.on):
        left.append(say("statement.late", days=say.days(late)))
    right = [say("statement.open", open=one.open), say("statement.total", total=one.total)]
    if one.disputed:
        right.append(say("statement.disputed", disputed=one.disputed))
    return Row(tuple(left), tuple(right))


def _sums(facts: LetterFacts, say: Phrases) -> Iterator[Rows]:
    """One small table for each currency."""
    kinds = (
        ("statement.all_open", facts.open_sums()),
        ("statement.all_disputed", facts.disputed_sums()),
        ("statement.all_credits", facts.credit_sums()),
        ("statement.all_overdue", facts.overdue_sums()),
    )
    for currency in sorted({money.currency for _, sums in kinds for money in sums}):
        own = ((label, one) for label, sums in kinds for one in sums if one.currency == currency)
        yield Rows(tuple(Row((say(label),), (say.value(one),)) for label, one in own))


def instalments(facts: LetterFacts, say: Phrases) -> Iterator[Part]:
    """The parts of a promise that has several, by day."""
    if parts := sorted(facts.instalments(), key=lambda part: part[0]):
        yield Heading(say("statement.instalments"))
        yield Rows(tuple(Row((say.value(by),), (say.value(amount),)) for by, amount in parts))


def access(facts: LetterFacts, say: Phrases) -> Iterator[Part]:
    """When access is impacted, what then stops and what stays, and when data is lost."""
    done = DONE.get(facts.name)
    if done is not None:
        yield from _named(done, facts.services, say)
    if facts.access_from is not None:
        yield Heading(say("access.title"))
        yield Paragraph(_from(facts, say))
        yield from _stops((), say) if done else _stops(facts.services, say)
    if facts.suspended:
        yield Paragraph(say("access.still_suspended"))
        yield Items(tuple(map(say.value, facts.suspended)))
    if facts.concerns_access():
        yield Paragraph(say("access.administrators"))
    if facts.stays:
        yield Heading(say("access.stays"))
        yield Items(tuple(map(say.value, facts.stays)))
    if facts.concerns_access() and facts.name != Letter.REINSTATED:
        yield from _data(facts, say)


def _from(facts: LetterFacts, say: Phrases) -> str:
    if not facts.access_above:
        return say("access.from", access_from=facts.access_from)
    above = say.listed(facts.access_above, "or")
    return say("access.from_above", access_from=facts.access_from, access_above=above)


def _stops(services: tuple[Service, ...], say: Phrases) -> Iterator[Part]:
    if services:
        yield from _named("access.stops", services, say)
    else:
        yield Paragraph(say("access.stops_unnamed"))


def _named(label: str, services: tuple[Service, ...], say: Phrases) -> Iterator[Part]:
    if services:
        yield Paragraph(say(label))
        yield Items(tuple(_service(one, say) for one in services))


def _service(one: Service, say: Phrases) -> str:
    if not one.seats:
        return say.value(one.name)
    return say.many("access.seats", one.seats, name=one.name, seats=one.seats)


def _data(facts: LetterFacts, say: Phrases) -> Iterator[Part]:
    """Unknown is said as unknown; what holds no data is not spoken of."""
    holding = tuple(one for one in facts.services if one.holds_data)
    if facts.services and not holding:
        return
    yield Heading(say("data.title"))
    yield Paragraph(say("data.if_suspended"))
    if not holding:
        yield Paragraph(say("data.unnamed"))
        return
    yield Items(tuple(_loss(one, say) for one in holding))


def _loss(one: Service, say: Phrases) -> str:
    if one.data_from is None:
        return say("data.unknown", name=one.name)
    return say("data.known", name=one.name, data_from=one.data_from)


def help_lines(facts: LetterFacts, say: Phrases) -> Iterator[Part]:
    """How to pay where something is owed, how to object, and where to turn."""
    own = facts.own(say.language)
    if facts.residuals:
        yield Heading(say("help.pay"))
        yield from paragraphs(own.pay or say("help.pay_default"))
        if facts.pay_link:
            yield Link(say("help.pay_link"), facts.pay_link)
        yield Heading(say("help.dispute"))
        yield from paragraphs(own.dispute or say("help.dispute_default"))
    yield Heading(say("help.help"))
    yield from paragraphs(own.help or say("help.help_default"))
