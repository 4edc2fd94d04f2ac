"""Which cases there are, drawn from a seed: every story with every outcome, then a death at every
point of each, then anything together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from core.domain.plans import Reason
from tests.prove.sweeping.case import Case
from tests.prove.sweeping.late import LATE
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.stories import STORIES

DIES, DIES_AGAIN, MORE_HAPPENS, ALL_IS_WELL = 0.75, 0.4, 0.65, 0.35


def plain() -> list[Case]:
    """Nothing dies and nothing else happens."""
    return [Case(story, outcome.value) for story in STORIES for outcome in Outcome]


def deaths(points: Mapping[tuple[str, str], int]) -> Iterator[Case]:
    """At every point where all goes well."""
    for story in STORIES:
        for at in range(points[story, Outcome.DONE.value]):
            yield Case(story, crash=at)


def happenings(points: Mapping[tuple[str, str], int]) -> Iterator[Case]:
    """Everything else that may happen, at every point of the two shortest stories."""
    for story in ("one, unpaid", "one, fraud"):
        for at in range(points[story, Outcome.DONE.value]):
            for late in LATE:
                yield Case(story, late=late, late_at=at)


def anything(points: Mapping[tuple[str, str], int], chance: Random) -> Iterator[Case]:
    """Without end. Short stories come more often, as they are over sooner."""
    names = list(STORIES)
    weights = [1 / points[name, Outcome.DONE.value] for name in names]
    while True:
        story = chance.choices(names, weights)[0]
        well = chance.random() < ALL_IS_WELL
        outcome = Outcome.DONE if well else chance.choice(list(Outcome)[1:])
        most = max(1, points[story, outcome.value])
        crash = chance.randrange(most) if chance.random() < DIES else None
        again = chance.randrange(most) if crash and chance.random() < DIES_AGAIN else None
        late = chance.choice(list(LATE)) if chance.random() < MORE_HAPPENS else ""
        if late == "the customer pays" and STORIES[story].reason is not Reason.NON_PAYMENT:
            late = "somebody freezes"
        at = chance.randrange((crash or most - 1) + 1) if late else None
        if crash is not None or late:
            yield Case(story, outcome.value, crash, again, late, at)


def cases(points: Mapping[tuple[str, str], int], seed: int, most: int) -> list[Case]:
    """So many, each once, the rarest kinds among the first."""
    found: dict[str, Case] = {}
    chance = Random(seed)
    certain = [*deaths(points), *happenings(points)]
    chance.shuffle(certain)
    for case in certain[: most // 4]:
        found[case.key] = case
    for case in anything(points, chance):
        if len(found) >= most:
            break
        found[case.key] = case
    return list(found.values())
