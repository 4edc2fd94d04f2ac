"""The address where Partner Center delivers its hints: judged, noted, and answered with a word."""

from __future__ import annotations

from collections.abc import Mapping

from bot.accounts import ONLY_ACCOUNT
from bot.webhook_settings import WebhookSettings
from clients.partner_webhooks import Deliveries, Turned
from clients.webhook_certificates import Certificates
from core.domain.clouds import Capability
from core.domain.partners import Partner
from core.ports.office import Office
from core.usecases.hints import take

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
TAKEN, NO = "ok\n", "no\n"


class PartnerWebhooks:
    """Whoever is turned away is told nothing but that; the log says why."""

    def __init__(self, certificates: Certificates, office: Office) -> None:
        self._certificates, self._office = certificates, office
        self._deliveries = Deliveries(certificates, office.clock)

    def answer(
        self, account: str, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], str]:
        """Answered once what follows is in the database. `account` is empty where the address
        names none."""
        name = self._account(account)
        if method != "POST" or not name:
            return 400, TEXT, NO
        try:
            notice = self._deliveries.read(name, headers, body)
        except Turned as turned:
            return turned.status, TEXT, NO
        take(notice, office=self._office)
        return 200, TEXT, TAKEN

    def close(self) -> None:
        self._certificates.close()

    def _account(self, named: str) -> str:
        """An account that has webhooks; the only one need not be named."""
        # A process that was told of no account has the plain one.
        partners = self._office.partners or {ONLY_ACCOUNT: Partner(ONLY_ACCOUNT)}
        known = [name for name, one in partners.items() if one.can(Capability.WEBHOOKS)]
        if not named:
            return known[0] if len(known) == 1 else ""
        return named if named in known else ""


def partner_webhooks(settings: WebhookSettings, office: Office) -> PartnerWebhooks:
    certificates = Certificates(settings.hosts, settings.read_roots(), clock=office.clock)
    return PartnerWebhooks(certificates, office)
