"""python -m bot signals: a file taken in or refused by its rows, a list, and precision."""

from __future__ import annotations

from pathlib import Path

from tests.bot.a_terminal import bot
from tests.bot.test_cli import environment_of
from tests.world import World

HEADER = "customer,kind,strength,when,note\n"


def test_what_people_saw_is_taken_in_and_listed(world: World, tmp_path: Path) -> None:
    environment, file = environment_of(world), tmp_path / "seen.csv"
    assert "No signal was seen in 30 days." in bot(environment, "signals", "list").stdout
    file.write_text(f"{HEADER}contoso.example,reported,90,2026-10-10,[bold]stolen card\n")
    taken = bot(environment, "signals", "import", str(file))
    assert taken.stdout == "taken in: seen.csv; new: 1, known: 0, cases: 1\n", taken.stdout
    listed = bot(environment, "signals", "list").stdout
    assert "reported by a person" in listed
    assert "[bold]stolen" in listed
    written = tmp_path / "signals.csv"
    assert "1 signals" in bot(environment, "signals", "list", "--csv", str(written)).stdout
    assert "Contoso Handels GmbH" in written.read_text(encoding="utf-8-sig")
    assert "No signal was judged" in bot(environment, "signals", "precision").stdout
    world.settled()


def test_a_bad_file_is_refused_with_its_rows(world: World, tmp_path: Path) -> None:
    file = tmp_path / "seen.csv"
    file.write_text(f"{HEADER}Nobody Ltd,reported,90,2026-10-10,x\n")
    refused = bot(environment_of(world), "signals", "import", str(file))
    assert refused.returncode == 1
    assert "line 2: customer: nobody is called Nobody Ltd" in refused.stdout
