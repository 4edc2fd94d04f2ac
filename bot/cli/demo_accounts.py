"""The demo's accounts at Partner Center, as an operator would set them; a story has only two."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from bot.desk import Desk

NO, YES = "no", "yes"


def usual(url: str) -> dict[str, str]:
    """The global and the 21Vianet cloud."""
    from sandbox.data.partner import usual_accounts

    return _settings(url, usual_accounts())


def further(url: str) -> dict[str, str]:
    """The US Government cloud, and an indirect reseller, who signs in nowhere."""
    from sandbox.data.partner import SHOP_PROVIDER, further_accounts

    accounts = {account.name: account for account in further_accounts()}
    shop = accounts.pop("shop")
    return _settings(url, list(accounts.values())) | {
        "PARTNER_CENTER_SHOP_CLOUD": shop.cloud,
        "PARTNER_CENTER_SHOP_TIER": shop.tier,
        "PARTNER_CENTER_SHOP_PROVIDER": SHOP_PROVIDER,
        "PARTNER_CENTER_SHOP_TENANT": shop.tenant_id,
    }


def _settings(url: str, accounts: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for account in accounts:
        prefix = f"PARTNER_CENTER_{account.name.upper()}"
        found |= {
            f"{prefix}_CLOUD": account.cloud,
            f"{prefix}_TENANT": account.tenant_id,
            f"{prefix}_CLIENT_ID": account.client_id,
            f"{prefix}_CLIENT_SECRET": account.client_secret,
            f"{prefix}_URL": f"{url}/partner-center/{account.name}",
            f"{prefix}_TOKEN_URL": f"{url}/login/{account.name}/{account.tenant_id}/oauth2/token",
        }
        if account.cloud != "china":
            found[f"{prefix}_GRAPH_URL"] = f"{url}/graph/{account.name}"
    return found


def list_of_the_shop(desk: Desk, folder: Path) -> None:
    """The reseller's customers, as its provider would list them."""
    from clients.customers_csv import COLUMNS, read_customers
    from core.usecases.customer_lists import take_in
    from sandbox.data.partner import further_accounts

    (shop,) = (account for account in further_accounts() if account.name == "shop")
    file = folder / "customers-shop.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, COLUMNS)
        rows.writeheader()
        for tenant_id, subscription in shop.all_subscriptions():
            rows.writerow(_row(shop.customers[tenant_id], subscription))
    take_in("shop", read_customers(file, "shop"), office=desk.ledger.office)


def _row(customer: dict[str, Any], subscription: dict[str, Any]) -> dict[str, str]:
    company, ends = customer["companyProfile"], str(subscription["commitmentEndDate"])
    return {
        "tenant_id": customer["id"],
        "customer_name": company["companyName"],
        "domain": company["domain"],
        "country": company["address"]["country"],
        "subscription_id": subscription["id"],
        "subscription_name": subscription["offerName"],
        "seats": str(subscription["quantity"]),
        "kind": "new-commerce" if ":" in subscription["offerId"] else "legacy",
        "status": subscription["status"],
        "term_ends": "" if ends.startswith("9999") else ends[:10],
        "auto_renew": YES if subscription["autoRenewEnabled"] else NO,
    }
