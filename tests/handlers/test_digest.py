"""The digest as a channel reads it: what to decide first, sums that tie, and quiet days quiet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.digests import Figures, Level, Owed, Posting, Schedule, SlotState
from core.domain.money import Money, zero
from core.domain.plans import Action, PlanState
from core.gate import judge
from core.usecases.deciding import Decision
from core.usecases.digests import Ended, Since, View
from core.usecases.overdue import Row
from handlers.messages.digest import Tokens, course_of, digest
from handlers.messages.digest_charts import main_charts, other_charts, takeaway
from handlers.messages.text import Words
from tests.core.a_gate import NOW
from tests.handlers.a_plan_view import DOCUMENTS, PEOPLE, a_suspension, a_view, an_exposure, euros
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import a_row, an_overview

WORDS = Reader("en-US", "Europe/Berlin")
ENGLISH = Words("en-US", "Europe/Berlin")
SCHEDULE = Schedule(
    "s", 1, "0 9 * * mon-fri", "Europe/Berlin", "C1", "kang", NOW, "2026-10-13T09:00",
    NOW + timedelta(hours=23),
)  # fmt: skip
BEFORE = Posting(
    "s", "2026-10-09T09:00", NOW - timedelta(days=3), SlotState.POSTED,
    posted_at=NOW - timedelta(days=3),
    figures=Figures((Owed("k", "Maru <Foods>", (euros("9120.00"),)),)),
)  # fmt: skip
NOTHING = Since(NOW - timedelta(days=3), (), (), (), (), False, False)


def a_digest(*rows: Row, **changes: object) -> View:
    view = View(
        schedule=SCHEDULE,
        posting=Posting("s", "2026-10-12T09:00", NOW - timedelta(hours=1), SlotState.POSTING),
        now=NOW,
        overview=an_overview(*rows),
        decisions=(),
        since=NOTHING,
        soon_at_risk=(),
        before=None,
        currencies=tuple(sorted(an_overview(*rows).totals)),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def a_decision(permalink: str = "https://desk.example/archives/C1/p1") -> Decision:
    view = a_view(a_suspension(), PEOPLE["braun"])
    return Decision(
        view.plan, 1, 2, {"EUR": euros("8412.60")}, 35, permalink, judge(view.facts), view.facts
    )


def test_what_is_to_be_ratified_never_lapses() -> None:
    asked = a_decision()
    content = replace(asked.plan.content, action=Action.RATIFY)
    ratify = replace(asked, plan=replace(asked.plan, content=content))
    assert course_of(asked, WORDS) == "1 of 2 votes, lapses Wed 14 Oct 2026, 11:00"
    assert course_of(ratify, WORDS) == "1 of 2 votes"


def test_a_busy_monday(looks_like: Looks) -> None:
    rows = a_row("Contoso"), a_row("북방 <물류>", confirmed=False)
    since = replace(
        NOTHING,
        ended=(Ended(a_suspension(PlanState.WITHDRAWN), "paid"),),
        cleared=BEFORE.figures.owed,
        newly=rows[:1],
        refused_files=("<october>.csv",),
        lifted=True,
    )
    view = a_digest(
        *rows, decisions=(a_decision(),), since=since, soon_at_risk=rows[1:], before=BEFORE
    )
    looks_like("digest_busy", digest(view, WORDS, Tokens(rows=("t1", "t2"))))


def levels(*amounts: str) -> tuple[Level, ...]:
    """What the digests of so many days before said, oldest first."""
    days = range(len(amounts), 0, -1)
    return tuple(
        Level(NOW - timedelta(days=day), (euros(amount),))
        for day, amount in zip(days, amounts, strict=True)
    )


def test_a_course_is_drawn_and_said(looks_like: Looks) -> None:
    view = a_digest(a_row("Contoso"), levels=levels("9000.00", "7000.00", "8000.00"))
    looks_like("digest_charts", digest(view, WORDS))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (("9000.00",), ""),
        (("9000.00", "1.00"), "EUR: 7% less than on Sat 10 Oct 2026."),
        (("4206.30", "1.00"), "EUR: 100% more than on Sat 10 Oct 2026."),
        (("8412.61", "1.00"), "EUR: about as much as on Sat 10 Oct 2026."),
        (("0.00", "1.00"), "EUR: nothing was overdue on Sat 10 Oct 2026."),
    ],
    ids=["too few", "less", "more", "the same", "from nothing"],
)
def test_how_it_went_is_said_once_there_were_some(before: tuple[str, ...], said: str) -> None:
    view = a_digest(a_row("Contoso"), levels=levels(*before))
    assert takeaway(view, WORDS).partition(". ")[2] == said
    assert digest(view, WORDS).text.endswith(takeaway(view, WORDS))


def test_of_several_digests_on_a_day_the_last_counts() -> None:
    """And of many days, the last twelve."""
    earlier = replace(levels("1.00")[0], at=NOW - timedelta(hours=1))
    view = a_digest(a_row("Contoso"), levels=(*levels(*["5.00"] * 30), earlier))
    _, trend = main_charts(view, WORDS)
    assert [point.value for point in trend.points] == [*[5] * 11, 8413]
    assert len({point.label for point in trend.points}) == 12


def test_every_currency_has_charts_of_its_own() -> None:
    """Nothing is added over currencies; two charts fit into the message, others follow it."""
    won = Money(Decimal("300000"), "KRW")
    other = replace(DOCUMENTS[0], document_id="K1", total=won, open=won, disputed=zero("KRW"))
    both = an_exposure(*DOCUMENTS, other)
    view = a_digest(a_row("Contoso", both), currencies=("KRW", "EUR"))
    (first,), ((second,),) = main_charts(view, WORDS), other_charts(view, WORDS)
    assert (first.currency, second.currency) == ("KRW", "EUR")
    assert sum(p.value for p in first.points) == 300000
    assert sum(p.value for p in second.points) == 8413


def test_empty_groups_are_left_out() -> None:
    shown = json.dumps(digest(a_digest(a_row("Contoso")), WORDS).blocks)
    assert "DECIDE" not in shown and "SINCE" not in shown and "THIS WEEK" not in shown


def test_a_quiet_day_is_one_line(looks_like: Looks) -> None:
    looks_like("digest_quiet", digest(a_digest(), WORDS))


def test_a_freeze_is_no_quiet_day_and_late_is_said() -> None:
    posting = replace(a_digest().posting, late=True)
    assert "(late)" in digest(a_digest(posting=posting), WORDS).text
    assert not a_digest(decisions=(a_decision(),)).is_quiet()


def test_five_hundred_rows_do_not_break_it(looks_like: Looks) -> None:
    rows = [a_row(f"{n} {'Ä' * 70}", an_exposure()) for n in range(500)]
    decisions = tuple(a_decision() for _ in range(60))
    view = a_digest(*rows, decisions=decisions)
    said = json.dumps(digest(view, ENGLISH).blocks)
    assert "and 48 more" in said
    assert "50 of 500" in said
    looks_like("digest_500", digest(view, WORDS))
