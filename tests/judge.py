"""Was each change that Partner Center accepted allowed at that instant? The answer of an outsider,
from Partner Center's own record and the desk's events, without the desk's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from core.domain.events import (
    Event,
    FreezeLifted,
    Frozen,
    IntentWritten,
    PlanFiled,
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
        self._freezes = sorted(
            [(r.at, True) for r in self._all(Frozen)]
            + [(r.at, False) for r in self._all(FreezeLifted)]
        )

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
            yield "had too few votes"
        if self._frozen_at(intent.at):
            yield "was begun while everything was frozen"
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

    def _frozen_at(self, moment: datetime) -> bool:
        before = [frozen for at, frozen in self._freezes if at < moment]
        return bool(before) and before[-1]


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
