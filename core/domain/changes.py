"""What a step asks of a subscription, and what a fresh read says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.customers import ReadBack
from core.domain.plans import StepState, Verb

# What ends or renews a term. Suspending may switch it off, so reinstating puts it back as it was.
END_OF_TERM = ("autoRenewEnabled", "scheduledNextTermInstructions")
TARGET = {Verb.SUSPEND: "suspended", Verb.REACTIVATE: "active"}
PERHAPS_OURS = "suspended, perhaps by us"
START = {Verb.SUSPEND: "active", Verb.REACTIVATE: "suspended", Verb.RESTORE: "active"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a step goes without sending anything, and why."""

    state: StepState
    why: str


def wanted(verb: Verb, read: ReadBack, before: Mapping[str, object]) -> dict[str, object]:
    """The fields to change: the status, or whatever end-of-term setting is not as it was."""
    if verb is not Verb.RESTORE:
        return {"status": TARGET[verb]}
    return {
        name: before[name]
        for name in END_OF_TERM
        if name in before and before[name] != read.resource.get(name)
    }


def reached(verb: Verb, read: ReadBack, changes: Mapping[str, object]) -> bool:
    """Does the subscription show what the step wants?"""
    if verb is Verb.RESTORE:
        return all(read.resource.get(name) == value for name, value in changes.items())
    return read.subscription.status == TARGET[verb]


def before_sending(
    verb: Verb, read: ReadBack, changes: Mapping[str, object], *, unsure: bool
) -> Finding | None:
    """None if the step is to be sent. What is already so is not sent: it is somebody else's doing,
    unless an earlier attempt of ours was never answered (`unsure`), which a person has to find out,
    as with an unknown status or reason."""
    status = read.subscription.status
    if reached(verb, read, changes):
        if unsure and verb is Verb.SUSPEND:
            return Finding(StepState.REVIEW, PERHAPS_OURS)
        return Finding(StepState.ALREADY, "already so")
    if read.subscription.suspension_reasons:
        return Finding(StepState.REVIEW, "held by Microsoft")
    if status == "deleted":
        return Finding(StepState.REFUSED, "deleted")
    if status != START[verb]:
        return Finding(StepState.REVIEW, f"status is {status or 'unknown'}")
    return None


def after_sending(verb: Verb, read: ReadBack, changes: Mapping[str, object], etag: str) -> Finding:
    """What a read says of a change whose outcome is to be settled: `etag` is the one sent."""
    if reached(verb, read, changes):
        return Finding(StepState.CONFIRMED, "")
    if read.subscription.etag == etag and read.subscription.status == START[verb]:
        return Finding(StepState.TODO, "not applied")
    return Finding(StepState.REVIEW, "changed by somebody else meanwhile")
