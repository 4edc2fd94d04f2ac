"""A second factor: on the card of the plan that confirms it, and where its owner types a code."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.step_up import Offer, Purpose
from core.domain.totp import DIGITS
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Block, Message, Option, actions, button, modal, plain, section
from handlers.messages.inputs import Question, radio_buttons, text_input
from handlers.messages.plan_lines import name_of
from handlers.messages.text import Safe, Words

# With blanks between them, as some authenticators show them.
LONGEST_TYPED = DIGITS * 2


def factor_headline(view: PlanView, words: Words) -> str:
    return words("CONFIRM A SECOND FACTOR of {person}.", person=Safe(_whose(view, words)))


def factor_lines(view: PlanView, words: Words) -> list[str]:
    """Whoever confirms has to know it from that person, by another way than Slack."""
    factor = view.decides.factor
    if factor is None:
        return [words("*Factor:* it is gone; this confirms nothing.")]
    enrolled = words(
        "*Enrolled:* at the terminal by {name}, {moment}.",
        name=name_of(factor.enrolled_by, view, words),
        moment=factor.enrolled_at,
    )
    if not view.plan.is_open():
        return [enrolled]
    return [
        enrolled,
        words(
            "*Check:* ask {person} in person or by telephone whether the authenticator is theirs. "
            "Confirm only then.",
            person=name_of(factor.person_id, view, words),
        ),
        words("*Then:* it counts once {person} has typed a code.",
              person=name_of(factor.person_id, view, words)),
    ]  # fmt: skip


def _whose(view: PlanView, words: Words) -> str:
    """With the Slack id: a name can be taken by anybody."""
    factor = view.decides.factor
    person = view.people.get(factor.person_id) if factor else None
    name = view.plan.content.customer_name
    user = person.accounts[0].user_id if person and person.accounts else ""
    return words("{name} ({user})", name=name, user=user) if user else words.value(name)


def asks_for_a_code(token: str, words: Words) -> Message:
    """To its owner alone, once it is confirmed."""
    said = words(
        "A second factor was enrolled for you and confirmed by a second administrator. Type one "
        "code of your authenticator, and it counts. If you know nothing of this, tell an "
        "administrator instead."
    )
    row = actions(button(words("Type a Code…"), "factor_prove", token, style="primary"))
    return Message(said, (section(said), row))


def was_asked_for_a_code(words: Words) -> Message:
    """What stays of that, once one was typed."""
    said = words("A second factor was enrolled for you and confirmed by a second administrator.")
    return plain(said)


def code_input(words: Words) -> Block:
    question = Question(
        "code",
        words("Code of your authenticator"),
        hint=words("Six digits. It is good once, for exactly this."),
    )
    return text_input(question, most=LONGEST_TYPED)


def customer_code(codes: Sequence[str], hint: str, words: Words) -> Block:
    """It only confirms: which customer it is stands elsewhere."""
    question = Question("customer_code", words("Which code has this customer?"), hint=hint)
    return radio_buttons(question, [Option(code, code) for code in codes])


def prove_form(token: str, words: Words) -> Block:
    said = words("With this code your second factor begins to count.")
    return modal(
        words("Type a Code"),
        [section(said), code_input(words)],
        callback_id="factor_prove_form",
        submit=words("Send"),
        close=words("Cancel"),
        token=token,
    )


def being_looked_at(words: Words) -> Message:
    return plain(words("Your code is being looked at. In a moment I tell you in a direct message."))


def proved(words: Words) -> Message:
    return plain(words("Your second factor counts from now on."))


def with_headline(message: Message, headline: str, words: Words) -> Message:
    """What the code was good for, in case that somebody else had typed it."""
    said = words("Your code was used for: {headline}", headline=Safe(headline))
    stop = words("If that was not you, freeze everything now: `/freeze somebody has my Slack`.")
    return Message(said, (section(f"*{said}*"), *message.blocks, section(stop)))


def refused_code(said: str, made: Offer, words: Words) -> Message:
    about = words("your vote") if made.purpose is Purpose.VOTE else words("your code")
    return plain(words("About {about}: {said}", about=Safe(about), said=Safe(said)))
