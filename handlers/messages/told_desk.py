"""What is told of the desk itself: freezes, roles, digests."""

from __future__ import annotations

from core.domain import events
from core.ports.records import Scope
from handlers.messages.freeze_lines import holds_back, what_is_frozen
from handlers.messages.lost_letter import LOST
from handlers.messages.reasons import named
from handlers.messages.scene import Scene, Tellers
from handlers.messages.slots import NOT_MAILED, REFUSED_BY_MAIL, slot_of
from handlers.messages.state_words import ROLES
from handlers.messages.text import N_, Safe, Words

FROZEN = {
    "file": N_("Everything is frozen: the file FREEZE lies beside the database."),
    "terminal": N_("Everything is frozen from the terminal."),
    "breaker": N_(
        "Everything is frozen: three surprises from Partner Center in ten minutes. Look at the "
        "plans that need a person before you lift it."
    ),
    "apart": N_(
        "Everything is frozen: the clock of a process of this desk is more than a minute away from "
        "that of Partner Center or Slack. Set it right before you lift it; `doctor` says by how "
        "much."
    ),
    "record": N_("Everything is frozen: the record is in doubt."),
    "workspace": N_(
        "Everything is frozen: the app was taken out of this workspace, or its token revoked. Find "
        "out who did that before you lift it."
    ),
    "new_installation": N_(
        "Everything is frozen: a new installation sends nothing until two people agree."
    ),
}


NOT_POSTED = {
    "outsiders": N_("its channel is shared with another organisation"),
    "public": N_("its channel is public, and the setting PUBLIC_CHANNELS does not name it"),
    "channel_not_found": N_("Slack shows me no such channel; if it is private, invite me there"),
    "not_in_channel": N_("I am not in its channel; invite me there"),
    "is_archived": N_("its channel is archived"),
}


NOT_WANTED = {
    "removed": N_("it was removed meanwhile"),
    "muted": N_("it was muted meanwhile"),
    "moved": N_("it goes to another channel now"),
}


def _desk_seeded(event: events.DeskSeeded, scene: Scene, words: Words) -> str:
    return words("The desk is set up.")


def _policy_loaded(event: events.PolicyLoaded, scene: Scene, words: Words) -> str:
    return words(
        "Policy {name} is in force, version {version}.",
        name=event.name,
        version=event.version[:8],
    )


def _frozen(event: events.Frozen, scene: Scene, words: Words) -> str:
    return f"{_who_froze(event, scene, words)} {_lifted_where(scene, words)}"


def _who_froze(event: events.Frozen, scene: Scene, words: Words) -> str:
    if event.scope != Scope.ALL:
        return _froze_some(event, scene, words)
    if event.why in FROZEN:
        return words(FROZEN[event.why])
    said = words("{who} froze everything: nothing is sent.", who=scene.actor(words))
    return _with_reason(said, event, scene, words)


def _froze_some(event: events.Frozen, scene: Scene, words: Words) -> str:
    what = what_is_frozen(event.scope, event.of, scene.customer, words)
    if event.why == "terminal":
        said = words("{what} from the terminal.", what=what)
    else:
        said = words("{what} by {who}.", what=what, who=scene.actor(words))
    return _with_reason(said, event, scene, words)


def _with_reason(said: str, event: events.Frozen, scene: Scene, words: Words) -> str:
    """And with what is held back as well."""
    reason = words("Reason: “{text}”.", text=scene.quoted()) if scene.text else ""
    return " ".join(filter(None, (said, holds_back(event.scope, words), reason)))


def _still_frozen(event: events.StillFrozen, scene: Scene, words: Words) -> str:
    """What is stopped may be a containment: whoever froze says whether it is still needed."""
    what = what_is_frozen(event.scope, event.of, scene.customer, words)
    said = words.many(
        "{what} for {count} day now.",
        "{what} for {count} days now.",
        event.days,
        what=what,
    )
    whose = scene.named([event.owner], words) if event.owner else Safe(words("approvers"))
    asked = words("{who}: is it still needed?", who=whose)
    return f"{said} {asked} {_lifted_where(scene, words)}"


def _lifted_where(scene: Scene, words: Words) -> str:
    """The card comes a moment later, and this message is written anew then."""
    if not scene.card_link:
        return words("Two people lift it, on a card in the approvals channel.")
    link = Safe(f"<{scene.card_link}|{words('this card')}>")
    return words("Two people lift it on {link}.", link=link)


def _freeze_lifted(event: events.FreezeLifted, scene: Scene, words: Words) -> str:
    if not scene.people:
        return words("The freeze is lifted: approved plans go on.")
    names = scene.named([*scene.people], words)
    if event.scope != Scope.ALL:
        what = what_is_frozen(event.scope, event.of, scene.customer, words)
        return words("{what} no longer, by {names}: approved plans go on.", what=what, names=names)
    return words("The freeze is lifted by {names}: approved plans go on.", names=names)


def _roles_changed(event: events.RolesChanged, scene: Scene, words: Words) -> str:
    return words(
        "The role {role} was changed: {before} before, {after} now.",
        role=named(event.role, ROLES, words),
        before=scene.named(event.before, words),
        after=scene.named(event.after, words),
    )


def _workspace_lost(event: events.WorkspaceLost, scene: Scene, words: Words) -> str:
    return words(LOST[event.why])


def _channel_renumbered(event: events.ChannelRenumbered, scene: Scene, words: Words) -> str:
    return words(
        "{channel} has another id: {before} is {after} now. I go on there; where a setting names "
        "{before}, please write {after}.",
        channel=Safe(f"<#{event.after}>"),
        before=event.before,
        after=event.after,
    )


def _digest_scheduled(event: events.DigestScheduled, scene: Scene, words: Words) -> str:
    return words(
        "{who} scheduled digest {number}: {cron}, {zone}, in {channel}.",
        who=scene.actor(words),
        number=event.number,
        cron=event.cron,
        zone=event.zone,
        channel=Safe(f"<#{event.channel}>"),
    )


def _digest_muted(event: events.DigestMuted, scene: Scene, words: Words) -> str:
    facts = {"who": scene.actor(words), "number": event.number}
    if event.removed:
        return words("{who} removed digest {number}.", **facts)
    if event.until is None:
        return words("{who} unmuted digest {number}.", **facts)
    return words("{who} muted digest {number} until {until}.", until=event.until, **facts)


def _digests_missed(event: events.DigestsMissed, scene: Scene, words: Words) -> str:
    return words.many(
        "Digest {number} was not posted {count} time while nothing ran; the newest comes late.",
        "Digest {number} was not posted {count} times while nothing ran; the newest comes late.",
        event.count,
        number=event.number,
    )


def _digest_outstanding(event: events.DigestOutstanding, scene: Scene, words: Words) -> str:
    said = words.many(
        "Digest {number} of {slot} has not gone out, {count} minute after its time.",
        "Digest {number} of {slot} has not gone out, {count} minutes after its time.",
        event.minutes,
        number=event.number,
        slot=slot_of(event.slot, words),
    )
    asked = words(
        "{called}: please look whether a worker runs; `python -m bot doctor` may say why.",
        called=scene.named(event.called, words) or Safe(words("administrators")),
    )
    return f"{said} {asked}"


def _digest_posted(event: events.DigestPosted, scene: Scene, words: Words) -> str:
    slot = slot_of(event.slot, words)
    return words("Digest {number} of {slot} is posted.", number=event.number, slot=slot)


def _digest_unsure(event: events.DigestUnsure, scene: Scene, words: Words) -> str:
    return words(
        "Digest {number} of {slot} was sent, and Slack did not say whether it arrived. It is not "
        "sent again by itself: please look, and post it again if it is not there.",
        number=event.number,
        slot=slot_of(event.slot, words),
    )


def _digest_failed(event: events.DigestFailed, scene: Scene, words: Words) -> str:
    why = words(NOT_POSTED[event.why]) if event.why in NOT_POSTED else words.value(event.why)
    return words(
        "Digest {number} of {slot} was not posted: {why}. When that is mended, post it again.",
        number=event.number,
        slot=slot_of(event.slot, words),
        why=Safe(why),
    )


def _digest_mailed(event: events.DigestMailed, scene: Scene, words: Words) -> str:
    slot = slot_of(event.slot, words)
    return words("Digest {number} of {slot} is mailed.", number=event.number, slot=slot)


def _digest_not_mailed(event: events.DigestNotMailed, scene: Scene, words: Words) -> str:
    sentence = NOT_MAILED.get(event.why, REFUSED_BY_MAIL)
    slot = slot_of(event.slot, words)
    return words(sentence, number=event.number, slot=slot, code=event.why)


def _digest_skipped(event: events.DigestSkipped, scene: Scene, words: Words) -> str:
    return words(
        "Digest {number} of {slot} was not posted: {why}.",
        number=event.number,
        slot=slot_of(event.slot, words),
        why=Safe(words(NOT_WANTED[event.why])),
    )


def _digests_hushed(event: events.DigestsHushed, scene: Scene, words: Words) -> str:
    channel = Safe(f"<#{event.channel}>")
    said = [words("{channel} is shared with another organisation.", channel=channel)]
    if event.numbers:
        numbers = words.listed(str(one) for one in event.numbers)
        said.append(
            words.many(
                "Digest {numbers} is not posted there meanwhile.",
                "Digests {numbers} are not posted there meanwhile.",
                len(event.numbers),
                numbers=numbers,
            )
        )
    if event.hidden:
        said.append(
            words(
                "The newest digest there is hidden now; older ones and their files are still to be "
                "read, so please delete them, or end the sharing."
            )
        )
    return " ".join(said)


def _job_died(event: events.JobDied, scene: Scene, words: Words) -> str:
    return words(
        "Work was given up after many tries: {kind} {subject}. {why}. Please look at the log; "
        "`python -m bot doctor` may say why.",
        kind=event.kind,
        subject=event.subject,
        why=event.why,
    )


TELLERS: Tellers = {
    events.DeskSeeded: _desk_seeded,
    events.PolicyLoaded: _policy_loaded,
    events.Frozen: _frozen,
    events.StillFrozen: _still_frozen,
    events.FreezeLifted: _freeze_lifted,
    events.RolesChanged: _roles_changed,
    events.JobDied: _job_died,
    events.ChannelRenumbered: _channel_renumbered,
    events.WorkspaceLost: _workspace_lost,
    events.DigestScheduled: _digest_scheduled,
    events.DigestMuted: _digest_muted,
    events.DigestsMissed: _digests_missed,
    events.DigestOutstanding: _digest_outstanding,
    events.DigestPosted: _digest_posted,
    events.DigestSkipped: _digest_skipped,
    events.DigestsHushed: _digests_hushed,
    events.DigestUnsure: _digest_unsure,
    events.DigestFailed: _digest_failed,
    events.DigestMailed: _digest_mailed,
    events.DigestNotMailed: _digest_not_mailed,
}
