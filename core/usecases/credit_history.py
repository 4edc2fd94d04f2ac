"""How customers paid: kept from the closed invoices of books that are accepted."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.credit_advice import Paid
from core.ports.store import Store

CHUNK = 2000


def keep_paid(found: Sequence[Paid], *, store: Store) -> None:
    """In short transactions: whoever clicks meanwhile hardly waits."""
    for start in range(0, len(found), CHUNK):
        with store() as work:
            work.credits.note_paid(found[start : start + CHUNK])
            work.commit()
