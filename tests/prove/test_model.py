"""A few machines with a fixed seed: what they do stays within what is promised."""

from __future__ import annotations

from tests.prove.model import walked


def test_whatever_happens_in_whatever_order() -> None:
    found = walked(11, machines=3, moves=20)
    assert not found["failed"], found["whys"]
    assert found["figures"]["rules"] > 30
    assert found["figures"]["effects"] > 0
