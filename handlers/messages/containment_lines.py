"""What is said of containments on cards, lists and forms, and of what one person did alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.domain.alone import Alone
from core.domain.containment import CONTAINED, State
from core.domain.plans import CUTS, Action
from core.domain.remaining import Remaining, remaining
from core.usecases.containment_view import Contained
from core.usecases.plan_view import PlanView
from handlers.messages.alert_words import alert_at
from handlers.messages.escaping import clean
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import N_, Safe, Words

LONGEST_REFERENCE = 200
LEFT: dict[Remaining, str] = {
    Remaining.ADMINISTRATORS: N_(
        "Administrators keep access: reset them, end their sessions, take unknown ones away."
    ),
    Remaining.SESSIONS: N_(
        "Users who are signed in may stay so for a while: end their sessions in Entra."
    ),
    Remaining.AZURE_OTHERS: N_(
        "Other Azure subscriptions of this customer go on: look for what nobody knows there, too."
    ),
    Remaining.AZURE_RESOURCES: N_(
        "What was made in Azure is stopped, not deleted, and comes back with the subscription: "
        "keep the logs, then delete it."
    ),
    Remaining.AZURE_ACCESS: N_(
        "Whoever may make resources there still may: take unknown roles, apps and keys away."
    ),
    Remaining.OPERATOR: N_("Tell 21Vianet's support as well: this cloud is theirs."),
}
STATES = {
    State.UNRATIFIED: N_("*unratified*"),
    State.UNDOING: N_("being rolled back"),
    State.RUNNING: N_("contained"),
    State.OVER: N_("over"),
}


def left_lines(left: Iterable[Remaining], words: Words) -> list[str]:
    """What nobody but a person can do."""
    said = [f"• {words(LEFT[one])}" for one in left]
    return [words("*By hand, too:*"), *said] if said else []


def left_of_plan(view: PlanView, words: Words) -> list[str]:
    """Of a cut for fraud or misuse."""
    content = view.plan.content
    if content.action not in CUTS or content.reason not in CONTAINED:
        return []
    ids = {line.subscription_id for line in content.lines}
    known = view.subscriptions
    chosen = (one for name, one in known.items() if name in ids)
    return left_lines(remaining(chosen, known.values(), view.partner.cloud), words)


def until_line(one: Contained | None, words: Words) -> str:
    """How long, and who is asked then."""
    if one is None or one.one.state is not State.RUNNING:
        return ""
    return words(
        "*Contained* until {moment}: then {owner} is asked whether it goes on.",
        moment=one.one.until,
        owner=one.owner or words("an administrator"),
    )


# What one person did alone


def alert_of(alone: Alone, one: Contained | None, words: Words) -> Safe:
    """The alert as the desk knows it, or the reference that was typed."""
    if one is not None and one.alert is not None:
        names = {line.subscription_id: line.name for line in one.plan.content.lines}
        return Safe(alert_at(one.alert, names, words))
    reference = Safe(clean(alone.alert, LONGEST_REFERENCE))
    if not alone.link:
        return reference
    link = Safe(clean(alone.link, LONGEST_REFERENCE))
    return Safe(words("{reference} ({link}), typed by hand", reference=reference, link=link))


def alone_lines(view: PlanView, words: Words) -> list[str]:
    """Because of which alert, until when somebody else agrees, and what happens without."""
    alone, one = view.plan.content.alone, view.contained
    if alone is None:
        return []
    alert = alert_of(alone, one, words)
    said = [words("*Break-glass:* alone, with a one-time code. Alert: {alert}.", alert=alert)]
    if one is None or one.one.state is State.UNRATIFIED:
        said.append(deadlines_line(alone.ratify_by, alone.decide_by, words))
        said.append(without_line(alone, words))
    elif one.one.ratified_by:
        said.append(words("*Ratified* by {name}.", name=one.ratified_by))
    return said


def deadlines_line(ratify_by: datetime, decide_by: datetime, words: Words) -> str:
    return words(
        "*Somebody else ratifies it* by {moment} {place}; without that it is decided {later}.",
        moment=ratify_by,
        later=decide_by,
        place=words.place,
    )


def without_line(alone: Alone | None, words: Words) -> str:
    """What happens when nobody agrees, or somebody refuses."""
    said = words(
        "*If nobody does, or somebody refuses:* while an alert is active or Azure spending has not "
        "fallen it stays off and approvers and administrators are called every hour; else it is "
        "rolled back without votes. What is not known counts as going on."
    )
    if alone is None or alone.is_known():
        return said
    blind = words("The desk cannot see a reference that was typed, so it takes it for active.")
    return f"{said} {blind}"


def ratify_headline(view: PlanView, words: Words) -> str:
    one = view.contained
    if one is None:
        return words("RATIFY what one person did alone.")
    return words.many(
        "RATIFY what {name} did alone: {count} subscription of {customer} suspended for {reason}.",
        "RATIFY what {name} did alone: {count} subscriptions of {customer} suspended for {reason}.",
        len(one.plan.content.lines),
        name=one.requester,
        customer=one.customer_name,
        reason=named(one.one.reason, KINDS, words),
    )


def ratify_lines(view: PlanView, words: Words) -> list[str]:
    """What a second person decides on, and what follows either way."""
    one = view.contained
    alone = one.plan.content.alone if one else None
    if one is None or alone is None:
        return []
    names = [line.name for line in one.plan.content.lines]
    done = [
        words("*Suspended:* {names}.", names=names),
        words("*Alert:* {alert}.", alert=alert_of(alone, one, words)),
    ]
    if not view.plan.is_open():
        return done
    return [
        *done,
        deadlines_line(alone.ratify_by, alone.decide_by, words),
        without_line(alone, words),
        words("*Then:* it goes on until {moment} as any containment.", moment=one.one.until),
        *left_lines(one.left, words),
    ]


def votes_line(view: PlanView, words: Words) -> str:
    """Of a plan that takes none; empty for any other."""
    content = view.plan.content
    if content.alone is not None:
        return words("*Votes:* none. One person acts alone, and another one ratifies.")
    by_desk = content.action is Action.REINSTATE and bool(content.subject)
    if by_desk and view.contained is not None:
        return words("*Votes:* none. Nobody ratified what is lifted here.")
    return ""


# Lists


def listed(one: Contained, words: Words) -> str:
    """One line for a digest or a customer's card."""
    state = Safe(words(STATES[one.one.state]))
    who = Safe(_who(one, words))
    said = words("{customer}: {state}, {who}", customer=one.customer_name, state=state, who=who)
    return f"{said} <{one.link}|{words('Open')}>" if one.link else said


def state_line(one: Contained, words: Words) -> str:
    """The same among what is known of a single customer."""
    state = Safe(words(STATES[one.one.state]))
    said = words("Containment: {state}, {who}.", state=state, who=Safe(_who(one, words)))
    return f"{said} <{one.link}|{words('Open')}>" if one.link else said


def _who(one: Contained, words: Words) -> str:
    found = one.one
    if found.state is State.UNRATIFIED:
        late = words("alone by {name}, to be ratified by {moment}",
                     name=one.requester, moment=found.ratify_by)  # fmt: skip
        overdue = words("nobody ratified what {name} did alone", name=one.requester)
        return overdue if found.overdue(one.now) else late
    if found.asks(one.now):
        if not one.owner:
            return words("somebody has to say whether it goes on")
        return words("{name} has to say whether it goes on", name=one.owner)
    return words("until {moment}, {name}", moment=found.until, name=one.owner or words("nobody"))
