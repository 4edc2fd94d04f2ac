"""What a doctor says of webhooks: whether they are registered, and when one was last heard."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Settings
from bot.web import HINTS
from bot.wiring import Ledger, machine_clock, partner_center_accounts
from clients.partner_accounts import PartnerCenterAccount
from clients.webhook_registration import WebhookRegistrations
from core.domain.clouds import Capability, Cloud, offers
from core.ports.outside import Unreachable
from core.usecases.hints import heard
from handlers.checkup import Finding, Mark

POLLING = "none are registered, what happens is found by reading on"


def check_hints(ledger: Ledger) -> Iterator[Finding]:
    """From the desk's own record."""
    with ledger.office.store.reading() as work:
        for name, partner in ledger.office.partners.items():
            newest = heard(work, name)[:1] if partner.can(Capability.WEBHOOKS) else []
            for one in newest:
                when = f"{one.last:%Y-%m-%d %H:%M} UTC, {one.event}"
                yield Finding(Mark.OK, f"webhooks, account {name}: last heard {when}")


def check_webhooks(settings: Settings) -> Iterator[Finding]:
    """Asks Partner Center. None is in order, too."""
    for account in partner_center_accounts(settings):
        if offers(Cloud(account.cloud), Capability.WEBHOOKS):
            yield _registered(account)


def _registered(account: PartnerCenterAccount) -> Finding:
    said = f"webhooks, account {account.name}"
    registrations = WebhookRegistrations(account, clock=machine_clock)
    try:
        found = registrations.current()
    except Unreachable as error:
        return Finding(Mark.NOTE, f"{said}: nobody says whether any are registered: {error.why}")
    finally:
        registrations.close()
    if found is None:
        return Finding(Mark.NOTE, f"{said}: {POLLING}")
    if HINTS not in found.url:
        return Finding(Mark.NOTE, f"{said}: they go to {found.url}, which is not this desk")
    return Finding(Mark.OK, f"{said}: they go to {found.url}")
