"""Clicks and forms of promises, disputes, holds and write-offs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from core.domain.agreement_errors import HoldUnfit, Unfit
from core.domain.customers import CustomerKey
from core.domain.disputes import DisputeState
from core.domain.errors import BadInput, PlanAlreadyOpen
from core.domain.holds import Hold, HoldKind
from core.domain.people import AccountKey
from core.domain.promises import read_instalments
from core.ports.records import Button
from core.usecases import (
    agreement_view,
    disputes,
    eligibility,
    holds,
    letter_replies,
    promises,
    write_offs,
)
from handlers.agreement_asking import dispute_form_for, promise_form_for
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.agreement_answers import disputed, held, held_many, settled, taken
from handlers.messages.agreement_forms import (
    hold_form,
    release_form,
    settle_form,
    write_off_form,
)
from handlers.messages.agreement_lines import agreements_card, released
from handlers.messages.blocks import Message, plain
from handlers.request import Click, Form, Services
from handlers.withdrawing import filed_for, open_instead


def card_for(text: str, account: AccountKey, services: Services) -> Message:
    """What is agreed on with a customer, each with its button."""
    customer, agreed = agreement_view.show(text, account, office=services.office)
    named = [("promise", one.promise.promise_id) for one in agreed.promises]
    named += [("dispute", one.dispute_id) for one in agreed.disputes]
    named += [("hold", one.hold_id) for one in agreed.holds]
    tokens = {one: services.mint(Button(purpose, one)) for purpose, one in named}
    return agreements_card(customer, agreed, tokens, services.words(account))


# Clicks


def _show(click: Click, services: Services) -> Message:
    customer = button_of(click, services, "customer").subject
    return card_for(customer, click.account, services)


def _promise(click: Click, services: Services) -> None:
    """With the terms that were typed before the customer was chosen."""
    button = button_of(click, services, "customer")
    form = promise_form_for(button.subject, button.revision, click.account, click.token, services)
    services.open_view(click.trigger_id, form)


def _dispute(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    form = dispute_form_for(customer, "", click.account, click.token, services)
    services.open_view(click.trigger_id, form)


def _hold(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    offer = holds.offer(customer, click.account, office=services.office)
    form = hold_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _write_off(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    offer = write_offs.offer(customer, click.account, office=services.office)
    form = write_off_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _cancel(click: Click, services: Services) -> Message:
    promise_id = button_of(click, services, "promise").subject
    office = services.once(click.delivery)
    promises.cancel(promise_id, click.account, office=office)
    return plain(services.words(click.account)("The promise is taken back."))


def _open_settle(click: Click, services: Services) -> None:
    eligibility.may_see(click.account, office=services.office)
    dispute_id = button_of(click, services, "dispute").subject
    with services.office.store.reading() as work:
        found = work.disputes.get(dispute_id)
    form = settle_form(found, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _open_release(click: Click, services: Services) -> None:
    eligibility.may_see(click.account, office=services.office)
    hold_id = button_of(click, services, "hold").subject
    with services.office.store.reading() as work:
        found = work.holds.get(hold_id)
    form = release_form(found, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _place_for_many(click: Click, services: Services) -> Message:
    """Exactly the customers that the preview counted."""
    kind, until, scope, reason, *keys = button_of(click, services, "holds").subject.split("\n")
    wish = holds.Wish(HoldKind(kind), reason, date.fromisoformat(until) if until else None)
    customers = [CustomerKey.parse(key) for key in keys]
    office = services.once(click.delivery)
    placed = holds.place_for_many(wish, customers, scope, click.account, office=office)
    return held_many(placed, services.words(click.account))


# Forms


def _whose(form: Form, services: Services) -> tuple[CustomerKey, str]:
    """The customer, and the reply below which the form was opened, if it was."""
    found = services.find(form.token)
    if found is None or found.purpose != "reply":
        return CustomerKey.parse(button_behind(form, services, "customer").subject), ""
    reply = letter_replies.shown(found.subject, form.account, office=services.office)
    assert reply.customer is not None
    return reply.customer, reply.reply_id


def _promised(form: Form, services: Services) -> Message:
    key, reply_id = _whose(form, services)
    office, words = services.once(form.delivery), services.words(form.account)
    instalments = read_instalments(form.one("terms"), office.today(office.clock()))
    wish = promises.Wish(key, instalments, form.one("note"), reply_id)
    try:
        done = promises.take(wish, form.account, office=office)
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    if done.plan is not None:
        return filed_for(done.plan, form.account, services)
    return taken(done, words)


def _disputed(form: Form, services: Services) -> Message:
    key, reply_id = _whose(form, services)
    office, words = services.once(form.delivery), services.words(form.account)
    wish = disputes.Wish(
        customer=key,
        document=form.one("document"),
        amount=form.one("amount"),
        until=_day(form),
        reason=form.one("note"),
        reply_id=reply_id,
    )
    return disputed(disputes.dispute(wish, form.account, office=office), words)


def _settled(form: Form, services: Services) -> Message:
    dispute_id = button_behind(form, services, "dispute").subject
    outcome = form.one("outcome")
    if outcome not in (DisputeState.SETTLED_FOR_CUSTOMER, DisputeState.SETTLED_AGAINST):
        raise BadInput(problem="nothing was picked")
    office = services.once(form.delivery)
    found = disputes.settle(dispute_id, DisputeState(outcome), form.account, office=office)
    return settled(found, services.words(form.account))


def _held(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    if form.one("kind") not in list(HoldKind):
        raise HoldUnfit(why=Unfit.NO_KIND)
    voter = form.one("voter")
    wish = holds.Wish(
        kind=HoldKind(form.one("kind")),
        reason=form.one("note"),
        until=_day(form),
        voter=AccountKey(form.account.team_id, voter) if voter else None,
    )
    office = services.once(form.delivery)
    placed = holds.place(wish, key, form.account, office=office)
    return held(placed, services.words(form.account))


def _released(form: Form, services: Services) -> Message:
    hold_id = button_behind(form, services, "hold").subject
    office = services.once(form.delivery)
    try:
        done = holds.let_go(hold_id, form.one("note"), form.account, office=office)
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    if isinstance(done, Hold):
        return plain(released(done, services.words(form.account)))
    return filed_for(done, form.account, services)


def _written_off(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    wish = write_offs.Wish(key, tuple(form.many("documents")), form.one("note"))
    try:
        plan = write_offs.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


def _day(form: Form) -> date:
    try:
        return date.fromisoformat(form.one("until"))
    except ValueError:
        raise BadInput(problem="no day was picked") from None


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "customer_agreements": _show,
    "customer_promise": _promise,
    "customer_dispute": _dispute,
    "customer_hold": _hold,
    "customer_write_off": _write_off,
    "promise_cancel": _cancel,
    "dispute_settle": _open_settle,
    "hold_release": _open_release,
    "holds_place": _place_for_many,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "promise_form": _promised,
    "dispute_form": _disputed,
    "dispute_settle_form": _settled,
    "hold_form": _held,
    "hold_release_form": _released,
    "write_off_form": _written_off,
}
