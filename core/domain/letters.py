"""Letters to customers: what is known when one is written, and what was written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.domain.ladder import Texts
from core.domain.money import Money, by_currency

LANGUAGES = ("en", "ko", "zh-Hans")


class Letter(StrEnum):
    """The letters that we have words for; a policy may name others and bring their words."""

    UPCOMING = "upcoming"
    REMINDER = "reminder"
    SECOND = "second"
    FORMAL = "formal"
    FINAL = "final"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    PROMISE_RECORDED = "promise_recorded"
    DISPUTE_ANSWERED = "dispute_answered"
    PAYMENT_RETURNED = "payment_returned"
    DATA_DELETION = "data_deletion"


NOTICES = (Letter.UPCOMING, Letter.REMINDER, Letter.SECOND, Letter.FORMAL, Letter.FINAL)


@dataclass(frozen=True, slots=True)
class Residual:
    """What is left of one open document: `total` as billed, `open` today, `disputed` of that."""

    number: str
    issued: date
    due: date
    total: Money
    open: Money
    disputed: Money

    def days_late(self, on: date) -> int:
        """Days since the due date; 0 until then."""
        return max(0, (on - self.due).days)


@dataclass(frozen=True, slots=True)
class Service:
    """A subscription by the name that the customer knows. Once it is suspended its data may be
    deleted from `data_from` on; None where nobody knows that day. Some hold no data at all."""

    name: str
    seats: int = 0
    data_from: date | None = None
    holds_data: bool = True


@dataclass(frozen=True, slots=True)
class PromiseRecorded:
    """The customer said to pay so much by a day; in several parts, if `instalments` names them."""

    amount: Money
    by: date
    instalments: tuple[tuple[date, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeAnswered:
    """So much of a document was disputed, and is now taken off or still owed; `lapsed`: nobody
    decided, and the time for which it was left out is over."""

    number: str
    amount: Money
    accepted: bool
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class PaymentReturned:
    """A payment for a document came back on a day."""

    number: str
    amount: Money
    on: date


Occasion = PromiseRecorded | DisputeAnswered | PaymentReturned


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that a letter may say. `name` is that of a notice or of a `Letter`, `on` the local
    date of the customer. `residuals` are all open documents, `credits` what is not applied yet, as
    positive sums. `access_from` is the first day on which access may be impacted, where less than
    each of `access_above` is overdue only if one of these is by then. `services` are those the
    letter is about: what would stop, was suspended, came back, or loses its data; `stays` go on
    whatever happens; `suspended` are others that still are. `texts` are the partner's own words by
    language; `occasion` is what an event letter answers."""

    name: str
    reference: str
    on: date
    customer: str
    residuals: tuple[Residual, ...] = ()
    credits: tuple[Money, ...] = ()
    access_from: date | None = None
    access_above: tuple[Money, ...] = ()
    services: tuple[Service, ...] = ()
    stays: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    occasion: Occasion | None = None
    pay_link: str = ""
    texts: Mapping[str, Texts] = field(default_factory=dict)

    def concerns_access(self) -> bool:
        """Must it say that administrators can still sign in and export?"""
        always = {Letter.SUSPENDED.value, Letter.DATA_DELETION.value}
        return self.name in always or self.access_from is not None or bool(self.suspended)

    def is_notice(self) -> bool:
        """Does it chase, rather than tell what happened?"""
        return self.name in NOTICES or self.name not in {one.value for one in Letter}

    def chased(self) -> tuple[Money, ...]:
        """What a notice is about: what is overdue; before that, and in a notice of the partner's
        own, anything that is to be paid."""
        is_late = self.name in NOTICES and self.name != Letter.UPCOMING
        return self.overdue_sums() if is_late else self.due_sums()

    def late(self) -> tuple[Residual, ...]:
        return tuple(one for one in self.residuals if one.days_late(self.on))

    def days_late(self) -> int:
        return max((one.days_late(self.on) for one in self.residuals), default=0)

    def open_sums(self) -> tuple[Money, ...]:
        """What is open in each currency, overdue or not."""
        return _sums(one.open for one in self.residuals)

    def disputed_sums(self) -> tuple[Money, ...]:
        return _sums(one.disputed for one in self.residuals)

    def credit_sums(self) -> tuple[Money, ...]:
        return _sums(self.credits)

    def overdue_sums(self) -> tuple[Money, ...]:
        """What is late in each currency, less what is disputed of it and less credits."""
        owed = (one.open - one.disputed for one in self.late())
        return self._less_credits(owed)

    def due_sums(self) -> tuple[Money, ...]:
        """What is to be paid in each currency, late or not, less disputed parts and credits."""
        return self._less_credits(one.open - one.disputed for one in self.residuals)

    def money(self) -> frozenset[Money]:
        """Every amount that may be said."""
        occasion = self.occasion
        return frozenset(
            (
                *(money for one in self.residuals for money in (one.total, one.open, one.disputed)),
                *self.credits,
                *self.access_above,
                *self.open_sums(),
                *self.disputed_sums(),
                *self.credit_sums(),
                *self.overdue_sums(),
                *self.due_sums(),
                *((occasion.amount,) if occasion is not None else ()),
                *(amount for _, amount in self.instalments()),
            )
        )

    def days(self) -> frozenset[date]:
        """Every day that may be said."""
        return frozenset((self.on, *self._days()))

    def counts(self) -> frozenset[int]:
        """Every other number that may be said: days late, seats, how many documents."""
        late = {one.days_late(self.on) for one in self.residuals}
        sizes = {len(self.residuals), len(self.late()), len(self.services), len(self.stays)}
        return frozenset(late | sizes | {one.seats for one in self.services})

    def names(self) -> frozenset[str]:
        """Every name that may be said as it is, whatever numbers and words it has in it."""
        given = {self.customer, self.reference, self.pay_link, *self.stays, *self.suspended}
        given |= {one.name for one in self.services} | {one.number for one in self.residuals}
        if isinstance(self.occasion, DisputeAnswered | PaymentReturned):
            given.add(self.occasion.number)
        return frozenset(filter(None, map(printed, given)))

    def instalments(self) -> tuple[tuple[date, Money], ...]:
        """The parts of a promise that has several."""
        recorded = self.occasion
        return recorded.instalments if isinstance(recorded, PromiseRecorded) else ()

    def own(self, language: str) -> Texts:
        """The partner's words in this language; his name at least is the same in every one."""
        texts = self.texts.get(language, Texts())
        seller = next((one.seller for one in (texts, *self.texts.values()) if one.seller), "")
        return Texts(seller, texts.pay, texts.dispute, texts.help, texts.letters)

    def _days(self) -> Iterator[date]:
        for residual in self.residuals:
            yield from (residual.issued, residual.due)
        if self.access_from is not None:
            yield self.access_from
        yield from (one.data_from for one in self.services if one.data_from is not None)
        yield from (day for day, _ in self.instalments())
        match self.occasion:
            case PromiseRecorded(by=day) | PaymentReturned(on=day):
                yield day

    def _less_credits(self, owed: Iterable[Money]) -> tuple[Money, ...]:
        credits = by_currency(self.credits)
        sums = by_currency(owed)
        left = (sum_ - credits[code] if code in credits else sum_ for code, sum_ in sums.items())
        return tuple(one for one in left if one.amount > 0)


class Unwritable(ValueError):
    """There are no words for this letter, or none that may be sent; `problems` says why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in one language, as plain text and as a page of its own."""

    language: str
    subject: str
    text: str
    html: str


def printed(text: str) -> str:
    """A name from outside as it stands in a letter: one line, nothing invisible in it."""
    seen = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(one for one in by_currency(amounts).values() if one)
