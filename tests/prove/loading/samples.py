"""How long people waited, and what was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """One delivery: its number, milliseconds until it was acknowledged, and what was said then."""

    number: int
    ms: int
    acknowledged: bool
    said: str

    @staticmethod
    def of(told: Mapping[str, Any]) -> Sample:
        """What the sandbox answered to an act; nothing where it refused it."""
        delivery = told.get("delivery")
        if not delivery:
            return Sample(0, 0, False, "")
        took = sum(attempt["elapsed_ms"] for attempt in delivery["attempts"])
        return Sample(delivery["n"], took, delivery["acknowledged"], str(delivery["answer"]))


@dataclass(slots=True)
class Found:
    """What a scenario counted: what people waited for, and figures of its own."""

    scenario: str
    samples: list[Sample] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    said: str = ""

    def row(self) -> list[str]:
        """Scenario, interactions, p50, p99, lost, what else there is to say."""
        waited = sorted(sample.ms for sample in self.samples if sample.acknowledged)
        shown = [f"{at(waited, part)} ms" if waited else "" for part in (0.5, 0.99)]
        return [self.scenario, f"{len(self.samples):,}", *shown, str(self.all_lost), self.said]

    @property
    def all_lost(self) -> int:
        return self.lost + sum(not sample.acknowledged for sample in self.samples)


def at(ordered: Sequence[int], part: float) -> int:
    """The smallest value that so large a part of all does not exceed."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
