"""A facts file: JSON about one customer in, typed facts or the list of what is wrong out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic import model_validator as whole

from core.domain.calendar import regions_of, zone_of
from core.domain.errors import BadAmount
from core.domain.exposure import Category, Document, Kind, Presence, Status
from core.domain.facts import SILENCING, TAGGING, Delivered, Facts, HoldSpan, OpenPromise
from core.domain.money import CURRENCIES, Money, parse_money
from core.domain.table_problems import problems_of

# Days beyond these are slips of the pen, and too near to the end of all dates to count from.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
DAY = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
UNKNOWN = "unknown"
STATUSES = {status.value: status for status in Status} | {
    "paid": Status.CLOSED,
    "void": Status.CLOSED,
}
HOLDS = sorted(SILENCING | TAGGING)


class FactsRefused(ValueError):
    """The file is not a set of facts; `problems` are all of them, each with its path."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Priced(_Given):
    """Amounts are strings in major units: a JSON number may have lost a cent on its way."""

    currency: str

    @field_validator("currency")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in CURRENCIES:
            raise ValueError("not an ISO 4217 currency code")
        return code

    def money(self, text: str) -> Money:
        return parse_money(text, self.currency)

    def check(self, *names: str) -> None:
        """Raises ValueError naming the amount that is none."""
        for name in names:
            text = getattr(self, name)
            try:
                sum_ = self.money(text) if text is not None else None
            except BadAmount:
                raise ValueError(f'.{name}: not an amount, write it as "50.00"') from None
            if sum_ is not None and sum_.amount < 0:
                raise ValueError(f".{name}: must not be below zero")


class CustomerGiven(_Given):
    id: str = ""
    name: str = ""
    tags: list[str] = []
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    time_zone: str = ""
    region: str = ""

    @field_validator("time_zone")
    @classmethod
    def _there(cls, zone: str) -> str:
        try:
            if zone:
                ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError('not an IANA time zone, such as "Europe/Berlin"') from None
        return zone

    @whole(mode="after")
    def _within(self) -> CustomerGiven:
        if self.region and self.region not in regions_of(self.country):
            raise ValueError('.region: not one of the country, such as "BY" of "DE"')
        return self


class InvoiceGiven(_Priced):
    id: str
    number: str = ""
    issued: DAY | None = None
    due: DAY
    total: str | None = None
    open: str
    status: Literal[
        "open", "partially_paid", "disputed", "on_hold", "written_off", "draft", "closed", "paid",
        "void", "unknown",
    ]  # fmt: skip
    disputed: str | None = None
    counted_from: DAY | None = None
    category: str | None = None
    payment_method: str | None = None
    subscription_ids: list[str] = []

    @whole(mode="after")
    def _amounts(self) -> InvoiceGiven:
        self.check("total", "open", "disputed")
        return self


class CreditGiven(_Priced):
    amount: str

    @whole(mode="after")
    def _amounts(self) -> CreditGiven:
        self.check("amount")
        return self


class PromiseGiven(CreditGiven):
    by: DAY
    state: Literal["open", "kept", "broken", "cancelled"]


class HoldGiven(_Given):
    kind: str
    since: Annotated[DAY, Field(alias="from")]
    until: DAY | None = None

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in HOLDS:
            raise ValueError(f"no kind of hold; these are: {', '.join(HOLDS)}")
        return kind


class NoticeGiven(_Given):
    name: str
    delivered_on: DAY | None = None
    access_from: DAY | None = None


class FactsGiven(_Given):
    """The whole file. `suspended_since`, `deletion_on` and `unread_since` are ours."""

    customer: CustomerGiven
    invoices: list[InvoiceGiven] = []
    credits: list[CreditGiven] = []
    promises: list[PromiseGiven] = []
    holds: list[HoldGiven] = []
    notices: list[NoticeGiven] = []
    receivables_as_of: AwareDatetime | None = None
    suspended_since: DAY | None = None
    deletion_on: DAY | None = None
    unread_since: DAY | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The facts, and where in the file each document stands."""

    facts: Facts
    places: dict[str, str]


def read_facts(text: str) -> Read:
    """Parse a facts file. Raises FactsRefused naming every path that is wrong."""
    try:
        given = FactsGiven.model_validate_json(text)
    except ValidationError as error:
        raise FactsRefused(problems_of(error, FactsGiven)) from None
    places: dict[str, str] = {}
    for number, invoice in enumerate(given.invoices):
        if invoice.id in places:
            raise FactsRefused([f"invoices[{number}].id: {invoice.id} is there already"])
        places[invoice.id] = f"invoices[{number}]"
    return Read(_facts(given), places)


def _facts(given: FactsGiven) -> Facts:
    customer = given.customer
    return Facts(
        customer=customer.id.lower(),
        country=customer.country,
        zone=customer.time_zone or zone_of(customer.country),
        region=customer.region,
        tags=frozenset(customer.tags),
        documents=(*map(_document, given.invoices), *map(_credit, given.credits)),
        promises=tuple(
            OpenPromise(one.money(one.amount), one.by)
            for one in given.promises
            if one.state == "open"
        ),
        holds=tuple(HoldSpan(one.kind, one.since, one.until) for one in given.holds),
        notices=tuple(
            Delivered(one.name, one.delivered_on, one.access_from)
            for one in given.notices
            if one.delivered_on is not None
        ),
        unread_since=given.unread_since,
        suspended_since=given.suspended_since,
        deletion_on=given.deletion_on,
        as_of=given.receivables_as_of,
    )


def _document(given: InvoiceGiven) -> Document:
    is_unknown = given.status == UNKNOWN
    open_ = given.money(given.open)
    return Document(
        source="",
        document_id=given.id,
        number=given.number or given.id,
        customer_ref="",
        kind=Kind.INVOICE,
        status=Status.OPEN if is_unknown else STATUSES[given.status],
        issued=given.issued or given.due,
        due=given.due,
        total=given.money(given.total) if given.total is not None else open_,
        open=open_,
        disputed=_disputed(given, open_),
        category=_category(given.category),
        presence=Presence.MISSING if is_unknown else Presence.PRESENT,
        payment_method=given.payment_method or "",
        counted_from=given.counted_from,
    )


def _disputed(given: InvoiceGiven, open_: Money) -> Money:
    """A document that is in dispute without an amount is in dispute whole."""
    named = given.money(given.disputed) if given.disputed else Money(Decimal(0), given.currency)
    if given.status == "disputed" and not named:
        return open_
    return min(named, open_)


def _category(given: str | None) -> Category:
    if given is None:
        return Category.CLOUD
    return Category(given) if given in set(Category) else Category.OTHER


def _credit(given: CreditGiven) -> Document:
    amount = given.money(given.amount)
    return Document(
        source="",
        document_id="",
        number="",
        customer_ref="",
        kind=Kind.PAYMENT_UNAPPLIED,
        status=Status.OPEN,
        issued=date.min,
        due=None,
        total=-amount,
        open=-amount,
        disputed=Money(Decimal(0), given.currency),
    )
