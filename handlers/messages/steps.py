"""What became of one step: what happened, and what a person does next where one is needed."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.plans import StepState
from handlers.messages.text import N_, Words

# By verb: done, was so already.
DONE: Mapping[str, tuple[str, str]] = {
    "suspend": (N_("{name} is suspended."), N_("{name} was suspended already.")),
    "reactivate": (N_("{name} is active again."), N_("{name} was active already.")),
    "restore": (
        N_("{name} has its renewal settings back."),
        N_("{name} had its renewal settings already."),
    ),
    "stop_renewal": (
        N_("{name} does not renew any more."),
        N_("The renewal of {name} was stopped already."),
    ),
    "cancel": (N_("{name} is cancelled."), N_("{name} was cancelled already.")),
    "adopt": (
        N_("The suspension of {name} is ours now."),
        N_("The suspension of {name} is ours now."),
    ),
}
NOT_DONE: Mapping[str, tuple[str, str, str, str]] = {
    "suspend": (
        N_("Partner Center refused to suspend {name}."),
        N_("It is not known whether {name} was suspended."),
        N_("Whether {name} was suspended by us cannot be told."),
        N_("{name} was not suspended."),
    ),
    "reactivate": (
        N_("Partner Center refused to reinstate {name}."),
        N_("It is not known whether {name} was reinstated."),
        N_("Whether {name} was reinstated by us cannot be told."),
        N_("{name} was not reinstated."),
    ),
    "restore": (
        N_("Partner Center refused to put the renewal settings of {name} back."),
        N_("It is not known whether {name} has its renewal settings back."),
        N_("Whether {name} has its renewal settings back cannot be told."),
        N_("The renewal settings of {name} were not put back."),
    ),
    "stop_renewal": (
        N_("Partner Center refused to stop the renewal of {name}."),
        N_("It is not known whether the renewal of {name} was stopped."),
        N_("Whether the renewal of {name} was stopped by us cannot be told."),
        N_("The renewal of {name} was not stopped."),
    ),
    "cancel": (
        N_("Partner Center refused to cancel {name}."),
        N_("It is not known whether {name} was cancelled."),
        N_("Whether {name} was cancelled by us cannot be told."),
        N_("{name} was not cancelled."),
    ),
    "adopt": (
        N_("The suspension of {name} could not be taken over."),
        N_("It is not known whether the suspension of {name} is ours."),
        N_("The suspension of {name} cannot be taken over."),
        N_("The suspension of {name} was not taken over."),
    ),
}
STATES = (StepState.REFUSED, StepState.UNKNOWN, StepState.REVIEW, StepState.CANCELLED)
NEXT: Mapping[str, str] = {
    StepState.REFUSED: N_("Look at it in Partner Center, then ask again."),
    StepState.UNKNOWN: N_("It is being read until that is settled; nothing is sent meanwhile."),
    StepState.REVIEW: N_("Look at it in Partner Center: nothing more is sent until you ask again."),
}
WHY_SHOWN = frozenset({StepState.REFUSED, StepState.UNKNOWN, StepState.REVIEW})
# What is under way, by verb: to be done, being sent.
OPEN: Mapping[str, tuple[str, str]] = {
    "suspend": (N_("{name} will be suspended."), N_("{name} is being suspended.")),
    "reactivate": (N_("{name} will be reinstated."), N_("{name} is being reinstated.")),
    "restore": (
        N_("{name} will get its renewal settings back."),
        N_("{name} is getting its renewal settings back."),
    ),
    "stop_renewal": (
        N_("The renewal of {name} will be stopped."),
        N_("The renewal of {name} is being stopped."),
    ),
    "cancel": (N_("{name} will be cancelled."), N_("{name} is being cancelled.")),
    "adopt": (
        N_("The suspension of {name} will be taken over."),
        N_("The suspension of {name} is being taken over."),
    ),
}


def settled(verb: str, state: str, why: str, name: str, words: Words) -> str:
    """One step as it stands, in whole sentences."""
    said = words(_sentence(verb, state), name=name)
    because = words("Reason: {why}.", why=why) if why and state in WHY_SHOWN else ""
    then = words(NEXT[state]) if state in NEXT else ""
    return " ".join(filter(None, (said, because, then)))


def _sentence(verb: str, state: str) -> str:
    verb = verb if verb in DONE else "restore"
    match state:
        case StepState.CONFIRMED:
            return DONE[verb][0]
        case StepState.ALREADY:
            return DONE[verb][1]
        case StepState.TODO:
            return OPEN[verb][0]
        case StepState.INTENT:
            return OPEN[verb][1]
    return NOT_DONE[verb][STATES.index(StepState(state))]
