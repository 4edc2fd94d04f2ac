"""python -m bot customers owner: whose account a customer is; that person decides nothing on it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.domain.events import Route
from core.usecases import owning
from handlers.messages.refusals import refused
from handlers.messages.text import Words

CUSTOMER = Annotated[str, typer.Argument(help="By name, domain, tenant id or invoice number")]
USER = Annotated[str, typer.Argument(help="Whose it is: a Slack user id; without one it is shown")]


def owner(
    customer: CUSTOMER,
    user: USER = "",
    remove: Annotated[bool, typer.Option("--remove", help="It is no longer")] = False,
    by: Annotated[str, typer.Option(help="The Slack user id of the administrator")] = "",
) -> None:
    """Note whose account a customer is. An account owner has no vote on plans about it."""
    if user and not by:
        raise give_up("--by is missing: the Slack user id of an administrator, as in U01234567.")
    with ledger_at_hand() as ledger:
        try:
            if user:
                _note(ledger, customer, user, remove=remove, by=by)
            found, owners = owning.look_up(customer, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    names = ", ".join(f"{one.name} ({one.accounts[0].user_id})" for one in owners if one.accounts)
    print(f"{found.name}: {names or 'nobody owns the account'}")


def _note(ledger: Ledger, customer: str, user: str, *, remove: bool, by: str) -> None:
    """Raises Refusal."""
    meet(ledger, [by] if remove else [user, by])
    act = owning.take_off if remove else owning.name
    act(customer, user, by=by, office=ledger.office, route=Route.CLI)
