"""Clicks and forms below news of letters and replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from core.domain.agreement_errors import UnknownDocument
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput
from core.domain.notice_errors import NotADay
from core.domain.notices import (
    Contact,
    ContactKind,
    Meaning,
    Means,
    Outgoing,
    Reply,
    language_in,
)
from core.places import place_of
from core.usecases import contacts, disputes, eligibility, letter_replies, letters, promises
from core.usecases.finding import customer_of
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.agreement_forms import dispute_form, promise_form
from handlers.messages.blocks import Message
from handlers.messages.letter_offers import MEANING_OF, contact_form, record_form
from handlers.messages.letter_view import (
    arrived,
    contact_added,
    letter_shown,
    recorded,
    reply_read,
    sent_again,
)
from handlers.request import Click, Form, Services


def _reads(meaning: Meaning) -> Callable[[Click, Services], Message]:
    """A person says what a reply means."""

    def press(click: Click, services: Services) -> Message:
        reply_id = button_of(click, services, "reply").subject
        office, words = services.once(click.delivery), services.words(click.account)
        said = letter_replies.read(reply_id, meaning, click.account, office=office)
        return reply_read(meaning, said.customer, words, said_before=said.said_before)

    return press


def _promises(click: Click, services: Services) -> Message | None:
    """The form, whose submission reads the reply; where nothing is late there is nothing to
    promise."""
    reply = _unread(click, services)
    offer = promises.offer(str(reply.customer), click.account, office=services.office)
    if not offer.exposure.late():
        return _reads(Meaning.PROMISE)(click, services)
    form = promise_form(offer, "", click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)
    return None


def _disputes(click: Click, services: Services) -> Message | None:
    """The same, of invoices; where nothing is open there is nothing to dispute."""
    reply = _unread(click, services)
    try:
        offer = disputes.offer(str(reply.customer), click.account, office=services.office)
    except UnknownDocument:
        return _reads(Meaning.DISPUTE)(click, services)
    form = dispute_form(offer, "", click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)
    return None


def _unread(click: Click, services: Services) -> Reply:
    reply_id = button_of(click, services, "reply").subject
    return letter_replies.unread(reply_id, click.account, office=services.office)


def _letter(click: Click, services: Services) -> Outgoing:
    letter_id = button_of(click, services, "letter").subject
    return letters.shown(letter_id, click.account, office=services.office)


def _show(click: Click, services: Services) -> Message:
    return letter_shown(_letter(click, services), services.words(click.account))


def _arrived(click: Click, services: Services) -> Message:
    letter_id = button_of(click, services, "letter").subject
    letters.it_arrived(letter_id, click.account, office=services.once(click.delivery))
    return arrived(services.words(click.account))


def _again(click: Click, services: Services) -> Message:
    letter_id = button_of(click, services, "letter").subject
    letters.send_again(letter_id, click.account, office=services.once(click.delivery))
    return sent_again(services.words(click.account))


def _record(click: Click, services: Services) -> None:
    letter, office = _letter(click, services), services.office
    with office.store.reading() as work:
        name = customer_of(work, letter.customer).name
        today = place_of(work, letter.customer).local(office.clock()).date()
    form = record_form(letter, name, today, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _contact(click: Click, services: Services) -> None:
    letter = _letter(click, services)
    with services.office.store.reading() as work:
        customer = customer_of(work, letter.customer)
    language = letter.draft.language or language_in(customer.country)
    words = services.words(click.account)
    form = contact_form(customer.name, language, click.token, words, instead=True)
    services.open_view(click.trigger_id, form)


def _add_contact(click: Click, services: Services) -> None:
    eligibility.may_see(click.account, office=services.office)
    key = CustomerKey.parse(button_of(click, services, "customer").subject)
    with services.office.store.reading() as work:
        customer = customer_of(work, key)
    language, words = language_in(customer.country), services.words(click.account)
    form = contact_form(customer.name, language, click.token, words)
    services.open_view(click.trigger_id, form)


def _recorded(form: Form, services: Services) -> Message:
    letter_id = button_behind(form, services, "letter").subject
    if form.one("means") not in set(Means):
        raise BadInput(problem="no way was picked")
    letters.record_delivery(
        letter_id,
        Means(form.one("means")),
        _day(form.one("day")),
        form.one("evidence"),
        form.account,
        office=services.once(form.delivery),
    )
    return recorded(services.words(form.account))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADay(text=text.strip()) from None


def _named_instead(form: Form, services: Services) -> Message:
    letter_id = button_behind(form, services, "letter").subject
    letter = letters.shown(letter_id, form.account, office=services.office)
    contact, office = _contact_of(form, letter.customer), services.once(form.delivery)
    contacts.save_instead(contact, letter_id, form.account, office=office)
    return contact_added(services.words(form.account))


def _named(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    office = services.once(form.delivery)
    contacts.save(_contact_of(form, key), form.account, office=office)
    return contact_added(services.words(form.account))


def _contact_of(form: Form, customer: CustomerKey) -> Contact:
    if form.one("kind") not in set(ContactKind):
        raise BadInput(problem="no kind was picked")
    return Contact(
        customer=customer,
        kind=ContactKind(form.one("kind")),
        address=form.one("address").strip(),
        language=form.one("language"),
        name=form.one("name").strip(),
    )


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    **{action: _reads(meaning) for action, meaning in MEANING_OF.items()},
    "reply_promise": _promises,
    "reply_dispute": _disputes,
    "letter_show": _show,
    "letter_arrived": _arrived,
    "letter_again": _again,
    "letter_record": _record,
    "letter_contact": _contact,
    "customer_contact": _add_contact,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "letter_record_form": _recorded,
    "letter_contact_form": _named_instead,
    "customer_contact_form": _named,
}
