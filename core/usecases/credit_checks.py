"""The application file: what was looked at before credit is given, when, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import uuid4

from core.domain.credit import Check, CheckKind, Lack
from core.domain.credit_errors import CheckUnfit
from core.domain.credit_events import CreditChecked
from core.domain.customers import Customer, CustomerKey
from core.domain.event import Route
from core.domain.money import Money
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.recording import record
from core.usecases.finding import customer_of, person_with

LONGEST_NOTE, LONGEST_NAME, LONGEST_LINK = 1000, 120, 300


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody looked at. `amount` only where something was deposited."""

    kind: CheckKind
    on: date
    given_by: str
    note: str
    link: str = ""
    amount: Money | None = None


def put_down(key: CustomerKey, found: Found, account: AccountKey, *, office: Office) -> Check:
    """Raises CheckUnfit, NoRole, NotEligible, UnknownCustomer."""
    now = office.clock()
    _fit(found, office.today(now))
    with office.store() as work:
        person, customer = person_with(work, account, may_ask(work)), customer_of(work, key)
        check = Check(
            check_id=str(uuid4()),
            customer=customer.key,
            kind=found.kind,
            on=found.on,
            given_by=found.given_by.strip(),
            note=found.note.strip(),
            link=found.link.strip(),
            amount=found.amount,
            noted_by=person.person_id,
            noted_at=now,
        )
        work.credits.put_down(check)
        event = CreditChecked(
            check_id=check.check_id,
            customer=str(customer.key),
            kind=check.kind.value,
            on=check.on.isoformat(),
            text_digest=digest("\n".join((check.given_by, check.note, check.link))),
        )
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return check


def customer_for(key: CustomerKey, account: AccountKey, *, office: Office) -> Customer:
    """Whose file it is, for whoever may read it. Raises NoRole, NotEligible, UnknownCustomer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return customer_of(work, key)


def _fit(found: Found, today: date) -> None:
    if lack := _lack(found, today):
        raise CheckUnfit(why=lack)


def _lack(found: Found, today: date) -> Lack | None:
    note, link = found.note.strip(), found.link.strip()
    lengths = ((note, LONGEST_NOTE), (found.given_by, LONGEST_NAME), (link, LONGEST_LINK))
    deposit = found.kind is CheckKind.DEPOSIT
    lacks = {
        Lack.FUTURE: found.on > today,
        Lack.AMOUNT: deposit and (found.amount is None or found.amount.amount <= 0),
        Lack.GIVEN_BY: found.kind is CheckKind.AGREEMENT and not found.given_by.strip(),
        Lack.EMPTY: not (note or link),
        Lack.LINK: bool(link) and not _is_address(link),
        Lack.LONG: any(len(text) > most for text, most in lengths),
    }
    return next((lack for lack, holds in lacks.items() if holds), None)


def _is_address(link: str) -> bool:
    """One that a browser opens, in which nothing can end a link of Slack's early."""
    parts = urlsplit(link)
    plain = not any(char in link for char in "<>|\"' \t\n")
    return plain and parts.scheme == "https" and bool(parts.hostname)
