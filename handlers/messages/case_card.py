"""Cases in Slack: one of them whole, the list, and the forms that open and close one."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.cases import Case, CaseState
from core.domain.customers import Customer
from core.domain.events import CaseClosed, CaseNoted, TicketNotSaid, TicketSaid
from core.domain.plans import Reason
from core.usecases.cases import Listed, View
from handlers.messages.blocks import (
    Block,
    Message,
    Option,
    actions,
    button,
    context,
    modal,
    plain,
    section,
)
from handlers.messages.escaping import clean
from handlers.messages.inputs import Question, radio_buttons, text_input
from handlers.messages.reasons import KINDS, named
from handlers.messages.scene import Scene
from handlers.messages.text import Safe, Words
from handlers.messages.told import told

MOST_NOTES, MOST_EVENTS, MOST_CASES = 10, 12, 40
# Told by their texts, which are shown elsewhere.
NOTES = (CaseNoted, TicketSaid, TicketNotSaid)
# With their links, so many lines fit into one paragraph.
LINES = 10
LONGEST_NOTE, LONGEST_TEXT = 3000, 600


def case_card(view: View, token: str, words: Words) -> Message:
    """The newest notes and events; older ones are in the thread."""
    first = headline(view.case, view.customer, words)
    blocks: list[Block] = [section(f"*{first}*\n{_course(view, words)}")]
    if view.notes:
        blocks.append(section("\n".join([words("*Notes*"), *_notes(view, words)])))
    if view.events:
        blocks.append(section("\n".join([words("*What happened*"), *_events(view, words)])))
    if view.case.state is CaseState.OPEN:
        note = button(words("Add Note…"), "case_note", token)
        blocks.append(actions(note, button(words("Close…"), "case_close", token)))
    return Message(first, tuple(blocks))


def headline(case: Case, customer: Customer | None, words: Words) -> str:
    return words(
        "Case {number}: {customer}, {kind}, {state}",
        number=Safe(case.number),
        customer=customer.name if customer else str(case.customer),
        kind=named(case.kind, KINDS, words),
        state=Safe(words("open") if case.state is CaseState.OPEN else words("closed")),
    )


def _course(view: View, words: Words) -> str:
    owner = view.people.get(view.case.owner)
    said = [
        words("Opened {moment}.", moment=view.case.opened_at),
        words("Owner: {name}.", name=owner.name if owner else words("nobody yet")),
    ]
    if view.case.thread:
        said.append(_thread(view.case, words))
    if view.open_plan is not None:
        said.append(words("A plan is open."))
    if view.case.closed_at is not None:
        told_then = Safe(clean(view.case.told, LONGEST_TEXT))
        closed = words("Closed {moment}. The customer was told: {text}",
                       moment=view.case.closed_at, text=told_then)  # fmt: skip
        said.append(closed)
    return " ".join(said)


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
            name=view.people[note.person_id].name,
            text=Safe(clean(note.text, LONGEST_TEXT)),
        )
        for note in shown
    ]


def _events(view: View, words: Words) -> list[str]:
    names = {person_id: person.name for person_id, person in view.people.items()}
    customer = view.customer.name if view.customer else ""
    lines = []
    told_of = [r for r in view.events if r.event.tells and not isinstance(r.event, NOTES)]
    for recorded in told_of[-MOST_EVENTS:]:
        who = names.get(recorded.stamp.person_id, "")
        text = view.case.told if isinstance(recorded.event, CaseClosed) else ""
        scene = Scene(who=who, customer=customer, people=names, text=text)
        said = Safe(told(recorded.event, scene, words))
        lines.append(words("• {moment}: {said}", moment=recorded.stamp.at, said=said))
    return lines


def case_list(found: Sequence[Listed], words: Words) -> Message:
    if not found:
        return plain(words("No case is open."))
    first = words.many("{count} open case", "{count} open cases", len(found))
    lines = [case_line(one, words) for one in found[:MOST_CASES]]
    if left := len(found) - len(lines):
        lines.append(words("and {count} more", count=left))
    how = words("One of them whole: {command}", command=Safe("`/case show 12`"))
    parts = [section("\n".join(lines[n : n + LINES])) for n in range(0, len(lines), LINES)]
    return Message(first, (section(f"*{first}*"), *parts, context(how)))


def case_line(one: Listed, words: Words) -> str:
    return words(
        "• {number} {customer}: {kind}, since {day}, {owner}",
        number=Safe(one.case.number),
        customer=_linked(one.customer_name, one.case, words),
        kind=named(one.case.kind, KINDS, words),
        day=one.case.opened_at,
        owner=one.owner_name or words("no owner yet"),
    )


def _linked(name: str, case: Case, words: Words) -> Safe:
    """A name that leads to the thread, once there is one."""
    said = words.value(name)
    return Safe(f"<{case.link}|{said}>" if case.link else said)


def open_form(
    customer: Customer, token: str, words: Words, *, kind: str = "", note: str = ""
) -> Block:
    """Which kind of trouble, and what is known of it."""
    named_here = section(words("*{customer}*", customer=customer.name))
    blocks = [named_here, *_open_questions(kind, note, words)]
    return _form(words("Open Case"), "case_open_form", blocks, token, words)


def _open_questions(kind: str, note: str, words: Words) -> list[Block]:
    kinds = [
        Option(Reason.FRAUD.value, words("Fraud")),
        Option(Reason.MISUSE.value, words("Misuse")),
        Option(Reason.NON_PAYMENT.value, words("Non-payment")),
    ]
    known = Question("note", words("What is known"), optional=True)
    return [
        radio_buttons(Question("kind", words("What is it about?")), kinds, initial=kind),
        text_input(known, initial=note, multiline=True, most=LONGEST_NOTE),
        context(words("An open case of this kind is used again.")),
    ]


def from_message_form(text: str, token: str, words: Words) -> Block:
    """As open_form, with the customer still to be named."""
    customer = Question("customer", words("Customer"), hint=words("Name, domain or tenant id"))
    blocks = [text_input(customer, most=200), *_open_questions("", text, words)]
    return _form(words("Open Case"), "case_from_message_form", blocks, token, words)


def note_form(case: Case, token: str, words: Words) -> Block:
    question = Question("note", words("Note"))
    blocks = [
        section(words("Case {number}", number=Safe(case.number))),
        text_input(question, multiline=True, most=LONGEST_NOTE),
    ]
    return _form(words("Add Note"), "case_note_form", blocks, token, words)


def close_form(case: Case, token: str, words: Words) -> Block:
    hint = words("A case is closed with the last word to the customer: who was told what, and how.")
    question = Question("note", words("What was the customer told?"), hint=hint)
    blocks = [
        section(words("Case {number}", number=Safe(case.number))),
        text_input(question, multiline=True, most=LONGEST_NOTE),
    ]
    return _form(words("Close Case"), "case_close_form", blocks, token, words)


def _form(title: str, callback_id: str, blocks: Sequence[Block], token: str, words: Words) -> Block:
    return modal(
        title, blocks, callback_id=callback_id, submit=words("Save"), close=words("Cancel"),
        token=token,
    )  # fmt: skip
