"""What happens is told to everybody in their language, in a message that they can take."""

from __future__ import annotations

import pytest

from core.domain.events import Event
from handlers.messages.blocks import plain
from handlers.messages.told import told
from sandbox.slack.limits.accessibility import message_barriers
from tests.handlers.a_reader import ACCENTED, CHINESE, KOREAN, Reader, reading
from tests.handlers.test_told import HAPPENED, SCENE
from tests.words.accented import unsaid

WORDS = Reader("en-US", "Europe/Berlin")
# What people wrote, and what things are called, in these events.
DATA = frozenset(
    {
        "/srv/books", "<b> {x}", "<sub>/vm", "<x>@nordwind.example", "America/Los_Angeles",
        "America/New_York", "Billing & <credit>", "Call <us>", "It ended", "No <topic>",
        "No such file", "Nordwind <Logistik> & Co", "Permission denied", "RuntimeError, ticket",
        "SEK", "NOK", "US", "US-CA", "ValueError", "Zhang <Wei>", "<no>", "advance", "azure-9",
        "called <them>", "china", "dire<", "main/a", "main/b", "no answer", "october.csv",
        "our <own>", "python -m bot stepup revoke", "sign-in refused", "some<thing>",
        "something <new>", "something <old>", "something new", "stage[final <b>]",
        "stage[final <b>].when.days_overdue", "text: missing: who <writes>", "texts.en.help",
        "wrong", "Re",
    }
)  # fmt: skip


@pytest.mark.parametrize("locale", [ACCENTED, KOREAN, CHINESE])
@pytest.mark.parametrize("event", HAPPENED, ids=lambda one: type(one).__name__)
def test_it_is_told_in_the_language_of_the_reader(event: Event, locale: str) -> None:
    with reading(locale):
        message = plain(told(event, SCENE, WORDS))
    shown = {"text": message.text, "blocks": list(message.blocks)}
    assert message_barriers(shown) == []
    assert locale != ACCENTED or unsaid(shown, DATA) == []
