"""python -m bot retention: what is kept for how long, and let go when asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.keeping_checks import check_keeping
from bot.cli.main import app
from core.domain.events import OldDataCleared, Route
from core.domain.notices import LetterState
from core.usecases import cases
from handlers.checkup import Mark
from tests.a_letter import a_draft, a_letter
from tests.bot.test_config import problems
from tests.world import AGENT, World


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["retention", *words])
    assert done.exit_code == 0, done.stdout
    return done.stdout


def test_it_is_counted_then_gone_and_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("KEEP_LETTERS", "400")
    key = cases.customer_for("contoso", world.account(AGENT), office=world.office).key
    old = world.now - timedelta(days=401)
    with world.office.store() as work:
        draft = a_draft(customer=key)
        work.letters.add(a_letter(draft, state=LetterState.WITHDRAWN, created_at=old, try_at=old))
        work.commit()
    (usual,) = check_keeping(world.installation.ledger)
    assert usual.mark is Mark.OK, "six years are not over"
    counted = run()
    assert "letters and replies              400 days  1 due" in counted
    assert "the audit trail" in counted
    assert "letters and replies              400 days  1 gone" in run("--now")
    assert "letters and replies              400 days  0 due" in run()
    (event,) = world.ask(lambda work: work.events.since(OldDataCleared, old))
    assert (event.event, event.stamp.route) == (
        OldDataCleared(what="letters", count=1, days=400),
        Route.CLI,
    )


@pytest.mark.parametrize(
    ("name", "days"),
    [("KEEP_LETTERS", "399"), ("KEEP_JOBS", "13"), ("KEEP_VERDICTS", "x"), ("KEEP_CARDS", "0")],
)
def test_nobody_sets_away_what_is_needed(name: str, days: str) -> None:
    (said,) = problems(**{name: days})
    least = 14 if name == "KEEP_JOBS" else 400
    assert said == f"{name}: a whole number from {least} to 36500"
