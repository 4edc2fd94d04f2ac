"""However many are overdue, Slack takes the digest: also where it lacks the newest blocks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.usecases.digests import View
from handlers.messages.blocks import Message
from handlers.messages.digest import Tokens, digest
from handlers.messages.overdue_table import MOST_ROWS
from handlers.messages.plain_blocks import plainer
from handlers.messages.text import Words
from sandbox.slack.limits.surfaces import message_complaints
from tests.handlers.test_cards import a_row
from tests.handlers.test_digest import NOTHING, a_decision, a_digest, levels

# Five are kept free for what is added when it is posted, such as a notice.
BUDGET = 45
LOCALES = ("en-US", "ko-KR", "zh-CN")


def a_full_one(count: int, name: str = "Müller & Söhne 북방 北方") -> View:
    """With something in each of its groups."""
    rows = [a_row(f"{n} {name}", key=f"k{n}") for n in range(count)]
    since = replace(NOTHING, newly=tuple(rows), refused_files=("<october>.csv",) * 30, frozen=True)
    return a_digest(
        *rows,
        decisions=tuple(a_decision() for _ in range(count)),
        since=since,
        soon_at_risk=tuple(rows),
        levels=levels("9000.00", "7000.00", "8000.00"),
    )


def drawn(view: View, locale: str) -> Message:
    tokens = Tokens(rows=tuple("t" * 22 for _ in view.overview.rows[:MOST_ROWS]))
    return digest(view, Words(locale, "Europe/Berlin"), tokens)


def complaints(message: Message) -> list[str]:
    return message_complaints(json.loads(json.dumps(message.blocks)))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("count", [5, 50, 500, 5_000])
def test_any_number_of_customers_fits(count: int, locale: str) -> None:
    message = drawn(a_full_one(count), locale)
    assert complaints(message) == [] and len(message.blocks) <= BUDGET
    (table,) = [block for block in message.blocks if block["type"] == "data_table"]
    rows = table["rows"]
    assert isinstance(rows, list) and len(rows) == 1 + min(count, MOST_ROWS)
    plain = plainer(message)
    assert complaints(plain) == [] and len(plain.blocks) <= BUDGET


def test_what_is_left_out_of_the_table_is_said() -> None:
    said = json.dumps(drawn(a_full_one(5_000), "en-US").blocks)
    assert f"{MOST_ROWS} of 5,000: every one is in the thread" in said


@pytest.mark.parametrize(
    "name", ["Ä" * 300, "<!channel>" * 30, "북" * 300], ids=["long", "odd", "wide"]
)
def test_names_as_long_as_they_come_fit_as_well(name: str) -> None:
    message = drawn(a_full_one(500, name), "en-US")
    assert complaints(message) == [] == complaints(plainer(message))
