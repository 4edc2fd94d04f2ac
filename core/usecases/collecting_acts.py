"""What is done about a customer, each once: stages are said, letters written, plans filed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.collecting import Does, Doing, Filing, proposing
from core.domain.collection_events import CallAsked, SellingStopped, StageReached
from core.domain.customers import CustomerKey
from core.domain.event import Event, Route
from core.domain.ladder import Stage, Task
from core.domain.plans import Action, Reason
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.collecting_letters import Scribe, case_id_of, owner_of
from core.usecases.collecting_looks import Look, doings
from core.usecases.collecting_proposals import behind, propose_stop, propose_suspension
from core.usecases.filing import open_case


@dataclass(frozen=True, slots=True)
class Actor:
    """Acts on a look, in the caller's transaction."""

    office: Office
    scribe: Scribe

    def act(self, work: Work, seen: Look) -> None:
        if seen.episode is not None:
            self._reach(work, seen)
        for doing in doings(work, seen, office=self.office):
            self._do(work, seen, doing)

    def _do(self, work: Work, seen: Look, doing: Doing) -> None:
        match doing.does:
            case Does.LETTER:
                self.scribe.write(work, seen, seen.verdict.letters[0])
            case Does.SUSPEND:
                stage = proposing(seen.verdict, Action.SUSPEND)
                if stage is not None:
                    propose_suspension(work, seen, stage, office=self.office)
            case Does.STOP_RENEWAL:
                stage = proposing(seen.verdict, Action.STOP_RENEWAL)
                if stage is not None:
                    propose_stop(work, seen, stage, office=self.office)

    def _reach(self, work: Work, seen: Look) -> None:
        """Say that another stage is reached. Above the first reminder it has a case."""
        stage, episode = seen.verdict.stage, seen.episode
        if episode is None or stage is None or stage.name == episode.stage:
            return
        work.episodes.update(replace(episode, stage=stage.name, stage_at=seen.at))
        ladder = seen.verdict.ladder
        milder = ladder.place(stage.name) < ladder.place(episode.stage)
        case_id = case_id_of(work, seen.customer)
        if not case_id and not milder and needs_case(seen, stage):
            case_id = self._case(work, seen.customer)
        self._say(work, _reached(seen, episode.stage, milder, case_id), told=bool(case_id))
        if not milder:
            self._ask(work, seen, case_id)

    def _case(self, work: Work, key: CustomerKey) -> str:
        case = open_case(
            work, key, Reason.NON_PAYMENT, opener=behind(work), now=self.office.clock(),
            office=self.office, route=Route.AUTOMATION,
        )  # fmt: skip
        return case.case_id

    def _ask(self, work: Work, seen: Look, case_id: str) -> None:
        """A call and the end of selling are asked for once in an episode, wherever the customer
        came in."""
        key, verdict = seen.customer, seen.verdict
        reached = verdict.ladder.stages[: verdict.place() + 1]
        if any(one.task is Task.CALL for one in reached) and self._first(work, seen, "call"):
            owner = owner_of(work, key)
            self._say(work, CallAsked(case_id=case_id, customer=str(key), owner=owner), told=True)
        if verdict.stops_selling() and self._first(work, seen, "selling"):
            first = next(one for one in reached if one.stop_selling)
            stopped = SellingStopped(case_id=case_id, customer=str(key), stage=first.name)
            self._say(work, stopped, told=True)

    def _first(self, work: Work, seen: Look, what: str) -> bool:
        filing = Filing(f"{what}:{seen.scope}", seen.customer, seen.at, seen.scope)
        return work.episodes.first(filing)

    def _say(self, work: Work, event: Event, *, told: bool) -> None:
        stamp = self.office.stamp(self.office.clock(), "", Route.AUTOMATION)
        if told:
            record(work, event, stamp)
        else:
            note(work, event, stamp)


def needs_case(seen: Look, stage: Stage) -> bool:
    """Is it severer than the first reminder?"""
    ladder = seen.verdict.ladder
    first = next((one for one in ladder.stages if one.notice and not one.when.is_upcoming()), None)
    return first is None or ladder.place(stage.name) > ladder.place(first.name)


def _reached(seen: Look, before: str, milder: bool, case_id: str) -> Event:
    verdict = seen.verdict
    assert verdict.stage is not None
    owed = verdict.overdue().get(verdict.currency or "")
    return StageReached(
        case_id=case_id,
        customer=str(seen.customer),
        before=before,
        after=verdict.stage.name,
        version=seen.policy.version,
        currency=verdict.currency or "",
        overdue=owed.plain() if owed is not None else "",
        days=verdict.days_overdue or 0,
        milder=milder,
    )
