"""The digest as a channel reads it: what to decide first, sums that tie, and quiet days quiet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from core.domain.digests import Figures, Owed, Posting, Schedule, SlotState
from core.domain.plans import Action, PlanState
from core.gate import judge
from core.usecases.deciding import Decision
from core.usecases.digests import Ended, Since, View
from core.usecases.overdue import Row
from handlers.messages.digest import Tokens, course_of, digest
from handlers.messages.text import Words
from tests.core.a_gate import NOW
from tests.handlers.a_plan_view import PEOPLE, a_suspension, a_view, an_exposure, euros
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import a_row, an_overview

WORDS = Words("en-US", "Europe/Berlin")
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
    message = digest(a_digest(*rows, decisions=decisions), WORDS)
    assert "and 48 more" in json.dumps(message.blocks)
    assert "50 of 500" in json.dumps(message.blocks)
    looks_like("digest_500", message)
