"""What changed at Partner Center behind our back: what was known against what is read, without that
which steps of our own explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.changes import OFF
from core.domain.customers import Subscription
from core.domain.plans import Verb

ACTIVE, GONE = "active", "deleted"
LEADS_TO = {ACTIVE: Verb.REACTIVATE, GONE: Verb.CANCEL}
# Reactivating leaves it as suspending left it, so that may show late.
TO_RENEWAL = (Verb.STOP_RENEWAL, Verb.RESTORE, Verb.REACTIVATE)


class DriftKind(StrEnum):
    """`suspended`: by somebody else; `lifted`: a suspension of ours is over, by somebody else."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    STATUS = "status"
    SEATS = "seats"
    RENEWAL = "renewal"
    TERM = "term"


# What somebody has to hear of at once, also where no case is open.
GRAVE = frozenset({DriftKind.SUSPENDED, DriftKind.LIFTED})


@dataclass(frozen=True, slots=True)
class Drift:
    """One change of one subscription, as it was known and as it is; times are in ISO format."""

    kind: DriftKind
    subscription: Subscription
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """What explains a change: open suspensions of ours by subscription id, and the verbs of steps
    that ended since the customer was read last."""

    suspended: Set[str] = frozenset()
    done: Set[tuple[str, Verb]] = frozenset()

    def did(self, subscription_id: str, *verbs: Verb) -> bool:
        return any((subscription_id, verb) in self.done for verb in verbs)


def drifts(
    before: Sequence[Subscription], after: Sequence[Subscription], own: OwnSteps
) -> list[Drift]:
    """Every change that we did not make, in the order of what is read now."""
    known = {one.subscription_id: one for one in before}
    found = {one.subscription_id: one for one in after}
    said = [drift for one in after for drift in _of_one(known, one, own)]
    gone = [one for one in before if one.subscription_id not in found]
    return said + [Drift(DriftKind.VANISHED, one, one.status, "") for one in gone]


def _of_one(
    known: Mapping[str, Subscription], one: Subscription, own: OwnSteps
) -> Iterable[Drift]:
    was = known.get(one.subscription_id)
    if was is None:
        return _appeared(one)
    return [*_status(was, one, own), *_settings(was, one, own)]


def _appeared(one: Subscription) -> list[Drift]:
    """One that is suspended when it is first seen was suspended by somebody."""
    kind = DriftKind.SUSPENDED if one.status in OFF else DriftKind.APPEARED
    return [] if one.status == GONE else [Drift(kind, one, "", one.status)]


def _status(was: Subscription, one: Subscription, own: OwnSteps) -> Iterator[Drift]:
    """A suspension of ours explains that it is off; being on again takes a step of ours."""
    ours = one.subscription_id in own.suspended
    if ours and one.status in {ACTIVE, GONE}:
        kind = DriftKind.LIFTED if one.status == ACTIVE else DriftKind.STATUS
        yield Drift(kind, one, was.status, one.status)
    elif one.status != was.status and not _explained(one, ours, own):
        kind = DriftKind.SUSPENDED if one.status in OFF else DriftKind.STATUS
        yield Drift(kind, one, was.status, one.status)


def _explained(one: Subscription, ours: bool, own: OwnSteps) -> bool:
    if one.status in OFF:
        return ours
    verb = LEADS_TO.get(one.status)
    return verb is not None and own.did(one.subscription_id, verb)


def _settings(was: Subscription, one: Subscription, own: OwnSteps) -> Iterator[Drift]:
    if one.quantity != was.quantity:
        yield Drift(DriftKind.SEATS, one, str(was.quantity), str(one.quantity))
    renewal_is_ours = own.did(one.subscription_id, *TO_RENEWAL) or one.status in OFF | {GONE}
    if one.auto_renew != was.auto_renew and not renewal_is_ours:
        yield Drift(DriftKind.RENEWAL, one, _on_off(was.auto_renew), _on_off(one.auto_renew))
    if (ends := _day(one.commitment_ends)) != (ended := _day(was.commitment_ends)):
        yield Drift(DriftKind.TERM, one, ended, ends)


def _on_off(renews: bool) -> str:
    return "on" if renews else "off"


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
