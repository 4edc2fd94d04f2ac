"""Books that the demo reads by itself, beside those that are put in."""

from __future__ import annotations

WEBSHOP = "webshop"


def read_by_itself(url: str) -> dict[str, str]:
    """A file at the sandbox, as an operator would name it."""
    from sandbox.books import WEBSHOP as PLACE

    prefix = f"BOOKS_{WEBSHOP.upper()}"
    return {
        "BOOKS": WEBSHOP,
        f"{prefix}_KIND": "https",
        f"{prefix}_URL": f"{url}{PLACE}",
        "BOOKS_EVERY": "5",
    }
