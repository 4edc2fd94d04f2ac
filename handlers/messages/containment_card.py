"""The question at the end of a containment, and what is written to each person alone."""

from __future__ import annotations

from core.domain.containment import State
from core.usecases.containment_view import Contained
from handlers.messages.blocks import Block, Message, actions, button, modal, section
from handlers.messages.containment_lines import left_lines, without_line
from handlers.messages.inputs import Question, text_input
from handlers.messages.reasons import KINDS, named
from handlers.messages.text import N_, Safe, Words

LONGEST_REASON = 1000
OVER = {
    "lifted": N_("*Over:* everything is on again."),
    "rolled_back": N_("*Rolled back.*"),
    "nothing_done": N_("*Over:* nothing was suspended."),
    "unclear": N_("*Over:* whether anything was suspended a person has to find out."),
    "case_closed": N_("*Over:* the case is closed. What is off stays off."),
}


def question(one: Contained, token: str, words: Words) -> Message:
    """With buttons while it waits for an answer, with the answer after."""
    first = words(
        "{customer} is contained for {reason}. Does it go on?",
        customer=one.customer_name,
        reason=named(one.one.reason, KINDS, words),
    )
    if not one.one.asks(one.now):
        return Message(first, (section(f"{_head(one, words)}\n{_answer(one, words)}"),))
    facts = [
        words("*Until:* {moment} {place}. *Asked:* {owner}.", moment=one.one.until,
              place=words.place, owner=one.owner or words("the administrators")),
        words("*Off:* {names}.", names=[line.name for line in one.plan.content.lines]),
        words("Nothing ends by itself: it stays off until somebody answers."),
    ]  # fmt: skip
    said = [section(f"*{first}*"), section("\n".join(facts))]
    return Message(first, (*said, *_left(one, words), buttons(token, words)))


def _left(one: Contained, words: Words) -> list[Block]:
    lines = left_lines(one.left, words)
    return [section("\n".join(lines))] if lines else []


def _head(one: Contained, words: Words) -> str:
    return words("Containment of {customer}", customer=one.customer_name)


def _answer(one: Contained, words: Words) -> str:
    if one.one.state is State.OVER:
        return words(OVER.get(one.one.ended_why, OVER["lifted"]))
    return words("*Kept on* until {moment}.", moment=one.one.until)


def buttons(token: str, words: Words) -> Block:
    return actions(
        button(words("Keep On…"), "containment_keep", token, style="primary"),
        button(words("Lift…"), "containment_lift", token),
        button(words("Close Case…"), "containment_close", token),
    )


def alone_to(one: Contained, token: str, words: Words) -> Message:
    """To one person: the question where there is one, else what waits for a second person."""
    if one.one.state is State.RUNNING or one.one.state is State.OVER:
        return question(one, token, words)
    first = words(
        "{name} contained {customer} alone.", name=one.requester, customer=one.customer_name
    )
    if one.one.state is State.UNDOING:
        said = words("Nobody ratified it and the attack is over: it is being rolled back.")
        return Message(first, (section(f"*{first}*\n{said}"),))
    blocks = [section(f"*{first}*"), section("\n".join(_waits(one, words)))]
    return Message(first, tuple(blocks))


def _waits(one: Contained, words: Words) -> list[str]:
    found = one.one
    said = [words("Somebody else ratifies it by {moment} {place}.", moment=found.ratify_by,
                  place=words.place)]  # fmt: skip
    if found.overdue(one.now):
        said = [words("*Unratified:* nobody did by {moment}.", moment=found.ratify_by)]
    said.append(without_line(one.plan.content.alone, words))
    if one.link:
        link = Safe(f"<{one.link}|{words('its card')}>")
        said.append(words("It is decided on {link}.", link=link))
    return said


def keep_form(one: Contained, token: str, words: Words) -> Block:
    hours = Question("hours", words("For how many hours more"), hint=words("1 to 720"))
    return modal(
        words("Keep On"),
        [
            section(_head(one, words)),
            text_input(Question("reason", words("Why")), multiline=True, most=LONGEST_REASON),
            text_input(hours, initial="72", most=3),
        ],
        callback_id="containment_keep_form",
        submit=words("Keep On"),
        close=words("Cancel"),
        token=token,
    )
