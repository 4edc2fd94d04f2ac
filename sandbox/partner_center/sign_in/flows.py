"""Which calls want a person behind the token, and how that person must have come in."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.partner_center.answers import Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.sign_in.tokens import APP, Token

_USERS_ONLY = frozenset({"servicerequests", "fraudEvents", "partnerRequests"})


def check_flow(call: Call, token: Token) -> None:
    """Refuse an app where only App+User is allowed, and a person without a second factor."""
    if token.kind == APP:
        if _wants_a_person(call):
            raise Refused(403, "900329", "App-only access is not allowed for this resource.")
    elif not token.mfa:
        raise Refused(401, "900421", "Multifactor authentication is required.")


def mfa_headers(call: Call, token: Token) -> Mapping[str, str]:
    """What `ValidateMfa: true` is answered with; an app has no second factor to show."""
    if call.headers.get("ValidateMfa", "").lower() != "true":
        return {}
    return {"isMfaCompliant": "true" if token.mfa else "false"}


def _wants_a_person(call: Call) -> bool:
    ends_relationship = call.method == "PATCH" and len(call.segments) == 3
    return ends_relationship or bool(_USERS_ONLY & set(call.segments))
