"""A page as it is read at night on a telephone: what, why now, what to do, what happens else."""

from __future__ import annotations

from core.domain.paging import Over, Why, wakes
from core.domain.plans import Reason
from core.usecases.page_view import PageView
from handlers.messages.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    link,
    section,
)
from handlers.messages.case_words import SEVERITIES, span
from handlers.messages.reasons import named
from handlers.messages.signal_words import shown_facts
from handlers.messages.text import N_, Safe, Words

MOST_FACTS = 8
WHY = {
    Why.SIGNAL: N_("A strong sign of abuse was found."),
    Why.UNANSWERED: N_("Nobody has taken this case up yet."),
    Why.STATUS: N_("Nobody has written down how this case stands for most of a day."),
    Why.REFUND: N_("The days in which Microsoft takes a request for a refund run out."),
    Why.UNRATIFIED: N_("What one person suspended alone was not ratified by a second one."),
    Why.CONTAINED: N_("A containment is past its time, and nobody says whether it goes on."),
}
URGENT = N_(
    "*Why now:* fraud costs money by the hour, and Microsoft bills us for it. So this knows no "
    "quiet hours."
)
WAITED = N_("It could wait, so nobody was woken for it.")


def page_card(view: PageView, token: str, words: Words) -> Message:
    """To one person, by direct message."""
    blocks = [section(f"*{_headline(view, words)}*"), section(_about(view, words))]
    if view.page.is_open():
        lead = words("You are called. {headline}", headline=Safe(_headline(view, words)))
        return Message(lead, (*blocks, _buttons(view, token, words), context(_else(view, words))))
    ended = [section(_ended(view, words)), *_way(view, words)]
    return Message(_ended(view, words), (*blocks, *ended))


def channel_card(view: PageView, token: str, words: Words) -> Message:
    """To the on-call channel, which names whoever is called."""
    headline = _headline(view, words)
    if not view.page.is_open():
        return page_card(view, token, words)
    waited = words(
        "{asked}: nobody has taken this for {time}.",
        asked=_mentions(view, words),
        time=span(view.now - view.page.starts_at, words),
    )
    blocks = (section(waited), section(f"*{headline}*"), section(_about(view, words)))
    buttons, then = _buttons(view, token, words), context(_else(view, words))
    return Message(f"{waited} {headline}", (*blocks, buttons, then))


def taken_answer(view: PageView, mine: bool, words: Words) -> str:
    """To whoever clicked."""
    number = Safe(view.case.number)
    if not mine:
        return _ended(view, words)
    owner = view.people.get(view.case.owner)
    if owner is not None and view.case.owner != view.page.taken_by:
        said = words("Noted: you look after case {number}, which is {owner}'s.",
                     number=number, owner=owner.name)  # fmt: skip
    else:
        said = words("Case {number} is yours now, and nobody else is called.", number=number)
    return said


def _headline(view: PageView, words: Words) -> str:
    customer = view.customer.name if view.customer else str(view.case.customer)
    said = {
        Reason.FRAUD: N_("Fraud at {customer}: case {number}, {severity}"),
        Reason.MISUSE: N_("Misuse at {customer}: case {number}, {severity}"),
        Reason.NON_PAYMENT: N_("Non-payment of {customer}: case {number}, {severity}"),
    }
    return words(
        said[view.case.kind],
        customer=customer,
        number=Safe(view.case.number),
        severity=named(view.case.severity, SEVERITIES, words),
    )


def _about(view: PageView, words: Words) -> str:
    lines = [words(WHY[view.page.why])]
    if view.page.facts:
        lines.append(shown_facts(view.page.facts[:MOST_FACTS], words))
    if view.case.first_abuse is not None:
        lines.append(words("It has gone on since {moment}.", moment=view.case.first_abuse))
    if view.case.per_hour:
        lines.append(words("Costs about {money} an hour.", money=view.case.per_hour))
    if view.page.is_open() and view.answer_due is not None:
        lines.append(words("A first answer is due {moment}.", moment=view.answer_due))
    if view.page.waited():
        lines.append(words(WAITED))
    elif wakes(view.case.kind, view.page.why):
        lines.append(words(URGENT))
    return "\n".join(lines)


def _buttons(view: PageView, token: str, words: Words) -> Block:
    take = button(words("I Take It"), "page_take", token, style="primary")
    return actions(take, *_link(view, words))


def _way(view: PageView, words: Words) -> list[Block]:
    found = _link(view, words)
    return [actions(*found)] if found else []


def _link(view: PageView, words: Words) -> list[Element]:
    where = view.case.link
    return [link(words("Open the Case"), "page_case", where)] if where else []


def _else(view: PageView, words: Words) -> str:
    """What happens if nobody clicks."""
    who = [words("the on-call channel")] if view.then_channel else []
    who += [view.people[one].name for one in view.then]
    if view.page.next_at is None or not who:
        return words("This comes again until somebody takes it.")
    return words(
        "Not taken by {moment}? Then asked: {who}. So it goes on until somebody takes it.",
        moment=view.page.next_at,
        who=words.listed(words.value(one) for one in who),
    )


def _mentions(view: PageView, words: Words) -> Safe:
    accounts = (view.people[one].accounts for one in view.asked)
    named = [f"<@{found[0].user_id}>" for found in accounts if found]
    return Safe(words.listed(named) or words("Everybody"))


def _ended(view: PageView, words: Words) -> str:
    page = view.page
    if page.ended_why is Over.TAKEN and page.ended_at is not None:
        return words(
            "Taken by {who} {moment}, {time} after the first call.",
            who=view.people[page.taken_by].name,
            moment=page.ended_at,
            time=span(page.ended_at - page.starts_at, words),
        )
    if page.ended_why is Over.CASE_CLOSED:
        return words("Over: the case is closed.")
    return words("Over: somebody saw to it.")
