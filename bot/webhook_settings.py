"""Whose certificates sign webhooks: the hosts where they lie, and the roots that they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.reading import Reading
from clients.webhook_certificates import MICROSOFTS_HOST, Roots

HOSTS, ROOTS = "PARTNER_CENTER_WEBHOOK_HOSTS", "PARTNER_CENTER_WEBHOOK_ROOTS"
# Settings that begin as those of an account do.
OF_NO_ACCOUNT = frozenset({HOSTS, ROOTS})
HOST, A_HOST = r"[0-9A-Za-z.-]+(:\d{1,5})?", "hosts such as example.blob.core.windows.net"


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`roots` is the path of a PEM file; without one, the machine's own are trusted."""

    hosts: tuple[str, ...]
    roots: str

    def read_roots(self) -> Roots:
        """Raises OSError, ValueError."""
        return Roots(Path(self.roots).read_bytes()) if self.roots else Roots()


def read_webhooks(reading: Reading) -> WebhookSettings:
    # Where the clock can be moved, certificates of real hosts mean nothing.
    usual = () if reading.text("CLOCK_URL") else (MICROSOFTS_HOST,)
    found = WebhookSettings(reading.listed(HOSTS, HOST, A_HOST) or usual, reading.text(ROOTS))
    try:
        found.read_roots()
    except (OSError, ValueError):
        reading.wrong(ROOTS, "a PEM file of certificates, a root among them")
    return found
