"""Ending instead of suspending: renewals stopped, subscriptions given back, or let come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from core.domain.consequences import Price
from core.domain.customers import CustomerKey
from core.domain.errors import (
    BadInput,
    KeptByPolicy,
    NoRole,
    NothingOwed,
    NothingSelected,
    NotSuspendable,
    PlanAlreadyOpen,
    ReasonMissing,
    Refusal,
    RenewalOver,
)
from core.domain.money import Money
from core.domain.next_steps import Way
from core.domain.plans import Action, Reason
from core.ports.office import Office
from core.usecases import renewals, suspension
from core.usecases.overdue import read_overview
from core.usecases.renewals import Due
from tests.office import AGENT as KANG
from tests.office import APPROVER, Desk
from tests.office import READER as READING

ALPEN, TESSA = "alpen", "tessa"
THURSDAY = date(2026, 10, 15)


def key_of(desk: Desk, name: str) -> tuple[CustomerKey, dict[str, str]]:
    with desk.store.reading() as work:
        customer = work.customers.search(name, 1)[0]
        known = {s.name: s.subscription_id for s in work.customers.subscriptions(customer.key)}
    return customer.key, known


def id_of(known: dict[str, str], name: str) -> str:
    return next(found for full, found in known.items() if name in full)


def open_window(desk: Desk, customer: str, name: str) -> None:
    key, known = key_of(desk, customer)
    with desk.store() as work:
        for one in work.customers.subscriptions(key):
            if one.subscription_id == id_of(known, name):
                until = desk.now + timedelta(days=1)
                work.customers.save_subscription(replace(one, cancel_until=until))
        work.commit()


@pytest.mark.parametrize(
    ("action", "customer", "name", "reason", "note", "refusal"),
    [
        (Action.CANCEL, "contoso", "Exchange", "non-payment", "", NotSuspendable),
        (Action.CANCEL, TESSA, "Office 365 E3", "non-payment", "", NotSuspendable),
        (Action.STOP_RENEWAL, "saint-eloi", "Business Premium", "fraud", "x", NotSuspendable),
        (Action.STOP_RENEWAL, "lumen", "Azure plan", "non-payment", "", NotSuspendable),
        (Action.STOP_RENEWAL, "contoso", "Teams Phone", "non-payment", " ", KeptByPolicy),
        (Action.STOP_RENEWAL, "마루", "Office 365 E3", "non-payment", "", NothingOwed),
        (Action.STOP_RENEWAL, "마루", "Office 365 E3", "fraud", " ", ReasonMissing),
        (Action.REINSTATE, "contoso", "Exchange", "non-payment", "", BadInput),
        (Action.STOP_RENEWAL, "contoso", "", "non-payment", "", NothingSelected),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(
    desk: Desk,
    action: Action,
    customer: str,
    name: str,
    reason: str,
    note: str,
    refusal: type[Refusal],
) -> None:
    key, known = key_of(desk, customer)
    chosen = (id_of(known, name),) if name else ()
    wish = suspension.Wish(key, chosen, Reason(reason), note, action)
    with pytest.raises(refusal):
        suspension.ask(wish, KANG, office=desk.office)


def test_what_the_policy_keeps_may_be_let_end_with_a_note(desk: Desk) -> None:
    key, known = key_of(desk, "contoso")
    wish = suspension.Wish(
        key, (id_of(known, "Teams Phone"),), Reason.NON_PAYMENT, "They left", Action.STOP_RENEWAL
    )
    plan = suspension.ask(wish, KANG, office=desk.office)
    assert [(line.verb, line.by) for line in plan.content.lines] == [("stop_renewal", "word")]
    assert plan.content.basis and plan.content.overdue


def test_the_offer_names_days_windows_and_what_is_kept(desk: Desk) -> None:
    open_window(desk, "contoso", "Exchange")
    offer = renewals.offer("contoso", KANG, office=desk.office)
    shown = {one.subscription.name: one for one in offer.choices}
    exchange, phone = shown["Exchange Online (Plan 1)"], shown["Teams Phone Standard"]
    assert exchange.cancel_until == desk.now + timedelta(days=1)
    assert exchange.renewal is not None and exchange.renewal.day == date(2027, 4, 1)
    assert phone.kept and not exchange.kept
    assert offer.can(Action.CANCEL) and offer.can(Action.STOP_RENEWAL)
    assert dict(offer.votes) == {Action.STOP_RENEWAL: 1, Action.CANCEL: 2}
    assert not renewals.offer("weiss", KANG, office=desk.office).can(Action.CANCEL)


def due(office: Office) -> list[Due]:
    """The decision about Alpen Fenster, while there is one."""
    with office.store.reading() as work:
        found = renewals.due(work, read_overview(work, office=office).rows, office=office)
    return [one for one in found if one.name.startswith("Alpen")]


def price(desk: Desk, customer: str, name: str, unit: str) -> None:
    key, known = key_of(desk, customer)
    with desk.store() as work:
        found = Price(Money(Decimal(unit), "EUR"), "monthly", desk.now.date())
        work.prices.save(key, {id_of(known, name): found})
        work.commit()


def test_a_renewal_of_a_late_customer_is_a_decision_with_its_day_and_price(desk: Desk) -> None:
    price(desk, ALPEN, "Business Premium", "20.60")
    (one,) = due(desk.office)
    assert (one.together.day, one.together.seats, one.together.months) == (THURSDAY, 60, 12)
    assert one.together.cost == Money(Decimal("14832.00"), "EUR")
    assert (one.overdue["EUR"].plain(), one.days) == ("3090.00", 24)


def test_nobody_is_asked_about_those_who_owe_nothing_or_renew_later(desk: Desk) -> None:
    with desk.store.reading() as work:
        found = renewals.due(work, read_overview(work, office=desk.office).rows, office=desk.office)
    names = [one.name for one in found]
    assert names and "Contoso Handels GmbH" not in names and "Redwood Family Clinics" not in names
    assert [one.together.day for one in found] == sorted(one.together.day for one in found)
    assert all(one.together.day <= date(2026, 11, 11) for one in found)


def test_whoever_lets_it_renew_is_written_down_and_it_is_not_asked_again(desk: Desk) -> None:
    (one,) = due(desk.office)
    renewals.let(one.customer, one.together.ids, THURSDAY, APPROVER, office=desk.office)
    assert due(desk.office) == []
    with pytest.raises(RenewalOver):
        renewals.let(one.customer, one.together.ids, THURSDAY, KANG, office=desk.office)


def test_the_next_term_is_a_new_question(desk: Desk) -> None:
    (one,) = due(desk.office)
    renewals.let(one.customer, one.together.ids, THURSDAY, KANG, office=desk.office)
    with desk.store() as work:
        for found in work.customers.subscriptions(one.customer):
            if found.subscription_id in one.together.ids:
                ends = datetime.fromisoformat("2026-11-01T23:59:59+00:00")
                work.customers.save_subscription(replace(found, commitment_ends=ends))
        work.commit()
    assert [again.together.day for again in due(desk.office)] == [date(2026, 11, 2)]


@pytest.mark.parametrize("day", [date(2026, 10, 14), date(2026, 10, 11)], ids=["other", "past"])
def test_another_day_than_the_one_that_was_shown_is_refused(desk: Desk, day: date) -> None:
    (one,) = due(desk.office)
    with pytest.raises(RenewalOver):
        renewals.let(one.customer, one.together.ids, day, KANG, office=desk.office)


def test_a_reader_decides_nothing(desk: Desk) -> None:
    (one,) = due(desk.office)
    with pytest.raises(NoRole):
        renewals.let(one.customer, one.together.ids, THURSDAY, READING, office=desk.office)


def test_a_suspension_that_is_open_answers_no_question_about_the_renewal(desk: Desk) -> None:
    (one,) = due(desk.office)
    wish = suspension.Wish(one.customer, one.together.ids, Reason.NON_PAYMENT, "")
    plan = suspension.ask(wish, KANG, office=desk.office)
    assert len(due(desk.office)) == 1
    ways = renewals.ways_instead(plan, office=desk.office)
    assert [way.way for way in ways][:2] == [Way.STOP_RENEWAL, Way.FEWER_SEATS]


def test_while_its_own_plan_is_open_the_question_rests(desk: Desk) -> None:
    (one,) = due(desk.office)
    wish = suspension.Wish(
        one.customer, one.together.ids, Reason.NON_PAYMENT, "", Action.STOP_RENEWAL
    )
    suspension.ask(wish, KANG, office=desk.office)
    assert due(desk.office) == []
    with pytest.raises(PlanAlreadyOpen):
        suspension.ask(wish, KANG, office=desk.office)
    with pytest.raises(RenewalOver):
        renewals.let(one.customer, one.together.ids, THURSDAY, KANG, office=desk.office)
