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
        f"too late {len(found.late)}, with a person {len(found.with_a_person)}"
    )
    yield (
        f"  power cuts {run.power_cuts}, halted {run.halts}, frozen meanwhile {run.freezes}, paid "
        f"meanwhile {run.payments}, steps called off by that {found.called_off}"
    )
    yield f"  freezes that were lifted by two: {run.lifted}"
    calm, cut = _first_calls(run)
    yield _times("last vote acknowledged to first call, no kill between", calm)
    yield _times("last vote acknowledged to first call, a kill between", cut)
    yield _times("restart to ready", ready(run))
    yield _times("kill to the next attempt of each job that it cut off", run.resumed)
    for name in ("lost", "doubled", "unapproved", "untold", "late", "with_a_person"):
        for said in getattr(found, name):
            yield f"  {name}: {said}"
    for said in run.odd_answers:
        yield f"  answered oddly: {said}"


def ready(run: Outcome) -> list[float]:
    return [life.ready - life.started for life in run.lives if life.ready is not None]


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
