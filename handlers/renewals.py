"""Clicks and the form by which a subscription ends instead of being suspended, or renews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, PlanAlreadyOpen
from core.domain.plans import Action
from core.homes import draw_now
from core.ports.office import Office
from core.ports.records import Button
from core.usecases import renewals, suspension
from core.usecases.renewals import Due
from handlers.buttons import button_of
from handlers.forms import button_behind, reason_of
from handlers.messages.blocks import Message, plain
from handlers.messages.renewal_forms import renewal_form
from handlers.request import Click, Form, Services
from handlers.withdrawing import filed_for, open_instead

PURPOSE = "renewal"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buttons of one decision are about, as their token stands for it."""

    customer: CustomerKey
    ids: tuple[str, ...]
    day: date

    @classmethod
    def of(cls, one: Due) -> Asked:
        return cls(one.customer, one.together.ids, one.together.day)

    @classmethod
    def parse(cls, subject: str) -> Asked:
        customer, day, *ids = subject.split("\n")
        return cls(CustomerKey.parse(customer), tuple(ids), date.fromisoformat(day))

    def button(self) -> Button:
        subject = (str(self.customer), self.day.isoformat(), *self.ids)
        return Button(PURPOSE, "\n".join(subject))


def mint_for(found: Sequence[Due], office: Office) -> list[str]:
    """A token for each decision, for what is about to be drawn."""
    if not found:
        return []
    with office.store() as work:
        now = office.clock()
        tokens = [work.buttons.mint(Asked.of(one).button(), now) for one in found]
        work.commit()
    return tokens


def _open_form(click: Click, services: Services) -> None:
    button = button_of(click, services, "customer")
    offer = renewals.offer(button.subject, click.account, office=services.office)
    form = renewal_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _stop(click: Click, services: Services) -> None:
    """The same form, filled in: what is missing is a look at it."""
    asked = Asked.parse(button_of(click, services, PURPOSE).subject)
    offer = renewals.offer(str(asked.customer), click.account, office=services.office)
    token = services.mint(Button("customer", str(asked.customer)))
    words = services.words(click.account)
    form = renewal_form(offer, token, words, action=Action.STOP_RENEWAL, picked=asked.ids)
    services.open_view(click.trigger_id, form)


def _let(click: Click, services: Services) -> Message:
    asked = Asked.parse(button_of(click, services, PURPOSE).subject)
    services.know(click.account)
    office = services.once(click.delivery)
    renewals.let(asked.customer, asked.ids, asked.day, click.account, office=office)
    if not click.channel:
        _draw_home(click, services)
    said = services.words(click.account)("Noted: it renews on {day}.", day=asked.day)
    return plain(said)


def _draw_home(click: Click, services: Services) -> None:
    """On the Home tab nothing can be whispered: what is decided is gone from it."""
    with services.office.store() as work:
        draw_now(work, click.account.user_id, click.delivery)
        work.commit()


def _ask(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "customer")
    wish = suspension.Wish(
        customer=CustomerKey.parse(button.subject),
        subscription_ids=tuple(form.many("subscriptions")),
        reason=reason_of(form),
        note=form.one("note"),
        action=_action(form),
    )
    try:
        plan = suspension.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


def _action(form: Form) -> Action:
    wanted = form.one("what")
    if wanted not in renewals.ENDING:
        raise BadInput(problem="nothing was picked")
    return Action(wanted)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "customer_renewal": _open_form,
    "renewal_stop": _stop,
    "renewal_let": _let,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"renewal_form": _ask}
