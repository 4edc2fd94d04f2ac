"""What the application cannot see in Business Central, though nothing refuses it.

A lacking permission hides rows without a word; what is added up elsewhere shows that they are
missing. Sources: Microsoft, "customerFinancialDetail resource type", "salesInvoice resource
type"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clients.business_central_calls import Fields, asked, literal
from clients.business_central_company import Company
from clients.business_central_rows import plain
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused

MOST_ENTRIES = 1000


def lacking(company: Company, currency: str) -> Iterator[str]:
    """A sentence for each thing, in English."""
    if not currency:
        yield (
            "The company names no currency: fill in LCY Code on the page General Ledger Setup, "
            "or entries in the local currency cannot be read."
        )
    yield from _hidden_entries(company)
    yield from _hidden_invoices(company)


def _hidden_entries(company: Company) -> Iterator[str]:
    """One customer's balance against its open entries, both in the local currency."""
    try:
        cards = company.first("customerFinancialDetails", asked(select="number,balance"))
    except SourceRefused as error:
        yield f"That no ledger entry is hidden cannot be checked: {error.why}."
        return
    if not cards:
        yield "No customer is seen: the company has none, or a permission set lacks them."
    owing = next((one for one in cards if _amount(one, "balance")), None)
    if owing is None:
        return
    number = plain(owing, "number")
    wanted = f"Open eq true and Customer_No eq {literal(number)}"
    found = company.entries(asked(filter=wanted, select="Remaining_Amt_LCY"), MOST_ENTRIES)
    seen = sum((_amount(one, "Remaining_Amt_LCY") for one in found.rows), Decimal(0))
    if not found.next and seen != _amount(owing, "balance"):
        yield (
            f"Customer {number} has a balance of {_amount(owing, 'balance'):f}, and the open "
            f"entries that are seen come to {seen:f}: a permission set lacks Cust. Ledger Entry or "
            "Detailed Cust. Ledg. Entry."
        )


def _hidden_invoices(company: Company) -> Iterator[str]:
    some = company.first("salesInvoices", asked(top=1))
    if not some:
        yield (
            "No sales invoice is seen: the company has none, or a permission set lacks them. What "
            "is disputed, and order numbers, are read there."
        )
    elif "disputeStatus" not in some[0]:
        yield "This version of Business Central does not tell which invoices are disputed."


def _amount(said: Fields, name: str) -> Decimal:
    """Raises Unreachable where it is none."""
    value = said.get(name)
    if not isinstance(value, Decimal | int):
        raise Unreachable(f"{name} is no amount")
    return Decimal(value)
