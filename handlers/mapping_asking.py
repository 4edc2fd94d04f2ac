"""Accounts in the books with the buttons that settle whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from core.ports.records import Button
from core.usecases.mapping_view import Entry
from handlers.messages.mapping_forms import Row
from handlers.request import Services


def rows_of(entries: Sequence[Entry], services: Services) -> list[Row]:
    """Each with the button that settles it."""
    return [Row(entry, services.mint(Button("mapping", subject_of(entry)))) for entry in entries]


def subject_of(entry: Entry) -> str:
    """How a button names an account."""
    return "\n".join(entry.key)
