"""Microsoft's customer agreement: every customer has accepted it, but for those who have not."""

from __future__ import annotations

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.customers import related_customer
from sandbox.partner_center.resources import Resource, collection

KIND = "MicrosoftCustomerAgreement"
_TEMPLATE = "117a77b0-9360-443b-8795-c6dedc750cf9"


def agreements(call: Call, customer_id: str) -> Answer:
    """Those of the kind that was asked for."""
    customer = related_customer(call.account, customer_id)
    if call.query.get("agreementType", KIND) not in (KIND, "*"):
        raise Refused(400, "600042", "The agreementType is not known.")
    found = [] if customer["id"] in call.account.unsigned else [_accepted(call.account, customer)]
    return Answer(200, collection(found, f"/customers/{customer['id']}/agreements"), is_list=True)


def _accepted(account: Account, customer: Resource) -> Resource:
    """On the day of the first order."""
    owned = account.subscriptions.get(customer["id"], {}).values()
    contact = customer["billingProfile"]
    return {
        "primaryContact": {
            "firstName": contact.get("firstName", ""),
            "lastName": contact.get("lastName", ""),
            "email": contact.get("email", ""),
            "phoneNumber": "",
        },
        "templateId": _TEMPLATE,
        "dateAgreed": min((one["creationDate"] for one in owned), default="2020-01-01T00:00:00Z"),
        "type": KIND,
        "agreementLink": "https://aka.example/customeragreement",
    }
