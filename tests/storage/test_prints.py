"""Cards as people saw them: each drawing once, and what is erased is still known to have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.domain.prints import Card, Print, print_digest
from storage.unit_of_work import SqlStore
from tests.builders import NOW


def a_print(drawn: str = '{"text":"A & B"}', *, subject: str = "p1", event: int = 1) -> Print:
    return Print(
        *(Card.PLAN, subject, "ab" * 32, 7, "C1", "1.2", print_digest(drawn), drawn),
        first_at=NOW,
        last_at=NOW,
        times=1,
        event=event,
    )


def test_prints_come_back_in_their_order(store: SqlStore) -> None:
    second, first = a_print("2", event=9), a_print("1", event=3)
    with store() as work:
        for one in (second, first, a_print("1", subject="p2")):
            work.prints.add(one)
        work.commit()
    with store.reading() as work:
        assert work.prints.of(Card.PLAN, "p1") == [first, second]
        assert work.prints.of(Card.CASE, "p1") == []
        assert work.prints.find(Card.PLAN, "p1", second.drawn) == second
        assert work.prints.find(Card.PLAN, "p1", "0") is None


def test_what_is_shown_again_is_counted(store: SqlStore) -> None:
    again = replace(a_print(), last_at=NOW + timedelta(hours=1), times=2)
    with store() as work:
        work.prints.add(a_print())
        work.prints.again(again)
        work.commit()
    with store.reading() as work:
        assert work.prints.of(Card.PLAN, "p1") == [again]
