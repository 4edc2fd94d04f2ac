"""Pages in Slack: called by direct message and in the on-call channel, taken by a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.paging import CHANNEL, Call
from core.domain.people import AccountKey
from core.domain.prints import Card, Drawing
from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.usecases import paging
from core.usecases.page_view import PageView, page_view
from core.usecases.prints import keep_print
from handlers.buttons import button_of
from handlers.channel_words import ChannelWords
from handlers.messages.blocks import Message, plain
from handlers.messages.outsiders import hidden_message
from handlers.messages.page_card import channel_card, page_card, taken_answer
from handlers.messages.text import Words
from handlers.prints import drawing
from handlers.refuge import Refuge
from handlers.request import Click, Room, Services
from handlers.say import Say

A_BREATH, WAIT_A_MOMENT = 2.0, 30.0


@dataclass(frozen=True, slots=True)
class Pager:
    """The handlers of the jobs `page_call` and `page_card`; each may run again. `own` is the
    on-call channel of the settings."""

    services: Services
    say: Say
    own: str
    language: ChannelWords
    refuge: Refuge

    @property
    def channel(self) -> str:
        return self.refuge.instead_of(self.own)

    @property
    def office(self) -> Office:
        return self.services.office

    def call(self, delivery: Delivery) -> None:
        """One message, unless somebody took it meanwhile or a later call overtook this one. Raises
        Later."""
        payload = delivery.payload
        call = Call(str(payload["page_id"]), int(payload["step"]), str(payload["target"]))
        with self.office.store.reading() as work:
            newest = paging.newest(work.pages.calls(call.page_id))
            wanted = call in newest and work.pages.get(call.page_id).is_open()
        if not wanted:
            return
        if call.target == CHANNEL:
            self._ask_channel(call)
        else:
            self._let_a_thread_begin(call, delivery)
            for account in self._accounts(call.target):
                self._write(call, account)
        with self.office.store() as work:
            work.pages.sent(call, self.office.clock())
            over = not work.pages.get(call.page_id).is_open()
            work.commit()
        if over:
            self._redraw(call.page_id)

    def card(self, delivery: Delivery) -> None:
        """Its messages say how it ended, and have no buttons any more."""
        self._redraw(str(delivery.payload["page_id"]))

    def _let_a_thread_begin(self, call: Call, delivery: Delivery) -> None:
        """A case that was opened this moment has a link in the next one. Raises Later, once."""
        with self.office.store.reading() as work:
            case = work.cases.get(work.pages.get(call.page_id).case_id)
        if not case.link and delivery.attempt == 1:
            raise Later(A_BREATH, "the case has no thread yet")

    def _ask_channel(self, call: Call) -> None:
        """What is said of customers is said where only our own people read."""
        key, channel = _key(call, CHANNEL), self.channel
        if self._posted(key) is not None:
            return
        if self.services.rooms.look(channel) is not Room.OURS:
            raise Later(WAIT_A_MOMENT, "the on-call channel is not ours alone, or not to be seen")
        view, token = self._view(call)
        message = channel_card(view, token, self.language.of(channel))
        ts = self.say.post(channel, message)
        self._note(Posted(key, channel, ts), token, view, message)

    def _write(self, call: Call, account: AccountKey) -> None:
        key = _key(call, account.user_id)
        if self._posted(key) is None:
            view, token = self._view(call)
            message = page_card(view, token, self.services.words(account))
            channel, ts = self.say.write(account.user_id, message)
            self._note(Posted(key, channel, ts), token, view, message)

    def _view(self, call: Call) -> tuple[PageView, str]:
        with self.office.store() as work:
            view = page_view(work, call.page_id, call.step, office=self.office)
            token = work.buttons.mint(Button("page", call.page_id), self.office.clock())
            work.commit()
        return view, token

    def _note(self, posted: Posted, token: str, view: PageView, message: Message) -> None:
        with self.office.store() as work:
            work.posts.put(posted)
            work.buttons.place(token, posted.channel, posted.ts)
            keep_print(work, _drawing(view, posted, message), office=self.office)
            work.commit()

    def _redraw(self, page_id: str) -> None:
        with self.office.store.reading() as work:
            calls = work.pages.calls(page_id)
        for call in calls:
            if call.target == CHANNEL:
                self._draw(call, CHANNEL, self._words())
                continue
            for account in self._accounts(call.target):
                self._draw(call, account.user_id, self.services.words(account))

    def _draw(self, call: Call, where: str, words: Words) -> None:
        posted = self._posted(_key(call, where))
        if posted is None:
            return
        with self.office.store.reading() as work:
            view = page_view(work, call.page_id, call.step, office=self.office)
        message = page_card(view, "", words)
        if self.services.rooms.look(posted.channel) is Room.SHARED:
            message = hidden_message(words)
        self.say.update(posted.channel, posted.ts, message)
        with self.office.store() as work:
            work.buttons.forget(posted.channel, posted.ts)
            keep_print(work, _drawing(view, posted, message), office=self.office)
            work.commit()

    def _words(self) -> Words:
        return self.language.of(self.channel)

    def _accounts(self, person_id: str) -> tuple[AccountKey, ...]:
        with self.office.store.reading() as work:
            return work.people.get(person_id).accounts

    def _posted(self, key: str) -> Posted | None:
        with self.office.store.reading() as work:
            return work.posts.get(key)


def _drawing(view: PageView, posted: Posted, message: Message) -> Drawing:
    return drawing(Card.PAGE, view.page.case_id, view.page.page_id, posted, message)


def _key(call: Call, where: str) -> str:
    return f"page:{call.page_id}:{call.step}:{where}"


def _take(click: Click, services: Services) -> Message:
    """Whoever clicks second hears who was first."""
    page_id = button_of(click, services, "page").subject
    services.know(click.account)
    page = paging.take(page_id, click.account, office=services.once(click.delivery))
    with services.office.store.reading() as work:
        view = page_view(work, page_id, 0, office=services.office)
        person = work.people.by_account(click.account)
    mine = person is not None and page.taken_by == person.person_id
    return plain(taken_answer(view, mine, services.words(click.account)))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"page_take": _take}
