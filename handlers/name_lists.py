"""Lists of names in the books that wait for a person: posted with the books, edited as somebody
settles what they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.ports.records import Button
from core.ports.store import Work
from core.usecases.names import Match
from handlers.messages.blocks import Message
from handlers.messages.mappings import MOST_PROPOSALS, Proposal, mapping_list, settled_list
from handlers.messages.text import Words


@dataclass(frozen=True, slots=True)
class NameList:
    """One list as it shall look, the tokens of its buttons, and where it stands once posted."""

    message: Message
    tokens: tuple[str, ...]
    channel: str = ""
    ts: str = ""


def new_list(work: Work, now: datetime, words: Words) -> NameList | None:
    """All that wait now, as far as one message takes them."""
    found = work.books.proposals()
    shown = found[:MOST_PROPOSALS]
    place = Button("mappings", "")
    return _drawn(work, shown, place, now, words, left=len(found) - len(shown)) if found else None


def redrawn(work: Work, who: str, now: datetime, words: Words) -> Iterator[NameList]:
    """Each list of which something is confirmed, by `who` as the last."""
    for place in _lists(work):
        matches = matches_of(place.subject)
        debtors = [work.books.debtor(match.source, match.customer_ref) for match in matches]
        same = [d for d, m in zip(debtors, matches, strict=True) if d and d.customer == m.customer]
        waiting = [d for d in same if d.mapping is MappingState.PROPOSED]
        done = [d for d in same if d.mapping is MappingState.CONFIRMED]
        if not done:
            continue
        settled = settled_list([_proposal(work, d) for d in done], len(matches), who, words)
        if waiting:
            yield _drawn(work, waiting, place, now, words, settled=settled.text)
        else:
            yield NameList(settled, (), place.channel, place.ts)


def _lists(work: Work) -> list[Button]:
    """The first button of each message: it names all that the list showed when it was posted."""
    first: dict[tuple[str, str], Button] = {}
    for button in work.buttons.placed("mappings"):
        first.setdefault((button.channel, button.ts), button)
    return list(first.values())


def _drawn(
    work: Work,
    debtors: Sequence[Debtor],
    place: Button,
    now: datetime,
    words: Words,
    *,
    left: int = 0,
    settled: str = "",
) -> NameList:
    def mint(purpose: str, subject: str, revision: str = "") -> str:
        button = Button(purpose, subject, revision, place.channel, place.ts)
        return work.buttons.mint(button, now)

    shown = [
        _proposal(work, d, mint("mapping", f"{d.source}\n{d.customer_ref}", str(d.customer or "")))
        for d in debtors
    ]
    token = mint("mappings", "\n".join(_line_of(debtor) for debtor in debtors))
    message = mapping_list(shown, token, left, words, settled=settled)
    return NameList(message, (token, *(p.token for p in shown)), place.channel, place.ts)


def _proposal(work: Work, debtor: Debtor, token: str = "") -> Proposal:
    customer = work.customers.get(debtor.customer) if debtor.customer else None
    return Proposal(debtor, customer, token)


def _line_of(debtor: Debtor) -> str:
    """A line of the subject of *Confirm All*: exactly what the list showed."""
    return f"{debtor.source}\t{debtor.customer_ref}\t{debtor.customer or ''}"


def matches_of(subject: str) -> list[Match]:
    """What such a list showed, line by line."""
    lines = (line.split("\t") for line in subject.splitlines() if line)
    return [Match(source, ref, CustomerKey.parse(customer)) for source, ref, customer in lines]
