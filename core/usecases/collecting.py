"""The policy run: everybody is judged after new books and each morning, and what is released is
done. A transaction for a few customers at a time, so that nobody waits long for anybody."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from core.domain.calendar import NOWHERE, Place
from core.domain.collecting import (
    Filing,
    Found,
    Judged,
    Mode,
    WouldHave,
    intended,
    judged,
)
from core.domain.collection_events import NotJudged
from core.domain.customers import CustomerKey, MappingState
from core.domain.errors import LostRace, Refusal
from core.domain.event import Route
from core.domain.positions import NoFloor
from core.domain.verdicts import Verdict, judge
from core.places import places_of_all
from core.ports.dossiers import Dossier
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.ports.writing import LetterWriter
from core.recording import COLLECT, record
from core.usecases.collecting_acts import Actor
from core.usecases.collecting_course import follow
from core.usecases.collecting_letters import Scribe
from core.usecases.collecting_looks import doings, look, look_into, scope_of
from core.usecases.collecting_proposals import take_back
from core.usecases.collecting_release import moves, show_list, stand_still, stand_still_for_many
from core.usecases.passing_over import Clear, passed_over

ACT = "collect_one"
# Early enough for letters to leave when offices open.
MORNING = time(6)
A_SLOT = 15
MORNING_ONLY = {"who": "morning"}
# They are read in one go, and nothing that anybody does comes between reading and judging them: who
# writes does so alone. Judging so many takes some hundredths of a second, for which a vote waits.
TOGETHER = 40
PASSED_TOGETHER = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Collector:
    """The handler of the jobs `collect` and `collect_one`."""

    office: Office
    writer: LetterWriter
    mode: Mode

    def tick(self) -> None:
        """Have everybody judged where a day has begun; any number of processes may tick."""
        if self.mode is Mode.OFF:
            return
        now = self.office.clock()
        with self.office.store.reading() as work:
            if not awaited(work, now):
                return
        slot = f"{now.replace(minute=now.minute // A_SLOT * A_SLOT):%Y-%m-%dT%H:%M}"
        with self.office.store() as work:
            work.jobs.enqueue(Job(COLLECT, f"{COLLECT}:{slot}", MORNING_ONLY, lane=COLLECT))
            work.commit()

    def collect(self, *, everybody: bool = True) -> None:
        """Judge everybody, or those whose day has begun, then do, or show, what is to be done."""
        if self.mode is Mode.OFF:
            return
        with self.office.store() as work:
            stand_still(work, self.office.clock(), office=self.office)
            work.commit()
        now = self.office.clock()
        with self.office.store.reading() as work:
            keys = customers(work) if everybody else awaited(work, now)
            clear = passed_over(work, keys, now)
        self._pass_over(clear)
        self._judge_each(sorted(set(keys) - {key for key, _, _ in clear}))
        self._go_on()

    def _pass_over(self, clear: Sequence[Clear]) -> None:
        for start in range(0, len(clear), PASSED_TOGETHER):
            with self.office.store() as work:
                work.verdicts.seen(*clear[start : start + PASSED_TOGETHER])
                work.commit()

    def _judge_each(self, keys: Sequence[CustomerKey]) -> None:
        for start in range(0, len(keys), TOGETHER):
            some = keys[start : start + TOGETHER]
            if not self._judge_together(some):
                for key in some:
                    self._judge(key)

    def _judge_together(self, keys: Sequence[CustomerKey]) -> bool:
        """False, with nothing written, where one of them cannot be judged."""
        try:
            self._judge_all(keys)
        except (NoFloor, Refusal, ValueError, LookupError):
            return False
        return True

    def _judge_all(self, keys: Sequence[CustomerKey]) -> None:
        with self.office.store() as work:
            dossiers, shadow = work.dossiers.of(keys), self.mode is Mode.SHADOW
            found = [
                judge_one(work, dossiers[key], office=self.office, shadow=shadow) for key in keys
            ]
            write_down(work, found)
            work.commit()

    def _judge(self, key: CustomerKey) -> None:
        try:
            self._judge_all([key])
        except NoFloor as error:
            self._tell(key, f"no_floor:{error.currency}", "no_floor", error.currency)
        except LostRace:
            log.info("somebody else works on a customer customer=%s", key)
        except (Refusal, ValueError, LookupError) as error:
            log.warning("a customer could not be judged customer=%s", key, exc_info=True)
            today = self.office.today(self.office.clock())
            self._tell(key, f"failed:{key}:{today}", type(error).__name__, "")

    def _tell(self, key: CustomerKey, once: str, why: str, currency: str) -> None:
        now = self.office.clock()
        with self.office.store() as work:
            if work.episodes.first(Filing(once, key, now)):
                event = NotJudged(customer=str(key), why=why, currency=currency)
                record(work, event, self.office.stamp(now, "", Route.AUTOMATION))
            work.commit()

    def _go_on(self) -> None:
        now = self.office.clock()
        with self.office.store() as work:
            newest = work.verdicts.newest()
            stand_still_for_many(work, newest, len(customers(work)), now, office=self.office)
            if self.mode is Mode.ON and not work.runs.standing():
                for key in _to_act_on(work, newest):
                    job = Job(ACT, f"{ACT}:{key}:{now.isoformat()}", {"customer": str(key)})
                    work.jobs.enqueue(job)
            else:
                work.runs.would_have(list(_undone(work, newest)))
            if self.mode is Mode.ON and work.runs.standing():
                show_list(work, newest, now, office=self.office)
            work.commit()

    def act(self, key: CustomerKey) -> None:
        """What is to be done about one customer, as it stands now."""
        if self.mode is not Mode.ON:
            return
        now = self.office.clock()
        with self.office.store() as work:
            # Books or a policy that came in since the run may have to be released first.
            stand_still(work, now, office=self.office)
            if work.runs.standing():
                work.commit()
                return
            seen = look(work, key, now, office=self.office)
            Actor(self.office, Scribe(self.office, self.writer)).act(work, seen)
            work.commit()


def customers(work: Work) -> list[CustomerKey]:
    """Whoever stands in the newest books, or is still chased for what stood there."""
    named = (
        debtor.customer
        for books in work.books.currents()
        for debtor in work.books.named_by(books.source)
        if debtor.mapping is MappingState.CONFIRMED
    )
    chased = (one.customer for one in work.episodes.all_open())
    return sorted({key for key in (*named, *chased) if key is not None})


def awaited(work: Work, now: datetime) -> list[CustomerKey]:
    """Those whose day has begun without that they were judged yet."""
    seen = work.verdicts.seen_on()
    places = places_of_all(work)
    return [
        key
        for key in customers(work)
        if _has_begun(places.get(key, NOWHERE), seen.get(key, date.min), now)
    ]


def _has_begun(place: Place, seen: date, now: datetime) -> bool:
    local = place.local(now)
    return local.time() >= MORNING and seen < local.date()


def judge_one(work: Work, dossier: Dossier, *, office: Office, shadow: bool = False) -> Judged:
    """Judge one customer and take back what no longer holds; in the caller's transaction, in which
    the dossier was read. Raises NoFloor."""
    key = dossier.customer
    seen = look_into(work, dossier, office.clock(), office=office, shadow=shadow)
    seen = follow(work, seen, office=office)
    take_back(work, seen, office=office)
    return judged(
        seen.verdict,
        key,
        seen.facts,
        seen.policy.version,
        seen.at,
        doings(work, seen, office=office),
    )


def write_down(work: Work, found: Sequence[Judged]) -> None:
    """Rows are worth their room where something is counted, or where something changed."""
    before = work.verdicts.lasts([one.customer for one in found if not one.counts()])
    work.verdicts.keep(
        *(one for one in found if one.counts() or one.differs(before.get(one.customer)))
    )
    met = ((one.customer, one.on, [doc.issued for doc in one.facts.documents]) for one in found)
    work.verdicts.seen(*((key, on, min(issued, default=on)) for key, on, issued in met))


def _to_act_on(work: Work, newest: Sequence[Found]) -> list[CustomerKey]:
    moved = {one.customer for one in moves(work, newest)}
    return [one.customer for one in newest if one.doing or one.customer in moved]


def _undone(work: Work, newest: Iterable[Found]) -> Iterable[WouldHave]:
    chased = {one.customer: one for one in work.episodes.all_open()}
    for one in newest:
        scope = scope_of(one.customer, chased.get(one.customer), one.on, one.days)
        for line in intended([one]):
            yield WouldHave(scope, one.on, line)


def replay(work: Work, key: CustomerKey, on: date) -> Verdict | None:
    """The verdict of a past day, found again from the facts and the policy of then; None where
    nothing was kept of it."""
    found = work.verdicts.get(key, on)
    if found is None:
        return None
    return judge(found.facts, work.policies.get(found.policy).rules, on)
