"""Which cases there are, drawn from a seed: every story and errand with every outcome, then a death
at every point of each, then anything together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from core.domain.plans import Reason
from tests.prove.sweeping.case import Case
from tests.prove.sweeping.errands import ERRANDS
from tests.prove.sweeping.late import AT_MICROSOFT, LATE, OF_ONE, OF_VOTES
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.reading import LATE_READING
from tests.prove.sweeping.source import Answer
from tests.prove.sweeping.stories import RESOLD_TO, STORIES
from tests.prove.sweeping.troubles import Trouble

DIES, DIES_AGAIN, MORE_HAPPENS, ALL_IS_WELL = 0.75, 0.4, 0.65, 0.35
SHORTEST = ("one, unpaid", "one, fraud", "one alone, fraud", "not ratified")
LONGEST = "a plan is told"
Points = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Way:
    """A story or an errand: how it is called when all goes well, and what may befall it."""

    name: str
    usual: str
    outcomes: tuple[str, ...]
    late: tuple[str, ...]
    every_late: bool


def _may_happen(name: str) -> tuple[str, ...]:
    """To a plan, in the order of LATE."""
    told = STORIES[name]
    pointless = set(OF_VOTES if told.alone else OF_ONE)
    if told.reason is not Reason.NON_PAYMENT or told.lifts:
        pointless.add("the customer pays")
    if told.customer == RESOLD_TO:
        pointless |= AT_MICROSOFT
    return tuple(late for late in LATE if late not in pointless)


OUTCOMES = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.DONE)
ANSWERS = tuple(answer.value for answer in Answer if answer is not Answer.WHOLE)
WAYS = (
    *(
        Way(name, Outcome.DONE.value, OUTCOMES, _may_happen(name), name in SHORTEST)
        for name, story in STORIES.items()
        if not story.reads
    ),
    *(
        Way(name, Answer.WHOLE.value, ANSWERS, tuple(LATE_READING), every_late=True)
        for name, story in STORIES.items()
        if story.reads
    ),
    *(
        Way(name, Trouble.NONE.value, tuple(map(str, one.troubles)), one.late, name != LONGEST)
        for name, one in ERRANDS.items()
    ),
)


def plain() -> list[Case]:
    """Nothing dies and nothing else happens."""
    return [Case(way.name, outcome) for way in WAYS for outcome in (way.usual, *way.outcomes)]


def deaths(points: Points) -> Iterator[Case]:
    """At every point where all goes well."""
    for way in WAYS:
        for at in range(points[way.name, way.usual]):
            yield Case(way.name, way.usual, crash=at)


def happenings(points: Points) -> Iterator[Case]:
    """Everything else that may happen, at every point of the shortest ways."""
    for way in WAYS:
        for at in range(points[way.name, way.usual] if way.every_late else 0):
            for late in way.late:
                yield Case(way.name, way.usual, late=late, late_at=at)


def anything(points: Points, chance: Random) -> Iterator[Case]:
    """Without end. Short ways come more often, as they are over sooner."""
    weights = [1 / points[way.name, way.usual] for way in WAYS]
    while True:
        (way,) = chance.choices(WAYS, weights)
        well = not way.outcomes or chance.random() < ALL_IS_WELL
        outcome = way.usual if well else chance.choice(way.outcomes)
        most = max(1, points[way.name, outcome])
        crash = chance.randrange(most) if chance.random() < DIES else None
        again = chance.randrange(most) if crash and chance.random() < DIES_AGAIN else None
        late = chance.choice(way.late) if way.late and chance.random() < MORE_HAPPENS else ""
        at = chance.randrange((crash or most - 1) + 1) if late else None
        if crash is not None or late:
            yield Case(way.name, outcome, crash, again, late, at)


def cases(points: Points, seed: int, most: int) -> list[Case]:
    """So many, each once, the rarest kinds among the first."""
    found: dict[str, Case] = {}
    chance = Random(seed)
    for certain in (list(deaths(points)), list(happenings(points))):
        chance.shuffle(certain)
        for case in certain[: most // 4]:
            found[case.key] = case
    for case in anything(points, chance):
        if len(found) >= most:
            break
        found[case.key] = case
    return list(found.values())
