"""What is advised follows from how a customer paid, and each reason carries its fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.credit import TermKind
from core.domain.credit_advice import (
    Advice,
    Because,
    Conduct,
    Grade,
    History,
    Reason,
    advise,
    history_of,
    paid_of,
)
from core.domain.exposure import Document, Kind, Presence, Status
from core.domain.money import Money
from tests.a_credit import TODAY
from tests.builders import a_document, eur

UNKNOWN, NOTHING = Conduct(), eur("0")


def months(*after_due: int | None, amount: str = "1000") -> list[Document]:
    """One invoice a month, the last this month; paid so many days after its due date, or open."""
    found = []
    for n, days in enumerate(after_due):
        issued = TODAY - timedelta(days=30 * (len(after_due) - 1 - n))
        due = issued + timedelta(days=14)
        paid: dict[str, Any] = {"open": eur(amount)}
        if days is not None:
            paid = {"status": Status.CLOSED, "open": eur("0"),
                    "last_payment_on": due + timedelta(days=days)}  # fmt: skip
        found.append(
            a_document(document_id=str(n), issued=issued, due=due, total=eur(amount), **paid)
        )
    return found


def advice(
    documents: Sequence[Document],
    conduct: Conduct = UNKNOWN,
    committed: Money | None = NOTHING,
    on: date = TODAY,
) -> Advice:
    return advise(history(documents, on), conduct, committed)


def history(documents: Sequence[Document], on: date = TODAY) -> History:
    """The books keep what is open; of what is closed only this is kept."""
    paid = [one for doc in documents if (one := paid_of(doc)) is not None]
    return history_of((d for d in documents if d.status is not Status.CLOSED), paid, "EUR", on)


@pytest.mark.parametrize(
    ("documents", "conduct", "grade", "because"),
    [
        (months(0, 0, 0, 0, 0), Conduct(0, 0, 0), Grade.LOW, Because.PAID_IN_TIME),
        (months(0, 0, 0, 0, 2), Conduct(), Grade.LOW, Because.PAID_LATE),
        (months(0, 0, 0, 2), Conduct(), Grade.MEDIUM, Because.PAID_LATE),
        (months(40, 40, 0, 40), Conduct(), Grade.HIGH, Because.PAID_LATE),
        (months(0, 0, 0, None, None), Conduct(), Grade.MEDIUM, Because.LATE_NOW),
        (months(0, 0, None, None, None), Conduct(), Grade.HIGH, Because.LATE_NOW),
        (months(0, 0, 0, 0, 0), Conduct(broken_promises=1), Grade.MEDIUM, Because.BROKEN_PROMISES),
        (months(0, 0, 0, 0, 0), Conduct(broken_promises=2), Grade.HIGH, Because.BROKEN_PROMISES),
        (months(0, 0, 0, 0, 0), Conduct(returned=1), Grade.HIGH, Because.RETURNED),
        (months(0, 0, 0, 0, 0), Conduct(suspensions=1), Grade.HIGH, Because.SUSPENDED),
        (months(0), Conduct(), Grade.MEDIUM, Because.NEW),
        ([], Conduct(), Grade.MEDIUM, Because.NO_HISTORY),
    ],
    ids=[
        "punctual", "once-late", "a-quarter-late", "mostly-long-late", "late-now", "at-risk-now",
        "one-broken-promise", "two-broken-promises", "returned", "suspended-before", "new",
        "nothing-known",
    ],
)  # fmt: skip
def test_the_gravest_reason_decides(
    documents: list[Document], conduct: Conduct, grade: Grade, because: Because
) -> None:
    found = advice(documents, conduct)
    assert found.grade is grade
    assert because in {reason.because for reason in found.reasons if reason.grade is grade}


@pytest.mark.parametrize(
    ("documents", "terms", "limit"),
    [
        (months(0, 0, 0, 0, 0), TermKind.NET, "2000"),
        (months(0, 0, 0, 0, 9, 9), TermKind.MONTHLY, "1000"),
        (months(0, 0, None, None, None), TermKind.PREPAYMENT, "0"),
    ],
    ids=["two-months", "one-month", "prepaid"],
)
def test_terms_and_limit_follow_from_the_grade(
    documents: list[Document], terms: TermKind, limit: str
) -> None:
    found = advice(documents)
    assert (found.terms.kind, found.limit) == (terms, eur(limit))


def test_what_is_committed_is_part_of_it_and_said_where_unknown() -> None:
    documents = months(0, 0, 0, 0, 0, amount="1234.56")
    assert advice(documents, committed=eur("5235")).limit == eur("7800")
    unknown = advice(documents, committed=None)
    assert unknown.limit == eur("2500") and unknown.without_commitment


def test_where_nothing_was_billed_no_limit_is_made_up() -> None:
    found = advice([])
    assert found.limit is None and found.terms.kind is TermKind.MONTHLY


def test_a_sudden_growth_is_a_reason() -> None:
    before, after = months(0, 0, 0, 0, 0, 0)[:3], months(0, 0, 0, amount="3000")
    (found,) = [r for r in advice([*before, *after]).reasons if r.because is Because.GROWTH]
    assert found == Reason(Because.GROWTH, Grade.MEDIUM, growth=200)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.DRAFT},
        {"kind": Kind.FINANCE_CHARGE},
        {"presence": Presence.MISSING},
        {"total": Money(Decimal(5), "USD"), "open": Money(Decimal(5), "USD")},
    ],
    ids=["draft", "charge", "missing", "another-currency"],
)
def test_some_documents_say_nothing(changes: dict[str, Any]) -> None:
    assert history([a_document(**changes)]) == history([])


def test_what_is_open_again_was_not_paid() -> None:
    (closed,) = months(0)
    paid = paid_of(closed)
    assert paid is not None and history([closed]).paid == 1
    again = history_of([a_document(document_id="0")], [paid], "EUR", TODAY)
    assert again.paid == 0 and again.late_now == 1


def test_a_day_that_the_books_do_not_name_makes_nobody_late_and_was_billed() -> None:
    (closed,) = months(0)
    undated = paid_of(replace(closed, last_payment_on=None), TODAY + timedelta(days=40))
    assert undated is not None and undated.at_latest
    found = history_of([], [undated], "EUR", TODAY)
    assert (found.paid, found.paid_late, found.worst_days) == (0, 0, 0)
    assert found.known_days == 0 and found.monthly == eur("333.33")


def test_what_is_wholly_in_dispute_is_not_late() -> None:
    found = history([a_document(disputed=eur("8412.60"))])
    assert (found.late_now, found.disputes) == (0, 1)


def test_what_was_paid_more_than_a_year_ago_is_forgotten() -> None:
    documents = months(40)
    assert history(documents).worst_days == 40
    assert history(documents, TODAY + timedelta(days=400)).paid == 0


@pytest.mark.parametrize(
    "changes",
    [{"last_payment_on": None}, {"due": None}, {"status": Status.WRITTEN_OFF}],
    ids=["no-payment", "never-due", "written-off"],
)
def test_what_was_closed_otherwise_is_no_payment(changes: dict[str, Any]) -> None:
    (closed,) = months(0)
    assert paid_of(replace(closed, **changes)) is None
