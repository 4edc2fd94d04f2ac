"""The question of a data clock in the approvals channel: its drawing, its clicks and its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.domain.errors import PlanAlreadyOpen
from core.domain.prints import Card
from core.ports.engine import Delivery
from core.ports.records import Button, Posted
from core.usecases import clocks, reinstatement
from core.usecases.clock_view import Ticking, shown
from core.usecases.prints import keep_print
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.blocks import Message
from handlers.messages.clock_lines import let_go_form, question
from handlers.messages.customer_forms import reinstate_form
from handlers.notifier import Notifier
from handlers.prints import drawing
from handlers.request import Click, Form, Services
from handlers.withdrawing import filed_for, open_instead


@dataclass(frozen=True, slots=True)
class Questions:
    """The handler of the job `clock`: posted once somebody has to decide, then edited in place."""

    notifier: Notifier

    def draw(self, delivery: Delivery) -> None:
        clock_id, office = str(delivery.payload["clock_id"]), self.notifier.office
        key = f"clock:{clock_id}"
        with office.store() as work:
            posted = work.posts.get(key)
            (one,) = shown(work, [work.clocks.get(clock_id)], office=office)
            if posted is None and not one.clock.asks(one.today):
                return
            token = work.buttons.mint(_button(clock_id, posted), office.clock())
            work.commit()
        message = question(one, token, self.notifier.words_at(posted))
        before, posted = posted, self.notifier.keep(key, posted, message, token)
        if posted is None:
            return
        if one.clock.case_id:
            with office.store() as work:
                shown_now = drawing(Card.CLOCK, one.clock.case_id, clock_id, posted, message)
                keep_print(work, shown_now, office=office)
                work.commit()
        if not one.clock.link or (before is not None and before.channel != posted.channel):
            self._link(one, posted)

    def _link(self, one: Ticking, posted: Posted) -> None:
        """Lists lead to it."""
        link = self.notifier.say.permalink(posted.channel, posted.ts)
        with self.notifier.office.store() as work:
            work.clocks.link(one.clock.clock_id, link)
            work.commit()


def _button(clock_id: str, posted: Posted | None) -> Button:
    button = Button("clock", clock_id)
    return replace(button, channel=posted.channel, ts=posted.ts) if posted else button


def _reinstate(click: Click, services: Services) -> None:
    """The form that asks for it, of the customer whose data it is."""
    clock_id, office = button_of(click, services, "clock").subject, services.office
    one = clocks.look(clock_id, click.account, office=office)
    key = str(one.clock.customer)
    release = reinstatement.offer(key, click.account, office=office)
    token = services.mint(Button("customer", key))
    form = reinstate_form(release, token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _let_go(click: Click, services: Services) -> None:
    clock_id = button_of(click, services, "clock").subject
    one = clocks.look(clock_id, click.account, office=services.office)
    form = let_go_form(one, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _asked(form: Form, services: Services) -> Message:
    clock_id = button_behind(form, services, "clock").subject
    office, letter = services.once(form.delivery), form.one("letter")
    try:
        plan = clocks.ask_to_let_go(clock_id, letter, form.account, office=office)
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "clock_reinstate": _reinstate,
    "clock_let_go": _let_go,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"clock_let_go_form": _asked}
