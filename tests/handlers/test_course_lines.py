"""What the policy run is about to do, as a digest says it."""

from __future__ import annotations

from datetime import date

import pytest

from core.usecases.course_news import CourseNews, Nearing
from handlers.messages.course_lines import course_lines
from handlers.messages.text import Words
from tests.a_verdict import a_judged

WORDS = Words("en-US", "Europe/Berlin", today=date(2026, 10, 12))
MANY = tuple(f"Customer {number}" for number in range(8))


@pytest.mark.parametrize(
    ("news", "lines"),
    [
        (CourseNews(), []),
        (CourseNews(held=True), []),
        (
            CourseNews(
                letters={"final": ("A <b>",), "reminder": MANY}, unread=("final", "reminder")
            ),
            [
                "Reminder: Customer 0, Customer 1, Customer 2, Customer 3, Customer 4, "
                "Customer 5 and 2 more",
                "Final notice: A &lt;b&gt;",
                "Nobody has released the words yet of: reminder, final notice. Their card is in "
                "the approvals channel.",
            ],
        ),
        (
            CourseNews(
                nearing=(Nearing("A & B", a_judged(), date(2026, 10, 15)),),
                proposed=("C",),
                held=True,
            ),
            [
                "May be proposed for suspension: A &amp; B from Thu 15 Oct on, EUR 8,412.60",
                "To be proposed for suspension now: C",
                "Nothing of it goes out before two people released the list.",
            ],
        ),
    ],
    ids=["nothing", "nothing that is held", "letters by their order", "proposals"],
)
def test_what_comes_is_said_by_name(news: CourseNews, lines: list[str]) -> None:
    assert course_lines(news, WORDS) == lines
