"""The message shortcut *Open case from this message*: a form that has the message in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.ports.records import Button
from core.usecases import cases
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.case_card import from_message_form
from handlers.messages.text import Safe
from handlers.payload import Payload, unescaped
from handlers.request import Form, Services, actor_of

OPEN_CASE = "open_case_from_message"
Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pointed:
    """Somebody used a shortcut on a message."""

    account: AccountKey
    trigger_id: str
    text: str

    @classmethod
    def of(cls, body: Body) -> Pointed:
        sent = Payload(body)
        text = unescaped(sent.within("message").text("text"))
        return cls(actor_of(sent), sent.text("trigger_id"), text)


def open_case(pointed: Pointed, services: Services) -> None:
    """Raises NoRole before a form is shown."""
    cases.check_role(pointed.account, office=services.office)
    token = services.mint(Button("message", ""))
    form = from_message_form(pointed.text, token, services.words(pointed.account))
    services.open_view(pointed.trigger_id, form)


def case_opened(form: Form, services: Services) -> Message:
    button_behind(form, services, "message")
    try:
        kind = Reason(form.one("kind"))
    except ValueError:
        raise BadInput(problem="no kind was picked") from None
    customer = cases.customer_for(form.one("customer"), form.account, office=services.office)
    office = services.once(form.delivery)
    case = cases.open_by_hand(customer.key, kind, form.one("note"), form.account, office=office)
    words = services.words(form.account)
    return plain(
        words("Case {number} of {customer} is open.", number=Safe(case.number),
              customer=customer.name)
    )  # fmt: skip


FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"case_from_message_form": case_opened}
