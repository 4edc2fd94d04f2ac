"""python -m bot roles: who has which role, and the plan that changes it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.people import AccountKey, Member, Person, is_user_id
from core.ports.outside import Unreachable
from core.usecases.roles import able, holders
from core.usecases.roles import propose as file_change
from handlers.directory import SlackDirectory, slack_client
from handlers.messages.refusals import refused
from handlers.messages.text import Words

MANY = Annotated[list[str] | None, typer.Option(help="A Slack user id; may be given again")]


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
            meet(ledger, [*(add or []), by])
            plan = file_change(
                role, add=add or [], remove=remove or [], reason=reason, by=by,
                office=ledger.office, route=Route.CLI,
            )  # fmt: skip
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    lapses = f"{plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
    print(f"Filed. {plan.content.quorum} people other than {by} decide in the approvals channel,")
    print(f"before {lapses}; the card appears there while the desk runs.")


def meet(ledger: Ledger, users: list[str], *, urgent: bool = False) -> None:
    """Ask Slack who they are, so that the card names them and the rules know what they may. What is
    `urgent` does not wait for Slack where it described them within a day."""
    settings, office = ledger.settings, ledger.office
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    directory = SlackDirectory(client, office.clock)
    with office.store.reading() as work:
        team = work.desk.get("home_team")
    if not team:
        raise give_up("This database has not met Slack yet: start the desk once.")
    for account in (AccountKey(team, user) for user in filter(is_user_id, users)):
        with office.store.reading() as work:
            known = work.people.member(account)
        believed = known if urgent and known and known.believed(office.clock()) else None
        member = _found(directory, account, believed)
        with office.store() as work:
            work.people.save_member(member)
            work.commit()


def _found(directory: SlackDirectory, account: AccountKey, believed: Member | None) -> Member:
    try:
        member = directory.look_up(account)
    except Unreachable as error:
        if believed is not None:
            return believed
        why = f"Slack does not say who {account.user_id} is: {error.why}"
    else:
        if member is not None and member.key == account:
            return member
        why = f"{account.user_id} is nobody of your workspace"
    raise give_up(f"{why}. Nothing was filed.")


def _users(person: Person) -> str:
    return ", ".join(account.user_id for account in person.accounts)
