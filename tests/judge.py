"""Was each change that Partner Center accepted allowed at that instant? The answer of an outsider,
from Partner Center's own record and the desk's events, without the desk's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from core.domain.events import (
    CodeAccepted,
    ContainmentOver,
    Event,
    FreezeLifted,
    Frozen,
    GlassBroken,
    IntentWritten,
    PlanFiled,
    Ratified,
    RolledBack,
    VoteCast,
)
from sandbox.stories.driver import Json
from tests.witness import Witness

# Where the sample customers have their hours, by country.
ZONES = {"US": "America/New_York", "KR": "Asia/Seoul", "CN": "Asia/Shanghai"}
BERLIN = "Europe/Berlin"
QUORUM = {"suspend": 2, "cancel": 2, "reinstate": 1, "stop_renewal": 1}
FRIDAY = 4
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Noted(Generic[E]):
    """An event of one kind: when, by whom, and its place in the record."""

    event: E
    at: datetime
    by: str
    seq: int


class Judge:
    """Knows what the desk wrote down: intents by request id, votes, requests and freezes."""

    def __init__(self, world: Witness) -> None:
        self._changes = world.driver.changes()
        self._world = world
        self._intents = {r.event.request_id: r for r in self._all(IntentWritten)}
        self._filed = {r.event.plan_id: r.event for r in self._all(PlanFiled)}
        self._votes = self._all(VoteCast)
        self._broken = {r.event.plan_id: r for r in self._all(GlassBroken)}
        self._undone = {r.event.by_plan: r for r in self._all(RolledBack)}
        self._codes = {r.event.proof_id: r for r in self._all(CodeAccepted)}
        self._settled = [(r.event.containment_id, r.seq) for r in self._all(Ratified)]
        self._settled += [(r.event.containment_id, r.seq) for r in self._all(ContainmentOver)]
        self._freezes = self._all(Frozen)
        self._lifted = {r.event.freeze_id: r.at for r in self._all(FreezeLifted)}

    def _all(self, kind: type[E]) -> list[Noted[E]]:
        begin = datetime(2000, 1, 1, tzinfo=UTC)
        found = self._world.ask(lambda work: work.events.since(kind, begin))
        return [
            Noted(r.event, r.stamp.at, r.stamp.person_id, r.seq)
            for r in found
            if isinstance(r.event, kind)
        ]

    def breaches(self) -> list[str]:
        ours = [change for change in self._changes if change["by"] == "api"]
        found = [f"{c['request_id']}: {why}" for c in ours for why in self._wrong_with(c)]
        return [*found, *doubled(self._changes)]

    def _wrong_with(self, change: Json) -> Iterator[str]:
        intent = self._intents.get(change["request_id"])
        if intent is None:
            yield "was never journalled"
            return
        filed = self._filed[intent.event.plan_id]
        if self._supporters(intent, filed) < QUORUM[filed.action]:
            yield from self._without_votes(intent, filed)
        if self._frozen_at(intent.at, filed):
            yield "was begun while it was frozen"
        if filed.action in {"suspend", "cancel"} and filed.reason == "non-payment":
            local = intent.at.astimezone(self._zone(filed))
            if local.weekday() >= FRIDAY or not 9 <= local.hour < 15:
                yield f"was begun at {local}"

    def _zone(self, filed: PlanFiled) -> ZoneInfo:
        customer = self._world.customer(filed.customer.partition("/")[2])
        return ZoneInfo(ZONES.get(customer.country, BERLIN))

    def _supporters(self, intent: Noted[IntentWritten], filed: PlanFiled) -> int:
        """Different people, none of them the requester, who had approved exactly this by then."""
        return len(
            {
                vote.by
                for vote in self._votes
                if vote.seq < intent.seq
                and (vote.event.plan_id, vote.event.hash) == (filed.plan_id, intent.event.hash)
                and vote.event.choice == "approve"
                and vote.by != filed.requester
            }
        )

    def _without_votes(self, intent: Noted[IntentWritten], filed: PlanFiled) -> Iterator[str]:
        """Only what one person did alone, and only its roll-back."""
        broken, undone = self._broken.get(filed.plan_id), self._undone.get(filed.plan_id)
        if broken is not None and broken.seq < intent.seq:
            yield from self._wrong_with_alone(broken, filed)
        elif undone is not None and undone.seq < intent.seq and filed.action == "reinstate":
            yield from self._wrong_with_undoing(undone, intent)
        else:
            yield "had too few votes"

    def _wrong_with_alone(self, broken: Noted[GlassBroken], filed: PlanFiled) -> Iterator[str]:
        code = self._codes.get(broken.event.proof)
        typed = code is not None and code.seq < broken.seq
        if code is None or not typed or code.event.purpose != "break_glass":
            yield "was done alone without a code"
        elif code.event.person != filed.requester:
            yield "was done alone with somebody else's code"
        if filed.action != "suspend" or filed.reason not in {"fraud", "misuse"}:
            yield "was done alone for another reason"
        if len(self._touched(filed.plan_id)) > 3:
            yield "was too much for one person"
        if not broken.event.alert:
            yield "was done alone without an alert"
        earlier = [one for one in self._broken.values() if one.seq < broken.seq]
        if any(one.by == broken.by and self._stood(one, broken.seq) for one in earlier):
            yield "was done alone while another one was not ratified"

    def _wrong_with_undoing(
        self, undone: Noted[RolledBack], intent: Noted[IntentWritten]
    ) -> Iterator[str]:
        whose = undone.event.containment_id
        begun = [b for b in self._broken.values() if b.event.containment_id == whose]
        changed = {one for b in begun for one in self._touched(b.event.plan_id)}
        if intent.event.subscription_id not in changed:
            yield "was lifted without votes, and nobody had acted alone on it"
        if not all(self._stood(one, undone.seq) for one in begun):
            yield "was lifted without votes after somebody had ratified it"

    def _touched(self, plan_id: str) -> set[str]:
        found = (one.event for one in self._intents.values())
        return {one.subscription_id for one in found if one.plan_id == plan_id}

    def _stood(self, broken: Noted[GlassBroken], seq: int) -> bool:
        """Had nobody agreed to it, and was it not over, by then?"""
        whose = broken.event.containment_id
        return not any(one == whose and at < seq for one, at in self._settled)

    def _frozen_at(self, moment: datetime, filed: PlanFiled) -> bool:
        on = (
            r.event
            for r in self._freezes
            if r.at < moment and not self._lifted.get(r.event.freeze_id, moment) < moment
        )
        meant = {("all", ""), ("customer", str(filed.customer)), ("action", filed.action)}
        return any((one.scope, one.of) in meant for one in on)


def doubled(changes: Iterable[Json]) -> Iterator[str]:
    """The same change of status on the same subscription twice, with nothing undoing it between."""
    last: dict[str, str] = {}
    for change in changes:
        if "status" in change["changed"]:
            after = change["changed"]["status"][1]
            resource = change["entitlement_id"] or change["subscription_id"]
            if last.get(resource) == after:
                yield f"{resource} became {after} twice"
            last[resource] = after
