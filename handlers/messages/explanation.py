"""Why a customer is where it is on the ladder, and what comes next: in private, for a telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.domain.explaining import Because, Says
from core.domain.plans import Action
from core.domain.rungs import Rank, Rung
from core.domain.verdicts import State, Verdict
from core.usecases.explanations import Explanation, Filed, Place, Unjudged
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.exposure_lines import amounts
from handlers.messages.text import N_, Safe, Words
from handlers.messages.verdict_lines import sentences

SHOWN_OF_VERSION = 8
STATES: Mapping[State, str] = {
    State.CLEAR: N_("nothing to chase"),
    State.CHASING: N_("no stage yet"),
    State.SILENCED: N_("left alone for now"),
    State.STALE: N_("books too old"),
    State.UNKNOWN: N_("unknown"),
}
WAITS = frozenset(
    {
        *(Says.BOOKS_STALE, Says.NO_BOOKS, Says.HOLD, Says.HOLD_OPEN_ENDED, Says.REPLY_UNREAD),
        *(Says.PROMISE, Says.DOCUMENT_UNKNOWN, Says.NOTICE_MISSING, Says.NOTICE_YOUNG),
        *(Says.PRINTED_DATE, Says.QUIET_PERIOD, Says.NOT_TODAY),
    }
)
PROPOSES: Mapping[Action, str] = {
    Action.SUSPEND: N_("suspension is proposed"),
    Action.STOP_RENEWAL: N_("stopping renewals is proposed"),
}


def explanation_card(found: Explanation, words: Words) -> Message:
    """State and stage, the facts, what it waits for, what would change it, and the ladder."""
    said = stage_word(found.place, words)
    first = words("{customer}: {said}", customer=found.customer.name, said=said)
    blocks = [section(f"*{first}*"), *explanation_blocks(found, words)]
    return Message(first, tuple(blocks))


def filed_blocks(found: Filed, words: Words) -> list[Block]:
    """Where the customer of a plan stood when it was filed, and now."""
    now = words("*Now:* {said}", said=stage_word(found.now.place, words))
    return [section(f"{_then(found, words)}\n{now}"), *explanation_blocks(found.now, words)]


def _then(found: Filed, words: Words) -> str:
    content, then = found.plan.content, found.then
    owed = amounts({money.currency: money for money in content.overdue}, words)
    version = (then.policy if then else content.policy)[:SHOWN_OF_VERSION]
    said = words(
        "*When filed*, {moment}: {owed}, by policy {version}.",
        moment=content.filed_at,
        owed=owed,
        version=version,
    )
    if then is None:
        return f"{said} {words('No verdict of that day is recorded.')}"
    stage = then.stage or words(STATES[then.state])
    return f"{said} {words('It stood at: {stage}.', stage=stage)}"


def explanation_blocks(found: Explanation, words: Words) -> list[Block]:
    place = found.place
    if isinstance(place, Unjudged):
        return [section(no_floor(place, words)), context(_by(place, words))]
    changes = [one for one in found.reasons if one.says is Says.ENOUGH]
    waits = [one for one in found.reasons if one.says in WAITS]
    facts = [one for one in found.reasons if one not in changes and one not in waits]
    paragraphs = (
        _paragraph(words("*Why*"), facts, words),
        _listed(words("*Waits for*"), _waits(waits, words)),
        _paragraph(words("*What would change it*"), changes, words),
        "\n".join(filter(None, [next_line(place, words)])),
        _ladder(found, place.verdict, words),
    )
    return [*(section(one) for one in paragraphs if one), context(_by(place, words))]


def stage_word(place: Place | Unjudged, words: Words) -> Safe:
    """The stage by its name; without one, the state."""
    if isinstance(place, Unjudged):
        return Safe(words("not judged"))
    verdict = place.verdict
    if verdict.stage is None:
        return Safe(words(STATES[verdict.state]))
    owed = {code: money for code, money in verdict.overdue().items() if money}
    days = verdict.days_overdue or 0
    if not owed or days <= 0:
        return Safe(words("{stage}", stage=verdict.stage.name))
    return Safe(
        words.many(
            "{stage}, {owed} for {count} day",
            "{stage}, {owed} for {count} days",
            days,
            stage=verdict.stage.name,
            owed=amounts(owed, words),
        )
    )


def no_floor(place: Unjudged, words: Words) -> str:
    return words(
        "Nothing is judged: the policy has no floor for {currency}.", currency=place.currency
    )


def next_line(place: Place, words: Words) -> str:
    following = place.following
    if following is None:
        return ""
    return words(
        "*Next*, if nothing is paid: {stage} on {day}.",
        stage=following.stage.name,
        day=following.on,
    )


def standing_stage(place: Place | Unjudged | None, words: Words) -> str:
    """One line for a card; empty where there is nothing to say."""
    if place is None:
        return ""
    if isinstance(place, Unjudged):
        return words("*Stage:* {said}", said=Safe(no_floor(place, words)))
    verdict = place.verdict
    if verdict.state is State.CLEAR and verdict.stage is None and place.following is None:
        return ""
    name = verdict.stage.name if verdict.stage else words(STATES[verdict.state])
    said = words("*Stage:* {name}.", name=name)
    return " ".join(filter(None, (said, next_line(place, words))))


def _paragraph(title: str, reasons: Sequence[Because], words: Words) -> str:
    return _listed(title, sentences(reasons, words))


def _listed(title: str, said: Sequence[str]) -> str:
    return "\n".join([title, *(f"• {line}" for line in said)]) if said else ""


def _waits(reasons: Sequence[Because], words: Words) -> list[str]:
    """Notices that are still to come share a sentence."""
    missing = [one for one in reasons if one.says is Says.NOTICE_MISSING]
    if len(missing) < 2:
        return sentences(reasons, words)
    names = [str(one.facts["name"]) for one in missing]
    said = words("Notices not delivered for this debt yet: {names}.", names=names)
    return [*sentences([one for one in reasons if one not in missing], words), said]


def _by(place: Place | Unjudged, words: Words) -> str:
    on = place.on if isinstance(place, Unjudged) else place.verdict.on
    return words(
        "Policy {name}, version {version}, as of {day} where the customer is.",
        name=place.policy.name,
        version=place.policy.version[:SHOWN_OF_VERSION],
        day=on,
    )


# The ladder


def _ladder(found: Explanation, verdict: Verdict, words: Words) -> str:
    """Every stage in a line of its own, the present one in bold."""
    if verdict.position is None:
        return ""
    segment = verdict.ladder.segment
    title = words("*The ladder:*")
    if segment:
        title = words("*The ladder of “{segment}”:*", segment=segment)
    return "\n".join([title, *(_rung(one, verdict, words) for one in found.rungs)])


def _rung(one: Rung, verdict: Verdict, words: Words) -> str:
    said = [_when(one, words)] if _when(one, words) else []
    if one.told is not None:
        said.append(words("letter delivered {day}", day=one.told))
    if one.stage in verdict.letters and one.rank is not Rank.AHEAD:
        said.append(words("letter due"))
    if one.stage.propose in PROPOSES and one.rank is Rank.AHEAD and one.on:
        said.append(_proposed(one, words))
    name = words.value(one.stage.name)
    shown = f"▸ *{name}*" if one.rank is Rank.PRESENT else f"{_mark(one)} {name}"
    return words("{what}: {said}", what=Safe(shown), said=words.listed(said)) if said else shown


def _mark(one: Rung) -> str:
    return "✓" if one.rank is Rank.BEHIND else "·"


def _when(one: Rung, words: Words) -> str:
    """A sign says nothing to who does not see it."""
    match one.rank:
        case Rank.BEHIND if one.told is None:
            return words("passed")
        case Rank.PRESENT:
            return words("now")
        case Rank.AHEAD if one.on is not None:
            return words("from {day}", day=one.on)
        case Rank.AHEAD:
            return words("later")
        case Rank.SKIPPED:
            return words("would not hold")
    return ""


def _proposed(one: Rung, words: Words) -> str:
    assert one.stage.propose is not None
    said = words(PROPOSES[one.stage.propose])
    if one.acts is None:
        return said
    return words("{said} {day}", said=Safe(said), day=one.acts)
