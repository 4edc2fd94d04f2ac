"""What is so in one company of the Business Central stand-in, and how its API says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.accounting.odata import Fields, Refused, Table

NO_DAY = "0001-01-01"
LEDGER = frozenset(
    {"Entry_No", "Customer_No", "Customer_Name", "Posting_Date", "Due_Date", "Document_Date",
     "Document_Type", "Document_No", "Open", "Currency_Code", "Amount", "Remaining_Amount",
     "Remaining_Amt_LCY", "AuxiliaryIndex1"}
)  # fmt: skip
CUSTOMER = frozenset({"number", "displayName", "email", "taxRegistrationNumber", "currencyCode"})
INVOICE = frozenset(
    {"number", "status", "billToCustomerNumber", "externalDocumentNumber",
     "customerPurchaseOrderReference", "disputeStatus"}
)  # fmt: skip
COMPANY = frozenset({"id", "name", "displayName", "systemVersion"})
INFORMATION = frozenset({"displayName", "currencyCode", "taxRegistrationNumber"})
DETAIL = frozenset({"number", "balance"})


@dataclass(slots=True)
class Entry:
    """One line of the customer ledger. `type` is as people write it; an empty currency is the
    company's own, and `rate` what one unit costs in that."""

    number: int
    customer: str
    type: str
    document: str
    issued: str
    due: str
    amount: Decimal
    remaining: Decimal
    currency: str = ""
    open: bool = True
    rate: Decimal = Decimal(1)


@dataclass(slots=True)
class Invoice:
    """A sales invoice of API v2.0, posted or not."""

    number: str
    customer: str
    order: str = ""
    external: str = ""
    dispute: str = ""
    status: str = "Open"


@dataclass(slots=True)
class Customer:
    number: str
    name: str
    email: str = ""
    tax_number: str = ""


@dataclass(slots=True)
class Truth:
    """One company, and who may read what. `hidden` names sets of which no row is shown, `forbidden`
    one that is refused; `limit` is for five minutes; pages larger than `slow_above` take too
    long, and none is larger than `max_page_size`, a setting of the server."""

    tenant: str = "11111111-2222-4333-8444-555555555555"
    environment: str = "production"
    company_id: str = "7f1c2a90-5d3e-4e11-8e6d-6045bdc8a1f0"
    company: str = "Tern & O'Hara / 50% Ltd."
    shown: str = "Tern and O'Hara"
    currency: str = "EUR"
    client_id: str = "c0ffee00-0000-4000-8000-000000000001"
    client_secret: str = "invented-client-secret"
    service: str = "Cust_LedgerEntries"
    enabled: bool = True
    forbidden: str = ""
    hidden: frozenset[str] = frozenset()
    tells_disputes: bool = True
    spaced_words: bool = False
    limit: int = 6000
    retry_after: int = 0
    slow_above: int = 20_000
    max_page_size: int = 20_000
    customers: dict[str, Customer] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    invoices: list[Invoice] = field(default_factory=list)

    def companies(self) -> Table:
        shown = {"id": self.company_id, "name": self.company, "displayName": self.shown}
        return Table([shown], "id", COMPANY)

    def table(self, path: str) -> Table:
        """What is at a path below the environment."""
        if path == "api/v2.0/companies":
            return self.companies()
        named = self.company.replace("'", "''")
        by_id, by_name = f"api/v2.0/companies({self.company_id})/", f"ODataV4/Company('{named}')/"
        if path.startswith(by_id):
            return self._shown(path.removeprefix(by_id), self._sets())
        if path.startswith(by_name):
            return self._shown(path.removeprefix(by_name), {self.service: self._ledger()})
        raise Refused(404, "Internal_CompanyNotFound", "Cannot find the company.")

    def _shown(self, name: str, sets: dict[str, Table]) -> Table:
        if name not in sets:
            words = f"Resource not found for the segment '{name}'."
            raise Refused(404, "BadRequest_ResourceNotFound", words)
        if name == self.forbidden:
            words = "You do not have the following permissions on TableData: Read."
            raise Refused(403, "Authorization_RequestDenied", words)
        table = sets[name]
        return Table([], table.key, table.columns) if name in self.hidden else table

    def _sets(self) -> dict[str, Table]:
        information: Fields = {"displayName": self.shown, "currencyCode": self.currency}
        disputes = frozenset[str]() if self.tells_disputes else frozenset({"disputeStatus"})
        invoices = sorted(self.invoices, key=lambda one: one.number)
        customers = sorted(self.customers.values(), key=lambda one: one.number)
        return {
            "companyInformation": Table([information], "displayName", INFORMATION),
            "customers": Table([self._customer(one) for one in customers], "number", CUSTOMER),
            "customerFinancialDetails": Table(
                [{"number": one.number, "balance": self._balance(one)} for one in customers],
                "number",
                DETAIL,
            ),
            "salesInvoices": Table(
                [self._invoice(one) for one in invoices], "number", INVOICE - disputes
            ),
        }

    def _ledger(self) -> Table:
        entries = sorted(self.entries.values(), key=lambda one: one.number)
        return Table([self._entry(one) for one in entries], "Entry_No", LEDGER)

    def _customer(self, one: Customer) -> Fields:
        return {
            "number": one.number,
            "displayName": one.name,
            "email": one.email,
            "taxRegistrationNumber": one.tax_number,
            "currencyCode": self.currency,
        }

    def _invoice(self, one: Invoice) -> Fields:
        return {
            "number": one.number,
            "status": self._word(one.status),
            "billToCustomerNumber": one.customer,
            "externalDocumentNumber": one.external,
            "customerPurchaseOrderReference": one.order,
            "disputeStatus": one.dispute,
        }

    def _entry(self, one: Entry) -> Fields:
        named = self.customers.get(one.customer)
        return {
            "Entry_No": one.number,
            "Customer_No": one.customer,
            "Customer_Name": named.name if named else "",
            "Posting_Date": one.issued,
            "Document_Date": one.issued,
            "Due_Date": one.due or NO_DAY,
            "Document_Type": self._word(one.type),
            "Document_No": one.document,
            "Open": one.open,
            "Currency_Code": one.currency,
            "Amount": one.amount,
            "Remaining_Amount": one.remaining,
            "Remaining_Amt_LCY": one.remaining * one.rate,
            "AuxiliaryIndex1": one.customer,
        }

    def _balance(self, customer: Customer) -> Decimal:
        """In the local currency, whether anybody may see what it is made of or not."""
        theirs = (one for one in self.entries.values() if one.customer == customer.number)
        return sum((one.remaining * one.rate for one in theirs), Decimal(0))

    def _word(self, text: str) -> str:
        """How a word of an enumeration is written."""
        return text if self.spaced_words else text.replace(" ", "_x0020_") or "_x0020_"
