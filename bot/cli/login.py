"""python -m bot login: a person signs in once, so that the desk may read and write tickets."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.loopback import Loopback
from bot.cli.terminal import give_up, ledger_at_hand
from bot.config import Settings
from bot.master_keys import MAKE_ONE
from bot.part import Part
from bot.wiring import Ledger, partner_center_accounts, seal_of
from clients.consent import ConsentRequest, Denied, NotOurs
from clients.grants import TokenAddress
from clients.partner_accounts import PartnerCenterAccount
from clients.user_lines import token_address, wants_a_person
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.usecases import consents

PATIENCE = 600.0
ACCOUNT = Annotated[str, typer.Option(help="The account, where there are several")]
PORT = Annotated[int, typer.Option(help="The port of 127.0.0.1 that the browser comes back to")]


def login(account: ACCOUNT = "", port: PORT = 0) -> None:
    """Let somebody sign in for an account: for service requests, where its cloud has them."""
    with ledger_at_hand(Part.WORKER) as ledger:
        chosen = _chosen(ledger.settings, account)
        if not ledger.settings.master_keys:
            raise give_up("What comes of it is sealed, and there is no master key.", KEYLESS)
        try:
            token = _signed_in(chosen, ledger, port)
        except (Denied, Unreachable) as error:
            why = str(error).rstrip(".")
            raise give_up(f"Nobody is signed in: {why}. Nothing was kept.") from None
        consents.keep(chosen.name, token, seal=seal_of(ledger.settings), office=ledger.office)
    print(f"Signed in for account {chosen.name}. The desk renews it by itself while it runs.")


KEYLESS = (
    f"Make one: {MAKE_ONE}",
    "Keep it where the database and its backups are not: chmod 600 master.key",
    "Name it: MASTER_KEY_FILE=/where/it/is/master.key",
)


def _chosen(settings: Settings, wanted: str) -> PartnerCenterAccount:
    accounts = {one.name: one for one in partner_center_accounts(settings)}
    fit = [name for name, one in accounts.items() if wants_a_person(one)]
    if wanted and wanted not in accounts:
        raise give_up(f"There is no account {wanted} that signs in.", code=2)
    if not fit or (wanted and wanted not in fit):
        raise give_up("Nothing there wants a person: its cloud has no service requests.", code=2)
    if not wanted and len(fit) > 1:
        raise give_up(f"Which one? --account {' or '.join(fit)}", code=2)
    return accounts[wanted or fit[0]]


def _signed_in(account: PartnerCenterAccount, ledger: Ledger, port: int) -> Secret:
    """The refresh token that came of it. Raises Denied, Unreachable."""
    if not account.token_url.endswith("/token"):
        raise Denied("the token address does not end in /token, so where to sign in is unknown")
    try:
        loopback = Loopback(port)
    except (OSError, OverflowError) as error:
        raise Denied(f"127.0.0.1:{port}: {error}") from None
    with loopback:
        request = ConsentRequest(loopback.url)
        authorize = account.token_url.removesuffix("/token") + "/authorize"
        resource = account.base_url.rstrip("/")
        print("Open this address and sign in, with a second factor, as an Admin agent:")
        print(request.address(authorize, account.client_id, resource), flush=True)
        code = _code(request, loopback)
    address = token_address(account, ledger.clock)
    return _redeemed(request, code, address)


def _code(request: ConsentRequest, loopback: Loopback) -> Secret:
    for query in loopback.visits(PATIENCE):
        try:
            return request.code(query)
        except NotOurs:
            print("An answer to another question came in; waiting for the right one.", flush=True)
    raise Denied("nobody came back within ten minutes")


def _redeemed(request: ConsentRequest, code: Secret, address: TokenAddress) -> Secret:
    try:
        return request.redeem(code, address)
    finally:
        address.close()
