"""python -m bot plans, decide and withdraw: what people decide while Slack is down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.login import KEYLESS
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.part import Part
from bot.wiring import Ledger, strict_office, vault_of
from core.domain.approvals import Choice
from core.domain.errors import BadInput, Refusal
from core.domain.plans import Plan
from core.domain.secret import Secret
from core.domain.short_codes import is_confirmed_by_code, short_code
from core.ports.store import Work
from core.usecases.at_terminal import SHOWN_DIGITS, USAGE, Terminal
from core.usecases.deciding import Decision, open_decisions
from core.usecases.plan_view import PlanView, view_plan
from core.usecases.step_up import Look
from core.usecases.voting import Ballot
from handlers.directory import SlackDirectory, slack_client
from handlers.messages.digest import ask_of
from handlers.messages.evidence_plain import card_lines
from handlers.messages.plan_answers import voted
from handlers.messages.plan_card import plan_card
from handlers.messages.reasons import waits_for
from handlers.messages.refusals import refused
from handlers.messages.text import Words
from handlers.prints import drawn

PLAN = Annotated[str, typer.Argument(help="The id of an open plan, or how it begins")]
USER = Annotated[str, typer.Option("--as", help="Your Slack user id")]
HASH = Annotated[str, typer.Option("--hash", help="The first eight digits of the plan's hash")]
CODE = Annotated[str, typer.Option("--customer", help="The customer's code, for a suspension")]


def plans(plan: Annotated[str, typer.Argument(help="One alone, in full")] = "") -> None:
    """List what is open: who may vote on it, and what it waits for."""
    with _refusals(), ledger_at_hand() as ledger:
        office = ledger.office
        with office.store.reading() as work:
            wanted = _open_plan(work, plan).plan_id if plan else ""
            found = open_decisions(work, office=office)
            lines = [line for one in found for line in _listed(work, one)]
        if wanted:
            _print_card(view_plan(wanted, office=office))
        else:
            print("\n".join(lines) or "Nothing is open.")


def decide(
    plan: PLAN,
    choice: Annotated[str, typer.Argument(help="approve or deny")],
    user: USER,
    hash_: HASH,
    customer: CODE = "",
    reason: Annotated[str, typer.Option(help="Why not, for deny")] = "",
    bank_checked: Annotated[
        bool, typer.Option("--bank-checked", help="You looked at the bank: nothing arrived")
    ] = False,
) -> None:
    """Vote as in Slack, with a one-time code that this asks for."""
    with _refusals(), ledger_at_hand(Part.WORKER) as ledger:
        terminal, chosen = _terminal(ledger), _choice(choice)
        wanted, account = _plan(ledger, plan), terminal.meet(user)
        ballot = Ballot(wanted.plan_id, hash_, chosen, bank_checked, reason)
        terminal.check(ballot, account, customer)
        _print_card(view_plan(wanted.plan_id, office=terminal.office))
        terminal.decide(ballot, account, _code(), customer)
        done = view_plan(wanted.plan_id, office=terminal.office)
        print(shown(voted(done, Words()).text))


def withdraw(plan: PLAN, user: USER) -> None:
    """Take back what you asked for, with a one-time code that this asks for."""
    with _refusals(), ledger_at_hand(Part.WORKER) as ledger:
        terminal = _terminal(ledger)
        wanted, account = _plan(ledger, plan), terminal.meet(user)
        terminal.check_enrolled(account)
        _print_card(view_plan(wanted.plan_id, office=terminal.office))
        terminal.withdraw(wanted, account, _code())
    print("Withdrawn: no more is sent, and its votes are void.")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise give_up(shown(refused(refusal, Words()))) from None


def _terminal(ledger: Ledger) -> Terminal:
    vault = vault_of(ledger.settings)
    if vault is None:
        raise give_up("Codes are looked at with the master key, and there is none.", KEYLESS)
    office = strict_office(ledger)
    settings = ledger.settings
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    return Terminal(office, SlackDirectory(client, ledger.clock), Look(vault, office))


def _choice(typed: str) -> Choice:
    choices = {"approve": Choice.APPROVE, "deny": Choice.REJECT}
    if typed not in choices:
        raise BadInput(problem="{text} is neither approve nor deny", text=typed, usage=USAGE)
    return choices[typed]


def _plan(ledger: Ledger, typed: str) -> Plan:
    with ledger.office.store.reading() as work:
        return _open_plan(work, typed)


def _open_plan(work: Work, typed: str) -> Plan:
    found = [one for one in work.plans.open() if typed and one.plan_id.startswith(typed.lower())]
    if len(found) != 1:
        raise BadInput(
            problem="several open plans begin with {text}: see `plans`"
            if found
            else "no open plan begins with {text}: see `plans`",
            text=typed,
            usage=USAGE,
        )
    return found[0]


def _code() -> Secret:
    """Asked for, so that it stays in no history."""
    return Secret(typer.prompt("The code that your authenticator shows", hide_input=True))


def _listed(work: Work, one: Decision) -> Iterator[str]:
    content, words = one.plan.content, Words()
    key = content.customer
    asked = shown(ask_of(one, words))
    code = f", code {short_code(key)}" if key and is_confirmed_by_code(one.plan) else ""
    yield f"{one.plan.plan_id}  hash {one.plan.hash[:SHOWN_DIGITS]}  {asked}{code}"
    voters = work.people.with_role(*one.facts.ballot.roles)
    asks = [f"{p.name} ({p.accounts[0].user_id})" for p in voters if p.accounts and one.asks(p)]
    yield f"  {one.votes} of {one.quorum} votes; may vote: {', '.join(asks) or 'nobody'}"
    waits = shown(waits_for(one.ruling.why, one.ruling.until, words))
    yield f"  {waits} Lapses {content.expires_at:%Y-%m-%d %H:%M} UTC."


def _print_card(view: PlanView) -> None:
    """The card as it would be in Slack; its buttons work there alone."""
    names = {key.user_id: one.name for one in view.people.values() for key in one.accounts}
    lines = card_lines(drawn(plan_card(view, "-", Words())), names)
    print("\n".join(line for line in lines if not line.startswith("[ ")))
