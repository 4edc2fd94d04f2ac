"""A service request in Slack: its card, its line in a list, and the package that is pasted."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.clouds import Cloud
from core.domain.partners import Partner, Tier
from core.domain.tickets import Entry, Said, Sending, Ticket, TicketState, Way
from core.usecases.tickets import ListedTicket, View
from handlers.messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    plain,
    section,
)
from handlers.messages.escaping import clean
from handlers.messages.text import N_, Safe, Words
from handlers.messages.ticket_words import CHINESE, ENGLISH, THERE, Language

MOST_ENTRIES, MOST_LISTED, LINES = 6, 40, 10
LONGEST_SHOWN = 600

STATES = {
    TicketState.PREPARED: N_("to be submitted by hand"),
    TicketState.QUEUED: N_("about to be handed in"),
    TicketState.SENT: N_("handed in, number not known yet"),
    TicketState.UNSURE: N_("perhaps created: look in Partner Center and type its number"),
    TicketState.OPEN: N_("open"),
    TicketState.CLOSED: N_("closed"),
}
# Microsoft's words for an open one; any other is shown as it is.
STATUSES = {
    "open": N_("open"),
    "attention_needed": N_("Microsoft waits for us"),
    "closed": N_("closed"),
    "none": N_("no status"),
}
SEVERITIES = {"critical": N_("critical"), "moderate": N_("moderate"), "minimal": N_("minimal")}
WHY = {
    "cloud": N_("this cloud takes service requests in its portal only"),
    "tier": N_("an indirect reseller asks its provider"),
    "gone": N_("Partner Center takes service requests by program no more"),
    "no_login": N_("nobody has signed in for this account, which takes `python -m bot login`"),
    "unread": N_("the support topics of this account were not read yet"),
    "refused": N_("Partner Center refused it"),
    "": N_("none of Microsoft's topics was picked"),
}
ENTRIES = {
    Said.NOTE: N_("• {moment}, note by {who}: {text}{fate}"),
    Said.ANSWER: N_("• {moment}, Microsoft's answer, written down by {who}: {text}{fate}"),
    Said.CLOSE: N_("• {moment}, closed by {who}: {text}{fate}"),
}
BY_MICROSOFT = N_("• {moment}, Microsoft: {text}{fate}")
FATES = {
    Sending.TODO: N_(" (to be sent)"),
    Sending.SENT: N_(" (being sent)"),
    Sending.REFUSED: N_(" (*refused by Microsoft*)"),
    Sending.UNSURE: N_(" (*perhaps not arrived; not sent again*)"),
}
ELSEWHERE = N_("Partner Center → Support requests → New request.")
TO_PROVIDER = N_("Send it to {provider}, who asks Microsoft.")


def ticket_card(view: View, token: str, words: Words) -> Message:
    """As it stands in the thread of its case; what can be done now has a button."""
    ticket = view.ticket
    first = headline(ticket, words)
    blocks: list[Block] = [section(f"*{first}*\n{_course(view, words)}")]
    shown = [_said(one, view, words) for one in view.entries[-MOST_ENTRIES:]]
    blocks += [section("\n".join(shown))] if shown else []
    buttons = _buttons(ticket, token, words)
    blocks += [actions(*buttons)] if buttons else []
    return Message(first, (*blocks, context(_details(view, words))))


def headline(ticket: Ticket, words: Words) -> str:
    return words(
        "Service request {name}: {title}, {state}",
        name=Safe(clean(ticket.name)),
        title=ticket.wish.title,
        state=Safe(state_of(ticket, words)),
    )


def state_of(ticket: Ticket, words: Words) -> str:
    if ticket.state is TicketState.OPEN and ticket.status:
        return (
            words(STATUSES[ticket.status])
            if ticket.status in STATUSES
            else words.value(ticket.status)
        )
    if ticket.state is TicketState.OPEN:
        return words("answered") if ticket.answered_at else words("submitted, no answer yet")
    return words(STATES[ticket.state])


def _course(view: View, words: Words) -> str:
    ticket = view.ticket
    who = view.people.get(ticket.opened_by, "")
    said = [words("Asked for {moment} by {who}.", moment=ticket.opened_at, who=who)]
    if ticket.state is TicketState.PREPARED:
        said.append(words("By hand, since {why}.", why=Safe(words(WHY[ticket.why]))))
        said.append(where_to(ticket, view.facts.partner, words))
    if ticket.state is TicketState.UNSURE:
        said.append(
            words(
                "It was sent once and not answered, so it is not sent again. Look for {reference} "
                "in Partner Center and type the number; if it is not there, close this one and ask "
                "anew.",
                reference=Safe(f"*{ticket.reference}*"),
            )
        )
    return "\n".join(said)


def where_to(
    ticket: Ticket, partner: Partner, words: Words, language: Language | None = None
) -> str:
    """Which form it belongs into. The portal of 21Vianet may be read in either language: in the
    one that is given, else in the reader's."""
    if partner.tier is Tier.RESELLER:
        provider = partner.provider or words("your provider")
        return words(TO_PROVIDER, provider=provider)
    if partner.cloud is not Cloud.CHINA:
        return words("Where: {path}", path=Safe(words(ELSEWHERE)))
    read = language or (CHINESE if words.language == "zh" else ENGLISH)
    return words("Where: {path}", path=Safe(read.of(THERE[ticket.wish.about])))


def _said(entry: Entry, view: View, words: Words) -> str:
    fate = FATES.get(entry.sending)
    sentence = ENTRIES[entry.said] if entry.person_id else BY_MICROSOFT
    return words(
        sentence,
        moment=entry.at,
        who=view.people.get(entry.person_id, ""),
        text=Safe(clean(entry.text, LONGEST_SHOWN)),
        fate=Safe(words(fate) if fate else ""),
    )


def _details(view: View, words: Words) -> str:
    ticket = view.ticket
    said = [
        words("Severity: {severity}", severity=Safe(words(SEVERITIES[ticket.wish.severity]))),
        words("our reference {reference}", reference=Safe(ticket.reference)),
        words("case {number}", number=Safe(view.facts.case.number)),
    ]
    if ticket.remind_at is not None:
        said.append(words("next reminder {moment}", moment=ticket.remind_at))
    if ticket.wish.topic is not None:
        said.insert(0, words("Topic: {topic}", topic=ticket.wish.topic.name))
    return " · ".join(said)


def _buttons(ticket: Ticket, token: str, words: Words) -> list[Element]:
    """Nothing can be done while it is being handed in, or when it is over."""
    package = [
        button(words("Show Package"), "ticket_package", token),
        button(words("Post Package in Thread"), "ticket_package_here", token),
    ]
    number = button(words("Type the Number…"), "ticket_number", token)
    answer = button(words("Record Answer…"), "ticket_answer", token)
    note = button(words("Add Note…"), "ticket_note", token)
    close = button(words("Close…"), "ticket_close", token)
    by_hand = [answer, note, *package, close]
    known = {
        TicketState.PREPARED: [number, *package, close],
        TicketState.UNSURE: [number, close],
        TicketState.OPEN: [note, close] if ticket.way is Way.PROGRAM else by_hand,
    }
    return known.get(ticket.state, [])


# Lists


def ticket_list(found: Sequence[ListedTicket], words: Words) -> Message:
    if not found:
        return plain(words("No service request is open."))
    first = words.many("{count} open service request", "{count} open service requests", len(found))
    lines = [ticket_line(one, words) for one in found[:MOST_LISTED]]
    if left := len(found) - len(lines):
        lines.append(words("and {count} more", count=left))
    how = words(
        "One of them whole: {command}", command=Safe(f"`/ticket show {found[0].ticket.name}`")
    )
    parts = [section("\n".join(lines[n : n + LINES])) for n in range(0, len(lines), LINES)]
    return Message(first, (section(f"*{first}*"), *parts, context(how)))


def ticket_line(one: ListedTicket, words: Words) -> str:
    name = Safe(clean(one.ticket.name))
    linked = Safe(f"<{one.case.link}|{name}>") if one.case.link else name
    return words(
        "• {name} {customer}: {title}, {state}, since {day}",
        name=linked,
        customer=one.customer_name,
        title=one.ticket.wish.title,
        state=Safe(state_of(one.ticket, words)),
        day=one.ticket.opened_at,
    )


# Said to one person


def handed_in(view: View, words: Words) -> Message:
    return plain(
        words(
            "Service request {reference} is handed in. Its number and Microsoft's answers come "
            "into the thread of case {number}.",
            reference=Safe(view.ticket.reference),
            number=Safe(view.facts.case.number),
        )
    )


def reminder(view: View, words: Words) -> Message:
    """For whoever looks after it: what waits, and where."""
    case = view.facts.case
    thread = Safe(f"<{case.link}|{words('Its thread')}>") if case.link else ""
    first = headline(view.ticket, words)
    said = words(
        "You are reminded until it is done, or closed with a reason. {thread}", thread=thread
    )
    return Message(first, (section(f"*{first}*\n{_course(view, words)}"), context(said)))


def numbered(ticket: Ticket, words: Words) -> Message:
    number = Safe(words.value(ticket.number))
    return plain(
        words("Noted: {reference} is {number}.", reference=Safe(ticket.reference), number=number)
    )


def noted(ticket: Ticket, words: Words) -> Message:
    return plain(words("Noted in service request {name}.", name=ticket.name))


def answered(ticket: Ticket, words: Words) -> Message:
    return plain(words("The answer to service request {name} is on record.", name=ticket.name))


def closed(ticket: Ticket, words: Words) -> Message:
    if ticket.is_open():
        return plain(words("Microsoft is asked to close service request {name}.", name=ticket.name))
    return plain(words("Service request {name} is closed.", name=ticket.name))
