"""python -m bot policy: what a policy file says, on standard output, with an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from tests.a_ladder import FLOORS, LADDER, SEGMENTS, Given, customer, invoice, told
from tests.bot.a_terminal import bot

RICH = customer(
    invoice("A", 40, "700.00", disputed="100.00"),
    invoice("B", 12, "300.00"),
    invoice("C", -3, "50.00"),
    invoice("D", 90, "80.00", category="fee"),
    invoice("U", 20, "10.00", status="unknown"),
    invoice("W", 30, "75.00", currency="USD"),
    credits=[{"currency": "EUR", "amount": "120.00"}],
    holds=[{"kind": "vip", "from": "2026-01-01", "until": None}],
    notices=[told("reminder", 35), told("second", 25), told("final", 5, access_from="2026-03-12")],
    receivables_as_of="2026-03-03T20:00:00Z",
)


def files(folder: Path, policy: str, facts: object) -> list[str]:
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    text = facts if isinstance(facts, str) else json.dumps(facts)
    (folder / "facts.json").write_text(text, encoding="utf-8")
    return ["--policy", str(folder / "policy.toml"), "--facts", str(folder / "facts.json")]


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["policy", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout, done.stderr


def explained(folder: Path, policy: str, facts: Given, on: str = "2026-03-04") -> dict[str, Any]:
    code, out, err = run("explain", *files(folder, policy, facts), "--on", on, "--json")
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def test_an_answer_is_json_and_says_everything(tmp_path: Path) -> None:
    assert explained(tmp_path, 'name = "ours"\n' + FLOORS + LADDER, RICH) == {
        "policy": "ours",
        "customer": "7c1e0000-0000-4000-8000-0000000004ab",
        "on": "2026-03-04",
        "state": "chasing",
        "stage": "final",
        "segment": None,
        "currency": "EUR",
        "days_overdue": 40,
        "overdue": {"EUR": "780.00", "USD": "75.00"},
        "waiting_for": [
            {"what": "notice", "name": "final", "until": "2026-03-06"},
            {"what": "day", "name": "access_from", "until": "2026-03-12"},
        ],
        "next": {"stage": "suspension", "on": "2026-03-12"},
        "letters": [],
        "reasons": [
            "U is missing from the newest books; the verdict is the same with it.",
            "D is not counted (a fee or finance charge): EUR 80.00.",
            "EUR 100.00 is in dispute and not counted.",
            "EUR 120.00 of credits is taken off the oldest documents.",
            "EUR 780.00 is overdue; A is the oldest, counted from Fri 23 Jan 2026.",
            "USD 75.00 is overdue; W is the oldest, counted from Mon 2 Feb 2026.",
            "The stage is “final”, from day 21 on.",
            "The notice “final” is old enough on Fri 6 Mar 2026.",
            "A delivered notice says: not before Thu 12 Mar 2026.",
            "Once more than EUR 730.00 is paid, the rest is below the floor.",
        ],
    }


def test_a_policy_of_stages_alone_and_a_customer_alone_will_do(tmp_path: Path) -> None:
    answer = explained(tmp_path, LADDER, {"customer": RICH["customer"]})
    assert (answer["state"], answer["stage"], answer["next"]) == ("stale", None, None)
    fresh = customer(receivables_as_of="2026-03-03T20:00:00Z")
    answer = explained(tmp_path, LADDER, fresh)
    assert (answer["state"], answer["currency"], answer["days_overdue"]) == ("clear", None, None)
    assert (answer["overdue"], answer["waiting_for"], answer["next"]) == ({}, [], None)


def test_people_read_the_same_in_lines(tmp_path: Path) -> None:
    code, out, err = run("explain", *files(tmp_path, FLOORS + LADDER, RICH), "--on", "2026-03-04")
    assert (code, err) == (0, "")
    assert out.startswith("2026-03-04: chasing, stage final\n")
    assert "Waits for notice: final, 2026-03-06\n" in out
    assert out.endswith("Next, if nothing is paid: suspension on 2026-03-12\n")


@pytest.mark.parametrize(
    ("policy", "facts", "on", "problem"),
    [
        ("name = ", RICH, "2026-03-04", "not TOML: "),
        ("stages = []", RICH, "2026-03-04", "stages: "),
        (LADDER.replace("= 3 ", '= "3" '), RICH, "2026-03-04", "stage[1].when.days_overdue: "),
        (LADDER, "{", "2026-03-04", "Invalid JSON: "),
        (LADDER, RICH | {"extra": 1}, "2026-03-04", "extra: "),
        (LADDER, customer(invoice("A", 5, open=7)), "2026-03-04", "invoices[0].open: "),
        (FLOORS + LADDER, customer(invoice("A", 5), invoice("B", 5, currency="GBP")),
         "2026-03-04", "invoices[1].currency: the policy has no floor for GBP"),
        (LADDER, RICH, "4 March", '--on: "4 March" is no date'),
        (LADDER, RICH, "9999-12-31", "--on: must be between"),
    ],
    ids=[
        "no toml", "unknown key", "wrong type", "no json", "unknown fact", "number for an amount",
        "no floor", "no date", "end of time",
    ],
)  # fmt: skip
def test_a_bad_file_is_exit_2_with_path_and_reason(
    tmp_path: Path, policy: str, facts: object, on: str, problem: str
) -> None:
    words = ["explain", *files(tmp_path, policy, facts), "--on", on]
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith(problem)
    code, out, _ = run(*words, "--json")
    assert code == 2
    assert json.loads(out)["problems"][0].startswith(problem)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    facts = str(tmp_path / "none.json")
    code, out, err = run("explain", "--facts", facts, "--on", "2026-03-04", "--json")
    assert code == 2
    assert err == f"{facts}: cannot be read: No such file or directory\n"
    assert json.loads(out) == {"problems": [err.strip()]}


def test_for_real_there_is_nothing_but_json_on_standard_output(tmp_path: Path) -> None:
    words = [*files(tmp_path, FLOORS + LADDER, RICH), "--on", "2026-03-04", "--json"]
    done = bot({}, "policy", "explain", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["stage"] == "final"
    (tmp_path / "facts.json").write_text("{}", encoding="utf-8")
    done = bot({}, "policy", "explain", *words)
    assert done.returncode == 2
    assert done.stderr == "customer: missing\n"


def test_the_shipped_policy_is_fit_to_run() -> None:
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert "Everybody else\n  due within 5 days            upcoming: " in out
    assert (
        'day 35, EUR 500.00           suspension: 7 days and 5 business days after "final"' in out
    )


def test_a_policy_that_can_only_be_explained_is_exit_1(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(FLOORS + LADDER + SEGMENTS, encoding="utf-8")
    code, out, err = run("check", str(path))
    assert code == 1
    assert "\ncontract\n" in out
    assert "stop selling" not in out[out.index("\nnew\n") : out.index("\ncontract\n")]
    assert "refused: approvals: missing" in err
    path.write_text("stages = []", encoding="utf-8")
    assert run("check", str(path))[0] == 2


def test_the_schema_knows_every_table() -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert {"stage", "segment", "timing", "floors"} <= set(json.loads(out)["properties"])
