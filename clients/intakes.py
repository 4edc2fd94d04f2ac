"""How a customer came to us: its billing profile and its agreements, read from Partner Center."""

from __future__ import annotations

import re
from datetime import date

from clients.partner_accounts import Lines
from clients.partner_fields import inner, instant, text
from core.domain.clouds import Capability
from core.domain.customers import CustomerKey, is_guid
from core.ports.outside import Missing

COUNTRY = re.compile("[A-Z]{2}")
KIND = "MicrosoftCustomerAgreement"


class IntakesReader:
    """The port `core.ports.intakes.PartnerIntakes` over HTTP."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def billing_country(self, key: CustomerKey) -> str:
        calls = self._lines.line(key.account).having(Capability.SUBSCRIPTIONS).calls
        said = calls.get(f"/customers/{_tenant(key)}/profiles/billing")
        code = text(inner(said, "defaultAddress"), "country").upper()
        return code if COUNTRY.fullmatch(code) else ""

    def agreed(self, key: CustomerKey) -> tuple[bool, date | None]:
        """The first time: what is confirmed again was agreed to before."""
        calls = self._lines.line(key.account).having(Capability.AGREEMENTS).calls
        pages = calls.pages(f"/customers/{_tenant(key)}/agreements", f"agreementType={KIND}")
        found = [said for page in pages for said in page if text(said, "type") in (KIND, "")]
        moments = (instant(said.get("dateAgreed")) for said in found)
        days = [moment.date() for moment in moments if moment is not None]
        return bool(found), min(days, default=None)


def _tenant(key: CustomerKey) -> str:
    if not is_guid(key.tenant_id):
        raise Missing("not a tenant id")
    return key.tenant_id
