"""The demo's webhooks: whom the desk trusts for them, and where they go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.cli.webhooks import followed
from bot.desk import Desk
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


def listen(desk: Desk) -> None:
    """Have the sandbox tell the desk what happens; a desk that cannot sign in reads on as ever."""
    for account in partner_center_accounts(desk.settings):
        registrations = WebhookRegistrations(account, clock=desk.ledger.clock)
        try:
            events = followed(registrations.events())
            registrations.register(f"{desk.url}{HINTS}/{account.name}", events)
        finally:
            registrations.close()
