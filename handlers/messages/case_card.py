"""Cases in Slack: one of them whole, and the list of those that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.domain.cases import Case, CaseState, Outcome
from core.domain.customers import Customer
from core.domain.events import CaseNoted, Recorded, TicketNotSaid, TicketSaid
from core.usecases.case_view import Listed, View
from handlers.messages.behaviour_lines import behaviour_lines
from handlers.messages.blocks import Block, Message, context, plain, section
from handlers.messages.case_buttons import case_buttons
from handlers.messages.case_lines import (
    advice_line,
    alert_lines,
    belongs_line,
    clock_lines,
    course_line,
    item_lines,
    next_line,
    plan_lines,
    progress,
    promise_lines,
    short_clock,
    signal_lines,
    ticket_lines,
    wait_line,
)
from handlers.messages.case_words import OUTCOMES, SEVERITIES
from handlers.messages.escaping import clean
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import Safe, Words

MOST_NOTES, MOST_EVENTS, MOST_CASES, MOST_OF_EACH = 10, 12, 40, 8
# Told by their texts, which are shown elsewhere.
NOTES = (CaseNoted, TicketSaid, TicketNotSaid)
# With their links, so many lines fit into one paragraph.
LINES = 10
LONGEST_TEXT = 600


def case_card(view: View, said: Mapping[int, str], token: str, words: Words) -> Message:
    """The newest notes and events; older ones are in the thread. `said` are the sentences of the
    events, by their number."""
    first = headline(view.case, view.customer, words)
    blocks: list[Block] = [section(f"*{first}*\n{_course(view, words)}")]
    if view.case.is_open():
        blocks.append(section("\n".join([next_line(view, words), *clock_lines(view, words)])))
    if view.pays is not None:
        blocks.append(section("\n".join(behaviour_lines(view.pays, words))))
    blocks += _part(progress(view, words), item_lines(view, words))
    if view.case.is_open() and (advice := advice_line(view, words)):
        blocks.append(context(advice))
    if belongs := belongs_line(view, words):
        blocks.append(section("\n".join([f"*{belongs}*", *_belongs(view, words)])))
    blocks += _part(words("Notes"), _notes(view, words))
    blocks += _part(words("What happened"), _events(view, said, words))
    return Message(first, (*blocks, *case_buttons(view, token, words, whole=True)))


def _belongs(view: View, words: Words) -> list[str]:
    """Whatever there is most of is shown in part."""
    kinds = (plan_lines, signal_lines, alert_lines, ticket_lines, promise_lines)
    return [line for lines in kinds for line in lines(view, words)[-MOST_OF_EACH:]]


def _part(name: str, lines: Sequence[str]) -> list[Block]:
    return [section("\n".join([f"*{name}*", *lines]))] if name and lines else []


def headline(case: Case, customer: Customer | None, words: Words) -> str:
    return words(
        "Case {number}: {customer}, {kind}, {state}",
        number=Safe(case.number),
        customer=customer.name if customer else str(case.customer),
        kind=named(case.kind, KINDS, words),
        state=Safe(words("open") if case.state is CaseState.OPEN else words("closed")),
    )


def _course(view: View, words: Words) -> str:
    said = [words("Opened {moment}.", moment=view.case.opened_at)]
    if view.case.first_abuse is not None:
        said.append(words("The abuse began {moment}.", moment=view.case.first_abuse))
    said.append(course_line(view, words))
    if view.case.thread:
        said.append(_thread(view.case, words))
    if waits := wait_line(view, words):
        said.append(waits)
    if view.case.closed_at is not None:
        said.append(ended_line(view, words))
    return " ".join(said)


def ended_line(view: View, words: Words) -> str:
    """When it was closed, as what, and what the customer was told."""
    case = view.case
    moment = case.closed_at or view.at
    if case.outcome is Outcome.MERGED and view.goes_on_in is not None:
        other = view.goes_on_in
        number = words("case {number}", number=Safe(other.number))
        link = Safe(f"<{other.link}|{number}>" if other.link else number)
        return words("Closed {moment}: it goes on in {link}.", moment=moment, link=link)
    said = words(
        "Closed {moment}. The customer was told: {text}",
        moment=moment,
        text=Safe(clean(case.told, LONGEST_TEXT)),
    )
    if case.outcome is None:
        return said
    outcome = named(case.outcome, OUTCOMES, words)
    return f"{words('*{outcome}.*', outcome=outcome)} {said}"


def _thread(case: Case, words: Words) -> str:
    channel = Safe(f"<#{case.thread.partition(':')[0]}>")
    if not case.link:
        return words("Its thread is in {channel}.", channel=channel)
    thread = Safe(f"<{case.link}|{words('Its thread')}>")
    return words("{thread} is in {channel}.", thread=thread, channel=channel)


def _notes(view: View, words: Words) -> list[str]:
    shown = view.notes[-MOST_NOTES:]
    return [
        words(
            "• {moment}, {name}: {text}",
            moment=note.at,
            name=view.name_of(note.person_id),
            text=Safe(clean(note.text, LONGEST_TEXT)),
        )
        for note in shown
    ]


def newest_events(view: View) -> list[Recorded]:
    told_of = [r for r in view.events if r.event.tells and not isinstance(r.event, NOTES)]
    return told_of[-MOST_EVENTS:]


def _events(view: View, said: Mapping[int, str], words: Words) -> list[str]:
    """The first line of each: the thread has all of it."""
    newest = [(one.stamp.at, said.get(one.seq, "").partition("\n")[0])
              for one in newest_events(view)]  # fmt: skip
    return [words("• {moment}: {said}", moment=at, said=Safe(line)) for at, line in newest if line]


def case_list(found: Sequence[Listed], words: Words) -> Message:
    if not found:
        return plain(words("No case is open."))
    first = words.many("{count} open case", "{count} open cases", len(found))
    lines = [case_line(one, words) for one in found[:MOST_CASES]]
    if left := len(found) - len(lines):
        lines.append(words("and {count} more", count=left))
    how = words(
        "One of them whole: {show}. Fewer: {fewer}",
        show=Safe("`/case show 12`"),
        fewer=Safe("`/case list mine overdue fraud`"),
    )
    parts = [section("\n".join(lines[n : n + LINES])) for n in range(0, len(lines), LINES)]
    return Message(first, (section(f"*{first}*"), *parts, context(how)))


def case_line(one: Listed, words: Words) -> str:
    """With what runs out next, which decides the order of the list."""
    said = words(
        "• {number} {customer}: {kind}, {severity}, since {day}, {owner}",
        number=Safe(one.case.number),
        customer=_linked(one.customer_name, one.case, words),
        kind=named(one.case.kind, KINDS, words),
        severity=named(one.case.severity, SEVERITIES, words),
        day=one.case.opened_at,
        owner=one.owner_name or words("no owner yet"),
    )
    if one.clock is None or one.at is None:
        return said
    return words.stopped((said, short_clock(one.clock, one.at, words)))


def _linked(name: str, case: Case, words: Words) -> Safe:
    """A name that leads to the thread, once there is one."""
    said = words.value(name)
    return Safe(f"<{case.link}|{said}>" if case.link else said)
