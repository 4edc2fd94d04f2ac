"""Checkpoints: every quarter of an hour the end of the audit trail is signed and given to whoever
keeps it outside, so that nobody at the desk can make another past."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from core.domain.checkpoints import Checkpoint, read_checkpoint
from core.domain.events import CheckpointsKept, CheckpointsLost, Event, Route
from core.ports.checkpoints import Keeper, Signer
from core.ports.engine import Delivery, Job, Later, Priority
from core.ports.office import Office
from core.ports.outside import Answer, Outcome
from core.ports.store import Work
from core.recording import record

CHECKPOINT = "checkpoint"
# A fact of the desk: the newest one that was made.
MADE = "checkpoint_made"
EVERY = timedelta(minutes=15)
# One comes also where nothing happened, so that none at all is noticed outside.
AT_LEAST = timedelta(days=1)
TOLD_AFTER = timedelta(hours=2)
ANOTHER_TRY = 300.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with one keeper: how much of the trail is kept there, by the checkpoint made then
    and taken then, and since when it takes none. Moments are in ISO 8601, UTC."""

    size: int = 0
    made_at: str = ""
    kept_at: str = ""
    lost_since: str = ""
    told: bool = False

    def is_lost(self, now: datetime) -> bool:
        return bool(self.lost_since) and now - datetime.fromisoformat(self.lost_since) >= TOLD_AFTER


def origin(work: Work) -> str:
    """The name of this desk's trail, and of the keys that sign it."""
    return f"goodstanding/{work.desk.get('home_team')}"


def current(work: Work, now: datetime) -> Checkpoint:
    return Checkpoint(origin(work), work.events.head(), now.replace(microsecond=0))


def standing(work: Work, keeper: str) -> Standing:
    said = work.desk.get(_fact(keeper))
    return Standing(**json.loads(said)) if said else Standing()


def tick(
    signer: Signer, keepers: Collection[str], *, office: Office, every: timedelta = EVERY
) -> str:
    """Once a minute, by any number of processes; `every` is how far two are apart if something
    happened between. The note that was made, or empty."""
    now = office.clock()
    with office.store.reading() as work:
        if not _is_due(work, now, every):
            return ""
    with office.store() as work:
        if not _is_due(work, now, every):
            return ""
        made = current(work, now)
        text = made.text()
        work.desk.put(MADE, text)
        note = signer.sign(made.origin, text)
        for keeper in keepers:
            key = f"{CHECKPOINT}:{keeper}:{made.head.size}:{made.at.isoformat()}"
            payload = {"keeper": keeper, "note": note}
            lane = f"{CHECKPOINT}:{keeper}"
            work.jobs.enqueue(Job(CHECKPOINT, key, payload, lane=lane, priority=Priority.CARD))
        work.commit()
    return note


def _is_due(work: Work, now: datetime, every: timedelta) -> bool:
    said = work.desk.get(MADE)
    if not said:
        return True
    last, head = read_checkpoint(said), work.events.head()
    return now - last.at >= (every if head.size > last.head.size else AT_LEAST)


@dataclass(frozen=True, slots=True)
class Courier:
    """The handler of the job `checkpoint`."""

    office: Office
    keepers: Mapping[str, Keeper]

    def bring(self, delivery: Delivery) -> None:
        """Raises Later until it is kept."""
        answer = self.hand_over(str(delivery.payload["keeper"]), str(delivery.payload["note"]))
        if answer is not None and answer.outcome is not Outcome.DONE:
            raise Later(answer.retry_after or ANOTHER_TRY, answer.detail)

    def hand_over(self, name: str, note: str) -> Answer | None:
        """Once is enough, twice does no harm. None for one that is kept there, and for one that was
        overtaken: the newer one stands for all that it stood for."""
        checkpoint = read_checkpoint(note.partition("\n\n")[0] + "\n")
        keeper = self.keepers.get(name)
        with self.office.store.reading() as work:
            newest, known = work.desk.get(MADE), standing(work, name)
        made = (checkpoint.head.size, checkpoint.at.isoformat())
        is_kept = (known.size, known.made_at) == made and not known.lost_since
        if keeper is None or is_kept or checkpoint.text() != newest:
            return None
        answer = keeper.keep(checkpoint, note)
        self._write_down(name, checkpoint, answer)
        return answer

    def _write_down(self, name: str, checkpoint: Checkpoint, answer: Answer) -> None:
        now = self.office.clock()
        with self.office.store() as work:
            before = standing(work, name)
            if answer.outcome is Outcome.DONE:
                made_at = checkpoint.at.isoformat()
                after = Standing(checkpoint.head.size, made_at, now.isoformat())
            else:
                after = replace(before, lost_since=before.lost_since or now.isoformat())
            event = _news(name, before, after, answer, now)
            after = replace(after, told=isinstance(event, CheckpointsLost) or after.told)
            work.desk.put(_fact(name), json.dumps(asdict(after)))
            if event is not None:
                record(work, event, self.office.stamp(now, "", Route.AUTOMATION))
            work.commit()


def _news(
    name: str, before: Standing, after: Standing, answer: Answer, now: datetime
) -> Event | None:
    since = datetime.fromisoformat(before.lost_since) if before.lost_since else None
    if not after.lost_since:
        return CheckpointsKept(keeper=name, since=since) if before.told else None
    if before.told or not after.is_lost(now):
        return None
    return CheckpointsLost(keeper=name, since=since, why=answer.detail)


def _fact(keeper: str) -> str:
    return f"checkpoint_at:{keeper}"
