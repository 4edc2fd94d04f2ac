"""Decisions on credit: one undecided and one in force for each customer and currency."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.credit import (
    Check,
    CheckKind,
    Credit,
    CreditState,
    Proposal,
    TermKind,
    Terms,
)
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.money import Money
from storage.sql import hit, one, row_of
from storage.tables.credits import (
    IS_APPROVED,
    IS_UNDECIDED,
    KEY,
    credit_checks,
    credits,
)


class SqlCredits:
    """Implements core.ports.credits.Credits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, credit: Credit) -> None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(credits).values(_row(credit)))
        except IntegrityError:
            raise LostRace() from None

    def get(self, credit_id: str) -> Credit:
        return _credit(row_of(self._connection, credits, "credit", credit_id=credit_id))

    def hold(self, credit_id: str) -> Credit:
        found = select(credits).where(credits.c.credit_id == credit_id).with_for_update()
        return _credit(one(self._connection, found, f"credit {credit_id}"))

    def update(self, credit: Credit, seen: CreditState) -> None:
        mine = (credits.c.credit_id == credit.credit_id) & (credits.c.state == seen)
        hit(self._connection, update(credits).where(mine).values(_row(credit)))

    def link(self, credit_id: str, link: str) -> None:
        mine = credits.c.credit_id == credit_id
        hit(self._connection, update(credits).where(mine).values(link=link))

    def undecided(self) -> list[Credit]:
        return self._all(IS_UNDECIDED, by=(credits.c.requested_at, credits.c.id))

    def approved(self) -> list[Credit]:
        return self._all(IS_APPROVED, by=KEY)

    def of_customer(self, key: CustomerKey) -> list[Credit]:
        mine = credits.c.account == key.account, credits.c.tenant_id == key.tenant_id
        return self._all(*mine, by=(credits.c.id.desc(),))

    def due(self, at: datetime) -> list[Credit]:
        return self._all(credits.c.next_at <= at, by=(credits.c.next_at, credits.c.id))

    def over_limit(self) -> set[CustomerKey]:
        found = select(credits.c.account, credits.c.tenant_id)
        found = found.where(IS_APPROVED, credits.c.over_since.is_not(None))
        return {CustomerKey(*row) for row in self._connection.execute(found)}

    def _all(self, *conditions: ColumnElement[bool], by: Any) -> list[Credit]:
        rows = self._connection.execute(select(credits).where(*conditions).order_by(*by))
        return [_credit(row) for row in rows]

    def put_down(self, check: Check) -> None:
        self._connection.execute(insert(credit_checks).values(_check_row(check)))

    def check(self, check_id: str) -> Check:
        return _check(row_of(self._connection, credit_checks, "check", check_id=check_id))

    def checks(self, key: CustomerKey) -> list[Check]:
        table = credit_checks.c
        mine = table.account == key.account, table.tenant_id == key.tenant_id
        found = select(credit_checks).where(*mine).order_by(table.day.desc(), table.id.desc())
        return [_check(row) for row in self._connection.execute(found)]


def _row(credit: Credit) -> dict[str, object]:
    proposal = credit.proposal
    return {
        "credit_id": credit.credit_id,
        "account": credit.customer.account,
        "tenant_id": credit.customer.tenant_id,
        "amount": proposal.limit.plain(),
        "currency": proposal.limit.currency,
        "terms": proposal.terms.kind.value,
        "days": proposal.terms.days,
        "reason": proposal.reason,
        "valid_until": proposal.valid_until,
        "review_on": proposal.review_on,
        "state": credit.state.value,
        "requested_by": credit.requested_by,
        "requested_at": credit.requested_at,
        "checks": json.dumps(credit.checks),
        "decided_by": credit.decided_by,
        "decided_at": credit.decided_at,
        "why": credit.why,
        "next_at": credit.next_at,
        "over_since": credit.over_since,
        "link": credit.link,
    }


def _credit(row: Row[Any]) -> Credit:
    return Credit(
        credit_id=row.credit_id,
        customer=CustomerKey(row.account, row.tenant_id),
        proposal=Proposal(
            limit=Money(Decimal(row.amount), row.currency),
            terms=Terms(TermKind(row.terms), row.days),
            reason=row.reason,
            valid_until=row.valid_until,
            review_on=row.review_on,
        ),
        state=CreditState(row.state),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        checks=tuple(json.loads(row.checks)),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        why=row.why,
        next_at=row.next_at,
        over_since=row.over_since,
        link=row.link,
    )


def _check_row(check: Check) -> dict[str, object]:
    return {
        "check_id": check.check_id,
        "account": check.customer.account,
        "tenant_id": check.customer.tenant_id,
        "kind": check.kind.value,
        "day": check.on,
        "given_by": check.given_by,
        "note": check.note,
        "link": check.link,
        "amount": check.amount.plain() if check.amount else "",
        "currency": check.amount.currency if check.amount else "",
        "noted_by": check.noted_by,
        "noted_at": check.noted_at,
    }


def _check(row: Row[Any]) -> Check:
    return Check(
        check_id=row.check_id,
        customer=CustomerKey(row.account, row.tenant_id),
        kind=CheckKind(row.kind),
        on=row.day,
        given_by=row.given_by,
        note=row.note,
        link=row.link,
        amount=Money(Decimal(row.amount), row.currency) if row.amount else None,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
    )
