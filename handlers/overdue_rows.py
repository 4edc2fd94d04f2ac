"""What the button in a row of overdue customers stands for: one customer, or one account of the
books that is nobody's yet."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.customers import CustomerKey
from core.domain.mapping import LedgerKey
from core.ports.office import Office
from core.ports.records import Button
from core.usecases.overdue import Row
from handlers.messages.overdue_table import MOST_ROWS

PURPOSE = "row"


def subject_of(row: Row) -> str:
    owner = row.owner
    return str(owner) if isinstance(owner, CustomerKey) else "\n".join(owner)


def owner_of(subject: str) -> CustomerKey | LedgerKey:
    source, *ref = subject.split("\n", 1)
    return (source, ref[0]) if ref else CustomerKey.parse(subject)


def mint_rows(rows: Sequence[Row], office: Office) -> list[str]:
    """A token for each row that a table has room for."""
    if not rows:
        return []
    with office.store() as work:
        now = office.clock()
        shown = (Button(PURPOSE, subject_of(row)) for row in rows[:MOST_ROWS])
        tokens = [work.buttons.mint(button, now) for button in shown]
        work.commit()
    return tokens
