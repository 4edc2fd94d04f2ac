"""python -m bot stepup: second factors, enrolled here, confirmed by somebody else in Slack."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.login import KEYLESS
from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.part import Part
from bot.wiring import Ledger, vault_of
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.totp import uri
from core.usecases import factors
from core.usecases.factors import Enrolled, Listed
from handlers.messages.refusals import refused
from handlers.messages.text import Words

USER = Annotated[str, typer.Argument(help="Whose: a Slack user id")]
BY = Annotated[str, typer.Option(help="The Slack user id of the administrator who does this")]


def enrol(user: USER, by: BY) -> None:
    """Show a new secret once; it counts after a second administrator and one code."""
    with ledger_at_hand(Part.WORKER) as ledger:
        vault = vault_of(ledger.settings)
        if vault is None:
            raise give_up("What is enrolled is sealed, and there is no master key.", KEYLESS)
        try:
            meet(ledger, [user, by])
            done = factors.enrol(user, by=by, vault=vault, office=ledger.office, route=Route.CLI)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    _show(done, user)


def _show(done: Enrolled, user: str) -> None:
    """The only place where the secret leaves."""
    whole = uri(done.secret, issuer="Goodstanding", name=user)
    lapses = f"{done.plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
    print(f"For the authenticator of {done.person.name}. This is shown once and kept nowhere:")
    print(f"  {whole.reveal()}")
    print(f"  Typed by hand: {done.secret.reveal()}  (SHA-1, 6 digits, every 30 seconds)")
    print("Another administrator confirms it in the approvals channel")
    print(f"before {lapses}, while the desk runs; then I ask for one code in Slack.")


def show() -> None:
    """Who has a second factor, and how far it is."""
    with ledger_at_hand() as ledger:
        found = factors.listed(office=ledger.office)
    if not found:
        print("Nobody has a second factor.")
    for one in found:
        user = one.person.accounts[0].user_id if one.person.accounts else ""
        print(f"{user:14} {one.person.name:24} {_state(one)}")


def _state(one: Listed) -> str:
    if one.factor.counts:
        return f"counts since {one.factor.proved_at:%Y-%m-%d %H:%M} UTC"
    if one.factor.confirmed_at is not None:
        return "confirmed; waits for the first code"
    if one.plan.is_open():
        lapses = f"{one.plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
        return f"waits for a second administrator, until {lapses}"
    return f"not confirmed: {one.plan.state}; enrol anew"


def revoke(user: USER, by: BY) -> None:
    """End a second factor at once, also without Slack: a lost telephone, somebody who left."""
    with ledger_at_hand() as ledger:
        _revoke(ledger, user, by)
    print(f"Revoked. No code of {user} is good for anything any more.")


def _revoke(ledger: Ledger, user: str, by: str) -> None:
    try:
        meet(ledger, [by], urgent=True)
        factors.revoke(user, by=by, office=ledger.office, route=Route.CLI)
    except Refusal as refusal:
        raise give_up(shown(refused(refusal, Words()))) from None
