"""What holds whenever one looks: read from the desk's file over a connection of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from core.domain.plans import PLAN_MOVES, STEP_MOVES, PlanState, StepState
from storage.audit import verify
from tests.prove.modelling.memory import Noted, deciders

if TYPE_CHECKING:
    from tests.prove.modelling.stage import Stage

Breach = tuple[str, str]
OPEN = {"pending", "approved", "executing"}
AT_CUSTOMERS = "('suspend', 'cancel', 'reinstate', 'stop_renewal', 'adopt')"
BUSY = text(
    f"SELECT 1 FROM plans WHERE action IN {AT_CUSTOMERS} "
    "AND state IN ('pending', 'approved', 'executing') AND NOT halted "
    "GROUP BY account, tenant_id HAVING count(*) > 1"
)
EMPTY = text(
    f"SELECT 1 FROM plans p WHERE p.action IN {AT_CUSTOMERS} "
    "AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.plan_id = p.plan_id)"
)
CASES = text(
    "SELECT 1 FROM cases WHERE state = 'open' GROUP BY account, tenant_id, kind HAVING count(*) > 1"
)
ALONE = text(
    "SELECT 1 FROM containments WHERE state IN ('unratified', 'undoing') "
    "GROUP BY requester HAVING count(*) > 1"
)
VOTES = text("SELECT plan_id, person_id, choice, hash FROM votes")
PLANS = text("SELECT plan_id, state, hash, ended_why FROM plans")
FAILED = text("SELECT kind, error FROM jobs WHERE failures > 0")


def broken_rules(stage: Stage) -> Iterator[Breach]:
    stage.tally.looked.update(name for name, _ in CHECKS)
    yield from _moves(stage)
    with stage.desk.database.reading() as connection:
        for name, check in CHECKS:
            for kind, why in check(stage, connection):
                yield kind, f"{name}: {why}"


def _moves(stage: Stage) -> Iterator[Breach]:
    """Every one is legal, and counted."""
    for what, before, then in stage.desk.moves():
        stage.tally.moves[f"{what}: {before} to {then}"] += 1
        legal = PLAN_MOVES[PlanState(before)] if what == "plan" else STEP_MOVES[StepState(before)]
        if then not in {one.value for one in legal}:
            yield "lost", f"L2: {what} {before} became {then}"


def _one_open_change(stage: Stage, connection: Connection) -> Iterator[Breach]:
    if connection.execute(BUSY).first():
        yield "doubled", "two open changes for one customer"


def _nothing_empty(stage: Stage, connection: Connection) -> Iterator[Breach]:
    if connection.execute(EMPTY).first():
        yield "unapproved", "a plan of nothing"


def _one_case(stage: Stage, connection: Connection) -> Iterator[Breach]:
    if connection.execute(CASES).first():
        yield "doubled", "two open cases of one kind for one customer"


def _one_alone(stage: Stage, connection: Connection) -> Iterator[Breach]:
    if connection.execute(ALONE).first():
        yield "unapproved", "somebody acted alone twice, and nobody ratified the first"


def _votes(stage: Stage, connection: Connection) -> Iterator[Breach]:
    """Of people with a role, not of who asked, and of what was asked for."""
    memory = stage.memory
    for row in connection.execute(VOTES).all():
        noted, who = memory.plans.get(row.plan_id), memory.names.get(row.person_id, "")
        if noted is None:
            continue
        if who not in deciders(noted.action):
            yield "unapproved", f"{who} voted"
        if row.hash != noted.plan.hash:
            yield "unapproved", "a vote on something else"
        if row.choice == "approve" and who not in noted.yes:
            yield "unapproved", f"a yes of {who} that was never given"


def _ended(stage: Stage, connection: Connection) -> Iterator[Breach]:
    """An end stays one, and the content stays as it was."""
    for row in connection.execute(PLANS).all():
        noted = stage.memory.plans.get(row.plan_id)
        if noted is not None and noted.plan.hash != row.hash:
            yield "unapproved", "S2: the hash of a plan changed"
        if noted is not None and row.state not in OPEN:
            yield from () if noted.ended else _over(stage, noted, row.ended_why)
            noted.ended = row.state
        elif noted is not None and noted.ended:
            yield "lost", f"{noted.ended} was told, and is {row.state}"


def _over(stage: Stage, noted: Noted, why: str) -> Iterator[Breach]:
    """ "Paid" means paid."""
    if why == "paid":
        stage.tally.looked["S18"] += 1
        if not stage.memory.paid[noted.key]:
            yield "unapproved", "S18: it ended as paid, and nobody paid"
    if noted.action == "adopt":
        yield from _taken_over(stage, noted)


def _taken_over(stage: Stage, noted: Noted) -> Iterator[Breach]:
    """From now on it is ours, if there are two who said so."""
    taken = stage.taken_over(noted)
    stage.memory.ours |= {(noted.key, one) for one in taken}
    stage.tally.done["take over a suspension"] += len(taken)
    if taken and len(stage.memory.supporters(noted, first=False)) < 2:
        yield "unapproved", "S1: taken over without two people"


def _carried_out_once(stage: Stage, connection: Connection) -> Iterator[Breach]:
    taken = Counter(stage.requests.get(one.request_id) for one in stage.microsoft.accepted)
    if any(times > 1 for times in taken.values()):
        yield "doubled", "a line was carried out twice"


def _record(stage: Stage, connection: Connection) -> Iterator[Breach]:
    audit = verify(connection)
    if not audit.holds():
        yield "lost", f"the record does not hold: {audit}"


def _jobs(stage: Stage, connection: Connection) -> Iterator[Breach]:
    """Nothing here is an excuse for one that failed."""
    for row in connection.execute(FAILED).all():
        yield "lost", f"a job broke: {row.kind}: {row.error}"


Check = Callable[["Stage", Connection], Iterator[Breach]]
CHECKS: tuple[tuple[str, Check], ...] = (
    ("S13", _one_open_change),
    ("S7", _nothing_empty),
    ("S14", _one_case),
    ("S15", _one_alone),
    ("S9", _votes),
    ("L2", _ended),
    ("S3", _carried_out_once),
    ("A2", _record),
    ("L1", _jobs),
)
