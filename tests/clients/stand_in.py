"""The stand-in's sample partner as settings name it, and what it saw."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from clients.partner_accounts import PartnerCenterAccount
from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey, ReadBack
from core.domain.secret import Secret
from core.ports.outside import Answer
from sandbox.data import partner
from tests.sandbox.partner_center_desk import Desk

CONTOSO = CustomerKey("main", partner.CONTOSO)
NORDWIND = CustomerKey("main", partner.NORDWIND)
PREMIUM = "2c8842b0-dbaf-41f3-ad06-264e75ba6b49"


def main(desk: Desk) -> PartnerCenterAccount:
    return PartnerCenterAccount(
        name="main",
        base_url=f"{desk.url}/partner-center/main/",
        token_url=f"{desk.url}/login/main/{partner.MAIN_TENANT}/oauth2/token",
        client_id=partner.MAIN_CLIENT,
        proof=Secret(partner.MAIN_SECRET),
        cloud="global",
    )


def china(desk: Desk) -> PartnerCenterAccount:
    return PartnerCenterAccount(
        name="china",
        base_url=f"{desk.url}/partner-center/china",
        token_url=f"{desk.url}/login/china/{partner.CHINA_TENANT}/oauth2/token",
        client_id=partner.CHINA_CLIENT,
        proof=Secret(partner.CHINA_SECRET),
        cloud="china",
    )


def set_status(client: PartnerCenterClient, read: ReadBack, status: str) -> Answer:
    ids = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}
    return client.change(read, {"status": status}, **ids)


def requests(desk: Desk, method: str) -> list[dict[str, Any]]:
    return [one for one in desk.control("requests") if one["method"] == method]


def nordwind_base(client: PartnerCenterClient) -> str:
    addon = next(one for one in client.subscriptions(NORDWIND) if one.is_addon())
    return addon.parent_id
