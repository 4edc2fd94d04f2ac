"""The policy in force at a glance, and those that are proposed."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.ladder import AfterNotice, Segment, Stage
from core.domain.plans import Action
from core.domain.policy import Policy
from core.usecases.plan_view import PlanView
from core.usecases.policy_view import InForce
from handlers.messages.blocks import Block, Message, context, plain, section
from handlers.messages.plan_card import plan_card
from handlers.messages.text import N_, Safe, Words

MOST_PROPOSALS = 5
PROPOSES = {
    Action.SUSPEND: N_("a suspension is proposed"),
    Action.STOP_RENEWAL: N_("stopping the renewal is proposed"),
    Action.REINSTATE: N_("a reinstatement is proposed"),
}
VOTES = (
    (Action.SUSPEND, N_("to suspend {count}")),
    (Action.REINSTATE, N_("to reinstate {count}")),
    (Action.STOP_RENEWAL, N_("to stop a renewal {count}")),
    (Action.CHANGE_POLICY, N_("to harden this policy {count}")),
)


def policy_card(view: InForce, words: Words) -> Message:
    first = _first(view, words)
    rules = view.policy.rules
    ladder = [f"• {_stage(stage, words)}" for stage in rules.stages]
    segments = [_segment(one, words) for one in rules.segments]
    paragraphs = [[words("*The ladder:*"), *ladder], segments, _limits(view.policy, words)]
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [section("\n".join(lines)) for lines in paragraphs if lines]
    blocks.append(context(_proposals(view, words)))
    return Message(first, tuple(blocks))


def _first(view: InForce, words: Words) -> str:
    found = view.publication
    facts = {"name": view.policy.name, "version": found.version[:8], "moment": found.since}
    if view.by:
        return words(
            "Policy {name}, version {version}, in force since {moment}; published by {who}.",
            who=view.by,
            **facts,
        )
    if found.plan_id:
        return words(
            "Policy {name}, version {version}, in force since {moment}; two people decided on it.",
            **facts,
        )
    return words(
        "Policy {name}, version {version}, in force since {moment}, the first start.", **facts
    )


def _stage(stage: Stage, words: Words) -> str:
    return words(
        "{when}: {name}{does}",
        when=Safe(_when(stage, words)),
        name=stage.name,
        does=Safe(_does(stage, words)),
    )


def _when(stage: Stage, words: Words) -> str:
    days, amounts = stage.when.days_overdue, list(stage.when.overdue_amount.values())
    if days is None:
        return words("by other conditions")
    if stage.when.is_upcoming():
        return words.many("{count} day before it is due", "{count} days before it is due", -days)
    late = words("day {days}", days=days)
    return words("{late}, from {amounts}", late=Safe(late), amounts=amounts) if amounts else late


def _does(stage: Stage, words: Words) -> str:
    parts = []
    if stage.notice:
        parts.append(words("letter “{name}”", name=stage.notice))
    if stage.task:
        parts.append(words("somebody calls"))
    if stage.stop_selling:
        parts.append(words("nothing more is sold"))
    if stage.propose:
        parts.append(words(PROPOSES.get(stage.propose, PROPOSES[Action.SUSPEND])))
    if after := stage.after_notice:
        parts.append(_after(after, words))
    return f" {words('({parts})', parts=words.strung(parts))}" if parts else ""


def _after(after: AfterNotice, words: Words) -> str:
    said = words.many(
        "at least {count} day after “{name}”",
        "at least {count} days after “{name}”",
        after.days,
        name=after.name,
    )
    if not after.business_days:
        return said
    business = words.many("{count} business day", "{count} business days", after.business_days)
    return words("{said} and {business}", said=Safe(said), business=Safe(business))


def _segment(one: Segment, words: Words) -> str:
    days = [
        words("{stage} never", stage=stage)
        if day is None
        else words("{stage} day {day}", stage=stage, day=day)
        for stage, day in one.days.items()
    ]
    said = words("*Other days for {name}:* {days}", name=one.name, days=[Safe(day) for day in days])
    return (
        said if one.until is None else words("{said}, until {day}", said=Safe(said), day=one.until)
    )


def _limits(policy: Policy, words: Words) -> list[str]:
    hours = f"{policy.cut_from:%H:%M}–{policy.cut_until:%H:%M}"
    caps = policy.caps
    votes = [Safe(words(said, count=policy.approvals.quorum_of(action))) for action, said in VOTES]
    return [
        words("*Counts from:* {floors}", floors=list(policy.floors.values())),
        words("*Stays on:* {names}", names=list(policy.keep) or words("nothing")),
        words("*Cut:* {hours}, the customer's time", hours=hours),
        words("*Votes:* {votes}", votes=votes),
        words(
            "*Caps:* {plan} subscriptions in one plan, {hour} an hour, {day} a day; {customers} "
            "customers a day",
            plan=caps.per_plan,
            hour=caps.per_hour,
            day=caps.per_day,
            customers=caps.customers_per_day,
        ),
    ]


def _proposals(view: InForce, words: Words) -> str:
    if not view.proposed:
        return words("Another one is proposed with `python -m bot policy propose FILE`.")
    return words.many(
        "{count} other is proposed: `/collections publish`",
        "{count} others are proposed: `/collections publish`",
        view.proposed,
    )


def proposals_card(views: Sequence[PlanView], tokens: Sequence[str], words: Words) -> Message:
    """Each as its card stands in the approvals channel, with the same buttons."""
    if not views:
        return plain(
            words("No policy is proposed. One is with `python -m bot policy propose FILE`.")
        )
    first = words.many("{count} policy is proposed.", "{count} policies are proposed.", len(views))
    cards = [plan_card(view, token, words) for view, token in zip(views, tokens, strict=False)]
    blocks = [block for card in cards[:MOST_PROPOSALS] for block in card.blocks]
    return Message(first, (section(first), *blocks))
