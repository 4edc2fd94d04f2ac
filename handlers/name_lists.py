"""Lists of names in the books that wait for a person: posted with the books, edited as somebody
settles what they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.mapping import Strength, Suggestion
from core.ports.records import Button
from core.ports.store import Work
from core.usecases.names import Match
from handlers.messages.blocks import Message
from handlers.messages.mapping_words import why
from handlers.messages.mappings import (
    MOST_PROPOSALS,
    MOST_REASONED,
    Proposal,
    mapping_list,
    settled_list,
)
from handlers.messages.text import Words


@dataclass(frozen=True, slots=True)
class NameList:
    """One list as it shall look, the tokens of its buttons, and where it stands once posted."""

    message: Message
    tokens: tuple[str, ...]
    channel: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A name and the customer that it is said to be: by the books themselves, or by a suggestion
    of ours."""

    debtor: Debtor
    suggestion: Suggestion | None = None

    @property
    def strength(self) -> Strength:
        return self.suggestion.strength if self.suggestion else Strength.SURE


def new_list(work: Work, now: datetime, words: Words) -> NameList | None:
    """All that wait now because the books name their tenants, as far as one message takes them."""
    found = [Waiting(debtor) for debtor in work.books.proposals()]
    return _posted(work, found, MOST_PROPOSALS, now, words)


def suggested_list(work: Work, now: datetime, words: Words) -> NameList | None:
    """The same of whom something else speaks for, with the reasons, the surest first."""
    found = [
        waiting
        for one in work.mappings.suggestions()
        if one.is_proposal() and (waiting := _suggested(work, one)) is not None
    ]
    found.sort(key=lambda one: list(Strength).index(one.strength))
    return _posted(work, found, MOST_REASONED, now, words)


def _posted(
    work: Work, found: Sequence[Waiting], most: int, now: datetime, words: Words
) -> NameList | None:
    place = Button("mappings", "")
    left = max(0, len(found) - most)
    return _drawn(work, found[:most], place, now, words, left=left) if found else None


def _suggested(work: Work, one: Suggestion) -> Waiting | None:
    debtor = work.books.debtor(*one.account)
    if debtor is None or debtor.mapping is not MappingState.UNMAPPED:
        return None
    return Waiting(replace(debtor, customer=one.customer), one)


def redrawn(work: Work, who: str, now: datetime, words: Words) -> Iterator[NameList]:
    """Each list of which something is settled, by `who` as the last."""
    for place in _lists(work):
        matches = matches_of(place.subject)
        waiting = [found for one in matches if (found := _still(work, one)) is not None]
        if len(waiting) == len(matches):
            continue
        done = [debtor for one in matches if (debtor := _confirmed(work, one)) is not None]
        settled = settled_list([_proposal(work, d) for d in done], len(matches), who, words)
        if waiting:
            yield _drawn(work, waiting, place, now, words, settled=settled.text)
        else:
            yield NameList(settled, (), place.channel, place.ts)


def _confirmed(work: Work, match: Match) -> Debtor | None:
    debtor = work.books.debtor(match.source, match.customer_ref)
    same = debtor is not None and debtor.customer == match.customer
    return debtor if same and debtor and debtor.mapping is MappingState.CONFIRMED else None


def _still(work: Work, match: Match) -> Waiting | None:
    debtor = work.books.debtor(match.source, match.customer_ref)
    if debtor is not None and debtor.mapping is MappingState.PROPOSED:
        return Waiting(debtor) if debtor.customer == match.customer else None
    suggested = work.mappings.suggested_for((match.source, match.customer_ref))
    found = next((one for one in suggested if one.customer == match.customer), None)
    return _suggested(work, found) if found is not None else None


def _lists(work: Work) -> list[Button]:
    """The first button of each message: it names all that the list showed when it was posted."""
    first: dict[tuple[str, str], Button] = {}
    for button in work.buttons.placed("mappings"):
        first.setdefault((button.channel, button.ts), button)
    return list(first.values())


def _drawn(
    work: Work,
    found: Sequence[Waiting],
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
        replace(
            _proposal(work, one.debtor, mint("mapping", *_named(one.debtor))),
            why=why(one.suggestion, words) if one.suggestion else "",
            sure=one.strength is Strength.SURE,
        )
        for one in found
    ]
    token = mint("mappings", "\n".join(_line_of(one) for one in found))
    message = mapping_list(shown, token, left, words, settled=settled)
    return NameList(message, (token, *(p.token for p in shown)), place.channel, place.ts)


def _named(debtor: Debtor) -> tuple[str, str]:
    """The subject and the revision of a button that confirms one, or settles it."""
    return f"{debtor.source}\n{debtor.customer_ref}", str(debtor.customer or "")


def _proposal(work: Work, debtor: Debtor, token: str = "") -> Proposal:
    customer = work.customers.get(debtor.customer) if debtor.customer else None
    return Proposal(debtor, customer, token)


def _line_of(one: Waiting) -> str:
    """A line of the subject of *Confirm All*: exactly what the list showed."""
    debtor = one.debtor
    shown = (debtor.source, debtor.customer_ref, str(debtor.customer or ""), one.strength.value)
    return "\t".join(shown)


def matches_of(subject: str, *, sure: bool = False) -> list[Match]:
    """What such a list showed, line by line; only what was `sure`. Lists that are older said of
    nothing how sure it is: all of them went by the tenant ids of the books."""
    lines = [line.split("\t") for line in subject.splitlines() if line]
    return [
        Match(line[0], line[1], CustomerKey.parse(line[2]))
        for line in lines
        if not sure or line[3:] in ([], [Strength.SURE.value])
    ]
