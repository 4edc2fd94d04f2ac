"""What a sweep has found: its figures, the kinds of faults that were really met, and the points."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.faults import POINTS
from tests.prove.parts import Part, Table
from tests.prove.running import Run
from tests.prove.sweeping.late import LATE
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.reading import LATE_READING
from tests.prove.sweeping.rounds import BREACHES, HAPPENINGS
from tests.prove.sweeping.source import Answer
from tests.prove.sweeping.troubles import Trouble

FLOORS = {"runs": 10_000, "crashes": 2_500, "second crashes": 500, "fault cases": 48}
TITLE = (
    "In one process, with the desk's own use cases, executor, engine and clients on a SQLite file: "
    "a plan is approved, its first change meets an outcome, something else is committed at a "
    "point, the desk dies at a point and perhaps once more while it recovers. Then the world is "
    "well and everything has to come to an end. The stand-in asks at each change whether this "
    "exact line was allowed now, by its own SQL on a second connection. One of the plans waits for "
    "books that the desk has to read again, and the questions for them meet outcomes, too: nothing "
    "may rest on books that were not told as a whole. In the same way letters, "
    "digests, service requests, answers to Microsoft, cards, news, files, checkpoints and reading "
    "are begun by the whole desk and cut off; what arrives is judged as it is taken, and in the "
    "end it has to be done once and said."
)
NOTES = (
    "Sending begins with the commit of the attempt as sent. What was committed after that and "
    "before the first byte finds the call under way: these are counted as in flight, not as too "
    "late, and are the few milliseconds between that commit and the socket.",
    "Lost: approved and at the end neither done, nor ended for something that happened, nor with "
    "a person who was called; and every effect that the desk takes for not done; and every job "
    "that failed in a way nobody foresaw; a letter, digest, request or answer that is half-way, or "
    "in doubt and nobody was called; news that nobody heard, and a card that shows an old state.",
    "Doubled: the same change, letter, digest, service request or answer taken twice. A card or a "
    "piece of news may come twice, and a checkpoint or a file as well: it does no harm.",
)
Result = Mapping[str, Any]
UNREACHED, ALIVE = "points never reached", "points at which nothing died"
USUAL = {Outcome.DONE.value, Trouble.NONE.value, Answer.WHOLE.value}


def part_of(run: Run, results: Mapping[str, Result]) -> Part:
    found = list(results.values())
    classes = list(_classes(results))
    figures = {
        "runs": len(found),
        "effects": sum(one["effects"] for one in found),
        "crashes": sum(len(one["crashes"]) for one in found),
        "second crashes": sum(len(one["crashes"]) > 1 for one in found),
        "other happenings": sum(bool(one["late"]) for one in found),
        "ended with a person": sum(one["state"] in {"needs_human", "partial"} for one in found),
        "in flight": sum(one["in flight"] for one in found),
        **_arrived(found),
        **{name: sum(len(one[name]) for one in found) for name in BREACHES},
        "fault cases": len(classes),
        "fault cases caught": sum(not breaches for *_, breaches in classes),
        **_points(found),
    }
    tables = [_table_of(classes), _points_table(found), *_breaches(results)]
    return run.part(
        TITLE, figures, floors=FLOORS, zeros=(*BREACHES, UNREACHED, ALIVE), notes=NOTES,
        tables=tables,
    )  # fmt: skip


def _arrived(found: Sequence[Result]) -> dict[str, int]:
    """Besides changes of subscriptions."""
    counted = Counter[str]()
    for one in found:
        counted.update(one.get("arrived", {}))
    return dict(counted)


def _points(found: Sequence[Result]) -> dict[str, int]:
    reached = {POINTS[int(number)] for one in found for number in one["heard"]}
    died = {point for one in found for point in one["crashes"]}
    return {
        "points": len(POINTS),
        UNREACHED: len(set(POINTS) - reached),
        ALIVE: len(set(POINTS) - died),
    }


def _classes(results: Mapping[str, Result]) -> Iterator[tuple[str, str, int, int]]:
    """Each kind of fault that was really met: its group, its name, how often, with breaches."""
    told = [(json.loads(key), found) for key, found in results.items()]
    for outcome in (*map(str, Outcome), *map(str, Trouble), *map(str, Answer)):
        met = [f for key, f in told if key[1] == outcome and f["befallen"]]
        if outcome not in USUAL:
            yield from _class("what becomes of a call", outcome, met)
    for late in dict.fromkeys((*LATE, *HAPPENINGS, *LATE_READING)):
        met = [f for key, f in told if key[4] == late and f["late"]]
        yield from _class("committed by others", late, met)
    for point in map(str, POINTS):
        died = [f for _, f in told if f["crashes"][:1] == [point]]
        yield from _class("the desk dies", point, died)
    for point in map(str, POINTS):
        again = [f for _, f in told if f["crashes"][1:] == [point]]
        yield from _class("it dies again while it recovers", point, again)


def _class(group: str, name: str, met: Sequence[Result]) -> Iterator[tuple[str, str, int, int]]:
    if met:
        yield group, name, len(met), sum(any(one[b] for b in BREACHES) for one in met)


def _table_of(classes: Iterable[tuple[str, str, int, int]]) -> Table:
    rows = tuple((group, name, f"{met:,}", str(breaches)) for group, name, met, breaches in classes)
    return Table("Fault cases", ("Kind", "Case", "Fired", "With a breach"), rows)


def _points_table(found: Sequence[Result]) -> Table:
    heard, died, late = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        heard.update({POINTS[int(number)]: count for number, count in one["heard"].items()})
        died.update(one["crashes"])
        late.update([one["late"]] if one["late"] else [])
    rows = tuple(
        (str(point), f"{heard[point]:,}", f"{died[point]:,}", f"{late[point]:,}")
        for point in POINTS
    )
    head = ("Point", "Reached", "Died there", "Something else happened there")
    return Table("Points", head, rows)


def _breaches(results: Mapping[str, Result]) -> Iterator[Table]:
    rows = tuple(
        (key, name, "; ".join(map(str, found[name])))
        for key, found in results.items()
        for name in BREACHES
        if found[name]
    )
    if rows:
        yield Table("Breaches", ("Case", "Kind", "What"), rows[:200])
