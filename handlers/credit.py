"""Clicks and forms of credit: looked at, asked for, decided, taken back, and its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from core.domain.credit import CheckKind, Proposal, TermKind, Terms
from core.domain.credit_errors import NotACurrency, NotADay
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput
from core.domain.money import CURRENCIES, Money, parse_money
from core.usecases import credit, credit_checks
from core.usecases.credit_view import card_view
from handlers.buttons import button_of
from handlers.credit_asking import card_for, form_for
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.credit_decision import asked, decided
from handlers.messages.credit_forms import DRAFT, check_form, ending_form
from handlers.request import Click, Form, Services


def _show(click: Click, services: Services) -> Message:
    customer = button_of(click, services, "customer").subject
    return card_for(customer, click.account, services)


def _open_ask(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    form = form_for(customer, click.account, click.token, services)
    services.open_view(click.trigger_id, form)


def _open_check(click: Click, services: Services) -> None:
    key = CustomerKey.parse(button_of(click, services, "customer").subject)
    customer = credit_checks.customer_for(key, click.account, office=services.office)
    today = services.office.today(services.office.clock())
    form = check_form(customer, today, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _approve(click: Click, services: Services) -> Message:
    credit_id = button_of(click, services, "credit").subject
    services.know(click.account)
    office = services.once(click.delivery)
    done = credit.approve(credit_id, click.account, office=office)
    return decided(done, _name(credit_id, services), services.words(click.account))


def _open_reject(click: Click, services: Services) -> None:
    _open_ending("reject", click, services)


def _open_withdraw(click: Click, services: Services) -> None:
    _open_ending("withdraw", click, services)


def _open_ending(what: str, click: Click, services: Services) -> None:
    """Whoever may not hears so before a form is filled in."""
    credit_id = button_of(click, services, "credit").subject
    may = credit.may_reject if what == "reject" else credit.may_withdraw
    found = may(credit_id, click.account, office=services.office)
    name, words = _name(credit_id, services), services.words(click.account)
    services.open_view(click.trigger_id, ending_form(what, found, name, click.token, words))


def _asked(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    services.know(form.account)
    wish, office = credit.Wish(key, _proposal(form)), services.once(form.delivery)
    act = credit.draft if form.one("when") == DRAFT else credit.ask
    done = act(wish, form.account, office=office)
    return asked(done, _name(done.credit_id, services), services.words(form.account))


def _proposal(form: Form) -> Proposal:
    code = form.one("currency").strip().upper()
    if code not in CURRENCIES:
        raise NotACurrency(text=code)
    if form.one("terms") not in list(TermKind):
        raise BadInput(problem="no terms were picked")
    kind = TermKind(form.one("terms"))
    return Proposal(
        limit=parse_money(form.one("limit"), code),
        terms=Terms(kind, _number(form.one("days")) if kind is TermKind.NET else 0),
        reason=form.one("reason").strip(),
        valid_until=_day(form.one("valid_until")),
        review_on=_day(form.one("review_on")),
    )


def _number(text: str) -> int:
    """Zero for what is none: a number of days that is refused with its bounds."""
    return int(text) if text.isascii() and text.strip().isdecimal() else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADay(text=text.strip()) from None


def _checked(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    if form.one("kind") not in list(CheckKind):
        raise BadInput(problem="no kind was picked")
    found = credit_checks.Found(
        kind=CheckKind(form.one("kind")),
        on=_day(form.one("on")),
        given_by=form.one("given_by"),
        note=form.one("note"),
        link=form.one("link"),
        amount=_deposit(form.one("amount")),
    )
    office = services.once(form.delivery)
    credit_checks.put_down(key, found, form.account, office=office)
    return plain(services.words(form.account)("Added to the credit file."))


def _deposit(text: str) -> Money | None:
    """An amount and its currency, in either order."""
    if not text.strip():
        return None
    parts = text.split()
    codes = [part.upper() for part in parts if part.upper() in CURRENCIES]
    amounts = [part for part in parts if part.upper() not in CURRENCIES]
    if len(codes) != 1 or len(amounts) != 1:
        raise NotACurrency(text=text.strip())
    return parse_money(amounts[0], codes[0])


def _rejected(form: Form, services: Services) -> Message:
    credit_id = button_behind(form, services, "credit").subject
    services.know(form.account)
    return _ended(credit.reject, credit_id, form, services)


def _withdrawn(form: Form, services: Services) -> Message:
    credit_id = button_behind(form, services, "credit").subject
    return _ended(credit.withdraw, credit_id, form, services)


def _ended(act: Callable[..., object], credit_id: str, form: Form, services: Services) -> Message:
    act(credit_id, form.one("why"), form.account, office=services.once(form.delivery))
    with services.office.store.reading() as work:
        view = card_view(work, credit_id, office=services.office)
    return decided(view.credit, view.customer.name, services.words(form.account))


def _name(credit_id: str, services: Services) -> str:
    with services.office.store.reading() as work:
        found = work.customers.get(work.credits.get(credit_id).customer)
    return found.name if found else ""


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "customer_credit": _show,
    "credit_ask": _open_ask,
    "credit_check": _open_check,
    "credit_approve": _approve,
    "credit_reject": _open_reject,
    "credit_withdraw": _open_withdraw,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "credit_ask_form": _asked,
    "credit_check_form": _checked,
    "credit_reject_form": _rejected,
    "credit_withdraw_form": _withdrawn,
}
