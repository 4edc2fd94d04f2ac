"""README.md and docs: every link leads somewhere, and what they name is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.accounts import NAMED
from bot.accounts import PARTS as OF_ACCOUNTS
from bot.book_settings import ALL_PARTS as OF_BOOKS
from bot.book_settings import OF_ALL
from bot.cli.main import GROUPS, app
from bot.config import SETTINGS
from handlers.registry import all_commands
from tests.tree import FOLDERS, ROOT, expect_none, name_of, nodes

PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"python -m bot +([^`\n#|]+)")
SETTING = re.compile(r"(?<![\w<>…/-])[A-Z][A-Z0-9]*(?:_(?:[A-Z0-9]+|<[A-Z]+>))+(?![\w<…])")
OF_A_KIND = re.compile(rf"BOOKS_[A-Z0-9]+_(?:{'|'.join((*OF_ALL, *sorted(OF_BOOKS)))})")
OF_OURS = re.compile(rf"(?:{'|'.join((*FOLDERS, 'docs'))})/[\w./-]+")
# What is written like a setting or a command of ours, and is something else.
NOT_SETTINGS = {"SSL_CERT_FILE", "MALLOC_ARENA_MAX", "PLAN_MOVES", "WROTE_OFF"}
NOT_COMMANDS = {"/healthz", "/readyz", "/metrics", "/invite"}
# The sandbox has addresses of its own, and the evidence commands that were made up.
OF_THE_DESK = tuple(page for page in PAGES if page.stem not in {"sandbox", "evidence"})


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> Iterator[str]:
    """Lines of blocks, and spans of the text around them."""
    text = text_of(page)
    for block in FENCE.findall(text):
        yield from block.splitlines()[1:-1]
    yield from SPAN.findall(FENCE.sub("", text))


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    expect_none(
        f"{name_of(page)}: {target}: {breach}"
        for page in PAGES
        for pair in LINK.findall(FENCE.sub("", text_of(page)))
        for target in filter(None, pair)
        for breach in misled(page, target)
    )


def misled(page: Path, target: str) -> Iterator[str]:
    if re.match(r"[a-z]+:", target):
        return
    path, _, anchor = unquote(target).partition("#")
    wanted = (page.parent / path).resolve() if path else page
    if not wanted.exists():
        yield "no such file"
    elif anchor and anchor not in anchors_of(wanted):
        yield "no such heading"


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """As GitHub makes them of headings: small letters, no signs, a dash for each blank."""
    headings = re.findall(r"^#+ +(.+?) *$", FENCE.sub("", text_of(page)), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", one).lower() for one in headings)
    return frozenset(re.sub(r"[^\w\- ]", "", one).replace(" ", "-") for one in plain)


def test_every_page_of_docs_is_reached_from_its_table_of_contents() -> None:
    contents = ROOT / "docs" / "README.md"
    listed = {(contents.parent / one[0]).resolve() for one in LINK.findall(text_of(contents))}
    listed |= {page for page in PAGES if "decisions" in page.parts}
    expect_none(f"docs/README.md: {name_of(page)} is missing" for page in set(PAGES) - listed
                if page.is_relative_to(contents.parent) and page != contents)  # fmt: skip


def test_every_command_exists_with_its_options() -> None:
    expect_none(
        f"{name_of(page)}: python -m bot {given}: {breach}"
        for page in PAGES
        for given in COMMAND.findall(text_of(page).replace("\\\n", " "))
        for breach in unknown_in(given.split())
    )


def unknown_in(tokens: list[str]) -> Iterator[str]:
    command = get_command(app)
    while isinstance(command, TyperGroup) and tokens and tokens[0] not in {"…", "--help"}:
        name, *tokens = tokens
        found = command.get_command(typer.Context(command), name.strip(".,;:)"))
        if found is None:
            yield f"there is no {name}"
            return
        command = found
    options = {"--help", *(option for one in command.params for option in one.opts)}
    for token in tokens:
        option = re.match(r"\[?(--[a-z-]+)", token)
        if option and option[1] not in options:
            yield f"there is no {option[1]}"


def test_every_command_that_is_named_short_exists() -> None:
    """As in `keys show`: a group and one of its commands."""
    expect_none(
        f"{name_of(page)}: `{code}`"
        for page in PAGES
        for code in SPAN.findall(FENCE.sub("", text_of(page)))
        for group, _, rest in [code.partition(" ")]
        if group in GROUPS and rest and rest.split()[0] not in {*GROUPS[group], "…"}
    )


def test_every_slash_command_exists() -> None:
    known = {command.name for command in all_commands()} | NOT_COMMANDS
    expect_none(
        f"{name_of(page)}: {first}"
        for page in OF_THE_DESK
        for code in SPAN.findall(FENCE.sub("", text_of(page)))
        for first in code.split()[:1]
        if re.fullmatch(r"/[a-z]+", first) and first not in known
    )


def test_every_setting_exists() -> None:
    expect_none(
        f"{name_of(page)}: {name} is no setting"
        for page in PAGES
        for code in code_of(page)
        for name in SETTING.findall(code)
        if not is_setting(name)
    )


def is_setting(name: str) -> bool:
    named = re.sub(r"<[A-Z]+>", "EAST", name)
    known = {setting.name for setting in SETTINGS} | NOT_SETTINGS
    return bool(
        name in {*known, *OF_ACCOUNTS, *OF_BOOKS}
        or NAMED.fullmatch(named)
        or OF_A_KIND.fullmatch(named)
    )


def test_every_file_of_ours_that_is_named_is_there() -> None:
    expect_none(
        f"{name_of(page)}: {code} is not there"
        for page in PAGES
        for code in SPAN.findall(FENCE.sub("", text_of(page)))
        if OF_OURS.fullmatch(code) and not (ROOT / code).exists()
    )


# What somebody looks for who goes by these pages.
STEPS = [ROOT / "docs" / "first-hour.md", *sorted((ROOT / "docs" / "runbooks").glob("*.md"))]
TYPED = re.compile(r"/|\.venv/|python3? |openssl |touch |pg_\w+ |chmod |make |--|\[|\w+ = ")
SHORTEST, ENOUGH = 8, 0.65


def test_what_the_steps_quote_is_said_by_the_program() -> None:
    expect_none(
        f"{name_of(page)}: `{code}`: who says {piece!r}?"
        for page in STEPS
        for code in SPAN.findall(FENCE.sub("", text_of(page)))
        if " " in code and not TYPED.match(code) and code.split()[0] not in GROUPS
        for piece in map(str.strip, code.split("…"))
        if len(piece) > SHORTEST and share_said(piece) < ENOUGH
    )


def share_said(piece: str) -> float:
    """How much of it is text of the desk; the rest is what was filled in."""
    covered = set[int]()
    for text in texts():
        for found in re.finditer(re.escape(text), piece) if text in piece else ():
            covered.update(range(*found.span()))
        if piece in text:
            return 1.0
    return len(covered) / len(piece)


@cache
def texts() -> frozenset[str]:
    """Every text in the code of the desk, cut where something is filled in."""
    ours = ("bot/", "handlers/", "core/", "storage/")
    found = (
        part
        for name, node in nodes(ast.Constant)
        if name.startswith(ours) and isinstance(node.value, str)
        for part in re.split(r"\{[^{}]*\}", node.value)
    )
    return frozenset(part.strip() for part in found if len(part.strip()) >= SHORTEST)
