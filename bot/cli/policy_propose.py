"""python -m bot policy propose: another policy, with what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.policy_diff import lines_of, text_of
from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.policy_changes import DELAY
from core.domain.policy_file import PolicyRefused
from core.usecases import proposing
from handlers.messages.letters import Letters
from handlers.messages.refusals import refused
from handlers.messages.text import Words

HOURS = int(DELAY.total_seconds()) // 3600


def propose(
    file: Annotated[Path, typer.Argument(help="A policy file")],
    by: Annotated[str, typer.Option(help="The Slack user id of who asks, and cannot vote then")],
    note: Annotated[str, typer.Option(help="Why, for those who decide")] = "",
) -> None:
    """Put another policy in the place of the one in force. What hardens it is decided by two other
    people in Slack and waits a day; what does not is in force at once. Exit 2: the file is none."""
    text = text_of(file)
    with ledger_at_hand() as ledger:
        try:
            meet(ledger, [by])
            found = proposing.propose(
                text, note, by=by, office=ledger.office, route=Route.CLI, writer=Letters()
            )
        except PolicyRefused as problem:
            raise give_up(f"{file} is no policy.", problem.problems, code=2) from None
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print("\n".join(lines_of(found.changes)))
    print()
    if found.plan is None:
        print(f"In force now: {found.policy.name}, version {found.policy.version[:8]}.")
        return
    lapses = f"{found.plan.content.expires_at:%Y-%m-%d %H:%M} UTC"
    print(f"Proposed. {found.plan.content.quorum} people other than {by} decide in the approvals")
    print(f"channel before {lapses}; {HOURS} hours after the last vote it is in force.")
