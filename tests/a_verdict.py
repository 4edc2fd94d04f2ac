"""Verdicts that were recorded, and what the run remembers of customers, as they usually are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from core.domain.collecting import (
    Cause,
    Does,
    Doing,
    Episode,
    Filing,
    Intended,
    Judged,
    Preview,
    Standstill,
)
from core.domain.facts import Delivered, Facts, HoldSpan, OpenPromise
from core.domain.verdicts import State
from tests.builders import CONTOSO, NOW, a_document, eur

TODAY = date(2026, 10, 12)


def some_facts(**changes: Any) -> Facts:
    facts = Facts(
        customer=CONTOSO.tenant_id,
        country="DE",
        zone="Europe/Berlin",
        tags=frozenset({"repeat", "annual"}),
        documents=(a_document(),),
        as_of=NOW,
    )
    return replace(facts, **changes)


def all_facts() -> Facts:
    """Every field filled."""
    return some_facts(
        promises=(OpenPromise(eur("10.50"), TODAY),),
        holds=(HoldSpan("legal", TODAY, None),),
        notices=(Delivered("final", TODAY, date(2026, 10, 20)), Delivered("reminder", TODAY)),
        unread_since=TODAY,
        suspended_since=TODAY,
        deletion_on=date(2027, 1, 4),
    )


def a_judged(**changes: Any) -> Judged:
    one = Judged(
        customer=CONTOSO,
        on=TODAY,
        state=State.CHASING,
        stage="reminder",
        segment="",
        currency="EUR",
        days=35,
        overdue={"EUR": eur("8412.60")},
        policy="v7",
        facts=some_facts(),
        judged_at=NOW,
        doing=(Doing(Does.LETTER, "reminder"),),
    )
    return replace(one, **changes)


def an_episode(**changes: Any) -> Episode:
    return replace(Episode(str(uuid4()), CONTOSO, "v7", TODAY), **changes)


def a_filing(key: str = "letter:1", **changes: Any) -> Filing:
    return replace(Filing(key, CONTOSO, NOW), **changes)


def a_line(**changes: Any) -> Intended:
    line = Intended(CONTOSO, Does.LETTER, "reminder", "reminder", eur("8412.60"), 35)
    return replace(line, **changes)


def a_standstill(**changes: Any) -> Standstill:
    return replace(Standstill(str(uuid4()), Cause.FIRST_BOOKS, "erp", NOW), **changes)


def a_preview(**changes: Any) -> Preview:
    return replace(Preview("reminder", "en", "v1", "Overdue", "Please pay.", NOW), **changes)
