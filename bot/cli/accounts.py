"""python -m bot accounts: which accounts a person has, and the plan that changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.plans import Plan
from core.usecases import bindings
from core.usecases.roles import holders
from handlers.messages.refusals import refused
from handlers.messages.text import Words

USER = Annotated[str, typer.Argument(help="The account: a Slack user id")]
TO = Annotated[str, typer.Option(help="A Slack user id by which the person is known already")]
BY = Annotated[str, typer.Option(help="The Slack user id of the administrator who asks")]
WHY = Annotated[str, typer.Option(help="Why, for those who decide")]


def show() -> None:
    """Everybody with a role, and the Slack accounts of each; the first one is asked about."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        people = {one.person_id: one for held in holders(work).values() for one in held}
    for person in sorted(people.values(), key=lambda one: one.name):
        users = ", ".join(account.user_id for account in person.accounts)
        print(f"{person.name:24} {users}")


def bind(user: USER, to: TO, by: BY, reason: WHY) -> None:
    """File the plan by which an account is one more of a person; two others decide."""

    def file(ledger: Ledger) -> Plan:
        meet(ledger, [user, to, by])
        return bindings.bind(
            user, to=to, by=by, reason=reason, office=ledger.office, route=Route.CLI
        )

    _filed(file, by)


def unbind(user: USER, by: BY, reason: WHY) -> None:
    """File the plan by which an account is nobody's; two others decide."""

    def file(ledger: Ledger) -> Plan:
        meet(ledger, [by])
        return bindings.unbind(user, by=by, reason=reason, office=ledger.office, route=Route.CLI)

    _filed(file, by)


def _filed(file: Callable[[Ledger], Plan], by: str) -> None:
    with ledger_at_hand() as ledger:
        try:
            plan = file(ledger)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    lapses = f"{plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
    print(f"Filed. {plan.content.quorum} approvers or administrators other than {by}, and other")
    print(f"than the person it is about, decide before {lapses}.")
