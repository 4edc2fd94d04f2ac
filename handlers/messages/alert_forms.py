"""The button below an alert, and the form that says what Microsoft is told."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.alert_answers import Wanted
from core.domain.alerts import Alert
from handlers.messages.alert_words import CHOICES, alert_at, status_of
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
from handlers.messages.inputs import Question, radio_buttons
from handlers.messages.text import Safe, Words


def with_answer(message: Message, token: str, words: Words) -> Message:
    """Below the news of an alert."""
    offered = button(words("Tell Microsoft…"), "alert_answer", token)
    return Message(message.text, (*message.blocks, actions(offered)))


def answer_form(alert: Alert, names: Mapping[str, str], token: str, words: Words) -> Block:
    said = words(
        "Microsoft reports {alert}. There it is {status}.",
        alert=Safe(alert_at(alert, names, words)),
        status=Safe(status_of(alert.status.value, "", words)),
    )
    options = [Option(name, words(label)) for name, (_, label) in CHOICES.items()]
    blocks = [
        section(said),
        radio_buttons(Question("status", words("What is Microsoft told?")), options),
        context(
            words(
                "It stops nothing. Whatever happens to the case is told by itself: that somebody "
                "took it, and how it ended."
            )
        ),
    ]
    return modal(
        words("Tell Microsoft"),
        blocks,
        callback_id="alert_answer_form",
        submit=words("Tell"),
        close=words("Cancel"),
        token=token,
    )


def answered(wanted: Wanted, words: Words) -> Message:
    resolution = wanted.resolution.value if wanted.resolution else ""
    status = Safe(status_of(wanted.status.value, resolution, words))
    return plain(words("Microsoft is being told that it is {status}.", status=status))
