"""Abuse that was planted: what Microsoft sees of it, and how each interface was answered."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sandbox.calls import NotHere
from sandbox.clock import Clock, as_text
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.truth import Truth

EVENTS, GRAPH = "events", "graph"
SOURCES = (EVENTS, GRAPH)
STATUSES = ("active", "investigating", "resolved")
A_HIT_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one interface says of how far it is."""

    status: str = "active"
    reason: str = ""
    by: str = ""
    at: str = ""
    course: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Abuse:
    """Something that goes on in an Azure subscription, and would be seen for as long as that runs
    unless it was `stopped`. Moments are ISO texts."""

    id: str
    account: str
    customer_id: str
    subscription_id: str
    kind: str
    severity: str
    confidence: str
    first: str
    is_test: bool = False
    stopped: str = ""
    entity: str = ""
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def seen_by(self, source: str) -> bool:
        return source in self.standing


class AbuseBook:
    """Everything that was planted, the oldest first."""

    def __init__(self, truth: Truth, clock: Clock) -> None:
        self._truth = truth
        self._clock = clock
        self._lock = threading.Lock()
        self._abuse: dict[str, Abuse] = {}

    def plant(self, account: Account, customer_id: str, fields: Mapping[str, Any]) -> Abuse:
        sources = fields.get("sources", SOURCES)
        said = {name: value for name, value in fields.items() if name != "sources"}
        abuse = Abuse(
            id=str(uuid4()),
            account=account.name,
            customer_id=customer_id,
            entity=str(uuid4()),
            standing={source: Standing() for source in sources},
            **{"first": as_text(self._clock.now()), **said},
        )
        with self._lock:
            self._abuse[abuse.id] = abuse
        return abuse

    def of(self, account: Account, source: str = "") -> list[Abuse]:
        with self._lock:
            return [
                one
                for one in self._abuse.values()
                if one.account == account.name and (not source or one.seen_by(source))
            ]

    def find(self, id: str) -> Abuse:
        with self._lock:
            if id not in self._abuse:
                raise NotHere(f"there is no abuse {id}")
            return self._abuse[id]

    def stop(self, id: str) -> Abuse:
        """Whoever did it gave up, whatever became of the subscription."""
        abuse = self.find(id)
        return self._put(abuse, stopped=abuse.stopped or as_text(self._clock.now()))

    def answer(self, abuse: Abuse, source: str, status: str, reason: str, by: str) -> Abuse:
        """What a partner says of it in one of the interfaces: it stops nothing."""
        at, before = as_text(self._clock.now()), abuse.standing[source]
        course = (*before.course, (before.status, status, by, at))
        over = status == "resolved"
        now = Standing(status, reason if over else "", by, at if over else "", course)
        return self._put(abuse, standing={**abuse.standing, source: now})

    def last_seen(self, abuse: Abuse) -> datetime:
        """Now, while its subscription really runs; else when that ended."""
        first, ends = datetime.fromisoformat(abuse.first), [self._clock.now()]
        if abuse.stopped:
            ends.append(datetime.fromisoformat(abuse.stopped))
        with self._truth.lock:
            ended = self._off_since(abuse)
        return max(first, min([*ends, *ended]))

    def hits(self, abuse: Abuse) -> int:
        ran = self.last_seen(abuse) - datetime.fromisoformat(abuse.first)
        return 1 + int(ran / A_HIT_EVERY)

    def runs(self, abuse: Abuse) -> bool:
        with self._truth.lock:
            return not abuse.stopped and not self._off_since(abuse)

    def _off_since(self, abuse: Abuse) -> list[datetime]:
        """Since when the subscription, or the plan above it, does not run."""
        try:
            account, _, azure = self._truth.find_entitlement(abuse.subscription_id)
            _, _, plan = self._truth.find(azure["subscriptionId"])
        except NotHere:
            return []
        off = [one["id"] for one in (azure, plan) if one["status"] != "active"]
        since = [account.since.get(id, abuse.first) for id in off]
        return [datetime.fromisoformat(text) for text in since]

    def shown(self, abuse: Abuse) -> dict[str, Any]:
        return asdict(abuse) | {
            "last": as_text(self.last_seen(abuse)),
            "hits": self.hits(abuse),
            "runs": self.runs(abuse),
        }

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {id: asdict(one) for id, one in self._abuse.items()}

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self._lock:
            self._abuse = {id: _loaded(saved) for id, saved in state.items()}

    def _put(self, abuse: Abuse, **changed: Any) -> Abuse:
        now = Abuse(**{**_fields(abuse), **changed})
        with self._lock:
            self._abuse[abuse.id] = now
        return now


def _fields(abuse: Abuse) -> dict[str, Any]:
    return {name: getattr(abuse, name) for name in Abuse.__slots__}


def _loaded(saved: Mapping[str, Any]) -> Abuse:
    standing = {
        source: Standing(**{**one, "course": tuple(map(tuple, one["course"]))})
        for source, one in saved["standing"].items()
    }
    return Abuse(**{**saved, "standing": standing})
