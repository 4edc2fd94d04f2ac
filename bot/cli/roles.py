"""python -m bot roles: who has which role, and the plan that changes it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import DirectoryUnreadable, NotEligible, Refusal
from core.domain.events import Route
from core.domain.people import AccountKey, Person, is_user_id
from core.usecases.roles import able, holders
from core.usecases.roles import propose as file_change
from handlers.messages.refusals import refused
from handlers.messages.text import Words

MANY = Annotated[list[str] | None, typer.Option(help="A Slack user id; may be given again")]
NOT_OPENED = "This database has not met Slack yet: start the desk once."


def show() -> None:
    """Who has which role, by name and Slack user id."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        fit = able(work)
        for role, people in holders(work).items():
            print(f"{role}:")
            for person in people:
                left_out = "" if person.person_id in fit[role] else "  (may not vote now)"
                print(f"  {_users(person):14} {person.name}{left_out}")


def propose(
    role: Annotated[str, typer.Option(help="agents, approvers or administrators")],
    by: Annotated[str, typer.Option(help="The Slack user id of who asks, and cannot vote then")],
    reason: Annotated[str, typer.Option(help="Why, for those who decide")],
    add: MANY = None,
    remove: MANY = None,
) -> None:
    """File the plan that changes a list; two approvers or administrators decide in Slack."""
    with ledger_at_hand() as ledger:
        try:
            _meet(ledger, [*(add or []), by])
            plan = file_change(
                role, add=add or [], remove=remove or [], reason=reason, by=by,
                office=ledger.office, route=Route.CLI,
            )  # fmt: skip
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    lapses = f"{plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
    print(f"Filed. {plan.content.quorum} people other than {by} decide in the approvals channel,")
    print(f"before {lapses}; the card appears there while the desk runs.")


def _meet(ledger: Ledger, users: list[str]) -> None:
    """Ask Slack who they are, so that the card names them. Raises UnfitForRole,
    DirectoryUnreadable."""
    from handlers.answers import SlackAnswers
    from handlers.directory import SlackDirectory, slack_client
    from handlers.request import Services

    settings, office = ledger.settings, ledger.office
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    services = Services(office, SlackDirectory(client, office.clock), SlackAnswers(client))
    with office.store.reading() as work:
        team = work.desk.get("home_team")
    if not team:
        raise give_up(NOT_OPENED)
    for user in filter(is_user_id, users):
        try:
            services.know(AccountKey(team, user))
        except DirectoryUnreadable:
            raise give_up(f"Slack does not say who {user} is. Nothing was filed.") from None
        except NotEligible as refusal:
            why = refusal.facts["why"]
            raise give_up(f"{user} can have no part in this: {why}. Nothing was filed.") from None


def _users(person: Person) -> str:
    return ", ".join(account.user_id for account in person.accounts)
