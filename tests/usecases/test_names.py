"""Who is who in the books: a person confirms, and what changed meanwhile is left for a new look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.customers import Debtor, MappingState
from core.domain.errors import LostRace
from core.domain.events import MappingConfirmed, MappingsConfirmed
from core.usecases.names import Match, confirm
from tests.office import AGENT, MONDAY, Desk


def proposed(desk: Desk, count: int) -> list[Debtor]:
    """So many names of the filled books, waiting for a person again."""
    with desk.store() as work:
        known = [page.debtor for page in work.books.ledger() if page.debtor.customer][:count]
        waiting = [replace(debtor, mapping=MappingState.PROPOSED) for debtor in known]
        for debtor in waiting:
            work.books.save_debtor(debtor)
        work.commit()
    return waiting


def match_of(debtor: Debtor) -> Match:
    assert debtor.customer is not None
    return Match(debtor.source, debtor.customer_ref, debtor.customer)


def test_of_several_whatever_did_not_change_is_confirmed_and_told(desk: Desk) -> None:
    first, second, other = proposed(desk, 3)
    asked = [match_of(first), replace(match_of(second), customer=match_of(other).customer)]
    with desk.store.reading() as work:
        before = len(work.events.since(MappingConfirmed, MONDAY - timedelta(days=1)))
    done = confirm(asked, AGENT, office=desk.office)
    assert [debtor.customer_ref for debtor in done] == [first.customer_ref]
    with desk.store.reading() as work:
        told = work.events.since(MappingsConfirmed, MONDAY - timedelta(days=1))[-1].event
        assert isinstance(told, MappingsConfirmed) and told.count == 1
        now = len(work.events.since(MappingConfirmed, MONDAY - timedelta(days=1)))
        left = work.books.debtor(second.source, second.customer_ref)
    assert now == before + 1
    assert left is not None and left.mapping is MappingState.PROPOSED


def test_where_all_of_them_changed_nothing_is_confirmed(desk: Desk) -> None:
    first, second = proposed(desk, 2)
    asked = [replace(match_of(first), customer=match_of(second).customer)]
    with pytest.raises(LostRace):
        confirm(asked, AGENT, office=desk.office)
