"""Containments in Slack: begun from a case, the question at their end, and what is written to each
person alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.domain.errors import OutdatedCard, PlanAlreadyOpen
from core.domain.prints import Card
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.usecases import case_closing, reinstatement, suspension
from core.usecases import containment_answers as answers
from core.usecases.containment_view import Contained, shown
from core.usecases.prints import keep_print
from handlers import breaking
from handlers.buttons import button_of
from handlers.containment_asking import open_contain
from handlers.forms import button_behind
from handlers.messages.blocks import Message, plain
from handlers.messages.case_forms import close_form
from handlers.messages.containment_card import alone_to, keep_form, question
from handlers.messages.customer_forms import reinstate_form
from handlers.notifier import Notifier
from handlers.prints import drawing
from handlers.request import Click, Form, Services
from handlers.withdrawing import filed_for, open_instead


@dataclass(frozen=True, slots=True)
class Questions:
    """The handlers of the jobs `containment_card` and `containment_dm`; each may run again."""

    services: Services
    notifier: Notifier

    @property
    def office(self) -> Office:
        return self.services.office

    def draw(self, delivery: Delivery) -> None:
        """Posted in the approvals channel once somebody has to answer, then edited in place; what a
        later drawing showed is not drawn."""
        containment_id, seq = str(delivery.payload["containment_id"]), int(delivery.payload["seq"])
        key = f"containment:{containment_id}"
        with self.office.store() as work:
            posted = work.posts.get(key)
            if posted is not None and posted.shows >= seq:
                return
            one = shown(work, work.containments.get(containment_id), office=self.office)
            if posted is None and not one.one.asks(one.now):
                return
            token = work.buttons.mint(_button(containment_id, posted), self.office.clock())
            work.commit()
        message = question(one, token, self.notifier.words_at(posted))
        posted = self.notifier.keep(key, posted, message, token)
        if posted is not None:
            self._note(one, replace(posted, shows=seq), message)

    def write(self, delivery: Delivery) -> None:
        """To one person, once for each occasion."""
        payload = delivery.payload
        containment_id, on = str(payload["containment_id"]), str(payload["on"])
        with self.office.store.reading() as work:
            one = shown(work, work.containments.get(containment_id), office=self.office)
            accounts = work.people.get(str(payload["person_id"])).accounts
        for account in sorted(accounts):
            key = f"containment_dm:{containment_id}:{on}:{account.user_id}"
            with self.office.store() as work:
                if work.posts.get(key) is not None:
                    continue
                token = work.buttons.mint(_button(containment_id, None), self.office.clock())
                work.commit()
            message = alone_to(one, token, self.services.words(account))
            ts = self.notifier.say.post(account.user_id, message)
            self._note(one, Posted(key, account.user_id, ts), message)

    def _note(self, one: Contained, posted: Posted, message: Message) -> None:
        found = one.one
        with self.office.store() as work:
            work.posts.put(posted)
            if found.case_id:
                shown_now = drawing(
                    Card.CONTAINMENT, found.case_id, found.containment_id, posted, message
                )
                keep_print(work, shown_now, office=self.office)
            work.commit()


def _button(containment_id: str, posted: Posted | None) -> Button:
    button = Button("containment", containment_id)
    return replace(button, channel=posted.channel, ts=posted.ts) if posted else button


# From a case


def _contain(click: Click, services: Services) -> None:
    number = button_of(click, services, "case").revision
    open_contain(number, click.account, click.trigger_id, services)


def _contained(form: Form, services: Services) -> Message:
    """Asked for as any suspension, for the reason of its case."""
    number = button_behind(form, services, "case").revision
    offer = answers.offer(number, form.account, office=services.office)
    wish = suspension.Wish(
        customer=offer.case.customer,
        subscription_ids=(*form.many("subscriptions"), *form.many("kept")),
        reason=offer.case.kind,
        note=form.one("note"),
    )
    try:
        plan = suspension.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


# At its end


def _meant(click: Click, services: Services) -> Contained:
    containment_id = button_of(click, services, "containment").subject
    return answers.look(containment_id, click.account, office=services.office)


def _keep(click: Click, services: Services) -> None:
    one = _meant(click, services)
    form = keep_form(one, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _kept(form: Form, services: Services) -> Message:
    containment_id = button_behind(form, services, "containment").subject
    office = services.once(form.delivery)
    reason, hours = form.one("reason"), form.one("hours")
    kept = answers.keep(containment_id, reason, hours, form.account, office=office)
    words = services.words(form.account)
    return plain(words("It stays contained until {moment}.", moment=kept.until))


def _lift(click: Click, services: Services) -> None:
    """The form that asks for the reinstatement."""
    key = str(_meant(click, services).one.customer)
    release = reinstatement.offer(key, click.account, office=services.office)
    token = services.mint(Button("customer", key))
    form = reinstate_form(release, token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _close(click: Click, services: Services) -> None:
    """The form of its case."""
    case = _meant(click, services).case
    if case is None:
        raise OutdatedCard()
    closable = case_closing.closable(str(case.number), click.account, office=services.office)
    token = services.mint(Button("case", case.case_id, revision=str(case.number)))
    form = close_form(closable, token, services.words(click.account))
    services.open_view(click.trigger_id, form)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "case_contain": _contain,
    "containment_keep": _keep,
    "containment_lift": _lift,
    "containment_close": _close,
    **breaking.BUTTONS,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "case_contain_form": _contained,
    "containment_keep_form": _kept,
    **breaking.FORMS,
}
