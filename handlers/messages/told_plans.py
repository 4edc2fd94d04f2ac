"""What is told of a plan: asked for, decided, carried out, over."""

from __future__ import annotations

from core.domain import events
from core.domain.plans import PlanState, StepState
from handlers.messages.reasons import KINDS, ended, named, waits_for
from handlers.messages.scene import Scene, Tellers
from handlers.messages.steps import settled
from handlers.messages.text import N_, Safe, Words

ASKED = {
    "suspend": N_("{who} asks to suspend {names} of {customer}, for {reason}."),
    "reinstate": N_("{who} asks to reinstate {names} of {customer}."),
    "stop_renewal": N_("{who} asks to stop the renewal of {names} of {customer}."),
    "cancel": N_("{who} asks to cancel {names} of {customer}, for {reason}."),
    "adopt": N_("{who} asks to take over the suspension of {names} of {customer}, for {reason}."),
    "lift_freeze": N_("It takes two votes to lift the freeze."),
    "change_roles": N_("{who} asks to change roles."),
    "let_go": N_("{who} asks to let the data of {names} of {customer} go."),
    "change_policy": N_("{who} asks to change the policy."),
    "confirm_step_up": N_("{who} asks to confirm the second factor of {customer}."),
    "promise": N_("{who} asks to take a promise of {customer}."),
    "write_off": N_("{who} asks to write off a debt of {customer}."),
    "release_hold": N_("{who} asks to release a hold of {customer}."),
    "release_run": N_("It takes two votes to let the policy run begin."),
    "ratify": N_("Somebody else has to ratify what was done alone at {customer}."),
}
ABOUT_TO = {
    "suspend": N_("About to suspend {name}."),
    "reactivate": N_("About to reinstate {name}."),
    "restore": N_("About to put the renewal settings of {name} back."),
    "stop_renewal": N_("About to stop the renewal of {name}."),
    "cancel": N_("About to cancel {name}."),
}
BY_HAND = {
    ("suspend", "portal"): N_(
        "To do in the Azure portal now: cancel the Azure subscription {name}. Its reason is not a "
        "compromise, so the desk may not do it; the desk looks every 5 minutes whether it is done."
    ),
    ("stop_renewal", "word"): N_(
        "To do in Partner Center now: set {name} to cancel at the end of its term, then press "
        "*Mark Done* on the card."
    ),
}
FOR_THE_PROVIDER = N_(
    "To do by your provider now, for {name}: send the request on the card, then press *Mark Done* "
    "when the provider says that it is done."
)
DESK = {
    "lift_freeze": N_("Lifting the freeze: {said}"),
    "change_roles": N_("Changing roles: {said}"),
    "let_go": N_("Letting data go: {said}"),
    "change_policy": N_("Changing the policy: {said}"),
    "confirm_step_up": N_("Confirming the second factor: {said}"),
    "promise": N_("Taking the promise: {said}"),
    "write_off": N_("Writing the debt off: {said}"),
    "release_hold": N_("Releasing the hold: {said}"),
    "release_run": N_("Letting the policy run begin: {said}"),
    "ratify": N_("Ratifying: {said}"),
}
DONE_STATES = frozenset({PlanState.FINISHED, PlanState.PARTIAL, PlanState.NEEDS_HUMAN})


def _plan_filed(event: events.PlanFiled, scene: Scene, words: Words) -> str:
    said = words(
        ASKED.get(event.action, ASKED["change_roles"]),
        who=scene.actor(words),
        names=list(scene.names.values()) or words("subscriptions"),
        customer=scene.customer,
        reason=named(event.reason, KINDS, words),
    )
    return f"{said} {words('Note: {text}', text=scene.quoted())}" if scene.text else said


def _card_posted(event: events.CardPosted, scene: Scene, words: Words) -> str:
    if not event.permalink:
        return words("The card is in the approvals channel.")
    link = Safe(f"<{event.permalink}|{words('the approvals channel')}>")
    return words("The card is in {link}.", link=link)


def _vote_cast(event: events.VoteCast, scene: Scene, words: Words) -> str:
    if event.choice == "reject":
        return words("{who} rejected the plan.", who=scene.actor(words))
    return words(
        "{who} approved: {approvals} of {quorum} votes.",
        who=scene.actor(words),
        approvals=event.approvals,
        quorum=event.quorum,
    )


def _bank_checked(event: events.BankChecked, scene: Scene, words: Words) -> str:
    return words("{who} looked at the bank: nothing has arrived.", who=scene.actor(words))


def _plan_waits(event: events.PlanWaits, scene: Scene, words: Words) -> str:
    return waits_for(event.what, event.until, words)


def _person_needed(event: events.PersonNeeded, scene: Scene, words: Words) -> str:
    said = words(
        "A plan for {customer} needs a person: {end}",
        customer=scene.customer or words("this desk"),
        end=Safe(ended(event.state, event.why, words)),
    )
    if not scene.card_link:
        return said
    link = Safe(f"<{scene.card_link}|{words('its card')}>")
    return f"{said} {words('See {link}.', link=link)}"


def _plan_halted(event: events.PlanHalted, scene: Scene, words: Words) -> str:
    return words(
        "This plan ends at its next step: fraud or misuse is contained first. What is done stays "
        "done."
    )


def _plan_ended(event: events.PlanEnded, scene: Scene, words: Words) -> str:
    said = ended(event.state, event.why, words)
    if scene.action in DESK:
        return words(DESK[scene.action], said=Safe(said))
    total = event.done + event.not_done
    if event.state not in DONE_STATES or not total:
        return said
    steps = words("Steps done: {done} of {total}.", done=event.done, total=total)
    return f"{said} {steps}"


def _intent_written(event: events.IntentWritten, scene: Scene, words: Words) -> str:
    name = scene.names.get(event.subscription_id, event.subscription_id)
    return words(ABOUT_TO.get(event.verb, ABOUT_TO["restore"]), name=name)


def _hand_asked(event: events.HandAsked, scene: Scene, words: Words) -> str:
    name = scene.names.get(event.subscription_id, event.subscription_id)
    return words(BY_HAND.get((event.verb, event.by), FOR_THE_PROVIDER), name=name)


def _hand_waits(event: events.HandWaits, scene: Scene, words: Words) -> str:
    return words.many(
        "{name} has waited for a person for {count} day: see the card.",
        "{name} has waited for a person for {count} days: see the card.",
        event.days,
        name=scene.names.get(event.subscription_id, event.subscription_id),
    )


def _hand_told(event: events.HandTold, scene: Scene, words: Words) -> str:
    name = scene.names.get(event.subscription_id, event.subscription_id)
    said = words("{who} says that it is done: {name}.", who=scene.actor(words), name=name)
    return f"{said} {words('Note: {text}', text=scene.quoted())}" if scene.text else said


def _step_settled(event: events.StepSettled, scene: Scene, words: Words) -> str:
    name = scene.names.get(event.subscription_id, event.subscription_id)
    if event.state == StepState.TODO:
        return words("{name} was not changed yet and is tried again.", name=name)
    return settled(event.verb, event.state, event.why, name, words)


TELLERS: Tellers = {
    events.PlanFiled: _plan_filed,
    events.CardPosted: _card_posted,
    events.VoteCast: _vote_cast,
    events.BankChecked: _bank_checked,
    events.PlanWaits: _plan_waits,
    events.PersonNeeded: _person_needed,
    events.PlanHalted: _plan_halted,
    events.PlanEnded: _plan_ended,
    events.IntentWritten: _intent_written,
    events.HandAsked: _hand_asked,
    events.HandWaits: _hand_waits,
    events.HandTold: _hand_told,
    events.StepSettled: _step_settled,
}
