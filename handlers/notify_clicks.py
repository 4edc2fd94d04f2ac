"""Who is asked by direct message, as the buttons on the Home tab choose it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from core.domain.calendar import day_of
from core.domain.people import AccountKey
from core.homes import draw_now
from core.usecases import notifying
from core.usecases.notifying import Wish
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages.blocks import Message
from handlers.messages.notify_lines import away_form, changed
from handlers.request import Click, Form, Services

NOTIFY = "notify"


def _choose(wish: Wish) -> Callable[[Click, Services], None]:
    def chosen(click: Click, services: Services) -> None:
        """The tab shows what holds from now on."""
        button_of(click, services, NOTIFY)
        services.know(click.account)
        notifying.change(wish, click.account, office=services.once(click.delivery))
        _draw(click.account, click.delivery, services)

    return chosen


def _open_away(click: Click, services: Services) -> None:
    button_of(click, services, NOTIFY)
    found = notifying.hearing(click.account, office=services.office)
    tomorrow = found.today + timedelta(days=1)
    form = away_form(tomorrow, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _away(form: Form, services: Services) -> Message:
    button_behind(form, services, NOTIFY)
    wish, office = Wish(back_on=day_of(form.one("back_on"))), services.once(form.delivery)
    person, found = notifying.change(wish, form.account, office=office)
    _draw(form.account, form.delivery, services)
    return changed(person, found, services.words(form.account))


def _draw(account: AccountKey, occasion: str, services: Services) -> None:
    with services.office.store() as work:
        draw_now(work, account.user_id, occasion)
        work.commit()


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "notify_on": _choose(Wish()),
    "notify_off": _choose(Wish(asked=False)),
    "notify_away": _open_away,
}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"notify_away_form": _away}
