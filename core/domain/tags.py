"""The tags that the program derives: what a policy may ask about a customer besides its debts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.clouds import Cloud
from core.domain.consequences import months_before
from core.domain.customers import Subscription, Suspension
from core.domain.exposure import Document
from core.domain.facts import Delivered
from core.domain.ladder import Rules
from core.domain.plans import Action, Reason
from core.domain.renewals import TERMS

NEW_FOR = timedelta(days=90)
A_YEAR, FIVE_YEARS = 12, 60
DIRECT_DEBIT = "direct_debit"


@dataclass(frozen=True, slots=True)
class Known:
    """What tags are derived from. `known_since` is the first day of which we know that it was a
    customer; we met it on `met_on`, and its books on `began`: who stood in the first ones may be a
    customer of many years. `suspensions` are all of ours, lifted or not, `returned_on` the last
    day on which a payment came back, `sells_on` whether documents name subscriptions of another
    customer's."""

    cloud: Cloud
    documents: Sequence[Document] = ()
    subscriptions: Sequence[Subscription] = ()
    suspensions: Sequence[Suspension] = ()
    notices: Sequence[Delivered] = ()
    known_since: date | None = None
    met_on: date | None = None
    began: date | None = None
    returned_on: date | None = None
    over_limit: bool = False
    sells_on: bool = False


def tags_of(known: Known, rules: Rules, on: date) -> frozenset[str]:
    """`prepaid_low` is never among them: nobody knows of balances yet."""
    return frozenset((*_of_time(known, on), *_of_payment(known, rules, on), *_of_services(known)))


def _of_time(known: Known, on: date) -> Iterator[str]:
    since, met_on, began = known.known_since, known.met_on, known.began
    if since is None:
        return
    if met_on is not None and began is not None and began < met_on and on - since < NEW_FOR:
        yield "new"
    if since <= months_before(on, FIVE_YEARS):
        yield "five_years"


def _of_payment(known: Known, rules: Rules, on: date) -> Iterator[str]:
    counted = [doc for doc in known.documents if doc.counts()]
    if counted and all(doc.payment_method == DIRECT_DEBIT for doc in counted):
        yield DIRECT_DEBIT
    if known.returned_on is not None and _within_a_year(known.returned_on, on):
        yield "returned"
    if known.over_limit:
        yield "over_limit"
    if _is_repeat(known, rules, on):
        yield "repeat"


def _of_services(known: Known) -> Iterator[str]:
    yield f"cloud:{known.cloud.value}"
    if any(one.lifted_at is None for one in known.suspensions):
        yield "suspended"
    if known.sells_on:
        yield "reseller"
    for one in known.subscriptions:
        if one.status == "active":
            yield f"kind:{one.generation.value}"
            if TERMS.get(one.term, 0) >= A_YEAR:
                yield "annual"


def _is_repeat(known: Known, rules: Rules, on: date) -> bool:
    """Within a year, and before the present episode: suspended for non-payment, or told by the
    notice after which suspending is proposed."""
    begins = [doc.since for doc in known.documents if doc.counts() and doc.days_late(on)]
    before = min((day for day in begins if day is not None), default=on)
    last_words = {
        stage.after_notice.name
        for stage in rules.stages
        if stage.propose is Action.SUSPEND and stage.after_notice is not None
    }
    told = [one.on for one in known.notices if one.name in last_words]
    cut = [one.since.date() for one in known.suspensions if one.reason == Reason.NON_PAYMENT]
    return any(day < before and _within_a_year(day, on) for day in (*told, *cut))


def _within_a_year(day: date, on: date) -> bool:
    return months_before(on, A_YEAR) <= day <= on
