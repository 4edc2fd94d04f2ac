"""python -m bot webhooks: where Partner Center tells of what happens, and whether it gets there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.cli.terminal import give_up, ledger_at_hand
from bot.config import Settings
from bot.part import Part
from bot.reading import is_loopback
from bot.web import HINTS
from bot.wiring import Ledger, partner_center_accounts
from clients.partner_accounts import PartnerCenterAccount
from clients.webhook_registration import Attempt, Registration, Trial, WebhookRegistrations
from core.domain.clouds import Capability, Cloud, offers
from core.domain.hints import TEST, wanted
from core.ports.outside import Unreachable
from core.usecases.hints import heard

PATIENCE, PAUSE = 60.0, 1.0
STILL = frozenset({"", "pending", "inprogress", "open"})
ACCOUNT = Annotated[str, typer.Option(help="The account; may be left out where there is one")]
URL = Annotated[str, typer.Option(help="https://desk.example: this desk's public address")]
NOTHING = (
    "Nothing is registered: Partner Center tells nothing by itself, and the desk reads on as ever."
)


def register(url: URL, account: ACCOUNT = "") -> None:
    """Have Partner Center deliver the events that this desk follows. It asks which there are."""
    with _at_hand(account) as (ledger, name, registrations):
        address = _address(url, name, ledger.settings)
        there = registrations.events()
        if TEST not in there:
            raise give_up(f"Partner Center has no event {TEST}, so nothing could be tried out.")
        made = registrations.register(address, followed(there))
        print(f"Registered for account {name}:")
        _print(made)
        print(f"Let your proxy pass POST {urlsplit(address).path} to this desk, and then try it:")
        print(f"python -m bot webhooks test --account {name}")


def followed(there: Iterable[str]) -> list[str]:
    """Those of Microsoft's events that mean something to this desk."""
    return [event for event in there if wanted(event) is not None]


def show(account: ACCOUNT = "") -> None:
    """What is registered, and what was heard so far."""
    with _at_hand(account) as (ledger, name, registrations):
        found = registrations.current()
        if found is None:
            print(NOTHING)
        else:
            _print(found)
        with ledger.office.store.reading() as work:
            counts = heard(work, name)
    for one in counts:
        print(f"heard  {one.last:%Y-%m-%d %H:%M} UTC  {one.times:6}  {one.event}")
    if not counts:
        print("heard  nothing yet")


def events(account: ACCOUNT = "") -> None:
    """Which events there are, and whether this desk follows them."""
    with _at_hand(account) as (_, _, registrations):
        for event in registrations.events():
            print(f"{'followed' if wanted(event) is not None else '':10}{event}")


def test(account: ACCOUNT = "") -> None:
    """Have a test event delivered, and say what came of it. Exit 1 if it did not get here."""
    with _at_hand(account) as (_, _, registrations):
        if registrations.current() is None:
            raise give_up(NOTHING)
        number = registrations.try_out()
        print("Partner Center was asked to deliver a test event.", flush=True)
        trial = _result(registrations, number)
    for attempt in trial.attempts:
        print(f"  {attempt.at}  {_said(attempt)}")
    if not any(attempt.code == "200" for attempt in trial.attempts):
        raise give_up(_failure(trial))
    print(f"It reached this desk at {trial.url}, which took it in.")


@contextmanager
def _at_hand(account: str) -> Iterator[tuple[Ledger, str, WebhookRegistrations]]:
    """One account that has webhooks, signed in. Whatever is in the way is one line, exit 1."""
    with ledger_at_hand(Part.WORKER) as ledger:
        found = _chosen(account, ledger.settings)
        registrations = WebhookRegistrations(found, clock=ledger.clock)
        try:
            yield ledger, found.name, registrations
        except Unreachable as error:
            raise give_up(f"Partner Center, account {found.name}: {error.why}.") from None
        finally:
            registrations.close()


def _chosen(account: str, settings: Settings) -> PartnerCenterAccount:
    able = {
        one.name: one
        for one in partner_center_accounts(settings)
        if offers(Cloud(one.cloud), Capability.WEBHOOKS)
    }
    if account and account not in able:
        raise give_up(f"There is no account {account} with webhooks.", sorted(able), code=2)
    if not account and len(able) != 1:
        raise give_up("--account says which of these:", sorted(able), code=2)
    return able[account or next(iter(able))]


def _address(url: str, account: str, settings: Settings) -> str:
    """Where this desk takes an account's hints. Its last part is ours to say."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
        raise give_up("--url begins with https://: Partner Center delivers to no other.", code=2)
    right = HINTS if len(settings.accounts) == 1 else f"{HINTS}/{account}"
    if not parts.hostname or parts.query or parts.path.rstrip("/") not in ("", right):
        raise give_up(f"--url is the address of this desk alone, {right} is added to it.", code=2)
    return f"{parts.scheme}://{parts.netloc}{right}"


def _print(found: Registration) -> None:
    print(f"url    {found.url}")
    for event in found.events:
        print(f"event  {event}")


def _result(registrations: WebhookRegistrations, number: str) -> Trial:
    """What came of the first attempt: further ones follow after minutes and hours."""
    deadline = time.monotonic() + PATIENCE
    while True:
        trial = registrations.trial(number)
        if trial.attempts or trial.status not in STILL or time.monotonic() > deadline:
            return trial
        time.sleep(PAUSE)


def _said(attempt: Attempt) -> str:
    told = " ".join(filter(None, (attempt.code, attempt.message)))
    return f"it was answered {told}" if told else f"no answer {attempt.trouble}".strip()


def _failure(trial: Trial) -> str:
    codes = [attempt.code for attempt in trial.attempts if attempt.code]
    if not trial.attempts:
        return f"Partner Center did not say within {PATIENCE:.0f} seconds what came of it."
    if not codes:
        return f"Partner Center does not reach {trial.url}: look at the firewall and the proxy."
    if codes[-1] in ("400", "401"):
        return f"It reached {trial.url}, and was turned away: the log of the desk says why."
    return f"It reached {trial.url}, and something there answered {codes[-1]}."
