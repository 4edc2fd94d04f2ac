"""May this plan's next step be sent now, and if not, why: one function, typed reasons.

Asked at every vote, in the intent's transaction and right before the bytes leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.domain.approvals import Ballot, Voter, valid_approvals
from core.domain.calendar import NOWHERE, Place
from core.domain.collecting import Course
from core.domain.customers import Customer
from core.domain.facts import SILENCING
from core.domain.holds import Hold, barring
from core.domain.places import Printed
from core.domain.plans import AUTOMATIC, CUTS, Action, Plan, PlanState, Reason
from core.domain.policy import Policy
from core.domain.policy_changes import DELAY
from core.domain.promises import Running
from core.domain.release import Debt, Ledger
from core.domain.sole import NOBODY, Sole, consents
from core.load import Load, fits_under
from core.ports.records import Freeze

BOOKS_FRESH = timedelta(hours=26)
BANK_CHECK_FRESH = timedelta(hours=4)
LOOK_AGAIN = timedelta(minutes=5)


class Verdict(StrEnum):
    """GO: send. WAIT: not now. END: withdraw under the name of the reason. STOP: a person looks."""

    GO = "go"
    WAIT = "wait"
    END = "end"
    STOP = "stop"


class Why(StrEnum):
    """Every reason the gate knows."""

    NONE = "none"
    TAMPERED = "tampered"
    OVER = "over"
    CONTAINMENT = "containment"
    OTHER_CHANGE = "other_change"
    EXPIRED = "expired"
    POLICY_GONE = "policy_gone"
    VOTES = "votes"
    FROZEN = "frozen"
    UNMAPPED = "unmapped"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    DISPUTED = "disputed"
    REDATED = "redated"
    RECLASSIFIED = "reclassified"
    VANISHED = "vanished"
    KEPT = "kept"
    PROMISED = "promised"
    HARDSHIP = "hardship"
    SAYS_PAID = "says_paid"
    OUR_MISTAKE = "our_mistake"
    INSOLVENCY = "insolvency"
    LEGAL = "legal"
    ENFORCEMENT_OFF = "enforcement_off"
    PROTECTED = "protected"
    UNREAD_REPLY = "unread_reply"
    STAGE_LEFT = "stage_left"
    PRINTED_DATE = "printed_date"
    PLACE_CHANGED = "place_changed"
    DOCUMENT_UNKNOWN = "document_unknown"
    ROWS_UNREADABLE = "rows_unreadable"
    BOOKS_REFUSED = "books_refused"
    BOOKS_STALE = "books_stale"
    BANK_CHECK = "bank_check"
    CUT_WINDOW = "cut_window"
    NO_CALENDAR = "no_calendar"
    NO_FLOOR = "no_floor"
    TOO_LARGE = "too_large"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Ruling:
    verdict: Verdict
    why: Why = Why.NONE
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Everything the gate looks at, read in one transaction. `policy` is the stricter of the one
    in force and the one under which the plan was asked for, if that can be read at all. `unread`:
    a reply of the customer's waits; `there` is where the customer is, and `moved_at` when somebody
    said so last; `printed`: the days that delivered notices name as the first on which access may
    be impacted; `course`: whether the ladder still proposes what the run filed; `sole`: what
    one person did alone, without votes."""

    now: datetime
    plan: Plan
    policy: Policy
    ballot: Ballot
    voters: tuple[Voter, ...]
    freeze: Freeze | None
    own: Place
    customer: Customer | None = None
    ledger: Ledger | None = None
    load: Load | None = None
    others_ending: bool = False
    holds: tuple[Hold, ...] = ()
    promised: tuple[Running, ...] = ()
    policy_gone: bool = False
    unread: bool = False
    there: Place = NOWHERE
    moved_at: datetime | None = None
    printed: tuple[Printed, ...] = ()
    course: Course = Course.PROPOSED
    sole: Sole = NOBODY

    def cuts_for_money(self) -> bool:
        return self.plan.content.action in CUTS and self.rests_on_debt()

    def today(self) -> date:
        """The day in our own zone."""
        return self.own.local(self.now).date()

    def rests_on_debt(self) -> bool:
        """Does the plan end when the debt does? Reinstating never rests on one."""
        content, resting = self.plan.content, CUTS | {Action.STOP_RENEWAL}
        return content.action in resting and content.reason is Reason.NON_PAYMENT


GO = Ruling(Verdict.GO)
COURSES = {
    Course.PROPOSED: GO,
    Course.LEFT: Ruling(Verdict.END, Why.STAGE_LEFT),
    Course.UNKNOWN: Ruling(Verdict.WAIT, Why.DOCUMENT_UNKNOWN),
}


def judge(facts: GateFacts) -> Ruling:
    """The first thing that stands in the way, gravest first; GO if nothing does."""
    checks = (_plan, _reason, _votes, _freeze, _alone, _money, _caps)
    rulings = (check(facts) for check in checks)
    return next((ruling for ruling in rulings if ruling.verdict is not Verdict.GO), GO)


def _wait(why: Why, until: datetime | None = None) -> Ruling:
    return Ruling(Verdict.WAIT, why, until)


def _plan(facts: GateFacts) -> Ruling:
    if not facts.plan.intact():
        return Ruling(Verdict.STOP, Why.TAMPERED)
    if not facts.plan.is_open():
        return Ruling(Verdict.STOP, Why.OVER)
    if facts.plan.halted:
        return Ruling(Verdict.END, Why.CONTAINMENT)
    if facts.plan.lapsed(facts.now):
        return Ruling(Verdict.END, Why.EXPIRED)
    return Ruling(Verdict.END, Why.POLICY_GONE) if facts.policy_gone else GO


def _reason(facts: GateFacts) -> Ruling:
    """Why it ends: the debt is gone, somebody agreed to leave the customer alone, or the policy
    keeps the service on; else what is not known yet."""
    debt = _debt(facts)
    if debt.verdict is Verdict.END or not facts.rests_on_debt():
        return debt
    if _kept(facts):
        return Ruling(Verdict.END, Why.KEPT)
    why = held_back(facts.plan.content.action, facts.holds, facts.promised, facts.today())
    if why is None and facts.unread and facts.plan.content.filed_by == AUTOMATIC:
        why = Why.UNREAD_REPLY
    if why is None and debt.verdict is Verdict.GO:
        return COURSES[facts.course]
    return debt if why is None else Ruling(Verdict.END, why)


def _kept(facts: GateFacts) -> bool:
    """Would the plan take a reason in words that it was filed without?"""
    content = facts.plan.content
    return not content.note_digest and any(facts.policy.keeps(one.name) for one in content.lines)


def held_back(
    action: Action, holds: Iterable[Hold], promised: Iterable[Running], on: date
) -> Why | None:
    """The agreement that is in the way of an action for non-payment, if there is one. `protected`
    bars cuts alone; the others leave the customer in peace altogether."""
    heeded = [one for one in holds if action in CUTS or one.kind.value in SILENCING]
    hold = barring(heeded, on)
    if hold is not None:
        return Why(hold.kind.value)
    return Why.PROMISED if any(True for _ in promised) else None


def _debt(facts: GateFacts) -> Ruling:
    """A non-payment plan ends by itself when its reason is gone; fraud and misuse ignore money.
    Whose books they are is asked first: another customer's say nothing about this debt."""
    if not facts.rests_on_debt():
        return GO
    if facts.ledger is None:
        return _wait(Why.BOOKS_STALE)
    if not facts.ledger.confirmed:
        return _wait(Why.UNMAPPED)
    if any(money.currency not in facts.policy.floors for money in facts.plan.content.overdue):
        return _wait(Why.NO_FLOOR)
    if facts.ledger.debt is Debt.UNKNOWN:
        return _wait(Why.DOCUMENT_UNKNOWN)
    if facts.ledger.debt is not Debt.OWED:
        return Ruling(Verdict.END, Why(facts.ledger.debt.value))
    return GO


def _votes(facts: GateFacts) -> Ruling:
    yes = valid_approvals(facts.plan, facts.voters, facts.ballot)
    terms, team = facts.policy.break_glass, facts.ballot.home_team
    alone = consents(facts.plan, facts.sole, terms, team, facts.now)
    if alone or facts.ballot.carried(yes):
        return GO
    return Ruling(Verdict.END, Why.EXPIRED) if _too_late_to_vote(facts) else _wait(Why.VOTES)


def _too_late_to_vote(facts: GateFacts) -> bool:
    """Under way a plan does not lapse as long as its votes stand. Once one of them does not, no
    other is cast: without an end it would keep its customer for ever."""
    plan = facts.plan
    return plan.state is PlanState.EXECUTING and facts.now >= plan.content.expires_at


def _freeze(facts: GateFacts) -> Ruling:
    lifting = facts.plan.content.action is Action.LIFT_FREEZE
    return _wait(Why.FROZEN) if facts.freeze and not lifting else GO


def _alone(facts: GateFacts) -> Ruling:
    """A containment follows the plan that it halted; two never work on one customer."""
    return _wait(Why.OTHER_CHANGE) if facts.others_ending else GO


def _money(facts: GateFacts) -> Ruling:
    """Replies that were read, the cut window, fresh books and a fresh look at the bank, in that
    order."""
    if not facts.cuts_for_money() or facts.ledger is None:
        return GO
    ledger = facts.ledger
    if facts.unread:
        return _wait(Why.UNREAD_REPLY)
    window = judge_cut(
        facts.now, facts.there, facts.printed, facts.moved_at, policy=facts.policy, own=facts.own
    )
    if window.verdict is not Verdict.GO:
        return window
    if ledger.refused:
        return _wait(Why.BOOKS_REFUSED)
    if ledger.unreadable:
        return _wait(Why.ROWS_UNREADABLE)
    if ledger.as_of is None or facts.now - ledger.as_of > BOOKS_FRESH:
        return _wait(Why.BOOKS_STALE)
    checked = facts.plan.bank_checked_at
    if checked is None or facts.now - checked > BANK_CHECK_FRESH:
        return _wait(Why.BANK_CHECK)
    return GO


def judge_cut(
    now: datetime, there: Place, printed: Iterable[Printed], moved_at: datetime | None, *,
    policy: Policy, own: Place,
) -> Ruling:  # fmt: skip
    """May a customer there be cut off for money now, and when next? Never before the day that the
    customer was told; whoever says that a customer is elsewhere brings no cut nearer before others
    could hear of it; and not while a quiet period of the policy lasts."""
    waits = (one.waits(now, there, policy.cut_from) for one in printed)
    ahead = max((until for until in waits if until is not None), default=None)
    if ahead is not None:
        return _wait(Why.PRINTED_DATE, ahead)
    if moved_at is not None and now < moved_at + DELAY:
        return _wait(Why.PLACE_CHANGED, moved_at + DELAY)
    windows, timing = list(policy.windows(now, there, own)), policy.rules.timing
    if not windows:
        return _wait(Why.NO_CALENDAR)
    days = ((window, there.local(window.opens).date()) for window in windows)
    window = next((one for one, day in days if timing.quiet_on(there.country, day) is None), None)
    if window is not None and window.holds(now):
        return GO
    return _wait(Why.CUT_WINDOW, window.opens if window else None)


def _caps(facts: GateFacts) -> Ruling:
    if facts.load is None or not facts.plan.content.lines:
        return GO
    caps = facts.policy.caps_of(facts.plan.content.lines[0].verb)
    if len(facts.plan.content.lines) > caps.per_plan:
        return Ruling(Verdict.STOP, Why.TOO_LARGE)
    fits = fits_under(caps, facts.load, facts.plan, facts.now)
    return GO if fits else _wait(Why.CAP, facts.now + LOOK_AGAIN)
