"""Clicks and the form that say whose an account in the books is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.errors import BadInput
from core.domain.mapping import LedgerKey
from core.ports.records import Button
from core.usecases import mapping_view, settling
from core.usecases.finding import find_customer
from core.usecases.settling import Seen, Wish
from handlers.buttons import button_of
from handlers.forms import button_behind, picked_customer
from handlers.mapping_asking import subject_of
from handlers.messages.blocks import Message, plain
from handlers.messages.mapping_forms import NOBODY, OTHER, candidates, mapping_form
from handlers.messages.text import Words
from handlers.request import Click, Form, Services


def _account(subject: str) -> LedgerKey:
    source, ref = subject.split("\n", 1)
    return source, ref


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form showed, and lies behind its token: who the account was, and who can be picked."""

    seen: Seen
    picks: tuple[CustomerKey, ...]

    def __str__(self) -> str:
        customer = str(self.seen.customer or "")
        return "\n".join((self.seen.mapping.value, customer, *map(str, self.picks)))

    @classmethod
    def read(cls, text: str) -> Shown:
        mapping, customer, *picks = text.split("\n")
        seen = Seen(MappingState(mapping), CustomerKey.parse(customer) if customer else None)
        return cls(seen, tuple(map(CustomerKey.parse, picks)))


def _open(click: Click, services: Services) -> None:
    key = _account(button_of(click, services, "mapping").subject)
    entry = mapping_view.look(key, click.account, office=services.office)
    shown = Shown(Seen.of(entry.debtor), candidates(entry))
    token = services.mint(Button("mapping_form", subject_of(entry), str(shown)))
    form = mapping_form(entry, token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _settle(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "mapping_form")
    key, shown = _account(button.subject), Shown.read(button.revision)
    # Whoever may not say who it is learns nothing of who is there.
    mapping_view.look(key, form.account, office=services.office)
    wish = Wish(key, shown.seen, _picked(form, shown, services), form.one("reason"))
    office = services.once(form.delivery)
    debtor = settling.settle(wish, form.account, office=office)
    return plain(_said(debtor, services.words(form.account), services))


def _picked(form: Form, shown: Shown, services: Services) -> CustomerKey | None:
    """Raises BadInput, UnknownCustomer, AmbiguousCustomer."""
    what, typed = form.one("what"), picked_customer(form, services)
    if typed and what != OTHER:
        raise BadInput(problem="somebody else is named, and not picked")
    if what == NOBODY:
        return None
    if what == OTHER:
        with services.office.store.reading() as work:
            return find_customer(work, typed).key
    if not what.isdecimal() or int(what) >= len(shown.picks):
        raise BadInput(problem="nobody was picked")
    return shown.picks[int(what)]


def _said(debtor: Debtor, words: Words, services: Services) -> str:
    if debtor.customer is None:
        return words("{name} in the books is nobody we know.", name=debtor.name)
    with services.office.store.reading() as work:
        customer = work.customers.get(debtor.customer)
    name = customer.name if customer else str(debtor.customer)
    return words("{name} in the books is {customer}.", name=debtor.name, customer=name)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"mapping_settle": _open}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"mapping_form": _settle}
