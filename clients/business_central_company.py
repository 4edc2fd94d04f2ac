"""One company of a Business Central environment: its ledger, customers and sales invoices.

Sources: Microsoft, "company", "companyInformation", "customer" and "salesInvoice resource type",
"OData web services"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from clients.business_central_calls import (
    BusinessCentralCalls,
    Fields,
    Listing,
    NotThere,
    asked,
    literal,
    segment,
)
from clients.business_central_rows import Beside, Remark, debtor, plain, remark, word
from core.domain.customers import is_guid
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused

CARD = "number,displayName,email,taxRegistrationNumber"
COMPANIES = "api/v2.0/companies"
NO_COMPANY = "Internal_CompanyNotFound"
AT_ONCE = 40
NOTHING_SAID = Remark("", "")


@dataclass(frozen=True, slots=True)
class Company:
    """`service` is the name under which query 262 is published."""

    calls: BusinessCentralCalls = field(repr=False)
    id: str
    name: str
    shown: str
    service: str

    def entries(self, query: str, size: int) -> Listing:
        """A page of the customer ledger."""
        with self._ledger() as path:
            return self.calls.page(path, query, size)

    def every_entry(self, query: str) -> list[Fields]:
        with self._ledger() as path:
            return list(self.calls.rows(path, query))

    def first(self, what: str, query: str) -> tuple[Fields, ...]:
        """A page of what API v2.0 has of one kind."""
        with self._there():
            return self.calls.page(self._path(what), query, AT_ONCE).rows

    def all(self, what: str, query: str = "") -> Iterator[Fields]:
        with self._there():
            yield from self.calls.rows(self._path(what), query)

    def currency(self) -> str:
        """Its own, which an empty currency code stands for; empty where it names none."""
        return next((plain(one, "currencyCode") for one in self.all("companyInformation")), "")

    def beside_all(self, source: str, as_of: str) -> Beside:
        """What every open entry may need: all customers, and the invoices that are open."""
        return self._beside(source, as_of, [{}], [{"filter": "status eq 'Open'"}])

    def beside(self, source: str, as_of: str, entries: Sequence[Fields]) -> Beside:
        """What these entries need."""
        customers = (plain(one, "Customer_No") for one in entries)
        invoices = (
            plain(one, "Document_No") for one in entries if word(one, "Document_Type") == "Invoice"
        )
        return self._beside(source, as_of, _numbered(customers), _numbered(invoices))

    def _beside(
        self,
        source: str,
        as_of: str,
        customers: Iterable[dict[str, str]],
        invoices: Iterable[dict[str, str]],
    ) -> Beside:
        """Invoices come whole: older versions know no dispute status, and refuse who names it."""
        debtors = {
            plain(one, "number"): debtor(one)
            for options in customers
            for one in self.all("customers", asked(**options, select=CARD))
        }
        remarks = {
            (plain(one, "billToCustomerNumber"), plain(one, "number")): said
            for options in invoices
            for one in self.all("salesInvoices", asked(**options))
            if (said := remark(one)) != NOTHING_SAID
        }
        return Beside(source, as_of, self.id, self.currency(), debtors, remarks)

    def _path(self, what: str) -> str:
        return f"{COMPANIES}({self.id})/{what}"

    @contextmanager
    def _there(self) -> Iterator[None]:
        try:
            yield
        except NotThere as error:
            raise Unreachable(f"the company {self.name} was there a moment ago: {error}") from None

    @contextmanager
    def _ledger(self) -> Iterator[str]:
        """Where it is: its address has the company's name, not its id."""
        named = segment(literal(self.name)[1:-1])
        with self._there():
            try:
                yield f"ODataV4/Company('{named}')/{segment(self.service)}"
            except NotThere as error:
                if error.code == NO_COMPANY:
                    raise
                raise SourceRefused(self._unpublished(error)) from None

    def _unpublished(self, error: NotThere) -> str:
        add = f"Object Type Query, Object ID 262, Service Name {self.service}"
        mend = f"on the page Web Services of Business Central add {add}, and tick Published"
        return f"there is no web service {self.service}: {mend} ({error})"


def companies(calls: BusinessCentralCalls, service: str) -> list[Company]:
    """All that the application may see. Raises NotThere where there is no such environment."""
    return [
        Company(calls, id, name, plain(one, "displayName") or name, service)
        for one in calls.rows(COMPANIES)
        if is_guid(id := plain(one, "id").lower()) and (name := plain(one, "name"))
    ]


def batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    """So few at a time that a question that names them all is not too long."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _numbered(numbers: Iterable[str]) -> Iterator[dict[str, str]]:
    """Filters by number. One that is empty belongs to nobody."""
    for some in batches(sorted({number for number in numbers if number})):
        yield {"filter": " or ".join(f"number eq {literal(number)}" for number in some)}
