"""Was this change allowed at the instant at which it left for Partner Center? Judged by what the
test noted itself, without a line of the desk's own rules: a list of checks by invariant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.domain.customers import CustomerKey
from core.domain.plans import Reason
from tests.prove.modelling.memory import BERLIN, CUTS, Memory, Noted, country_of, is_cut_hour
from tests.prove.modelling.microsoft import Resource

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE = timedelta(seconds=5)
SHAPES: Mapping[str, Mapping[str, object]] = {
    "suspend": {"status": "suspended"},
    "cancel": {"status": "deleted"},
    "reactivate": {"status": "active"},
    "stop_renewal": {"autoRenewEnabled": False},
    "restore": {"autoRenewEnabled": True},
}


@dataclass(frozen=True, slots=True)
class Intent:
    """What the desk had written down: `first` is when anything of this plan was begun, `tries` how
    often something was, `left` how many of its lines are open."""

    plan_id: str
    verb: str
    state: str
    sent: bool
    etag: str
    before: str
    first: datetime
    tries: int
    left: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A change at Partner Center's door. `resource` is as it is there, `parent` what it hangs on,
    `taken` how often its line was carried out before, `unread` says that nothing was read since
    its line was sent last, `late` that lines of the plan which come after it were sent already,
    and `blind` that the line before it was not read back."""

    key: CustomerKey
    one: str
    changes: Mapping[str, object]
    resource: Resource
    parent: Resource | None
    noted: Noted
    intent: Intent
    now: datetime
    taken: int = 0
    unread: bool = False
    late: bool = False
    blind: bool = False

    def is_first(self) -> bool:
        """Had nothing of its plan been begun before?"""
        return self.intent.tries == 1


@dataclass
class Judging:
    """`looked` counts what was looked at, by invariant."""

    memory: Memory
    looked: Counter[str] = field(default_factory=Counter)

    def of(self, arrival: Arrival) -> Iterator[tuple[str, str]]:
        """What forbids it, as a kind of breach and in words."""
        for name, kind, check in CHECKS:
            self.looked[name] += 1
            for why in check(self.memory, arrival):
                yield kind, f"{name}: {why}"


def _consent(memory: Memory, a: Arrival) -> Iterator[str]:
    if a.noted.plan.content.alone is not None or a.noted.is_roll_back():
        return
    yes = memory.supporters(a.noted, first=a.is_first())
    if len(yes) < memory.quorum(a.noted):
        yield f"{sorted(yes)} are too few"


def _line(memory: Memory, a: Arrival) -> Iterator[str]:
    lines = {(one.subscription_id, one.verb.value) for one in a.noted.plan.content.lines}
    if (a.one, a.intent.verb) not in lines or a.key != a.noted.key:
        yield "not a line of what was approved"
    if dict(a.changes) != SHAPES[a.intent.verb]:
        yield f"sent {dict(a.changes)}"


def _once(memory: Memory, a: Arrival) -> Iterator[str]:
    if a.taken:
        yield "a line that was carried out is sent again"
    if a.unread:
        yield "sent again, and nothing was read since"


def _books(memory: Memory, a: Arrival) -> Iterator[str]:
    if not _for_money(a):
        return
    if memory.books_of is None or a.now - memory.books_of > timedelta(hours=26):
        yield "the books are old"
    if a.noted.checked is None or a.now - a.noted.checked > timedelta(hours=4):
        yield "nobody looked at the bank"


def _for_money(a: Arrival) -> bool:
    return a.intent.verb in CUTS and a.noted.plan.content.reason is Reason.NON_PAYMENT


def _stopped(memory: Memory, a: Arrival) -> Iterator[str]:
    """Rejected, withdrawn, lapsed, frozen, or before what was written down."""
    content = a.noted.plan.content
    if a.noted.ended:
        yield f"the plan is {a.noted.ended}"
    for what in memory.stopping(a.noted):
        yield f"frozen: {what}"
    if memory.high is not None and a.now < memory.high - PATIENCE:
        yield "the clock is behind the record"
    begun = a.now if content.alone is not None else a.intent.first
    if begun >= content.expires_at and not a.noted.is_roll_back():
        yield "its time was over before anything was begun"


def _owed(memory: Memory, a: Arrival) -> Iterator[str]:
    """Paid, promised or left in peace."""
    rests = {*CUTS, "stop_renewal"}
    if a.intent.verb not in rests or a.noted.plan.content.reason is not Reason.NON_PAYMENT:
        return
    today = a.now.astimezone(BERLIN).date()
    if memory.owed[a.key] < memory.demand(a.noted).floor:
        yield f"only {memory.owed[a.key]} is owed"
    if any(whose == a.key and by >= today for whose, by in memory.promises.values()):
        yield "there is a promise"
    held = (until for whose, until in memory.holds.values() if whose == a.key)
    if a.intent.verb in CUTS and any(until is None or until >= today for until in held):
        yield "there is a hold"


def _caps(memory: Memory, a: Arrival) -> Iterator[str]:
    """What left counts, whatever came of it; a plan of which nothing had left has to fit whole."""
    if a.intent.verb not in CUTS:
        return
    demand, lines = memory.demand(a.noted), len(a.noted.plan.content.lines)
    coming = a.intent.left if a.is_first() else 1
    day = [one for one in memory.sent if one.cuts and a.now - one.at < A_DAY]
    hour = [one for one in day if a.now - one.at < AN_HOUR]
    if lines > demand.per_plan:
        yield "too many in a plan"
    if len(hour) + coming > demand.per_hour:
        yield "too many in an hour"
    if len(day) + coming > demand.per_day:
        yield "too many in a day"
    if len({one.customer for one in hour} | {a.key}) > demand.customers_per_hour:
        yield "too many customers in an hour"


def _intended(memory: Memory, a: Arrival) -> Iterator[str]:
    if a.intent.state != "intent" or not a.intent.sent:
        yield f"no intent was committed before, it is {a.intent.state}"


def _in_turn(memory: Memory, a: Arrival) -> Iterator[str]:
    if a.late:
        yield "not in the order of the plan"
    if a.blind:
        yield "sent before the last was read back"
    if a.intent.verb == "reactivate" and a.parent is not None and a.parent["status"] != "active":
        yield "an add-on before its base"


def _ours(memory: Memory, a: Arrival) -> Iterator[str]:
    if a.intent.verb == "reactivate" and (a.key, a.one) not in memory.ours | memory.touched:
        yield "it lifts what is not ours"
    if a.intent.verb == "restore" and not memory.settings.get((a.key, a.one)):
        yield "it renews what did not renew itself before"
    if a.intent.etag == a.resource["etag"] and json.loads(a.intent.before) != a.resource:
        yield "the state before was not kept as it was"


def _one_change(memory: Memory, a: Arrival) -> Iterator[str]:
    """Whatever was filed for a customer after a plan was open ended or halted that plan."""
    known = [one for one in memory.plans.values() if one.plan.content.customer == a.key]
    mine = [one.plan.plan_id for one in known]
    if mine.index(a.noted.plan.plan_id) < len(mine) - 1:
        yield "another plan of this customer came after it"


def _sole(memory: Memory, a: Arrival) -> Iterator[str]:
    content = a.noted.plan.content
    if content.alone is None:
        return
    one = memory.sole[a.noted.plan.plan_id]
    if content.reason is Reason.NON_PAYMENT or a.intent.verb != "suspend":
        yield "alone for something else than fraud"
    if len(content.lines) > 3:
        yield "more than three alone"
    if not one.coded:
        yield "alone without a right code"
    if not memory.fit(one.who, strictly=a.is_first() and not memory.silent):
        yield f"{one.who} may not any more"
    if not memory.demand(a.noted).alone:
        yield "a policy lets nobody act alone"
    if a.now >= content.alone.decide_by or (one.refused and not one.ratified):
        yield "nobody ratified it, and it goes on"


def _rolled_back(memory: Memory, a: Arrival) -> Iterator[str]:
    if not a.noted.is_roll_back():
        return
    subject = a.noted.plan.content.subject
    one, before = memory.sole.get(subject), memory.plans.get(subject)
    if one is None or before is None or one.ratified:
        yield "what others agreed to is rolled back without votes"
    elif not {a.one, a.resource["parent"]} & {n.subscription_id for n in before.plan.content.lines}:
        yield "what another plan did is rolled back"


def _hour(memory: Memory, a: Arrival) -> Iterator[str]:
    if _for_money(a) and not is_cut_hour(a.now, country_of(a.key)):
        yield f"no hour for it, {a.now}"


Check = Callable[[Memory, Arrival], Iterator[str]]
CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("S1", "unapproved", _consent),
    ("S2", "unapproved", _line),
    ("S3", "doubled", _once),
    ("S4", "too late", _books),
    ("S5", "too late", _stopped),
    ("S5", "too late", _owed),
    ("S6", "unapproved", _caps),
    ("S8", "unapproved", _intended),
    ("S11", "unapproved", _in_turn),
    ("S12", "unapproved", _ours),
    ("S13", "doubled", _one_change),
    ("S15", "unapproved", _sole),
    ("S15", "unapproved", _rolled_back),
    ("S17", "too late", _hour),
)
