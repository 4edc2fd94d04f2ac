"""What comes round by itself: limits run out, owners are reminded, crossing one is told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain.credit import Credit, CreditState, TermKind, Terms
from core.domain.credit_errors import CreditOver
from core.domain.customers import CustomerKey
from core.domain.events import CreditEnded, CreditReminded, LimitCrossed, LimitKept
from core.domain.exposure import Standing
from core.domain.money import Money
from core.usecases import credit, credit_limits, credit_ticks, credit_view, overdue, standing
from tests.a_credit import a_proposal
from tests.builders import eur
from tests.credit_desk import approved, asked, events, stored
from tests.office import AGENT, APPROVER, Desk, contoso

S = CreditState


def move(desk: Desk, to: date) -> None:
    desk.now = desk.now.replace(year=to.year, month=to.month, day=to.day)
    credit_ticks.tick(office=desk.office)
    credit_ticks.tick(office=desk.office)


def test_its_owner_is_reminded_once_of_the_review_and_of_its_end(desk: Desk) -> None:
    held = approved(desk)
    move(desk, date(2027, 3, 30))
    assert events(desk, CreditReminded) == []
    move(desk, date(2027, 3, 31))
    move(desk, date(2027, 9, 20))
    found = [(event.mark, event.owner) for event in events(desk, CreditReminded)]
    assert found == [("review", held.requested_by), ("lapsing", held.requested_by)]


def test_a_limit_that_has_run_out_is_none(desk: Desk) -> None:
    held = approved(desk)
    move(desk, date(2027, 9, 30))
    assert stored(desk, held).state is S.APPROVED
    move(desk, date(2027, 10, 1))
    assert stored(desk, held).state is S.EXPIRED
    (ended,) = events(desk, CreditEnded)
    assert (ended.before, ended.state) == ("approved", "expired")
    assert asked(desk, valid_until=date(2028, 6, 1), review_on=date(2028, 1, 1)).state is S.PENDING


def test_what_nobody_decides_on_runs_out_too_and_cannot_be_approved_late(desk: Desk) -> None:
    waiting = asked(desk)
    desk.now = desk.now.replace(year=2027, month=9, day=30)
    with pytest.raises(CreditOver):
        credit.approve(waiting.credit_id, APPROVER, office=desk.office)
    move(desk, date(2027, 10, 1))
    assert stored(desk, waiting).state is S.EXPIRED


# Over the limit


def used(desk: Desk) -> Money:
    with desk.store.reading() as work:
        (line,) = credit_view.lines_of(work, contoso(desk), office=desk.office)
    return line.use.known


@pytest.fixture
def limits(desk: Desk) -> Callable[[str], Credit]:
    """A limit that is so much more, or less, than what is used."""

    def make(more: str) -> Credit:
        limit = used(desk) + eur(more)
        return approved(desk, limit.plain())

    return make


def test_a_limit_below_what_is_used_is_known_at_once(
    desk: Desk, limits: Callable[[str], Credit]
) -> None:
    held = limits("-0.01")
    assert held.over_since == desk.now
    (event,) = events(desk, LimitCrossed)
    assert Money(Decimal(event.used), "EUR") == used(desk)


def test_whoever_is_over_the_limit_is_at_risk(desk: Desk) -> None:
    def standings() -> dict[CustomerKey | None, Standing]:
        with desk.store.reading() as work:
            rows = overdue.read_overview(work, office=desk.office).rows
        return {one.customer: one.standing for one in rows}

    late = [key for key, found in standings().items() if found is Standing.OVERDUE and key]
    wish = credit.Wish(late[0], a_proposal(limit=eur("0"), terms=Terms(TermKind.PREPAYMENT)))
    credit.ask(wish, AGENT, office=desk.office)

    assert standings()[late[0]] is Standing.AT_RISK
    view = standing.look_up(str(late[0]), AGENT, office=desk.office)
    assert view.standing is Standing.AT_RISK and [line.over() for line in view.credit] == [True]
    assert standings()[late[1]] is Standing.OVERDUE


def test_a_limit_of_what_is_used_is_kept(desk: Desk, limits: Callable[[str], Credit]) -> None:
    held = limits("0")
    credit_limits.watch(office=desk.office)
    assert stored(desk, held).over_since is None
    assert events(desk, LimitCrossed) == []


def test_crossing_is_told_once_and_so_is_coming_back(
    desk: Desk, limits: Callable[[str], Credit]
) -> None:
    held = limits("1")
    smaller = replace(held.proposal, limit=held.limit - eur("500"))
    with desk.store() as work:
        work.credits.update(replace(held, proposal=smaller), S.APPROVED)
        work.commit()
    for _ in range(3):
        credit_limits.watch(office=desk.office)
    assert len(events(desk, LimitCrossed)) == 1
    with desk.store() as work:
        over = work.credits.get(held.credit_id)
        work.credits.update(replace(over, proposal=held.proposal), S.APPROVED)
        work.commit()
    for _ in range(3):
        credit_limits.watch(office=desk.office)
    kept = len(events(desk, LimitKept))
    with desk.store.reading() as work:
        (line,) = credit_view.lines_of(work, contoso(desk), office=desk.office)
    assert kept == (0 if line.use.gaps else 1)


def test_the_digest_hears_of_what_waits_and_of_who_is_over(
    desk: Desk, limits: Callable[[str], Credit]
) -> None:
    over = limits("-1")
    waiting = asked(desk)
    with desk.store.reading() as work:
        news = credit_view.news(work, office=desk.office)
    assert [one.credit for one in news.waiting] == [waiting]
    assert [one.credit.credit_id for one in news.over] == [over.credit_id]
    desk.now = desk.now.replace(year=2027, month=3, day=26)
    with desk.store.reading() as work:
        news = credit_view.news(work, office=desk.office)
    assert [one.credit.credit_id for one in news.coming] == [over.credit_id]
