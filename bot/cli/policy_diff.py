"""python -m bot policy diff: what one policy changes in another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.domain.policy_changes import Change, changes, hardens, rule_changes, softens
from core.domain.policy_file import PolicyRefused, read_policy, read_rules
from core.usecases.proposing import IN_FORCE, kept
from handlers.messages.policy_lines import every_change_line
from handlers.messages.refusals import refused
from handlers.messages.text import Words

WHICH = "A policy file, the beginning of a version that was kept here, or in-force"


def diff(
    old: Annotated[str, typer.Argument(help=WHICH)],
    new: Annotated[str, typer.Argument(help=WHICH)],
    as_json: Annotated[bool, typer.Option("--json", help="Only JSON on standard output")] = False,
) -> None:
    """List what the second policy changes in the first, path by path, and whether that hardens or
    softens it. Exit 2: one of them cannot be read."""
    before, after = _text(old), _text(new)
    try:
        found = _changes(before, after)
    except PolicyRefused as problem:
        raise give_up("That is no policy.", problem.problems, code=2) from None
    if as_json:
        listed = [asdict(one) for one in found]
        answer = {"hardens": hardens(found), "softens": softens(found), "changes": listed}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    print("\n".join(lines_of(found)))


def lines_of(found: Sequence[Change]) -> list[str]:
    """Grouped by effect, as a terminal shows it."""
    return [shown(line).replace("*", "") for line in every_change_line(found, Words())]


def _changes(before: str, after: str) -> tuple[Change, ...]:
    """Where one has no approvals or caps, only the rest is compared."""
    try:
        return changes(read_policy(before), read_policy(after))
    except PolicyRefused:
        return rule_changes(read_rules(before), read_rules(after))


def _text(name: str) -> str:
    path = Path(name)
    if name != IN_FORCE and path.exists():
        return text_of(path)
    with ledger_at_hand() as ledger:
        try:
            return kept(name, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words())), code=2) from None


def text_of(path: Path) -> str:
    """What stands in a file. Raises Exit."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise give_up(f"{path}: cannot be read: {error.strerror}", code=2) from None
    except UnicodeDecodeError:
        raise give_up(f"{path}: cannot be read: it is not UTF-8", code=2) from None
