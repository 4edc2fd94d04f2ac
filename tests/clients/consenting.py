"""A person who consents at the stand-in, without a browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from clients.consent import ConsentRequest
from clients.user_lines import token_address
from core.domain.secret import Secret
from tests.clients.a_key import NOW
from tests.clients.stand_in import main
from tests.sandbox.partner_center_desk import Desk


def consent(desk: Desk) -> Secret:
    """The refresh token that comes of it, for the account main."""
    request, ours = ConsentRequest("http://127.0.0.1:5/"), main(desk)
    authorize = ours.token_url.removesuffix("/token") + "/authorize"
    page = request.address(authorize, ours.client_id, ours.base_url.rstrip("/"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    back = desk.http.post(page.partition("?")[0], data=asked).headers["Location"]
    address = token_address(ours, lambda: NOW)
    token = request.redeem(request.code(urlsplit(back).query), address)
    address.close()
    return token
