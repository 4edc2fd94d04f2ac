"""The demo's webhooks: whom the desk trusts for them, and where they go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.cli.webhooks import followed
from bot.config import Settings
from bot.desk import Desk
from bot.part import Part
from bot.web import HINTS
from bot.webhook_settings import HOSTS, ROOTS
from bot.wiring import partner_center_accounts
from clients.webhook_registration import WebhookRegistrations

if TYPE_CHECKING:
    from sandbox.server import Sandbox


def trusting(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """What an operator would set so that the sandbox's certificates are taken for Microsoft's."""
    roots = folder / "webhook-roots.pem"
    roots.write_text(sandbox.partner_center.postman.seals.root_pem, encoding="ascii")
    return {HOSTS: urlsplit(sandbox.url).netloc, ROOTS: str(roots)}


def listen(desk: Desk, environment: Mapping[str, str]) -> None:
    """Have the sandbox tell the desk what happens. It is the worker that may sign in; where it
    cannot, it reads on as ever."""
    for account in partner_center_accounts(Settings.from_environment(environment, Part.WORKER)):
        registrations = WebhookRegistrations(account, clock=desk.ledger.clock)
        try:
            events = followed(registrations.events())
            registrations.register(f"{desk.url}{HINTS}/{account.name}", events)
        finally:
            registrations.close()
