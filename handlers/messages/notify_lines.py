"""Who is asked by direct message and who is not: on the Home tab, in an answer, in a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.domain.notifying import Preference
from core.domain.people import Person
from core.usecases.notifying import Hearing, is_asked
from handlers.messages.blocks import Block, Element, Message, actions, button, modal, section
from handlers.messages.inputs import Question, date_picker
from handlers.messages.text import Safe, Words


def said_of(preference: Preference, today: date, words: Words) -> str:
    """In a list of people."""
    if not preference.asked:
        return words("not asked")
    if is_asked(preference, today):
        return words("asked")
    return words("away, asked again from {day}", day=preference.back_on)


def mine(preference: Preference, today: date, words: Words) -> str:
    """On the Home tab of somebody who may vote."""
    if not preference.asked:
        return words("You are not asked by direct message when your vote is wanted.")
    if is_asked(preference, today):
        return words(
            "You are asked by direct message when your vote is wanted, in office hours of your "
            "time zone; against fraud and misuse at any hour."
        )
    return words(
        "You are away: you are asked by direct message again from {day}.", day=preference.back_on
    )


def choices(preference: Preference, today: date, token: str, words: Words) -> Block:
    """What can be chosen instead."""
    ask = button(words("Ask Me"), "notify_on", token)
    never = button(words("Do Not Ask Me"), "notify_off", token)
    away = button(words("I Am Away…"), "notify_away", token)
    shown: Sequence[Element] = (never, away) if is_asked(preference, today) else (ask, away)
    return actions(*shown)


def hearing_card(found: Hearing, words: Words) -> Message:
    """Everybody who may vote, and whether each is asked."""
    first = words("Asked by direct message when a vote is wanted:")
    lines = [_line(one, found, words) for one in found.voters]
    blocks = [section(f"*{first}*"), section("\n".join(lines) or words("Nobody may vote."))]
    if found.voters and not found.heard_by():
        blocks.append(section(nobody(words)))
    return Message(first, tuple(blocks))


def changed(person: Person, found: Hearing, words: Words) -> Message:
    """What holds from now on, and who still hears of votes where it is nobody."""
    state = Safe(said_of(found.of(person), found.today, words))
    first = words("Noted. {name}: {state}.", name=person.name, state=state)
    blocks = [section(first)]
    if found.voters and not found.heard_by():
        blocks.append(section(nobody(words)))
    return Message(first, tuple(blocks))


def nobody(words: Words) -> str:
    return words(
        "*Nobody is asked by direct message now.* What waits for votes is only in the approvals "
        "channel and on Home tabs."
    )


def away_form(tomorrow: date, token: str, words: Words) -> Block:
    """Until when somebody is away."""
    back = Question("back_on", words("Ask me again from"))
    hint = words("Until then you are not asked by direct message. You may vote all the same.")
    return modal(
        words("Away"),
        [section(hint), date_picker(back, tomorrow)],
        callback_id="notify_away_form",
        submit=words("Save"),
        close=words("Cancel"),
        token=token,
    )


def _line(person: Person, found: Hearing, words: Words) -> str:
    state = Safe(said_of(found.of(person), found.today, words))
    return words("• {name}: {state}", name=person.name, state=state)
