"""Break-glass in Slack: its form, and what happens once the code was right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.customers import CustomerKey
from core.domain.secret import Secret
from core.domain.step_up import Offer, Proof
from core.usecases import break_glass, picking
from core.usecases.finding import customer_of
from handlers.buttons import button_of
from handlers.containment_asking import open_alone
from handlers.forms import button_behind, reason_of
from handlers.messages.blocks import Message, plain
from handlers.messages.containment_forms import TYPED
from handlers.messages.factor_lines import being_looked_at
from handlers.request import Click, Form, Services


def _open(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    open_alone(customer, click.account, click.trigger_id, services)


def _asked(form: Form, services: Services) -> Message:
    """The code is only closed here."""
    customer = button_behind(form, services, "customer").subject
    services.know(form.account)
    by_hand = form.one("alert") in {"", TYPED}
    wish = break_glass.Wish(
        customer=CustomerKey.parse(customer),
        subscription_ids=tuple(form.many("subscriptions")),
        reason=reason_of(form),
        note=form.one("note").strip(),
        alert=form.one("reference").strip() if by_hand else form.one("alert"),
        link=form.one("link").strip() if by_hand else "",
    )
    office = services.once(form.delivery)
    _check_picked(wish, form, services)
    break_glass.ask(wish, Secret(form.one("code")), form.account, office=office)
    return being_looked_at(services.words(form.account))


def _check_picked(wish: break_glass.Wish, form: Form, services: Services) -> None:
    """The customer is the button's; the code confirms that it is the one that was meant."""
    with services.office.store.reading() as work:
        customer = customer_of(work, wish.customer)
    picking.check_for(wish.customer, customer.name, form.one("customer_code"))


def go_on(made: Offer, proof: Proof, services: Services) -> Message:
    """In the worker: file it, carry it out, tell everybody. Raises Refusal."""
    break_glass.carry_out(made, proof, office=services.office)
    said = services.words(made.account)(
        "It is being suspended. Everybody who decides is told, and somebody else has to ratify it: "
        "the cards are in the approvals channel."
    )
    return plain(said)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"break_glass": _open}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"break_glass_form": _asked}
