"""The message shortcut *Open case from this message*: a form that has the message in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.people import AccountKey
from core.ports.records import Button
from core.usecases import cases
from handlers.accounts import actor_of
from handlers.cases import kind_in, severity_in
from handlers.forms import button_behind, picked_customer
from handlers.messages.blocks import Message, plain
from handlers.messages.case_forms import from_message_form
from handlers.messages.text import Safe
from handlers.payload import Payload, unescaped
from handlers.request import Form, Services

OPEN_CASE = "open_case_from_message"
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pointed:
    """Somebody used a shortcut on a message; `place` is its channel and ts."""

    account: AccountKey
    trigger_id: str
    text: str
    place: str

    @classmethod
    def of(cls, body: Body) -> Pointed:
        sent = Payload(body)
        message, channel = sent.within("message"), sent.within("channel").text("id")
        ts = sent.text("message_ts") or message.text("ts")
        place = f"{channel}:{ts}" if channel and ts else ""
        text = unescaped(message.text("text"))
        return cls(actor_of(sent), sent.text("trigger_id"), text, place)


def open_case(pointed: Pointed, services: Services) -> None:
    """Raises NoRole before a form is shown."""
    cases.check_role(pointed.account, office=services.office)
    token = services.mint(Button("message", pointed.place))
    form = from_message_form(pointed.text, token, services.words(pointed.account))
    services.open_view(pointed.trigger_id, form)


def case_opened(form: Form, services: Services) -> Message:
    place, kind = button_behind(form, services, "message").subject, kind_in(form)
    customer = cases.customer_for(
        picked_customer(form, services), form.account, office=services.office
    )
    office = services.once(form.delivery)
    case = cases.open_by_hand(
        customer.key, kind, form.one("note"), form.account, office=office,
        severity=severity_in(form), source=place,
    )  # fmt: skip
    words = services.words(form.account)
    return plain(
        words("Case {number} of {customer} is open.", number=Safe(case.number),
              customer=customer.name)
    )  # fmt: skip


FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"case_from_message_form": case_opened}
