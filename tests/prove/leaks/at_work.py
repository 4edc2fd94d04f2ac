"""A desk at work with secrets of every kind: what was typed, issued, and who was written to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx

from bot.wiring import partner_center_accounts, seal_of, user_lines
from clients.consent import ConsentRequest
from clients.partner_accounts import PartnerCenterAccount
from clients.user_lines import token_address
from core.domain.events import Route
from core.domain.notices import Contact, ContactKind
from core.domain.secret import Secret
from core.usecases import consents
from core.usecases.letters import queue
from tests.a_letter import a_draft
from tests.a_step_up import code_at, counting, with_second_administrator
from tests.world import ADMINISTRATOR, AGENT, FIRST, OTHER_AGENT, SECOND, World

# Codes are asked for.
DEMAND = '\n[step_up]\nreasons = ["misuse"]\n'
WRITTEN_TO = "address of a letter"


def work(world: World, address: str) -> dict[str, str]:
    """A suspension with codes, a letter, a consent, and every kind of trouble outside. What comes
    back are the secrets that came up on the way, by what they are."""
    found = _voted(world) | _signed_in(world) | {WRITTEN_TO: address}
    _written_to(world, address)
    world.command(ADMINISTRATOR, "/overdue")
    world.command(FIRST, "/freeze a look at it")
    world.settled()
    _crash(world)
    issued = world.installation.sandbox.partner_center.sign_in.tokens.texts()
    return found | {f"access token {number}": text for number, text in enumerate(issued, start=1)}


def _voted(world: World) -> dict[str, str]:
    """Two right codes and a wrong one."""
    with_second_administrator(world.office.store, world.account(OTHER_AGENT))
    keys = {one: counting(one, world.office) for one in (FIRST, SECOND)}
    world.command(AGENT, "/standing contoso")
    world.command(AGENT, "/suspend nobody-of-that-name")
    world.suspend("contoso", "Exchange", reason="misuse")
    plan = world.plan("contoso")
    codes = {one: code_at(keys[one], world.now) for one in keys}
    wrong = f"{(int(codes[FIRST]) + 1) % 1_000_000:06}"
    for user, code in ((FIRST, wrong), (FIRST, codes[FIRST]), (SECOND, codes[SECOND])):
        if user == SECOND:
            world.faults.partner_center("status", method="GET", status=500)
            world.faults.partner_center("truncated")
        world.open_approval(user, plan)
        world.submit(user, world.consent(user, plan, bank=False) | {"code": code})
        world.settled()
    typed = {f"code of {one}": code for one, code in codes.items()} | {"wrong code": wrong}
    return typed | {f"authenticator of {one}": key.reveal() for one, key in keys.items()}


def _signed_in(world: World) -> dict[str, str]:
    """Somebody consented, the desk renewed it; then it is refused."""
    ledger, office = world.installation.ledger, world.office
    known = {one.name: one for one in partner_center_accounts(ledger.settings)}
    account = known["main"]
    first = _refresh_token(world, account)
    consents.keep(account.name, first, seal=seal_of(ledger.settings), office=office)
    lines = user_lines(ledger)
    assert lines is not None
    lines.line(account.name).tokens.probe()
    kept = consents.KeptConsents(office, seal_of(ledger.settings)).take(account.name)
    lines.close()
    return {"refresh token": first.reveal(), "renewed refresh token": kept.token.reveal()}


def _refresh_token(world: World, account: PartnerCenterAccount) -> Secret:
    """As a browser brings it, without one."""
    request = ConsentRequest("http://127.0.0.1:5/")
    authorize = account.token_url.removesuffix("/token") + "/authorize"
    page = request.address(authorize, account.client_id, account.base_url.rstrip("/"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    back = httpx.post(page.partition("?")[0], data=asked, timeout=10).headers["Location"]
    address = token_address(account, world.installation.ledger.clock)
    token = request.redeem(request.code(urlsplit(back).query), address)
    address.close()
    return token


def _written_to(world: World, address: str) -> None:
    """A letter that leaves, to whom the books know nothing of."""
    customer = world.customer("contoso").key
    stamp = world.office.stamp(world.now, "", Route.AUTOMATION)
    with world.office.store() as open_work:
        contact = Contact(customer, ContactKind.BILLING, address, "en", "Greta Canary")
        open_work.contacts.save(contact)
        queue(open_work, a_draft(customer=customer, to=(address,)), stamp)
        open_work.commit()
    world.settled()


def _crash(world: World) -> None:
    settings = world.installation.ledger.settings
    logging.getLogger("core").error("settings %r", settings)
    try:
        raise RuntimeError(repr(settings))
    except RuntimeError:
        logging.getLogger("core").exception("a crash with all that it knew")


def answers(url: str) -> Iterator[str]:
    """What is said to strangers, and where something breaks."""
    for path in ("/slack/events", "/partner-center/webhooks", "/nowhere", "/slack/../etc/passwd"):
        for body in (b"{", b"\xff\xfe", b"payload=%7B", b"x" * 3_000_000):
            got = httpx.post(f"{url}{path}", content=body, timeout=10)
            yield f"{got.status_code} {dict(got.headers)} {got.text}"
    for path in ("/healthz", "/metrics", "/slack/events", "/console", "/?__debugger__=yes"):
        yield httpx.get(f"{url}{path}", timeout=10).text
