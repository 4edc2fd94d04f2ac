"""How customers paid: kept from the closed invoices of books that are accepted."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.credit_advice import Paid
from core.ports.store import Store

CHUNK = 2000


def keep_paid(found: Sequence[Paid], source: str, *, store: Store) -> None:
    """In short transactions: whoever clicks meanwhile hardly waits."""
    dated = [one for one in found if not one.at_latest]
    for start in range(0, len(dated), CHUNK):
        with store() as work:
            work.payments.note(dated[start : start + CHUNK])
            work.commit()
