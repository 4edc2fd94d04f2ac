"""What is told of a case."""

from __future__ import annotations

from datetime import date

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

KEEPERS = {"mail": N_("by mail"), "url": N_("at CHECKPOINT_URL")}


def _case_opened(event: events.CaseOpened, scene: Scene, words: Words) -> str:
    return words("{who} opened this case.", who=scene.actor(words))


def _case_noted(event: events.CaseNoted, scene: Scene, words: Words) -> str:
    return words("{who} wrote a note: {text}", who=scene.actor(words), text=scene.quoted())


def _case_assigned(event: events.CaseAssigned, scene: Scene, words: Words) -> str:
    owner = scene.named([event.owner], words)
    if scene.who and scene.people.get(event.owner) == scene.who:
        return words("{who} took this case.", who=scene.actor(words))
    return words("{who} gave this case to {owner}.", who=scene.actor(words), owner=owner)


def _case_closed(event: events.CaseClosed, scene: Scene, words: Words) -> str:
    who = scene.actor(words)
    return words(
        "{who} closed this case. The customer was told: {text}", who=who, text=scene.quoted()
    )


def _evidence_exported(event: events.EvidenceExported, scene: Scene, words: Words) -> str:
    return words(
        "{who} took the evidence of this case: pack {digest}, with the chain of {size} events up "
        "to head {head}.",
        who=scene.actor(words),
        digest=Safe(f"`{event.digest}`"),
        size=Safe(event.size),
        head=Safe(f"`{event.head}`"),
    )


def _card_shown(event: events.CardShown, scene: Scene, words: Words) -> str:
    return words("A card was shown as {digest}.", digest=Safe(f"`{event.digest[:8]}`"))


def _checkpoints_lost(event: events.CheckpointsLost, scene: Scene, words: Words) -> str:
    return words(
        "Nobody outside has taken a checkpoint of the audit trail since {moment} ({keeper}): "
        "{why}. Until then somebody could make another past of what happens now. "
        "`python -m bot doctor` says more.",
        moment=event.since or words("unknown"),
        keeper=words(KEEPERS.get(event.keeper, event.keeper)),
        why=event.why or words("no answer"),
    )


def _checkpoints_kept(event: events.CheckpointsKept, scene: Scene, words: Words) -> str:
    return words(
        "Checkpoints of the audit trail are kept outside again ({keeper}); none was from {moment} "
        "on.",
        moment=event.since or words("unknown"),
        keeper=words(KEEPERS.get(event.keeper, event.keeper)),
    )


def _renewal_let(event: events.RenewalLet, scene: Scene, words: Words) -> str:
    return words(
        "{who} lets {names} of {customer} renew on {day}.",
        who=scene.actor(words),
        names=[*scene.names.values()] or words("subscriptions"),
        customer=scene.customer,
        day=date.fromisoformat(event.day),
    )


TELLERS: Tellers = {
    events.RenewalLet: _renewal_let,
    events.CaseOpened: _case_opened,
    events.CaseNoted: _case_noted,
    events.CaseAssigned: _case_assigned,
    events.CaseClosed: _case_closed,
    events.EvidenceExported: _evidence_exported,
    events.CardShown: _card_shown,
    events.CheckpointsLost: _checkpoints_lost,
    events.CheckpointsKept: _checkpoints_kept,
}
