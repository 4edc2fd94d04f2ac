"""The story of ninety days under a policy, as `demo --story collections` tells it."""

from __future__ import annotations

import pytest

from bot.cli.demo import Setup
from bot.cli.stories import tell
from sandbox.stories import collections

pytestmark = pytest.mark.story

STEPS = len(collections.STEPS)


def test_the_story_of_a_policy_is_told_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    tell("collections", Setup())
    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told[:-1]] == [f"ok {n:02}" for n in range(1, STEPS + 1)]
    assert told[-1].startswith(f"story collections: {STEPS} of {STEPS} steps")
