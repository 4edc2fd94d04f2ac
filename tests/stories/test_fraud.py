"""The story of one night of fraud, as `demo --story fraud` tells it."""

from __future__ import annotations

import pytest

from bot.cli.demo import Setup
from bot.cli.stories import tell
from sandbox.stories import fraud

pytestmark = pytest.mark.story

STEPS = len(fraud.STEPS)


def test_the_story_of_fraud_is_told_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    tell("fraud", Setup())
    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told[:-1]] == [f"ok {n:02}" for n in range(1, STEPS + 1)]
    assert told[-1].startswith(f"story fraud: {STEPS} of {STEPS} steps")
