"""Forty documents of twelve customers, whoever keeps the books: every kind, every status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.domain.exposure import Category, Document, Kind, Status
from core.domain.money import Money, zero
from core.ports.records import SheetRow

K, S = Kind, Status
OPEN, PARTLY = S.OPEN, S.PARTIALLY_PAID
INVOICE, CREDIT, UNAPPLIED, CHARGE = (
    K.INVOICE, K.CREDIT_NOTE, K.PAYMENT_UNAPPLIED, K.FINANCE_CHARGE,
)  # fmt: skip

# How a customer is called: nothing in a name is an instruction to anybody.
NAMES = {
    "C01": "Müller & Söhne GmbH",
    "C02": 'The "Quoted", Comma; Semicolon Co',
    "C03": '=HYPERLINK("http://evil.example","pay")',
    "C04": "Two\nLines Ltd",
    "C05": "\u202eright to left\u202c \u200fשבת\u200e",
    "C06": "L" + "o" * 197 + "ng",
    "C07": "주식회사 하늘",
    "C08": "O'Brien -- ; DROP TABLE books",
    "C09": "<!channel> & <script>alert(1)</script>",
    "C10": "100% of {everything} %s $1 \\n",
    "C11": "Zoë's Bäckerei",
    "C12": "+49 cmd|' /C calc'!A0",
}  # fmt: skip

# id, customer, kind, status, currency, total, open, days from issue to due (None: no due date)
_TABLE: tuple[tuple[str, str, Kind, Status, str, str, str, int | None], ...] = (
    ("D01", "C01", INVOICE, OPEN, "EUR", "1190.00", "1190.00", 30),
    ("D02", "C01", INVOICE, PARTLY, "EUR", "0.30", "0.20", 30),
    ("D03", "C01", INVOICE, OPEN, "USD", "999999999999.99", "999999999999.99", 14),
    ("D04", "C01", UNAPPLIED, OPEN, "EUR", "-50.01", "-50.01", None),
    ("D05", "C01", CREDIT, OPEN, "EUR", "-119.00", "-19.00", None),
    ("D06", "C02", INVOICE, OPEN, "EUR", "0.10", "0.10", 0),
    ("D07", "C02", INVOICE, PARTLY, "USD", "1234.56", "234.56", 30),
    ("D08", "C02", CHARGE, OPEN, "EUR", "12.34", "12.34", 10),
    ("D09", "C02", INVOICE, S.CLOSED, "EUR", "77.70", "0", 30),
    ("D10", "C03", INVOICE, OPEN, "JPY", "123456", "123456", 30),
    ("D11", "C03", INVOICE, PARTLY, "JPY", "1000", "1", 30),
    ("D12", "C03", UNAPPLIED, OPEN, "JPY", "-5000", "-5000", None),
    ("D13", "C04", INVOICE, OPEN, "KRW", "9999999", "9999999", 60),
    ("D14", "C04", INVOICE, S.DISPUTED, "KRW", "50000", "50000", 30),
    ("D15", "C04", INVOICE, S.WRITTEN_OFF, "KRW", "70000", "70000", 30),
    ("D16", "C05", INVOICE, OPEN, "KWD", "1.230", "1.230", 30),
    ("D17", "C05", INVOICE, OPEN, "KWD", "1234.567", "1234.567", 30),
    ("D18", "C05", INVOICE, PARTLY, "KWD", "100.000", "0.010", 30),
    ("D19", "C05", UNAPPLIED, OPEN, "KWD", "-3.210", "-3.210", None),
    ("D20", "C06", INVOICE, OPEN, "EUR", "4035.20", "4035.20", 30),
    ("D21", "C06", INVOICE, S.ON_HOLD, "EUR", "8.70", "8.70", 30),
    ("D22", "C06", CREDIT, S.CLOSED, "EUR", "-8.70", "0", None),
    ("D23", "C07", INVOICE, OPEN, "KRW", "1100000", "1100000", 30),
    ("D24", "C07", INVOICE, PARTLY, "KRW", "330000", "30000", 30),
    ("D25", "C07", INVOICE, S.WRITTEN_OFF, "USD", "19.99", "19.99", 30),
    ("D26", "C08", INVOICE, OPEN, "USD", "0.01", "0.01", 7),
    ("D27", "C08", INVOICE, S.DRAFT, "USD", "500.00", "500.00", 30),
    ("D28", "C08", INVOICE, OPEN, "EUR", "33.33", "33.33", 30),
    ("D29", "C08", INVOICE, OPEN, "EUR", "66.67", "66.67", 30),
    ("D30", "C09", INVOICE, OPEN, "EUR", "1.10", "1.10", 90),
    ("D31", "C09", INVOICE, PARTLY, "EUR", "2.20", "1.10", 30),
    ("D32", "C09", CREDIT, OPEN, "USD", "-0.03", "-0.03", None),
    ("D33", "C09", INVOICE, S.DISPUTED, "USD", "300.00", "200.00", 30),
    ("D34", "C10", INVOICE, OPEN, "EUR", "10000000.07", "10000000.07", 30),
    ("D35", "C10", UNAPPLIED, OPEN, "USD", "-9.99", "-9.99", None),
    ("D36", "C10", CHARGE, OPEN, "JPY", "300", "300", 30),
    ("D37", "C11", INVOICE, OPEN, "EUR", "5.55", "5.55", 30),
    ("D38", "C11", INVOICE, S.CLOSED, "USD", "42.00", "0", 30),
    ("D39", "C12", INVOICE, OPEN, "USD", "17.00", "17.00", 30),
    ("D40", "C12", INVOICE, OPEN, "EUR", "29.95", "29.95", 30),
)
FEES, OTHERS = frozenset({"D28"}), frozenset({"D29"})


def truth() -> list[SheetRow]:
    """All forty, in the order of their ids."""
    return [_row(number, *line) for number, line in enumerate(_TABLE)]


def paid(row: SheetRow) -> SheetRow:
    """The same document, paid in full."""
    document = row.document
    nothing = zero(document.total.currency)
    gone = replace(document, status=S.CLOSED, open=nothing, disputed=nothing)
    return replace(row, document=gone)


def _row(
    number: int, id: str, customer: str, kind: Kind, status: Status, currency: str,
    total: str, open_: str, days: int | None,
) -> SheetRow:  # fmt: skip
    issued, left = date(2026, 7, 1 + number % 28), Money(Decimal(open_), currency)
    category = Category.FEE if id in FEES else Category.OTHER if id in OTHERS else Category.CLOUD
    document = Document(
        source="books",
        document_id=id,
        number=f"R-2026/{number + 1:03d}",
        customer_ref=customer,
        kind=kind,
        status=status,
        issued=issued,
        due=None if days is None else date.fromordinal(issued.toordinal() + days),
        total=Money(Decimal(total), currency),
        open=left,
        disputed=left if status is S.DISPUTED else zero(currency),
        category=category,
    )
    tenant = f"00000000-0000-4000-8000-0000000000{customer[1:]}"
    email = f"ap@{customer.lower()}.example"
    return SheetRow(0, document, NAMES[customer], tenant, email)
