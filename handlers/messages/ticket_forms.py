"""The forms of service requests: what is asked, its number, and what is added to it."""

from __future__ import annotations

from datetime import datetime

from core.domain.cases import Case
from core.domain.clouds import Cloud
from core.domain.plans import Reason, Verb
from core.domain.tickets import About, Severity, Ticket
from core.usecases.ticket_asking import Draft
from core.usecases.ticket_facts import Facts
from handlers.messages.blocks import Block, Option, context, modal, section
from handlers.messages.escaping import clean, one_line
from handlers.messages.inputs import Question, radio_buttons, static_select, text_input
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import N_, Safe, Words
from handlers.messages.ticket_card import WHY
from handlers.messages.ticket_words import KIND

MOST_TOPICS, LONGEST_TITLE, LONGEST_LABEL = 100, 120, 75
LONGEST_TEXT, LONGEST_PHONE = 3000, 60
MOMENT = "%Y-%m-%d %H:%M"
# What the desk would write, in English and in Chinese; a person goes on from there.
SEEN = {
    Reason.NON_PAYMENT: (
        "The customer does not pay. We have questions about its subscriptions.",
        "该客户未付款，我方对其订阅有疑问。",
    ),
    Reason.FRAUD: (
        "We suspect fraud in this tenant and are investigating.",
        "我方怀疑该租户存在欺诈行为，正在调查。",
    ),
    Reason.MISUSE: (
        "We see misuse in this tenant and are investigating.",
        "我方发现该租户存在滥用行为，正在调查。",
    ),
}
HELD = ("Suspended by us: {names}.", "我方已暂停：{names}。")
WANTED = (
    "Please confirm the state of the subscriptions above and tell us what else we have to do.",
    "请确认上述订阅的状态，并告知我方还需采取哪些措施。",
)


def ask_form(draft: Draft, contact: str, token: str, words: Words) -> Block:
    """Ids, our own steps and the case's course are added by the desk, so that none is mistyped."""
    customer = section(words("*{customer}*", customer=draft.customer.name))
    blocks = [customer, *_way(draft, words), *_case(draft, words)]
    blocks += [_severity(draft, words), *_texts(draft, words), *_contact(contact, words)]
    added = words(
        "Added by the desk: tenant, subscription and Azure ids, what we did with its correlation "
        "ids, the course of the case, evidence."
    )
    return modal(
        words("Service Request"),
        [*blocks, context(added)],
        callback_id="ticket_ask_form",
        submit=words("Prepare") if draft.why else words("Hand In"),
        close=words("Cancel"),
        token=token,
    )


def _way(draft: Draft, words: Words) -> list[Block]:
    if not draft.why:
        topics = draft.counter.topics[:MOST_TOPICS]
        options = [Option(t.topic_id, one_line(t.name, LONGEST_LABEL)) for t in topics]
        return [static_select(Question("topic", words("Topic")), options)]
    why = words("To be submitted by hand: {why}.", why=Safe(words(WHY[draft.why])))
    forms = [
        Option(About.CUSTOMER.value, words("A customer's problem")),
        Option(About.PARTNER.value, words("Partner Center or billing")),
    ]
    question = Question("about", words("What is it about?"), hint=words("It decides the form."))
    return [section(why), radio_buttons(question, forms, initial=About.CUSTOMER.value)]


def _case(draft: Draft, words: Words) -> list[Block]:
    """Which case it belongs to; without one it opens one."""
    if not draft.cases:
        kinds = [Option(kind.value, words(said)) for kind, said in NEW.items()]
        label = words("No case is open. Which kind shall be opened?")
        return [radio_buttons(Question("kind", label), kinds)]
    if len(draft.cases) == 1:
        said = words("Case {case}", case=Safe(_label(draft.cases[0], words)))
        return [context(said)]
    options = [Option(case.case_id, _label(case, words)) for case in draft.cases]
    question = Question("case", words("Case"))
    return [static_select(question, options, initial=draft.cases[0].case_id)]


NEW = {
    Reason.FRAUD: N_("Fraud"),
    Reason.MISUSE: N_("Misuse"),
    Reason.NON_PAYMENT: N_("Non-payment"),
}


def _label(case: Case, words: Words) -> str:
    kind = named(case.kind, KINDS, words)
    return words("{number}: {kind}", number=Safe(case.number), kind=kind)


def _severity(draft: Draft, words: Words) -> Block:
    options = [
        Option(Severity.CRITICAL.value, words("Critical: work stands still, or money runs away")),
        Option(Severity.MODERATE.value, words("Moderate: work is hindered")),
        Option(Severity.MINIMAL.value, words("Minimal: a question")),
    ]
    urgent = draft.facts is not None and draft.facts.case.kind is not Reason.NON_PAYMENT
    initial = Severity.CRITICAL if urgent else Severity.MODERATE
    return radio_buttons(Question("severity", words("Severity")), options, initial=initial.value)


def _texts(draft: Draft, words: Words) -> list[Block]:
    began = f"{_impact_from(draft.facts):{MOMENT}}" if draft.facts else ""
    since = Question("impact_from", words("Impact from (UTC)"), hint=words("2026-10-12 08:30"))
    until = Question("impact_until", words("Impact until (UTC)"), optional=True)
    return [
        text_input(Question("title", words("Title")), initial=_title(draft), most=LONGEST_TITLE),
        text_input(
            Question("observed", words("What was observed")),
            initial=_observed(draft),
            multiline=True,
            most=LONGEST_TEXT,
        ),
        text_input(
            Question("outcome", words("What we ask for")),
            initial=_joined(draft, *WANTED),
            multiline=True,
            most=LONGEST_TEXT,
        ),
        text_input(since, initial=began, most=20),
        text_input(until, most=20),
    ]


def _impact_from(facts: Facts) -> datetime:
    """The abuse, where it is known since when; else what we did ourselves."""
    own = facts.deeds[0].at if facts.deeds else facts.case.opened_at
    return facts.case.first_abuse or own


def _title(draft: Draft) -> str:
    name = one_line(draft.customer.name, LONGEST_LABEL)
    if draft.facts is None:
        return name
    kind = KIND[draft.facts.case.kind]
    if _in_china(draft):
        return f"{kind.chinese}（{kind.english}）：{name}"
    return f"{kind.english[:1].upper()}{kind.english[1:]}: {name}"


def _observed(draft: Draft) -> str:
    if draft.facts is None:
        return ""
    lines = [_joined(draft, *SEEN[draft.facts.case.kind])]
    if held := _held(draft.facts):
        lines.append(_joined(draft, *(said.format(names=held) for said in HELD)))
    return "\n".join(lines)


def _held(facts: Facts) -> str:
    """What was suspended and not given back since."""
    last = {deed.subscription_id: deed for deed in facts.deeds if deed.state != "refused"}
    names = [one_line(d.name) for d in last.values() if d.verb == Verb.SUSPEND]
    return ", ".join(names)


def _joined(draft: Draft, english: str, chinese: str) -> str:
    return f"{english}\n{chinese}" if _in_china(draft) else english


def _in_china(draft: Draft) -> bool:
    return draft.partner.cloud is Cloud.CHINA


def _contact(contact: str, words: Words) -> list[Block]:
    return [
        text_input(Question("contact", words("Contact")), initial=contact, most=LONGEST_TITLE),
        text_input(
            Question("phone", words("Telephone"), hint=words("Microsoft's agent calls it.")),
            most=LONGEST_PHONE,
        ),
    ]


def number_form(ticket: Ticket, token: str, words: Words) -> Block:
    hint = words("As the portal shows it once the request is submitted.")
    question = Question("number", words("Microsoft's number"), hint=hint)
    return _form(ticket, words("Type the Number"), "ticket_number_form", [
        text_input(question, most=60)
    ], token, words)  # fmt: skip


TEXTS = {
    "note": (N_("Add Note"), N_("Note"), ""),
    "answer": (
        N_("Record Answer"),
        N_("What did Microsoft answer?"),
        N_("With this nobody is reminded of it any more."),
    ),
    "close": (N_("Close Request"), N_("Why is it over?"), ""),
}


def text_form(what: str, ticket: Ticket, token: str, words: Words) -> Block:
    """A note, an answer, or the reason for which it is closed."""
    title, label, hint = TEXTS[what]
    question = Question("text", words(label), hint=words(hint) if hint else "")
    asked = text_input(question, multiline=True, most=LONGEST_TEXT)
    return _form(ticket, words(title), f"ticket_{what}_form", [asked], token, words)


def _form(
    ticket: Ticket, title: str, callback_id: str, inputs: list[Block], token: str, words: Words
) -> Block:
    name, about = Safe(clean(ticket.name)), ticket.wish.title
    first = section(words("*{name}*: {title}", name=name, title=about))
    return modal(
        title,
        [first, *inputs],
        callback_id=callback_id,
        submit=words("Save"),
        close=words("Cancel"),
        token=token,
    )
