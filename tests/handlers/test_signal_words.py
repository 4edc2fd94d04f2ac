"""The facts of a signal as the reader writes them; what others wrote does no harm."""

from __future__ import annotations

import pytest

from core.domain.signals import SignalKind
from handlers.messages.signal_words import KINDS, fact_value, kind_word, shown_facts
from handlers.messages.text import Words

WORDS = Words("en-US", "Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-10-11", "Sun 11 Oct 2026"),
        ("2026-02-30", "2026-02-30"),
        ("2026-10-13 00:20 UTC", "Tue 13 Oct 2026, 02:20"),
        ("2026-13-13 00:20 UTC", "2026-13-13 00:20 UTC"),
        (
            "/subscriptions/c188/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-7",
            "virtualMachines/vm-7",
        ),
        ("1640.25 EUR", "EUR 1,640.25"),
        ("70000 KRW", "KRW 70,000"),
        ("10.5 KRW", "10.5 KRW"),
        ("12 XYZ", "12 XYZ"),
        ("12.8", "12.8"),
        ("260%", "260%"),
        ("<!channel> & co", "&lt;!channel&gt; &amp; co"),
    ],
)
def test_a_value(value: str, said: str) -> None:
    assert fact_value(value, WORDS) == said


def test_each_fact_has_a_line_and_an_unknown_name_is_cleaned() -> None:
    facts = (("spent", "10.00 EUR"), ("a {hole} <b>", "x\ny"))
    assert shown_facts(facts, WORDS) == "• spent: EUR 10.00\n• a {hole} &lt;b&gt;: x y"
    assert shown_facts((), WORDS) == ""


def test_every_kind_has_its_word() -> None:
    assert set(KINDS) == set(SignalKind)
    assert kind_word("seat_burst", WORDS) == "many seats at once"
    assert kind_word("new <one>", WORDS) == "new &lt;one&gt;"
