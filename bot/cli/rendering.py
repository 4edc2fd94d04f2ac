"""python -m bot policy render: the collections policy as a customer reads it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.policy import SHIPPED, give_up, text_of
from bot.cli.terminal import ledger_at_hand
from core.domain.ladder import Rules, Segment
from core.domain.policy_file import PolicyRefused, read_rules, version_of
from handlers.messages.policy_text import Published, policy_page


class Language(StrEnum):
    ENGLISH = "en"
    KOREAN = "ko"
    CHINESE = "zh-Hans"


class Format(StrEnum):
    MARKDOWN = "md"
    HTML = "html"


def render(
    language: Annotated[Language, typer.Option(help="The customer's language")] = Language.ENGLISH,
    policy: Annotated[
        Path, typer.Option("--policy", envvar="POLICY_FILE", help="A policy file")
    ] = SHIPPED,
    format: Annotated[Format, typer.Option("--format", help="md or html")] = Format.MARKDOWN,
    segment: Annotated[str, typer.Option(help="For the customers of one segment")] = "",
    in_force: Annotated[
        bool, typer.Option("--in-force", help="Not a file: what the desk goes by now")
    ] = False,
) -> None:
    """Print what customers are told: the steps and their days, when access is impacted, how to
    dispute, when data is lost. HTML is one file, ready for a website and for paper."""
    text = _in_force() if in_force else text_of(policy)
    try:
        rules = read_rules(text)
    except PolicyRefused as refused:
        give_up(refused.problems)
    published = Published(rules, version_of(text), _segment(rules, segment))
    page = policy_page(published, language.value)
    print(page.as_html() if format is Format.HTML else page.as_markdown())


def _in_force() -> str:
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        return work.policies.current().text


def _segment(rules: Rules, name: str) -> Segment | None:
    if not name:
        return None
    for segment in rules.segments:
        if segment.name == name:
            return segment
    known = ", ".join(f'"{one.name}"' for one in rules.segments) or "none"
    give_up([f'--segment: "{name}" is not in this policy; its segments: {known}'])
