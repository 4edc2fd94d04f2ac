"""A Stripe account as books: its unpaid invoices, and the credits of its customers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from clients.addresses import Resolve, resolve
from clients.http import Heard, HttpClient, Timeouts, TooMuchAsked
from clients.partner_fields import inner, text
from clients.stripe_calls import Asked, Gone, Listed, Said, StripeCalls
from clients.stripe_rows import CREDITS, Reading, balance_rows, invoice_row, is_whole
from core.domain.exposure import Status
from core.domain.secret import Secret
from core.ports.outside import Clock, Unreachable
from core.ports.receivables import Page, PlaceLost, Row, SourceRefused, Start, Whose

API = "https://api.stripe.com"
RESTRICTED, REHEARSED = "rk_", "rk_test_"
# Events are kept for 30 days (docs.stripe.com/api/events/list); a day of them is left unused.
KEPT = timedelta(days=29)
MOST = 100
INVOICE: Asked = [("expand[]", "customer"), ("expand[]", "payments")]
CUSTOMER: Asked = [("expand[]", "invoice_credit_balance"), ("expand[]", "cash_balance")]

# What is read for everything, in this order; a list takes one status only
# (docs.stripe.com/api/invoices/list).
OPEN, UNCOLLECTIBLE, CUSTOMERS, EVENTS = "open", "uncollectible", "customers", "events"
INVOICES: Asked = [("expand[]", "data.customer"), ("expand[]", "data.payments")]
LISTS: dict[str, tuple[str, Asked]] = {
    OPEN: ("invoices", [("status", OPEN), *INVOICES]),
    UNCOLLECTIBLE: ("invoices", [("status", UNCOLLECTIBLE), *INVOICES]),
    CUSTOMERS: (
        "customers",
        [("expand[]", "data.invoice_credit_balance"), ("expand[]", "data.cash_balance")],
    ),
}
NEXT = {OPEN: UNCOLLECTIBLE, UNCOLLECTIBLE: CUSTOMERS}

# Events that tell of a change, and where the object is named that changed
# (docs.stripe.com/api/events/types). No list of Stripe's can be asked for what changed.
OF_INVOICES = {
    "invoice.finalized": "id",
    "invoice.updated": "id",
    "invoice.paid": "id",
    "invoice.payment_succeeded": "id",
    "invoice.payment_failed": "id",
    "invoice.overpaid": "id",
    "invoice.marked_uncollectible": "id",
    "invoice.voided": "id",
    "invoice_payment.paid": "invoice",
    "credit_note.created": "invoice",
    "credit_note.updated": "invoice",
    "credit_note.voided": "invoice",
}
OF_CUSTOMERS = {
    "customer.created": "id",
    "customer.updated": "id",
    "customer.deleted": "id",
    "customer_cash_balance_transaction.created": "customer",
    "cash_balance.funds_available": "customer",
}
TOLD: Asked = [("types[]", kind) for kind in (*OF_INVOICES, *OF_CUSTOMERS)]

CHARGED_BACK = "Payments that a bank took back: Stripe leaves their invoices paid."
NO_MONEY = "This is a key of Stripe's test mode: nobody owes what is read with it."


@dataclass(frozen=True, slots=True)
class Place:
    """Behind the object `after` of a list, in a reading that began at `now`; `mark` is what the
    reading ends with."""

    list: str
    now: str
    after: str = ""
    mark: str = ""

    def written(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def read(cls, written: str) -> Place:
        try:
            found = cls(**json.loads(written))
            datetime.fromisoformat(found.now)
        except (ValueError, TypeError):
            raise PlaceLost("it is no place in Stripe's books") from None
        if found.list != EVENTS and found.list not in LISTS:
            raise PlaceLost("there is no such list in Stripe's books")
        return found


class StripeBooks:
    """The port `core.ports.receivables.Receivables`. `account` is a connected one that is read in
    place of the key's own; days are counted in `zone`, an IANA name."""

    def __init__(
        self,
        key: Secret,
        *,
        clock: Clock,
        account: str = "",
        source: str = "stripe",
        zone: str = "UTC",
        base_url: str = API,
        page_size: int = MOST,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
    ) -> None:
        self.source = source
        self._key, self._account = key, account
        self._clock, self._zone = clock, ZoneInfo(zone)
        self._page_size = page_size
        self._http = HttpClient(
            base_url, timeouts=timeouts, transport=transport, resolve=resolve, heard=heard
        )
        self._calls = StripeCalls(self._http, key, account)

    def check(self) -> Whose:
        """Asks each question of a reading once, so that a permission that lacks is named."""
        if not self._key.reveal().startswith(RESTRICTED):
            raise SourceRefused(
                "The key may do everything in Stripe: make a restricted one (rk_…) that may read."
            )
        one = ("limit", "1")
        for kind, asked in LISTS.values():
            self._calls.listed(kind, [*asked, one])
        self._newest_event()
        invoices = self._calls.listed("invoices", [one]).objects
        company = next((text(invoice, "account_name") for invoice in invoices), "")
        is_rehearsed = self._key.reveal().startswith(REHEARSED)
        lacking = (CHARGED_BACK, NO_MONEY) if is_rehearsed else (CHARGED_BACK,)
        return Whose(company or self._account or "Stripe", "", lacking)

    def begin(self, mark: str, now: datetime) -> Start:
        event, _, created = mark.partition("@")
        if created.isdecimal() and now - datetime.fromtimestamp(int(created), UTC) < KEPT:
            return Start(Place(EVENTS, now.isoformat(), event, mark).written(), whole=False)
        # Marked before the first list is read: what changes meanwhile is told by the next reading.
        newest = self._newest_event().objects
        place = Place(OPEN, now.isoformat(), mark=_mark(newest))
        return Start(place.written(), whole=True)

    def page(self, place: str) -> Page:
        at = Place.read(place)
        try:
            return self._changed(at) if at.list == EVENTS else self._listed(at)
        except Gone as gone:
            raise PlaceLost(f"Stripe does not know where the reading was: {gone}") from None

    def look(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        """One question for an invoice, one for all credits of a customer."""
        reading = self._reading(self._clock())
        rows: list[Row] = []
        credits: dict[str, list[tuple[str, str]]] = {}
        for id in document_ids:
            sort, _, rest = id.partition(":")
            if sort in CREDITS:
                customer, _, currency = rest.partition(":")
                credits.setdefault(customer, []).append((sort, currency))
            else:
                rows += self._invoice(id, reading)
        for customer, wanted in credits.items():
            rows += self._credits(customer, wanted, reading)
        return tuple(rows)

    def close(self) -> None:
        self._http.close()

    def _listed(self, at: Place) -> Page:
        """A page of what is open. What was made after the reading began is left to the next."""
        kind, asked = LISTS[at.list]
        reading = self._reading(_moment(at))
        frozen = ("created[lte]", str(int(reading.as_of.timestamp())))
        cursor = [("starting_after", at.after)] if at.after else []
        found = self._some(kind, [*asked, frozen, *cursor])
        if at.list == CUSTOMERS:
            rows = tuple(row for one in found.objects for row in _with_money(one, reading))
        else:
            rows = tuple(self._row(invoice, reading) for invoice in found.objects)
        if found.more:
            following = replace(at, after=text(found.objects[-1], "id")).written()
        elif at.list in NEXT:
            following = replace(at, list=NEXT[at.list], after="").written()
        else:
            return Page(rows, "", at.mark)
        return Page(rows, following)

    def _changed(self, at: Place) -> Page:
        """What a page of events speaks of, each object once, as it is now: an event may be of any
        version of the API, and come late (docs.stripe.com/webhooks). Events are listed newest
        first, and this page is the one right before those that were read."""
        found = self._some("events", [*TOLD, ("ending_before", at.after)])
        mark = _mark(found.objects) or at.mark
        rows = tuple(self._touched(found.objects, self._reading(_moment(at))))
        if not found.more:
            return Page(rows, "", mark)
        return Page(rows, replace(at, after=mark.partition("@")[0], mark=mark).written())

    def _some(self, kind: str, asked: Asked) -> Listed:
        """A page as long as it can be. Invoices come with their lines, which nobody can leave out
        (docs.stripe.com/api/invoices/list), so that a hundred of them may be too much at once."""
        while True:
            try:
                return self._calls.listed(kind, [*asked, ("limit", str(self._page_size))])
            except TooMuchAsked:
                if self._page_size == 1:
                    raise
                self._page_size //= 2

    def _touched(self, events: Iterable[Said], reading: Reading) -> Iterator[Row]:
        for id in _named(events, OF_INVOICES):
            yield from self._invoice(id, reading)
        for id, currencies in _named(events, OF_CUSTOMERS).items():
            if customer := self._customer(id):
                yield from balance_rows(customer, reading, currencies).values()

    def _invoice(self, id: str, reading: Reading) -> list[Row]:
        """None where there is no such invoice, or it is a draft, which nobody owes yet."""
        try:
            invoice = self._calls.one("invoices", id, INVOICE)
        except Gone:
            return []
        return [] if invoice.get("status") == "draft" else [self._row(invoice, reading)]

    def _row(self, invoice: Said, reading: Reading) -> Row:
        """With all payments: those on the invoice may be only the first of them."""
        if inner(invoice, "payments").get("has_more") is True:
            asked = [("invoice", text(invoice, "id")), ("status", "paid"), ("limit", str(MOST))]
            payments = self._calls.listed("invoice_payments", asked)
            invoice = {**invoice, "payments": {"data": list(payments.objects)}}
        return invoice_row(invoice, reading)

    def _credits(
        self, id: str, wanted: Sequence[tuple[str, str]], reading: Reading
    ) -> Iterator[Row]:
        if customer := self._customer(id):
            found = balance_rows(customer, reading, [currency for _, currency in wanted])
            named = (f"{sort}:{id}:{currency}" for sort, currency in wanted)
            yield from (found[one] for one in named if one in found)

    def _customer(self, id: str) -> Said:
        """Empty where there is none; one that was deleted is answered as a stub."""
        try:
            customer = self._calls.one("customers", id, CUSTOMER)
        except Gone:
            return {}
        return {} if customer.get("deleted") is True else customer

    def _newest_event(self) -> Listed:
        return self._calls.listed("events", [*TOLD, ("limit", "1")])

    def _reading(self, as_of: datetime) -> Reading:
        return Reading(self.source, as_of, self._zone)


def _moment(at: Place) -> datetime:
    return datetime.fromisoformat(at.now)


def _mark(events: Sequence[Said]) -> str:
    """The newest event and when Stripe's clock said that it was; empty where there is none."""
    if not events:
        return ""
    created = events[0].get("created")
    if not is_whole(created):
        raise Unreachable("an event does not say when it was")
    return f"{text(events[0], 'id')}@{created}"


def _named(events: Iterable[Said], where: dict[str, str]) -> dict[str, list[str]]:
    """The objects that these events are about, each once, with the currencies that are named."""
    found: dict[str, list[str]] = {}
    for event in events:
        field = where.get(text(event, "type"))
        if field is not None:
            changed = inner(inner(event, "data"), "object")
            if not (id := text(changed, field)):
                raise Unreachable(f"the event {text(event, 'id')} does not say what changed")
            found.setdefault(id, []).append(text(changed, "currency"))
    return found


def _with_money(customer: Said, reading: Reading) -> Iterator[Row]:
    rows = balance_rows(customer, reading).values()
    return (row for row in rows if row["status"] != Status.CLOSED)
