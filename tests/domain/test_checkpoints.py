"""Checkpoints as text: what was written is read, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.domain.checkpoints import Checkpoint, NotACheckpoint, read_checkpoint
from core.domain.trail import GENESIS, Head

AT = datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
MADE = Checkpoint("goodstanding/T1", Head(7, "ab" * 32), AT)


def test_the_text_is_that_of_a_transparency_log() -> None:
    assert MADE.text().splitlines() == [
        "goodstanding/T1",
        "7",
        "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=",
        "time 2026-10-12T07:30:00Z",
    ]
    assert read_checkpoint(MADE.text()) == MADE
    empty = Checkpoint("o", Head(0, GENESIS), AT)
    assert read_checkpoint(empty.text()) == empty


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(MADE.text().rstrip("\n"), id="no-last-newline"),
        pytest.param(MADE.text() + "more\n", id="a-line-more"),
        pytest.param(MADE.text().replace("7\n", "07\n", 1), id="size-in-another-spelling"),
        pytest.param(MADE.text().replace("7\n", "-7\n", 1), id="less-than-nothing"),
        pytest.param(MADE.text().replace("q6ur", "q6u!", 1), id="no-base64"),
        pytest.param(MADE.text().replace("time ", "", 1), id="no-time"),
        pytest.param(MADE.text().replace("goodstanding/T1", ""), id="no-origin"),
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotACheckpoint):
        read_checkpoint(text)
