"""The story of three clouds: suspended, warned of, and brought back as it was."""

from __future__ import annotations

import pytest

from sandbox.stories import clouds
from tests.world import World

pytestmark = pytest.mark.story

STEPS = len(clouds.STEPS)


def test_the_story_of_three_clouds_is_told_to_its_end(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    clouds.tell(world.driver.url)
    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told[:-1]] == [f"ok {n:02}" for n in range(1, STEPS + 1)]
    assert told[-1].startswith(f"story clouds: {STEPS} of {STEPS} steps")
