"""What a national cloud does not have."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.partner_center.answers import Refused
from sandbox.partner_center.call import Call

SYMBOLS = {"EUR": "€", "CNY": "¥", "USD": "$"}

# Where a path of this cloud goes no further: Azure, tickets, audit and fraud are not sold or shown,
# and agreements are elsewhere.
LACKING: Mapping[str, frozenset[str]] = {
    "china": frozenset(
        {
            "agreements",
            "auditrecords",
            "azureEntitlements",
            "fraudEvents",
            "servicerequests",
            "usagebudget",
            "usagerecords",
            "usagesummary",
            "utilizations",
        }
    ),
    "us": frozenset({"agreements"}),
}


def check_cloud_has_it(call: Call) -> None:
    if lacking := LACKING.get(call.account.cloud, frozenset()) & set(call.segments):
        what = ", ".join(sorted(lacking))
        raise Refused(400, "900127", f"{what} is not supported in this environment.")
