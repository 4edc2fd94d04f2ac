"""What a step asks of a subscription, and what a fresh read says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.customers import Generation, ReadBack, Subscription
from core.domain.plans import Reason, StepState, Verb

# What ends or renews a term. Suspending may switch it off, so reinstating puts it back as it was.
END_OF_TERM = ("autoRenewEnabled", "scheduledNextTermInstructions")
TARGET = {Verb.SUSPEND: "suspended", Verb.REACTIVATE: "active", Verb.CANCEL: "deleted"}
# An Azure subscription is not suspended but cancelled, and called inactive until it is reactivated.
AZURE_OFF = "inactive"
OFF = frozenset({"suspended", AZURE_OFF})
# The only word for ending an Azure subscription that is documented; it says that it was broken
# into, so it is never sent for money. Source: "Cancel an Azure subscription", code 900307.
COMPROMISE = "compromise"
PERHAPS_OURS = "suspended, perhaps by us"
NOT_FOR_MONEY = "an unpaid Azure subscription is ended in the portal"
WINDOW_OVER = "the cancellation window is over"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a step goes without sending anything, and why."""

    state: StepState
    why: str


def end_of_term(resource: Mapping[str, object]) -> dict[str, object]:
    """Its settings of that kind, as far as they are known."""
    return {name: resource[name] for name in END_OF_TERM if name in resource}


def wanted(
    verb: Verb, read: ReadBack, before: Mapping[str, object], reason: Reason | None = None
) -> dict[str, object]:
    """The fields to change: the status, or whatever end-of-term setting is not as it was."""
    if verb is Verb.RESTORE:
        were = end_of_term(before)
        return {name: was for name, was in were.items() if was != read.resource.get(name)}
    if verb is Verb.STOP_RENEWAL:
        return {"autoRenewEnabled": False}
    asked: dict[str, object] = {"status": target(verb, read.subscription)}
    if asked["status"] == AZURE_OFF and reason in {Reason.FRAUD, Reason.MISUSE}:
        asked["cancellationReason"] = COMPROMISE
    return asked


def target(verb: Verb, subscription: Subscription) -> str:
    """The status that a step leads to."""
    if verb is Verb.SUSPEND and subscription.generation is Generation.AZURE:
        return AZURE_OFF
    return TARGET[verb]


def start(verb: Verb, subscription: Subscription) -> str:
    """The status from which a step may be sent."""
    if verb is not Verb.REACTIVATE:
        return "active"
    return target(Verb.SUSPEND, subscription)


def reached(verb: Verb, read: ReadBack, changes: Mapping[str, object]) -> bool:
    """Does the subscription show what the step wants?"""
    if verb in {Verb.RESTORE, Verb.STOP_RENEWAL}:
        return all(read.resource.get(name) == value for name, value in changes.items())
    return read.subscription.status == target(verb, read.subscription)


def before_sending(
    verb: Verb, read: ReadBack, changes: Mapping[str, object], now: datetime, *, unsure: bool
) -> Finding | None:
    """None if the step is to be sent. What is already so is not sent: it is somebody else's doing,
    unless an earlier attempt of ours was never answered (`unsure`), which a person has to find out,
    as with an unknown status or reason."""
    subscription = read.subscription
    if reached(verb, read, changes):
        if unsure and verb is Verb.SUSPEND:
            return Finding(StepState.REVIEW, PERHAPS_OURS)
        return Finding(StepState.ALREADY, "already so")
    if subscription.suspension_reasons:
        return Finding(StepState.REVIEW, "held by Microsoft")
    if subscription.status == "deleted":
        return Finding(StepState.REFUSED, "deleted")
    if subscription.status != start(verb, subscription):
        return Finding(StepState.REVIEW, f"status is {subscription.status or 'unknown'}")
    if verb is Verb.CANCEL and (
        subscription.cancel_until is None or now >= subscription.cancel_until
    ):
        return Finding(StepState.REFUSED, WINDOW_OVER)
    return None


def adoptable(read: ReadBack) -> Finding:
    """Is it suspended, and by nobody but people?"""
    if read.subscription.suspension_reasons:
        return Finding(StepState.REVIEW, "held by Microsoft")
    if read.subscription.status in OFF:
        return Finding(StepState.ALREADY, "already so")
    return Finding(StepState.REFUSED, f"status is {read.subscription.status or 'unknown'}")


def may_be_sent(changes: Mapping[str, object]) -> Finding | None:
    """The last word on what a program may say for us: nothing untrue."""
    if changes.get("status") == AZURE_OFF and "cancellationReason" not in changes:
        return Finding(StepState.REFUSED, NOT_FOR_MONEY)
    return None


def after_sending(verb: Verb, read: ReadBack, changes: Mapping[str, object], etag: str) -> Finding:
    """What a read says of a change whose outcome is to be settled: `etag` is the one sent. Without
    one, as with Azure subscriptions, no read can prove that a change was not applied."""
    if reached(verb, read, changes):
        return Finding(StepState.CONFIRMED, "")
    as_it_was = read.subscription.status == start(verb, read.subscription)
    if etag and read.subscription.etag == etag and as_it_was:
        return Finding(StepState.TODO, "not applied")
    if not etag and as_it_was:
        return Finding(StepState.REVIEW, "no effect shows")
    return Finding(StepState.REVIEW, "changed by somebody else meanwhile")
