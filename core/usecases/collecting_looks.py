"""One look at a customer: the facts, by which version they are judged, and what was done so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from core.domain.asking_again import Again, Past, again
from core.domain.collecting import Does, Doing, Episode, Filing, proposing
from core.domain.customers import CustomerKey, Subscription
from core.domain.event import Recorded
from core.domain.events import PlanEnded
from core.domain.facts import Delivered, Facts
from core.domain.ladder import Stage
from core.domain.notices import LetterState
from core.domain.planning import why_not, why_not_stopped
from core.domain.plans import Action, Plan
from core.domain.policy import Policy
from core.domain.renewals import renewal_day
from core.domain.verdicts import State, Verdict, judge, may_propose
from core.domain.waiting import day_waits
from core.dossiers import dossier_of, facts_in, forbids, place_in
from core.ports.dossiers import Dossier
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.renewals import settled_of

# How near a renewal is once it is proposed to be stopped.
RENEWS_WITHIN = 60
ON_THEIR_WAY = frozenset(
    {LetterState.QUEUED, LetterState.SENDING, LetterState.UNCLEAR, LetterState.ACCEPTED}
)


@dataclass(frozen=True, slots=True)
class Look:
    """`policy` is the version that the episode began with; without one, that in force."""

    dossier: Dossier
    on: date
    at: datetime
    facts: Facts
    policy: Policy
    verdict: Verdict
    episode: Episode | None

    @property
    def customer(self) -> CustomerKey:
        return self.dossier.customer

    @property
    def scope(self) -> str:
        return scope_of(self.customer, self.episode, self.on, self.verdict.days_overdue)

    def filed(self, prefix: str) -> list[Filing]:
        """What was done once under keys that begin like this, oldest first."""
        return [one for one in self.dossier.filings if one.key.startswith(prefix)]

    def owes(self) -> bool:
        return self.verdict.state is State.CHASING

    def may_act(self, stage: Stage) -> bool:
        """Does the calendar let this stage be acted on today?"""
        rules = self.policy.rules
        return not day_waits(stage, self.verdict.ladder, self.facts, rules, self.on)


def scope_of(key: CustomerKey, episode: Episode | None, on: date, days: int | None) -> str:
    """What is done once is done once in this: the episode, or what falls due next."""
    if episode is not None:
        return episode.episode_id
    begins = on - timedelta(days=days or 0)
    return f"{sha256(str(key).encode()).hexdigest()[:16]}:{begins}"


def look(work: Work, key: CustomerKey, now: datetime, *, office: Office) -> Look:
    """Raises NoFloor."""
    return look_into(work, dossier_of(work, key), now, office=office)


def look_into(
    work: Work, dossier: Dossier, now: datetime, *, office: Office, shadow: bool = False
) -> Look:
    """In a shadow every letter that would have been sent counts as delivered that day, since else
    nobody would ever come past the first. Raises NoFloor."""
    key, on = dossier.customer, place_in(dossier).local(now).date()
    episode = dossier.episode
    policy = work.policies.get(episode.policy) if episode else work.policies.current()
    facts = facts_in(dossier, on, rules=policy.rules, office=office)
    if shadow:
        facts = replace(facts, notices=(*facts.notices, *_supposed(work, key)))
    return Look(dossier, on, now, facts, policy, judge(facts, policy.rules, on), episode)


def _supposed(work: Work, key: CustomerKey) -> list[Delivered]:
    found = (one for one in work.runs.supposed(key) if one.line.does is Does.LETTER)
    return [Delivered(one.line.name, one.on) for one in found]


def doings(work: Work, seen: Look, *, office: Office) -> tuple[Doing, ...]:
    """What is to be done about this customer now: a letter a day, and what is proposed."""
    found = []
    letter = next(iter(seen.verdict.letters), None)
    if letter is not None and seen.may_act(letter) and not on_its_way(work, seen, letter.notice):
        found.append(Doing(Does.LETTER, letter.notice))
    cut = proposing(seen.verdict, Action.SUSPEND)
    if cut is not None and seen.may_act(cut) and may_suspend(work, seen, cut, office=office):
        found.append(Doing(Does.SUSPEND, cut.name))
    stop = proposing(seen.verdict, Action.STOP_RENEWAL)
    if stop is not None and seen.may_act(stop) and renewing(work, seen, office=office):
        found.append(Doing(Does.STOP_RENEWAL, stop.name))
    return tuple(found)


# Letters


def letter_key(seen: Look, notice: str) -> str:
    return f"letter:{seen.scope}:{notice}:"


def on_its_way(work: Work, seen: Look, notice: str) -> bool:
    """Was it written already and is not settled yet? One that came back waits for a person."""
    letters = [work.letters.find(one.ref) for one in seen.filed(letter_key(seen, notice))]
    return any(
        one.state in ON_THEIR_WAY or (one.state is LetterState.BOUNCED and one.settled_at is None)
        for one in letters
        if one is not None
    )


# Proposals


def suspend_key(seen: Look, stage: Stage) -> str:
    return f"suspend:{seen.scope}:{stage.name}:"


def left_key(seen: Look, stage: Stage) -> str:
    """An administrator was asked to decide, since the run no longer proposes it."""
    return f"left:{seen.scope}:{stage.name}:for good:"


def may_suspend(work: Work, seen: Look, stage: Stage, *, office: Office) -> bool:
    """Is there something to suspend, nothing open that would be in the way, nobody who wants to be
    left alone with it, and a policy in force that still knows such a stage?"""
    other = seen.dossier.plan
    if other is not None and other.content.action is not Action.STOP_RENEWAL:
        return False
    if seen.filed(left_key(seen, stage)):
        return False
    if history(work, seen, suspend_key(seen, stage), office=office) is Again.REST:
        return False
    if _forbidden(work, seen, Action.SUSPEND, office):
        return False
    return bool(to_suspend(seen, office=office))


def history(work: Work, seen: Look, prefix: str, *, office: Office) -> Again:
    plans = [work.plans.get(one.ref) for one in seen.filed(prefix) if one.ref]
    past = [_past(plan, work.events.of_plan(plan.plan_id), office) for plan in plans]
    return again(past, office.today(seen.at), office.own.country)


def _forbidden(work: Work, seen: Look, action: Action, office: Office) -> bool:
    """Would the policy in force never propose this for this customer?"""
    current = work.policies.current()
    if seen.policy.version == current.version:
        return not may_propose(action, seen.facts, current.rules, seen.on)
    return forbids(work, seen.dossier, action, seen.on, office=office)


def _past(plan: Plan, events: Iterable[Recorded], office: Office) -> Past:
    ends = [one.stamp.at for one in events if isinstance(one.event, PlanEnded)]
    ended_on = office.today(ends[-1]) if ends else None
    return Past(plan.state, plan.ended_why, ended_on, plan.ask_again_on)


def to_suspend(seen: Look, *, office: Office) -> list[Subscription]:
    """What can be suspended and does not stay on whatever happens; only what late documents name,
    where they name anything."""
    partner = office.partner(seen.customer)
    named = {
        one
        for doc in seen.facts.documents
        if doc.counts() and doc.days_late(seen.on)
        for one in doc.subscription_ids
    }
    return [
        one
        for one in seen.dossier.subscriptions
        if why_not(one, partner) == ""
        and not seen.policy.keeps(one.name)
        and (not named or one.subscription_id in named)
    ]


def renewal_key(one: Subscription) -> str:
    """Once in each term."""
    return f"renewal:{one.subscription_id}:{renewal_day(one)}"


def renewing(work: Work, seen: Look, *, office: Office) -> list[Subscription]:
    """What renews soon and may be stopped, about which nothing was proposed or decided."""
    if seen.dossier.plan is not None:
        return []
    known = {one.key for one in seen.filed("renewal:")}
    soon = [
        one
        for one in seen.dossier.subscriptions
        if why_not_stopped(one) == ""
        and not seen.policy.keeps(one.name)
        and _soon(renewal_day(one), seen.on)
        and renewal_key(one) not in known
    ]
    settled = settled_of(work, seen.customer) if soon else ()
    found = [one for one in soon if one.subscription_id not in settled]
    if found and _forbidden(work, seen, Action.STOP_RENEWAL, office):
        return []
    return found


def _soon(day: date | None, on: date) -> bool:
    return day is not None and 0 < (day - on).days <= RENEWS_WITHIN
