"""Clicks and forms of service requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import uuid4

from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, NotAMoment
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.domain.tickets import About, Severity, Ticket, Topic, Wish
from core.ports.engine import Job
from core.usecases import ticket_asking, tickets
from core.usecases.ticket_jobs import TICKET_PACKAGE
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.text import Words
from handlers.messages.ticket_card import answered, closed, handed_in, noted, numbered
from handlers.messages.ticket_forms import MOMENT, number_form, text_form
from handlers.messages.ticket_package import package, prepared
from handlers.messages.ticket_text import request_text
from handlers.request import Click, Form, Services
from handlers.ticket_asking import form_for


def _open(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    services.open_view(click.trigger_id, form_for(customer, click.account, click.token, services))


def _asked(form: Form, services: Services) -> Message:
    key = CustomerKey.parse(button_behind(form, services, "customer").subject)
    office, words = services.once(form.delivery), services.words(form.account)
    draft = ticket_asking.draft(str(key), form.account, office=office)
    only = draft.cases[0].case_id if len(draft.cases) == 1 else ""
    ticket = ticket_asking.ask(
        key,
        _wish(form, draft.counter.topics, office.clock()),
        form.account,
        office=office,
        write=request_text,
        case_id=form.one("case") or ("" if form.one("kind") else only),
        kind=_kind(form),
    )
    return _told(ticket, form.account, services, words)


def _told(ticket: Ticket, account: AccountKey, services: Services, words: Words) -> Message:
    view = tickets.show(ticket.reference, account, office=services.office)
    return prepared(view, words) if ticket.waits() else handed_in(view, words)


def _kind(form: Form) -> Reason | None:
    found = form.one("kind")
    return Reason(found) if found in list(Reason) else None


def _wish(form: Form, topics: tuple[Topic, ...], now: datetime) -> Wish:
    """What was picked is one of what we offered."""
    severity, about = form.one("severity"), form.one("about") or About.CUSTOMER.value
    if severity not in list(Severity) or about not in list(About):
        raise BadInput(problem="no severity was picked")
    began = _moment(form.one("impact_from"), now)
    ended = _moment(form.one("impact_until"), now) if form.one("impact_until").strip() else None
    if ended is not None and ended < began:
        raise NotAMoment(text=form.one("impact_until").strip())
    return Wish(
        about=About(about),
        severity=Severity(severity),
        title=form.one("title").strip(),
        observed=form.one("observed").strip(),
        outcome=form.one("outcome").strip(),
        contact=form.one("contact").strip(),
        phone=form.one("phone").strip(),
        impact_from=began,
        impact_until=ended,
        topic=next((one for one in topics if one.topic_id == form.one("topic")), None),
    )


def _moment(text: str, now: datetime) -> datetime:
    try:
        found = datetime.strptime(text.strip(), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise NotAMoment(text=text.strip()) from None
    if found > now:
        raise NotAMoment(text=text.strip())
    return found


# What is done with one that is there


def _ticket_of(click: Click, services: Services) -> tickets.View:
    ticket_id = button_of(click, services, "ticket").subject
    return _view(ticket_id, click.account, services)


def _view(ticket_id: str, account: AccountKey, services: Services) -> tickets.View:
    with services.office.store.reading() as work:
        ticket = work.tickets.get(ticket_id)
    return tickets.show(ticket.reference, account, office=services.office)


def _package(click: Click, services: Services) -> Message | None:
    """In private, in each language by itself."""
    view = _ticket_of(click, services)
    first, *rest = package(view, services.words(click.account))
    for message in rest:
        threaded = message.in_thread(click.thread_ts) if click.thread_ts else message
        services.slack.whisper(click.channel, click.account.user_id, threaded)
    return first


def _package_here(click: Click, services: Services) -> Message:
    ticket = _ticket_of(click, services).ticket
    with services.once(click.delivery).store() as work:
        asked = str(uuid4())
        payload = {"ticket_id": ticket.ticket_id, "asked": asked}
        key = f"{TICKET_PACKAGE}:{asked}"
        work.jobs.enqueue(Job(TICKET_PACKAGE, key, payload, lane=f"case:{ticket.case_id}"))
        work.commit()
    return plain(services.words(click.account)("The package follows in the case's thread."))


def _number(click: Click, services: Services) -> None:
    form = number_form(
        _ticket_of(click, services).ticket, click.token, services.words(click.account)
    )
    services.open_view(click.trigger_id, form)


def _asks(what: str) -> Callable[[Click, Services], None]:
    """Opens the form for a note, an answer or the end."""

    def press(click: Click, services: Services) -> None:
        ticket = _ticket_of(click, services).ticket
        form = text_form(what, ticket, click.token, services.words(click.account))
        services.open_view(click.trigger_id, form)

    return press


def _numbered(form: Form, services: Services) -> Message:
    reference = _reference(form, services)
    office = services.once(form.delivery)
    ticket = tickets.number(reference, form.one("number"), form.account, office=office)
    return numbered(ticket, services.words(form.account))


def _noted(form: Form, services: Services) -> Message:
    reference, office = _reference(form, services), services.once(form.delivery)
    ticket = tickets.note(reference, form.one("text"), form.account, office=office)
    return noted(ticket, services.words(form.account))


def _answered(form: Form, services: Services) -> Message:
    reference, office = _reference(form, services), services.once(form.delivery)
    ticket = tickets.answer(reference, form.one("text"), form.account, office=office)
    return answered(ticket, services.words(form.account))


def _closed(form: Form, services: Services) -> Message:
    reference, office = _reference(form, services), services.once(form.delivery)
    ticket = tickets.close(reference, form.one("text"), form.account, office=office)
    return closed(ticket, services.words(form.account))


def _reference(form: Form, services: Services) -> str:
    button = button_behind(form, services, "ticket")
    with services.office.store.reading() as work:
        return work.tickets.get(button.subject).reference


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "ticket_open": _open,
    "ticket_package": _package,
    "ticket_package_here": _package_here,
    "ticket_number": _number,
    "ticket_note": _asks("note"),
    "ticket_answer": _asks("answer"),
    "ticket_close": _asks("close"),
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "ticket_ask_form": _asked,
    "ticket_number_form": _numbered,
    "ticket_note_form": _noted,
    "ticket_answer_form": _answered,
    "ticket_close_form": _closed,
}
