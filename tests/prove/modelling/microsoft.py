"""Partner Center in memory: every change is judged at the instant at which it arrives, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.domain.customers import Customer, CustomerKey, Generation, ReadBack, Subscription
from core.ports.outside import Answer, Missing, Outcome, Unreachable

Resource = dict[str, Any]


class Killed(BaseException):
    """The process is gone, whatever it was doing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that left the desk, whatever came of it. `again`: it had been accepted before."""

    customer: CustomerKey
    subscription_id: str
    request_id: str
    changes: Mapping[str, object]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One that was accepted."""

    at: datetime
    customer: CustomerKey
    subscription_id: str
    request_id: str
    before: Resource
    changed: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _OnItsWay:
    """A change whose effect comes after its answer."""

    customer: CustomerKey
    subscription_id: str
    etag: str
    changes: Mapping[str, object]
    request_id: str
    due: datetime


@dataclass
class Microsoft:
    """`mood` says what goes wrong with the next change, `deaf` how many reads get no answer;
    `judge` hears of each change that leaves the desk, before anything comes of it. `reads` tells of
    each after how many of those it was, `went` of how changes went."""

    clock: Callable[[], datetime]
    judge: Callable[[Asked], None]
    resources: dict[tuple[CustomerKey, str], Resource] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    accepted: list[Change] = field(default_factory=list)
    reads: list[tuple[str, int]] = field(default_factory=list)
    mood: str = "well"
    deaf: int = 0
    went: Counter[str] = field(default_factory=Counter)
    answered: dict[str, Answer] = field(default_factory=dict)
    coming: list[_OnItsWay] = field(default_factory=list)

    # What the desk sees

    def accounts(self) -> Sequence[str]:
        return ["main"]

    def customers(self, account: str) -> Iterator[Customer]:
        raise NotImplementedError

    def customer(self, key: CustomerKey) -> Customer:
        raise NotImplementedError

    def subscriptions(self, key: CustomerKey) -> list[Subscription]:
        return [
            subscription_of(whose, one, self.clock())
            for (whose, _), one in self.resources.items()
            if whose == key
        ]

    def read(self, key: CustomerKey, subscription_id: str, under: str = "") -> ReadBack:
        if self.deaf:
            self.deaf -= 1
            raise Unreachable("no answer", 2)
        self._land()
        found = self.resources.get((key, subscription_id))
        if found is None:
            raise Missing
        self.reads.append((subscription_id, len(self.asked)))
        return ReadBack(subscription_of(key, found, self.clock()), dict(found))

    def change(
        self, read: ReadBack, changes: Mapping[str, object], *, request_id: str, correlation_id: str
    ) -> Answer:
        mood, self.mood = self.mood, "well"
        self.went[mood] += 1
        key, one = read.subscription.customer, read.subscription.subscription_id
        if mood == "killed before":
            raise Killed
        self._hear(Asked(key, one, request_id, dict(changes), request_id in self.answered))
        if request_id in self.answered:
            return self.answered[request_id]
        match mood:
            case "lost before":
                return Answer(Outcome.UNKNOWN)
            case "refused":
                return Answer(Outcome.REFUSED, "400", "not now")
            case "busy":
                return Answer(Outcome.LATER, retry_after=3)
        if mood == "late":
            due = self.clock() + timedelta(seconds=2)
            etag = read.subscription.etag
            self.coming.append(_OnItsWay(key, one, etag, dict(changes), request_id, due))
            return Answer(Outcome.UNKNOWN)
        answer = self._apply(key, one, read.subscription.etag, changes, request_id)
        if mood == "killed after":
            raise Killed
        return Answer(Outcome.UNKNOWN) if mood == "lost after" else answer

    def _hear(self, asked: Asked) -> None:
        self.judge(asked)
        self.asked.append(asked)

    # What happens there

    def _apply(
        self, key: CustomerKey, one: str, etag: str, changes: Mapping[str, object], request_id: str
    ) -> Answer:
        found = self.resources[key, one]
        if etag != found["etag"]:
            return Answer(Outcome.STALE)
        before, now = dict(found), self.clock()
        self.accepted.append(Change(now, key, one, request_id, before, dict(changes)))
        self._set(key, one, changes)
        self.answered[request_id] = Answer(Outcome.DONE)
        return self.answered[request_id]

    def _set(self, key: CustomerKey, one: str, changes: Mapping[str, object]) -> None:
        found = self.resources[key, one]
        found.update(changes)
        found["etag"] = str(int(found["etag"]) + 1)
        if changes.get("status") == "suspended":
            found["autoRenewEnabled"] = False
            for (whose, other), resource in list(self.resources.items()):
                if whose == key and resource["parent"] == one and resource["status"] == "active":
                    self._set(whose, other, {"status": "suspended"})

    def _land(self) -> None:
        due = [one for one in self.coming if one.due <= self.clock()]
        self.coming = [one for one in self.coming if one.due > self.clock()]
        for one in due:
            self._apply(one.customer, one.subscription_id, one.etag, one.changes, one.request_id)

    def in_portal(self, key: CustomerKey, one: str, **changes: object) -> None:
        """Somebody changes it behind our back."""
        self._set(key, one, changes)

    def heal(self) -> None:
        self.mood, self.deaf = "well", 0


def subscription_of(key: CustomerKey, one: Resource, now: datetime) -> Subscription:
    """What a read makes of a resource."""
    return Subscription(
        customer=key,
        subscription_id=one["id"],
        name=one["name"],
        offer_name=one["name"],
        status=one["status"],
        quantity=one["quantity"],
        generation=Generation(one["generation"]),
        parent_id=one["parent"],
        auto_renew=bool(one["autoRenewEnabled"]),
        commitment_ends=now + timedelta(days=170),
        etag=one["etag"],
        cancel_until=datetime.fromisoformat(one["cancel_until"]),
        read_at=now,
    )
