"""A freeze in words: how far it goes, since when, who or what did it, and why."""

from __future__ import annotations

from core.domain.plans import Action
from core.freezes import Narrow
from core.ports.records import Freeze, Scope
from handlers.messages.text import N_, Safe, Words

ONLY = {
    Action.SUSPEND: N_("Suspending is frozen"),
    Action.CANCEL: N_("Cancelling is frozen"),
    Action.REINSTATE: N_("Reinstating is frozen"),
    Action.STOP_RENEWAL: N_("Stopping renewals is frozen"),
    Action.ADOPT: N_("Taking over suspensions is frozen"),
}

BY_ITSELF = {
    "new_installation": N_(
        "*Frozen* since {moment}: a new installation sends nothing until two people agree."
    ),
    "breaker": N_("*Frozen* since {moment}: three surprises from Partner Center in ten minutes."),
    "apart": N_("*Frozen* since {moment}: the clock of a process of this desk is wrong, {reason}."),
    "workspace": N_(
        "*Frozen* since {moment}: the app was taken out of the Slack workspace, or its token "
        "revoked."
    ),
    "record": N_(
        "*Frozen* since {moment}: the database is not the one that was here before, or its record "
        "does not hold. The alerts channel says more."
    ),
}


def what_is_frozen(scope: str, of: str, name: str, words: Words) -> Safe:
    """The beginning of a sentence; `name` is what the customer is called."""
    match scope:
        case Scope.CUSTOMER:
            return Safe(words("{customer} is frozen", customer=name))
        case Scope.ACTION:
            return Safe(words(ONLY[Action(of)]))
    return Safe(words("Everything is frozen"))


def holds_back(scope: str, words: Words) -> str:
    """What whoever froze may not have thought of; nothing where one action alone is frozen."""
    if scope == Scope.ACTION:
        return ""
    return words("Nothing is given back either, also not to somebody who has paid.")


def narrow_line(narrow: Narrow, words: Words) -> str:
    """For digests, overviews and the customer's own card."""
    freeze = narrow.freeze
    what = what_is_frozen(freeze.scope, freeze.of, narrow.name, words)
    return words("{what} since {moment}.", what=what, moment=freeze.since)


def since_when(freeze: Freeze, by: str, narrow: Narrow | None, words: Words) -> str:
    """With who or what did it. `by` is the name of a person."""
    facts = {"moment": freeze.since, "reason": freeze.reason or words("no reason given")}
    if narrow is not None and freeze.scope is not Scope.ALL:
        what = what_is_frozen(freeze.scope, freeze.of, narrow.name, words)
        if freeze.why == "terminal":
            return words("*{what}* since {moment} from the terminal: {reason}", what=what, **facts)
        return words("*{what}* since {moment} by {name}: {reason}", what=what, name=by, **facts)
    if freeze.why in BY_ITSELF:
        return words(BY_ITSELF[freeze.why], **facts)
    if freeze.why == "file":
        return words("*Frozen* since {moment} by the file {reason}.", **facts)
    if freeze.why == "terminal":
        return words("*Frozen* since {moment} from the terminal: {reason}", **facts)
    return words("*Frozen* since {moment} by {name}: {reason}", name=by, **facts)
