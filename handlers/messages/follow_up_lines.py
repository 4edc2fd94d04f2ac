"""Who looks after a late customer and until when it is off the list: on its card, in a form, and as
an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.domain import follow_up_errors as errors
from core.domain.errors import Refusal
from core.domain.follow_ups import LONGEST_SNOOZE
from core.usecases.follow_ups import Look
from handlers.messages.blocks import Block, Message, actions, button, modal, plain, section
from handlers.messages.exposure_lines import amounts, standing_word
from handlers.messages.inputs import Question, date_picker
from handlers.messages.text import N_, Words

A_WEEK = timedelta(days=7)
REFUSALS: Mapping[type[Refusal], str] = {
    errors.NothingLate: N_("Nothing is overdue at {customer}, so there is nothing to look after."),
    errors.SnoozeUnfit: N_("{text} is no day to snooze to: one from {first} to {last} is."),
}


def with_follow_up(message: Message, found: Look, token: str, words: Words) -> Message:
    """Below how the customer stands."""
    return Message(message.text, (*message.blocks, *follow_up_blocks(found, token, words)))


def follow_up_blocks(found: Look, token: str, words: Words) -> list[Block]:
    take = button(words("Take Over"), "row_own", token)
    if found.mine:
        take = button(words("Give Back"), "row_give_back", token)
    sleep = button(words("Snooze…"), "row_snooze", token)
    if found.snooze is not None:
        sleep = button(words("Put Back on List"), "row_wake", token)
    return [section(" ".join(_said(found, words))), actions(take, sleep)]


def _said(found: Look, words: Words) -> list[str]:
    said = [words("Nobody looks after what is overdue.")]
    if found.mine:
        said = [words("You look after what is overdue.")]
    elif found.owner:
        said = [words("{who} looks after what is overdue.", who=found.owner)]
    if found.snooze is not None:
        facts = {"day": found.snooze.until, "who": found.snoozed_by}
        said.append(words("Off the list until {day}, or until it gets worse ({who}).", **facts))
    return said


def snooze_form(found: Look, token: str, words: Words) -> Block:
    """In a week, if nothing else is picked."""
    row = found.row
    stands = words(
        "*{customer}*: {amounts}, {standing}",
        customer=row.name,
        amounts=amounts(row.exposure.overdue(), words),
        standing=standing_word(row.standing, words),
    )
    hint = words(
        "It stays in every sum, and is back on the list on that day, or as soon as it gets worse. "
        "At most {count} days ahead.",
        count=LONGEST_SNOOZE.days,
    )
    question = Question("until", words("Off the list until"), hint=hint)
    return modal(
        words("Snooze Customer"),
        [section(stands), date_picker(question, found.today + A_WEEK)],
        callback_id="row_snooze_form",
        submit=words("Snooze"),
        close=words("Cancel"),
        token=token,
    )


def owned(found: Look, words: Words) -> Message:
    return plain(words("You look after what is overdue at {customer}.", customer=found.row.name))


def given_back(found: Look, words: Words) -> Message:
    return plain(
        words("Nobody looks after what is overdue at {customer} now.", customer=found.row.name)
    )


def snoozed(found: Look, words: Words) -> Message:
    until = found.snooze.until if found.snooze else found.today
    return plain(
        words(
            "{customer} is off the digests' list until {day}, or until it gets worse. It stays in "
            "every sum.",
            customer=found.row.name,
            day=until,
        )
    )


def woken(found: Look, words: Words) -> Message:
    return plain(words("{customer} is on the digests' list again.", customer=found.row.name))
