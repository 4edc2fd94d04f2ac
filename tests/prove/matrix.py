"""Everything that a person can do, by everybody who might, everywhere: against a table that was
written by hand."""

from __future__ import annotations

import logging
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.desk import ALL_BUTTONS, ALL_FORMS
from core.domain.customers import CustomerKey
from core.domain.short_codes import short_code
from core.ports.records import Button
from handlers.commands import case, collections, ticket
from handlers.registry import all_commands
from handlers.request import Services
from handlers.verbs import Verbs
from tests.a_policy import put_in_force
from tests.an_emergency import ENABLED
from tests.installation import DATABASE, fill
from tests.prove.doors.house import House
from tests.prove.doors.knocking import Answered, Knocker, Outcome
from tests.prove.doors.people import IDENTITIES, MEMBER, Someone, everybody, settle
from tests.prove.doors.scenes import DECIDING, DECIDING_BY_FORM, furnish, interested
from tests.prove.parts import Part, Table
from tests.prove.running import Run

TABLE = Path(__file__).with_name("doors") / "allowed.toml"
MAIN = "C0APPROVALS"
# Where else one may stand, and whether the desk speaks there of customers.
CHANNELS = {
    "another channel of ours": ("C0CASES", True),
    "a direct message": ("D9PERSON", True),
    "a channel that no setting names": ("C0GENERAL", True),
    "a channel shared with another organisation": ("C0SHARED", False),
    "a channel of ours that the desk is not in": ("C0PRIVATE", True),
    "a channel that Slack does not show": ("C0NOWHERE", False),
}
LEAK, KINDS = "leak: ", ("typed", "pressed", "submitted")
NOTE = (
    "What is meant stands in tests/prove/doors/allowed.toml, written by hand from docs/safety.md "
    "and docs/commands.md; a command, button or form that it does not name fails the suite. "
    "Whoever is turned away is answered with the reason, is told no amount, and leaves the "
    "database as it was, read whole."
)
MONEY = re.compile(r"(?:EUR|CHF|USD|GBP|€|\$)\s?\d|\d[\d.,]*\s?(?:EUR|CHF|USD|GBP|€)")


@dataclass(frozen=True, slots=True)
class Action:
    kind: str
    name: str
    roles: frozenset[str]
    about: str = ""
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    action: Action
    someone: Someone
    channel: str = MAIN
    where: str = "the approvals channel"
    is_ours: bool = True

    @property
    def key(self) -> str:
        return f"{self.action.kind} {self.action.name} / {self.someone.name} / {self.where}"

    def expected(self) -> set[Outcome]:
        """By the table; the right reason may be any of those that hold."""
        found = set()
        if not self.is_ours and not self.action.anywhere:
            found.add(Outcome.WHERE)
        if not self.someone.identity.may_act or not self.action.roles & set(self.someone.roles):
            found.add(Outcome.WHO)
        interested = self.someone.interest not in {"", "on call"}
        if interested and self.action.name in DECIDING | DECIDING_BY_FORM:
            found.add(Outcome.INTEREST)
        return found or {Outcome.IN}


def actions() -> list[Action]:
    """What stands in the table."""
    said = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    groups = {name: frozenset(roles) for name, roles in said["groups"].items()}
    found = []
    for kind in KINDS:
        for name, who in said[kind].items():
            group, _, about = who.partition(": ")
            anywhere = name in said["anywhere"].get(kind, ())
            found.append(Action(kind, name, groups[group], about, anywhere))
    return found


def cells() -> Iterator[Cell]:
    crowd = [*everybody(), *interested()]
    for action in actions():
        for someone in crowd:
            yield Cell(action, someone)
        if action.kind == "submitted":
            continue
        for someone in (one for one in crowd if one.identity is MEMBER and not one.interest):
            for where, (channel, is_ours) in CHANNELS.items():
                yield Cell(action, someone, channel, where, is_ours)


@dataclass
class Matrix:
    """Every cell is tried on the same house; whoever is let in leaves it as it was."""

    house: House
    buttons: Mapping[str, Button]
    tokens: Mapping[str, str]
    knocker: Knocker = field(init=False)

    def __post_init__(self) -> None:
        self.knocker = Knocker(self.house)

    def tried(self, cell: Cell) -> str:
        """What is wrong with the cell; empty where nothing is."""
        wanted = cell.expected()
        self.house.store.keeps = wanted != {Outcome.IN}
        version = self.house.version()
        before = self._state if self.house.store.keeps else ()
        found = self.answered(cell)
        if found.outcome not in wanted:
            names = " or ".join(sorted(one.value for one in wanted))
            return f"{names} was meant, it was {found.outcome.value}: {found.words[:160]}"
        if wanted != {Outcome.IN} and MONEY.search(found.words):
            return f"{LEAK}{found.words[:160]}"
        if self.house.store.keeps and self.house.version() != version:
            del self._state
            if self._state != before:
                return "it was refused, and yet something changed"
        return ""

    @cached_property
    def _state(self) -> tuple[int, ...]:
        return self.house.state()

    def answered(self, cell: Cell) -> Answered:
        action, one = cell.action, cell.someone
        if action.kind == "typed":
            return self.knocker.types(one, action.name, cell.channel)
        button, token = self.buttons[action.about], self.tokens[action.about]
        if action.kind == "pressed":
            return self.knocker.presses(one, action.name, button, token, cell.channel)
        return self.knocker.submits(one, action.name, token, self._typed_in)

    @cached_property
    def _typed_in(self) -> dict[str, Any]:
        """What a form that decides cannot do without."""
        code = short_code(CustomerKey.parse(self.buttons["customer"].subject))
        said = {"reason": "fraud", "again": "5", "customer_code": code, "bank": "checked"}
        return {name: {name: {"value": one}} for name, one in said.items()}


def a_matrix(filled: Path, folder: Path, services: type[Services] = Services) -> Matrix:
    shutil.copy(filled / DATABASE, folder / DATABASE)
    house = House(folder / DATABASE, services)
    put_in_force(house.store, ENABLED)
    crowd = [*everybody(), *interested()]
    ids = settle(crowd, house.database, house.office.clock)
    buttons = furnish(house, ids, crowd)
    with house.store() as work:
        tokens = {n: work.buttons.mint(b, house.office.clock()) for n, b in buttons.items()}
        work.commit()
    return Matrix(house, buttons, tokens)


def strangers() -> set[str]:
    """What the desk has and the table does not, or the other way round: every command and verb,
    every button, every form."""
    verbs: Mapping[str, Verbs] = {
        "/case": case.VERBS,
        "/collections": collections.VERBS,
        "/ticket": ticket.VERBS,
    }
    built = {command.name for command in all_commands()}
    built |= {f"{name} {verb}" for name in verbs for verb in verbs[name]}
    said = {kind: {one.name for one in actions() if one.kind == kind} for kind in KINDS}
    # A customer stands where a verb may, so what comes second is one only where it is known.
    seconds = {" ".join(text.split()[:2]) for text in said["typed"]}
    typed = {text.split()[0] for text in said["typed"]} | (seconds & built)
    verbless = {one for one in seconds if one.split()[0] in {"/case", "/collections"}} - built
    found = (built ^ typed) | verbless
    found |= set(ALL_BUTTONS) ^ said["pressed"]
    return found | (set(ALL_FORMS) ^ said["submitted"])


def prove(run: Run) -> Part:
    """A trial takes every so many cells, which are others with another seed."""
    logging.disable(logging.CRITICAL)
    try:
        with TemporaryDirectory() as folder:
            filled, lived = Path(folder) / "filled", Path(folder) / "lived"
            filled.mkdir()
            lived.mkdir()
            fill(filled)
            knock(a_matrix(filled, lived), run)
    finally:
        logging.disable(logging.NOTSET)
    return _part(run)


def knock(matrix: Matrix, run: Run) -> None:
    every = max(1, round(1 / run.scale))
    for number, cell in enumerate(cells()):
        if (number + run.seed) % every == 0 and cell.key not in run.progress.done:
            wanted = sorted(outcome.value for outcome in cell.expected())
            run.progress.add(cell.key, {"wanted": wanted, "wrong": matrix.tried(cell)})
    matrix.house.close()


def _part(run: Run) -> Part:
    tried = list(run.progress.done.values())
    wrong = {key: one["wrong"] for key, one in run.progress.done.items() if one["wrong"]}
    let_in = [one for one in tried if one["wanted"] == [Outcome.IN.value]]
    leaks = sum(1 for why in wrong.values() if why.startswith(LEAK))
    alone = Counter(one["wanted"][0] for one in tried if len(one["wanted"]) == 1)
    figures = {
        "cells": len(tried),
        "let in": len(let_in),
        "turned away": len(tried) - len(let_in),
        "mismatches": len(wrong) - leaks,
        "leaks": leaks,
        "not in the table": len(strangers()),
        "actions": len(actions()),
        "kinds of account": len(IDENTITIES),
    }
    rows = tuple((key, why) for key, why in list(wrong.items())[:20])
    reasons = tuple((name, f"{number:,}") for name, number in sorted(alone.items()))
    tables = [Table("What was meant, where one reason alone decides", ("", "Cells"), reasons)]
    tables += [Table("Wrong", ("Cell", "What"), rows)] if rows else []
    return run.part(
        "Everything that a person can type, press or submit, by every kind of account with every "
        "set of roles, in every kind of channel, through the signed front door.",
        figures,
        floors={"cells": 10_000},
        zeros=("mismatches", "leaks", "not in the table"),
        notes=(NOTE,),
        tables=tables,
    )
