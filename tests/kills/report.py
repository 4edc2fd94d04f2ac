"""What a run has to show, as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from tests.kills.run import Outcome


def lines(run: Outcome) -> Iterator[str]:
    found = run.judgement
    yield f"{run.layout}: {run.kills} kills in {run.seconds:.0f} s, seed {run.seed}"
    if run.trouble:
        yield f"  cut short: {run.trouble}"
    yield f"  plans {found.plans}, steps of approved plans {found.steps}, effects {found.effects}"
    yield "  plans ended " + _counted(Counter(end.state for end in run.became.values()))
    yield "  faults met: " + _counted(run.faults)
    yield (
        f"  lost {len(found.lost)}, doubled {len(found.doubled)}, "
        f"unapproved {len(found.unapproved)}, not known to the desk {len(found.untold)}, "
        f"with a person {len(found.with_a_person)}"
    )
    yield f"  frozen by itself after surprises, and lifted by two: {run.lifted} times"
    calm, cut = _first_calls(run)
    yield _times("last vote acknowledged to first call, no kill between", calm)
    yield _times("last vote acknowledged to first call, a kill between", cut)
    yield _times("restart to ready", ready(run))
    yield _times("restart to first resumed work", resumed(run))
    for name in ("lost", "doubled", "unapproved", "untold", "with_a_person"):
        for said in getattr(found, name):
            yield f"  {name}: {said}"
    for said in run.odd_answers:
        yield f"  answered oddly: {said}"


def ready(run: Outcome) -> list[float]:
    return [life.ready - life.started for life in run.lives if life.ready is not None]


def resumed(run: Outcome) -> list[float]:
    """Only where approved work was open and the process lived to go on with it."""
    found = []
    for life in run.lives:
        calls = (at for at, _ in run.calls if at >= life.started)
        first = min(calls, default=None)
        if life.work_waits and first and (life.killed is None or first <= life.killed):
            found.append(first - life.started)
    return found


def _first_calls(run: Outcome) -> tuple[list[float], list[float]]:
    calm: list[float] = []
    cut: list[float] = []
    for asked in run.asked:
        told, sent = asked.acknowledged_at(), asked.approved_at()
        if told is None or sent is None:
            continue
        first = min((at for at, of in run.calls if of == asked.tenant and at >= sent), default=None)
        if first is None:
            continue
        killed = any(sent <= life.started <= first for life in run.lives)
        (cut if killed else calm).append(max(0.0, first - told))
    return calm, cut


def _times(what: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"  {what}: never seen"
    return (
        f"  {what}: median {_shown(median(seconds))}, worst {_shown(max(seconds))}"
        f" ({len(seconds)} times)"
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found.most_common()) or "none"
