"""What is said of a case in lines: its clocks, its checklist, what belongs to it, what is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.domain.case_clocks import CaseClock, ClockName
from core.domain.cases import Evidence, Tick
from core.domain.playbook import Item, is_expected
from core.domain.promises import PromiseState
from core.usecases.case_view import NextStep, View
from handlers.messages.agreement_words import PROMISES
from handlers.messages.alert_words import LEVELS, kind_of, known, status_of
from handlers.messages.case_words import SEVERITIES, span
from handlers.messages.escaping import clean
from handlers.messages.reasons import named
from handlers.messages.signal_words import KINDS as SIGNALS
from handlers.messages.state_words import ACTIONS, STANDS
from handlers.messages.text import N_, Safe, Words

CLOCKS: Mapping[str, str] = {
    ClockName.RESPONSE: N_("First answer"),
    ClockName.STATUS: N_("Word on how it stands"),
    ClockName.REFUND: N_("Request for a refund"),
}
STEPS: Mapping[str, str] = {
    NextStep.TAKE: N_("Somebody takes it."),
    NextStep.DECIDE: N_("The open plan is decided on and carried out."),
    NextStep.WAIT: N_("What is waited for comes, or the time for it ends."),
    NextStep.LADDER: N_("The ladder of the policy goes on, until it is paid or agreed on."),
    NextStep.TICKET: N_("Microsoft answers the service request."),
    NextStep.CLOSE: N_("It can be closed."),
}
OPEN_PROMISES = frozenset({PromiseState.ASKED, PromiseState.OPEN})
LONGEST_EVIDENCE, LONGEST_REASON, MOST_PLANS = 120, 600, 3
SHOWN_OF_HASH = 8


def course_line(view: View, words: Words) -> str:
    """How bad, whose, and what it costs."""
    keepers = [view.name_of(one) for one in view.keepers] or [words("nobody yet")]
    said = [
        words("Severity: *{severity}*.", severity=named(view.case.severity, SEVERITIES, words)),
        words("Looked after by {names}.", names=keepers),
    ]
    if view.case.owner and view.case.owner not in view.keepers:
        said.append(words("Owner: {name}.", name=view.name_of(view.case.owner)))
    if view.case.per_hour:
        said.append(words("Costs about {amount} an hour.", amount=view.case.per_hour))
    if view.is_costly:
        said.append(words("That is much, so everybody is called one step sooner."))
    return " ".join(said)


def clock_lines(view: View, words: Words) -> list[str]:
    return [f"• {clock_line(clock, view.at, words)}" for clock in view.clocks]


def clock_line(clock: CaseClock, now: datetime, words: Words) -> str:
    """By when, and how much time is left."""
    name, due = Safe(words(CLOCKS[clock.name])), clock.due
    if clock.stands:
        return words("{name}: stands still, then by {due}", name=name, due=due)
    if clock.is_over(now):
        late = span(now - due, words)
        return words("{name}: *{late} late*, was due {due}", name=name, late=late, due=due)
    left = span(clock.left(now), words)
    said = words("{name}: *{left} left*, by {due}", name=name, left=left, due=due)
    if clock.assumed:
        return words.strung((said, words("nobody has said yet when the abuse began")))
    return said


def short_clock(clock: CaseClock, now: datetime, words: Words) -> str:
    """For one line of a list."""
    name = Safe(words(CLOCKS[clock.name]))
    if clock.stands:
        return words("{name} stands still", name=name)
    if clock.is_over(now):
        return words("*{name} {late} late*", name=name, late=span(now - clock.due, words))
    return words("{name} in {left}", name=name, left=span(clock.left(now), words))


def next_line(view: View, words: Words) -> str:
    step, item = view.next_step, view.next_item
    if step is NextStep.ITEM and item is not None:
        said = words("{item} (`{id}`).", item=Safe(words(item.words)), id=Safe(item.item_id))
    else:
        said = words(STEPS[step])
    return words("*Next:* {step}", step=Safe(said))


def progress(view: View, words: Words) -> str:
    done = sum(1 for _, tick in view.items if tick is not None)
    return words("Checklist: {done} of {count} done.", done=done, count=len(view.items))


def item_lines(view: View, words: Words) -> list[str]:
    return [_item(item, tick, view, words) for item, tick in view.items]


def _item(item: Item, tick: Tick | None, view: View, words: Words) -> str:
    said, name = Safe(words(item.words)), Safe(f"`{item.item_id}`")
    if tick is None:
        expected = is_expected(view.case.kind, item)
        needed = Safe(f" {words('(needed)')}" if expected else "")
        return words("☐ {item}{needed} {name}", item=said, needed=needed, name=name)
    who = view.name_of(tick.person_id) or words("the desk")
    line = words("✓ {item}: {moment}, {who}", item=said, moment=tick.at, who=who)
    shown = _evidence(item, tick, words)
    return words.strung((line, shown)) if shown else line


def _evidence(item: Item, tick: Tick, words: Words) -> str:
    """Ids of ours say nothing to a reader; where a plan or a letter is found they know."""
    if not tick.person_id:
        return words("service request {name}", name=tick.evidence) if _is_ticket(item) else ""
    return clean(tick.evidence, LONGEST_EVIDENCE)


def _is_ticket(item: Item) -> bool:
    return item.evidence is Evidence.TICKET


def advice_line(view: View, words: Words) -> str:
    """Where it is written that this is to be done; empty where nobody says so."""
    sources = dict.fromkeys(item.source for item, _ in view.items if item.source)
    named_so = (
        f"<{source}|{words('Microsoft, advice {number}', number=Safe(number))}>"
        for number, source in enumerate(sources, 1)
    )
    links = words.listed(named_so)
    return words("Asked of partners: {links}", links=links) if sources else ""


def wait_line(view: View, words: Words) -> str:
    """Until when it waits, and for what; empty while it does not."""
    if view.wait is None:
        return ""
    why = Safe(clean(view.wait.why, LONGEST_REASON))
    return words("Waits until {moment}: {why}", moment=view.wait.until, why=why)


def plan_lines(view: View, words: Words) -> list[str]:
    """The newest plans: what they ask for, and where they stand."""
    return [
        words(
            "• Plan {hash} to {action}: {state}",
            hash=Safe(f"`{plan.hash[:SHOWN_OF_HASH]}`"),
            action=named(plan.content.action, ACTIONS, words),
            state=named(plan.state, STANDS, words),
        )
        for plan in view.linked.plans[:MOST_PLANS]
    ]


def signal_lines(view: View, words: Words) -> list[str]:
    return [
        words(
            "• {kind}, strength {strength}, {moment}",
            kind=Safe(words(SIGNALS[one.kind])),
            strength=one.strength,
            moment=one.last_seen,
        )
        for one in view.linked.signals
    ]


def alert_lines(view: View, words: Words) -> list[str]:
    return [
        words(
            "• Alert of Microsoft's, {kind}: {status}, severity {severity}",
            kind=Safe(kind_of(one.kind, words)),
            status=Safe(status_of(one.status, one.resolution, words)),
            severity=Safe(known(one.severity, LEVELS, words)),
        )
        for one in view.linked.alerts
    ]


def ticket_lines(view: View, words: Words) -> list[str]:
    return [
        words(
            "• Service request {name}: {state}",
            name=one.name,
            state=Safe(words("open") if one.is_open() else words("closed")),
        )
        for one in view.linked.tickets
    ]


def promise_lines(view: View, words: Words) -> list[str]:
    return [
        words(
            "• Promise of {amount} by {day}: {state}",
            amount=one.amount,
            day=one.by,
            state=named(one.state, PROMISES, words),
        )
        for one in view.linked.promises
    ]


def belongs_line(view: View, words: Words) -> str:
    """How much of everything belongs to it; empty where nothing does."""
    linked = view.linked
    open_ones = [one for one in linked.promises if one.state in OPEN_PROMISES]
    said = (
        words.many("{count} signal", "{count} signals", len(linked.signals)),
        words.many("{count} alert of Microsoft's", "{count} alerts of Microsoft's",
                   len(linked.alerts)),
        words.many("{count} plan", "{count} plans", len(linked.plans)),
        words.many("{count} service request", "{count} service requests", len(linked.tickets)),
        words.many("{count} open promise", "{count} open promises", len(open_ones)),
    )  # fmt: skip
    counts = (linked.signals, linked.alerts, linked.plans, linked.tickets, open_ones)
    parts = [one for one, found in zip(said, counts, strict=True) if found]
    parts += [words("with case {number}", number=Safe(one.number)) for one in linked.merged]
    return words.listed(parts)
