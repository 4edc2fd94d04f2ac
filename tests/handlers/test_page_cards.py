"""A page as it is read at night: to one person, in the channel, and once it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.cases import Severity
from core.domain.money import Money
from core.domain.paging import Over, Page, Why
from core.domain.plans import Reason
from core.usecases.page_view import PageView
from handlers.messages.page_card import channel_card, page_card, taken_answer
from tests.builders import NOW, a_case, a_customer
from tests.handlers.a_plan_view import PEOPLE
from tests.handlers.a_reader import Reader

WORDS = Reader("en-US", "Europe/Berlin", NOW.date())
MINUTE = timedelta(minutes=1)
Look = Callable[[str, object], None]
FACTS = (("seats before", "12"), ("seats added", "400"), ("domain", "<!channel> mail.example"))


def a_page(**changes: Any) -> PageView:
    """Of a case of fraud, called for five minutes ago; changes are the page's, or the view's."""
    page = Page(
        page_id="page", case_id="case", occasion="high", why=Why.SIGNAL, facts=FACTS,
        opened_at=NOW - 5 * MINUTE, starts_at=NOW - 5 * MINUTE, next_at=NOW + 5 * MINUTE, step=2,
    )  # fmt: skip
    case = replace(
        a_case(kind=Reason.FRAUD), severity=Severity.HIGH, first_abuse=NOW - 60 * MINUTE,
        per_hour=Money(Decimal("212.5"), "EUR"), link="https://slack.example/archives/C1/p1",
    )  # fmt: skip
    own = {name: changes.pop(name) for name in list(changes) if name in Page.__slots__}
    view = PageView(
        page=replace(page, **own), step=0, case=case, customer=a_customer(),
        answer_due=NOW + 55 * MINUTE, asked=("kang", "park"), then=("braun",), then_channel=True,
        people=PEOPLE, now=NOW,
    )  # fmt: skip
    return replace(view, **changes)


def test_to_whom_it_wakes_it_says_why(looks_like: Look) -> None:
    looks_like("page_alone", page_card(a_page(), "token", WORDS))


def test_in_the_channel_it_names_whom_it_asks(looks_like: Look) -> None:
    looks_like("page_channel", channel_card(a_page(step=1, then_channel=False), "token", WORDS))


def test_what_waited_for_the_morning_wakes_nobody(looks_like: Look) -> None:
    case = replace(a_case(kind=Reason.MISUSE), severity=Severity.MEDIUM)
    view = a_page(case=case, why=Why.UNANSWERED, starts_at=NOW, facts=(), answer_due=None, then=())
    looks_like("page_morning", page_card(replace(view, then_channel=False), "token", WORDS))


@pytest.mark.parametrize(
    ("name", "why"),
    [("taken", Over.TAKEN), ("answered", Over.ANSWERED), ("closed", Over.CASE_CLOSED)],
)
def test_once_it_is_over_it_only_leads_to_the_case(looks_like: Look, name: str, why: Over) -> None:
    taken_by = "kang" if why is Over.TAKEN else ""
    view = a_page(ended_why=why, ended_at=NOW - MINUTE, next_at=None, taken_by=taken_by)
    card = page_card(view, "", WORDS)
    assert channel_card(view, "", WORDS) == card
    assert "page_take" not in str(card.blocks)
    looks_like(f"page_{name}", card)


def test_whoever_clicks_hears_whose_it_is() -> None:
    view = a_page(ended_why=Over.TAKEN, ended_at=NOW, next_at=None, taken_by="kang")
    number = view.case.number
    assert taken_answer(view, True, WORDS).startswith(f"Case {number} is yours now")
    assert taken_answer(view, False, WORDS).startswith("Taken by kang")
    theirs = replace(view, case=replace(view.case, owner="braun"))
    assert "which is braun's" in taken_answer(theirs, True, WORDS)
