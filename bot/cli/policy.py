"""python -m bot policy check, explain and schema: what a policy file says, without a desk."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.config import POLICY
from core.domain.explaining import because
from core.domain.facts import Facts
from core.domain.facts_file import FIRST_DAY, LAST_DAY, FactsRefused, read_facts
from core.domain.forecast import Next, next_stage
from core.domain.ladder import Ladder, Rules, Stage
from core.domain.policy_checks import Level
from core.domain.policy_file import PolicyRefused, check_policy, read_rules, schema
from core.domain.positions import NoFloor
from core.domain.verdicts import Verdict, judge
from handlers.messages.letters import Letters
from handlers.messages.text import Words
from handlers.messages.verdict_lines import sentences

CANNOT_BE_READ, CANNOT_BE_RUN = 2, 1
SHIPPED = Path(POLICY)
WHICH = "A policy file; the shipped one if none"
POLICY_FILE = Annotated[Path, typer.Option("--policy", help=WHICH)]
AS_JSON = Annotated[bool, typer.Option("--json", help="Only JSON on standard output")]


def check(
    file: Annotated[Path, typer.Argument(help=WHICH)] = SHIPPED,
    policy: Annotated[Path | None, typer.Option("--policy", help="The same, by name")] = None,
) -> None:
    """Say what is wrong with a policy, and print the ladder of each segment. Exit 2: it cannot be
    read; 1: it can be explained and not run."""
    text = text_of(policy or file)
    try:
        found, rules = check_policy(text), read_rules(text)
    except PolicyRefused as refused:
        give_up(refused.problems)
    print(f"{rules.name}, {len(rules.stages)} stages")
    everybody = "Everybody else" if rules.segments else "Everybody"
    for ladder in (Ladder("", rules.stages), *map(rules.ladder_of, rules.segments)):
        print(f"\n{ladder.segment or everybody}")
        for stage in ladder.stages:
            print(f"  {_when(stage):28} {stage.name}{_does(stage)}")
    for one in found:
        print(f"\n{one.level}: {one}", file=sys.stderr)
    unfit = Letters().problems(rules.texts)
    for problem in unfit:
        print(f"\n{Level.REFUSED}: {problem}", file=sys.stderr)
    if unfit or any(one.level is Level.REFUSED for one in found):
        raise typer.Exit(CANNOT_BE_RUN)


def _when(stage: Stage) -> str:
    when, parts = stage.when, []
    if when.days_overdue is not None:
        late = f"day {when.days_overdue}"
        parts.append(f"due within {-when.days_overdue} days" if when.is_upcoming() else late)
    parts += [f"{amount.currency} {amount.plain()}" for amount in when.overdue_amount.values()][:1]
    return ", ".join(parts) or "by other conditions"


def _does(stage: Stage) -> str:
    after, parts = stage.after_notice, []
    if after is not None:
        business = f" and {after.business_days} business days" if after.business_days else ""
        parts.append(f'{after.days} days{business} after "{after.name}"')
    parts += [f'sends "{stage.notice}"'] if stage.notice else []
    parts += [f"a {stage.task}"] if stage.task else []
    parts += ["stops selling"] if stage.stop_selling else []
    parts += [f"proposes {stage.propose}"] if stage.propose else []
    return f": {', '.join(parts)}" if parts else ""


def explain(
    facts: Annotated[Path | None, typer.Option(help="A facts file (JSON)")] = None,
    on: Annotated[str, typer.Option(help="With facts: the local date, as 2026-03-01")] = "",
    policy: POLICY_FILE = SHIPPED,
    customer: Annotated[str, typer.Option(help="One of this desk's, by name, as it stands")] = "",
    as_json: AS_JSON = False,
) -> None:
    """The verdict on one customer: the stage, why, what it waits for and what comes next."""
    if bool(customer) == (facts is not None):
        give_up(["Name either --facts, with --on, or --customer."], as_json=as_json)
    answer = _of_file(facts, on, policy, as_json=as_json) if facts else _of_desk(customer)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _told(answer))


def _of_desk(customer: str) -> dict[str, Any]:
    from bot.cli.policy_live import live

    return live(customer)


def _of_file(facts: Path, on: str, policy: Path, *, as_json: bool) -> dict[str, Any]:
    try:
        rules = read_rules(text_of(policy, as_json=as_json))
        given = read_facts(text_of(facts, as_json=as_json))
        verdict = judge(given.facts, rules, day_of(on))
        following = next_stage(given.facts, rules, verdict)
    except (PolicyRefused, FactsRefused) as refused:
        give_up(refused.problems, as_json=as_json)
    except NoFloor as error:
        give_up([f"{given.places[error.document_id]}.currency: {error}"], as_json=as_json)
    except ValueError as error:
        give_up([f"--on: {error}"], as_json=as_json)
    return answer_of(verdict, following, given.facts, rules)


def answer_of(
    verdict: Verdict, following: Next | None, facts: Facts, rules: Rules
) -> dict[str, Any]:
    """The verdict as plain JSON; amounts are strings in major units."""
    return {
        "policy": rules.name,
        "customer": facts.customer,
        "on": verdict.on.isoformat(),
        "state": verdict.state.value,
        "stage": verdict.stage.name if verdict.stage else None,
        "segment": verdict.ladder.segment or None,
        "currency": verdict.currency,
        "days_overdue": verdict.days_overdue,
        "overdue": {code: net.plain() for code, net in verdict.overdue().items()},
        "waiting_for": [
            {"what": one.what.value, "name": one.name, "until": _iso(one.until)}
            for one in verdict.waiting_for
        ],
        "next": {"stage": following.stage.name, "on": _iso(following.on)} if following else None,
        "letters": [stage.notice for stage in verdict.letters],
        "reasons": sentences(because(verdict, facts, rules), Words()),
    }


def print_schema() -> None:
    """The JSON Schema of a policy file, for editors."""
    print(json.dumps(schema(), indent=2))


def _told(answer: dict[str, Any]) -> str:
    lines = [f"{answer['on']}: {answer['state']}, stage {answer['stage'] or 'none'}"]
    lines = [answer["name"], f"  {answer['place']}", *lines] if "place" in answer else lines
    lines += [f"  {reason}" for reason in answer["reasons"]]
    for one in answer["waiting_for"]:
        until = f", {one['until']}" if one["until"] else ""
        lines.append(f"Waits for {one['what']}: {one['name']}{until}")
    if answer["next"]:
        following = answer["next"]
        lines.append(f"Next, if nothing is paid: {following['stage']} on {following['on']}")
    return "\n".join(lines)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: str) -> date:
    """Raises ValueError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no date, write it as 2026-03-01') from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must be between {FIRST_DAY} and {LAST_DAY}")
    return day


def text_of(path: Path, *, as_json: bool = False) -> str:
    """Raises Exit: a file that cannot be read is said by its name."""
    try:
        return sys.stdin.read() if str(path) == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        give_up([f"{path}: cannot be read: {why}"], as_json=as_json)


def give_up(problems: list[str], *, as_json: bool = False) -> NoReturn:
    if as_json:
        print(json.dumps({"problems": problems}, ensure_ascii=False, indent=2))
    for problem in problems:
        print(problem, file=sys.stderr)
    raise typer.Exit(CANNOT_BE_READ)
