"""python -m bot policy simulate without a desk: from a policy and files of facts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.config import POLICY
from tests.a_portfolio import DUE, LADDER
from tests.world import World

Json = dict[str, Any]


def short(final: int = 8) -> str:
    return LADDER.replace("REMINDED", str(final))


def facts(name: str, due: date = DUE, code: str = "EUR", left: str = "900.00") -> Json:
    invoice = {
        "id": "R-1", "issued": "2026-01-20", "due": due.isoformat(), "currency": code,
        "total": left, "open": left, "status": "open", "disputed": "0.00",
    }  # fmt: skip
    customer = {"id": name, "tags": [], "country": "DE", "time_zone": "Europe/Berlin"}
    return {
        "customer": customer,
        "invoices": [invoice],
        "receivables_as_of": "2026-02-03T05:00:00Z",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two customers, and two policies that differ by three days."""
    (tmp_path / "facts").mkdir()
    for number, one in enumerate((facts("anna"), facts("bert", code="USD", left="80.50"))):
        (tmp_path / "facts" / f"{number}.json").write_text(json.dumps(one), encoding="utf-8")
    (tmp_path / "old.toml").write_text(short(), encoding="utf-8")
    (tmp_path / "new.toml").write_text(short(11), encoding="utf-8")
    return tmp_path


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["policy", "simulate", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr


def simulated(*words: object) -> Json:
    code, said, complaint = run(*words, "--json")
    assert (code, complaint) == (0, "")
    answer: Json = json.loads(said)
    return answer


def test_every_customer_and_every_day_is_in_the_json(folder: Path) -> None:
    found = simulated("--policy", folder / "old.toml", "--facts", folder / "facts", "--on", DUE)
    assert (found["policy"], found["on"], found["days"], found["customers"]) == (
        "short",
        "2026-02-03",
        30,
        2,
    )
    assert len(found["by_day"]) == 30
    assert found["reached"]["suspension"] == {
        "customers": 2,
        "overdue": {"EUR": "900.00", "USD": "80.50"},
    }
    (anna, _) = found["journeys"]
    assert anna["customer"] == "anna" and anna["starts"] == "upcoming"
    assert anna["moments"][-1] == {
        "on": "2026-02-18", "stage": "suspension", "letter": None, "proposals": ["suspend"],
        "held": [], "overdue": {"EUR": "900.00"},
    }  # fmt: skip
    assert "compared_with" not in found and "past" not in found


def test_one_file_and_some_days(folder: Path) -> None:
    one = folder / "facts" / "0.json"
    found = simulated("--policy", folder / "old.toml", "--facts", one, "--on", DUE, "--days", 7)
    assert list(found["reached"]) == ["reminder"]


def test_an_edited_policy_is_compared_customer_by_customer(folder: Path) -> None:
    words = ("--policy", folder / "new.toml", "--against", folder / "old.toml")
    changes = simulated(*words, "--facts", folder / "facts", "--on", DUE)["compared_with"][
        "changes"
    ]
    assert changes["customers"] == 2
    assert {
        "customer": "anna", "name": "anna", "what": "final",
        "before": "2026-02-11", "after": "2026-02-14",
    } in changes["by_customer"]  # fmt: skip


def test_the_shipped_policy_comes_with_its_caps(folder: Path) -> None:
    many = folder / "many"
    many.mkdir()
    for number in range(12):
        one = json.dumps(facts(f"c{number}"))
        (many / f"{number}.json").write_text(one, encoding="utf-8")
    found = simulated("--policy", POLICY, "--facts", many, "--on", DUE, "--days", "45")
    over = [day["over_caps"]["customers"] for day in found["by_day"]]
    assert sum(over) == 2 and any(day["stops_and_asks"] for day in found["by_day"])


def test_the_table_says_what_comes_and_what_changes(folder: Path) -> None:
    words = ("--policy", folder / "new.toml", "--against", folder / "old.toml")
    code, said, _ = run(*words, "--facts", folder / "facts", "--on", DUE)
    assert code == 0
    for piece in (
        "30 days from Tue 3 Feb 2026, 2 customers",
        "EUR 900.00, USD 80.50",
        "Thu 19 Feb",
    ):
        assert piece in said
    assert "2 customers treated otherwise" in said and "3 days later" in said


def test_the_page_needs_nothing_else(folder: Path) -> None:
    page = folder / "page.html"
    words = ("--policy", folder / "old.toml", "--facts", folder / "facts", "--on", DUE)
    code, _, said = run(*words, "--html", page)
    assert (code, said) == (0, f"written: {page}\n")
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 4 and "<script" not in text and "http" not in text
    assert page.stat().st_mode & 0o077 == 0


def test_what_is_wrong_is_named_with_its_file_and_path(folder: Path) -> None:
    bad, francs = folder / "facts" / "bad.json", folder / "francs.json"
    bad.write_text('{"customer": {"id": "x"}, "invoices": [{"id": "R"}]}', encoding="utf-8")
    francs.write_text(
        json.dumps(facts("carl", code="CHF", due=DUE + timedelta(90))), encoding="utf-8"
    )
    (folder / "empty").mkdir()
    twice = folder / "twice.json"
    twice.write_text(json.dumps(facts("anna")), encoding="utf-8")
    first = folder / "facts" / "0.json"
    policy = ("--policy", folder / "old.toml")
    on = ("--on", DUE)
    empty = folder / "empty"
    for words, problem in (
        ((*policy, "--facts", folder / "facts", *on), f"{bad}: invoices[0].due"),
        ((*policy, "--facts", francs, *on), f"{francs}: invoices[0].currency: the policy has no"),
        ((*policy, "--facts", first, "--on", "soon"), '--on: "soon" is no date'),
        ((*policy, "--facts", first), '--on: "" is no date'),
        ((*policy, "--facts", empty, *on), f"there is no .json file in {empty}"),
        ((*policy, "--facts", first, "--facts", twice, *on), f"{twice}: customer.id: anna is in"),
        (("--policy", first, "--facts", first, *on), "not TOML"),
        (("--policy", folder / "no.toml", "--facts", first, *on), "cannot be read"),
        ((*policy, *on), "--on and --against go with --facts"),
    ):
        code, said, complaint = run(*words, "--json")
        assert code == 2, words
        assert problem in complaint
        if "cannot be read" not in problem:
            assert any(problem in one for one in json.loads(said)["problems"])


def test_at_the_desk_the_policy_in_force_is_the_one_it_is_compared_with(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in world.installation.environment(port=1).items():
        monkeypatch.setenv(name, value)
    text = Path(POLICY).read_text(encoding="utf-8")
    edited = tmp_path / "edited.toml"
    edited.write_text(text.replace("days_overdue = 3 }", "days_overdue = 2 }"), encoding="utf-8")
    alone = simulated("--days", 14)
    assert (alone["on"], alone["days"], alone["policy"]) == ("2026-10-12", 14, "standard")
    found = simulated("--policy", edited, "--days", 14)
    assert found["compared_with"]["version"] == alone["version"] != found["version"]
    assert found["compared_with"]["changes"]["customers"] > 0
    assert found["past"]["customers"] == 0
    code, said, _ = run("--policy", edited)
    assert code == 0 and "The past: nothing is recorded yet." in said
