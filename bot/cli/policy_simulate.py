"""python -m bot policy simulate: days to come and days past under a policy, as a table, JSON or a
page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.policy import AS_JSON, SHIPPED, day_of, give_up, text_of
from core.domain.facts_file import FactsRefused, Read, read_facts
from core.domain.policy_file import PolicyRefused, read_policy, read_rules, version_of
from core.domain.simulation import Subject
from core.domain.simulation_sums import Limits, Outlook, Scheme
from core.usecases.simulating import DAYS, PAST_DAYS, Simulated

MOST_DAYS = 366
WHICH = "A policy file; without it the policy in force, or with --facts the shipped one"
FACTS = "A facts file, or a folder of them: simulate these customers, without a desk"
AGAINST = "Compare with this file; with a desk it is the policy in force"


def simulate(
    policy: Annotated[Path | None, typer.Option("--policy", help=WHICH)] = None,
    facts: Annotated[list[Path] | None, typer.Option(help=FACTS)] = None,
    against: Annotated[Path | None, typer.Option(help=AGAINST)] = None,
    on: Annotated[str, typer.Option(help="With facts: the first day, as 2026-03-01")] = "",
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="Days to come")] = DAYS,
    back: Annotated[
        int, typer.Option(min=0, max=400, help="Recorded days to go back to; 0 for none")
    ] = PAST_DAYS,
    html: Annotated[Path | None, typer.Option(help="Write a page with charts here, too")] = None,
    as_json: AS_JSON = False,
) -> None:
    """Say what a policy would do in the next days, and what an edited one would change. Exit 2: a
    file cannot be read."""
    try:
        edited = scheme_of(text_of(policy)) if policy else None
        if facts:
            found = _without_a_desk(facts, on, edited, against, days)
        else:
            found = _at_the_desk(on, edited, against, days, back)
    except PolicyRefused as refused:
        give_up(refused.problems, as_json=as_json)
    except (FactsRefused, UnusableOptions) as refused:
        give_up(refused.problems, as_json=as_json)
    if html is not None:
        _write(html, found)
    _say(found, as_json=as_json)


class UnusableOptions(ValueError):
    """Options that do not go together; `problems` say which and why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problems = [problem]


def scheme_of(text: str) -> Scheme:
    """A policy that can be run comes with its caps; any other is simulated without. Raises
    PolicyRefused."""
    rules = read_rules(text)
    try:
        limits = Limits.of(read_policy(text))
    except PolicyRefused:
        limits = None
    return Scheme(version_of(text), rules, limits)


def _at_the_desk(
    on: str, edited: Scheme | None, against: Path | None, days: int, back: int
) -> Simulated:
    from bot.cli.terminal import ledger_at_hand
    from core.usecases.simulating import simulate as simulate_all

    if on or against:
        raise UnusableOptions("--on and --against go with --facts: a desk knows both by itself")
    with ledger_at_hand() as ledger:
        return simulate_all(edited, office=ledger.office, days=days, back=back)


def _without_a_desk(
    given: Sequence[Path], on: str, edited: Scheme | None, against: Path | None, days: int
) -> Simulated:
    """Raises FactsRefused, PolicyRefused, UnusableOptions."""
    from core.domain.simulation_sums import outlooks
    from core.usecases.simulating import beside

    read = _read(given)
    schemes = [scheme_of(text_of(against))] if against else []
    schemes.append(edited or scheme_of(text_of(SHIPPED)))
    try:
        since = day_of(on)
    except ValueError as error:
        raise UnusableOptions(f"--on: {error}") from None
    subjects = [Subject(key, key, one.read.facts) for key, one in read.items()]
    found = outlooks(subjects, schemes, since, days)
    problems = [problem for one in found for problem in _unjudged(one, read)]
    if problems:
        raise FactsRefused(problems)
    return beside(found)


@dataclass(frozen=True, slots=True)
class Given:
    """What one facts file says."""

    path: Path
    read: Read


def _read(given: Sequence[Path]) -> dict[str, Given]:
    """By customer, or by the file's name where it names none. Raises FactsRefused with the name of
    the file before each problem."""
    found: dict[str, Given] = {}
    problems: list[str] = []
    for path in _files(given):
        try:
            one = Given(path, read_facts(text_of(path)))
        except FactsRefused as refused:
            problems += [f"{path}: {problem}" for problem in refused.problems]
            continue
        key = one.read.facts.customer or path.stem
        if key in found:
            problems.append(f"{path}: customer.id: {key} is in {found[key].path} already")
        found[key] = one
    if problems:
        raise FactsRefused(problems)
    return found


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.glob("*.json"))
        if not found:
            raise UnusableOptions(f"--facts: there is no .json file in {path}")
        yield from found


def _unjudged(found: Outlook, read: Mapping[str, Given]) -> Iterator[str]:
    for one in found.unjudged:
        given = read[one.key]
        place = given.read.places[one.document_id]
        yield f"{given.path}: {place}.currency: the policy has no floor for {one.currency}"


def _say(found: Simulated, *, as_json: bool) -> None:
    if as_json:
        from bot.cli.simulation_json import as_json as plain

        print(json.dumps(plain(found), ensure_ascii=False, indent=2))
        return
    from bot.cli.simulation_tables import show

    show(found)


def _write(path: Path, found: Simulated) -> None:
    from bot.cli.private import write_private
    from handlers.messages.simulation_page import simulation_page
    from handlers.messages.text import Words

    words = Words(today=found.outlook.since)
    try:
        write_private(path, simulation_page(found, words).encode())
    except OSError as error:
        give_up([f"{path}: cannot be written: {error.strerror or error}"])
    print(f"written: {path}", file=sys.stderr)
