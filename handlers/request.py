"""What came in, in our own words: typed commands, clicks and forms, and what answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from core.domain.errors import BadInput, DirectoryUnreadable, NotEligible
from core.domain.people import AccountKey, Ineligibility, Member
from core.ports.office import Office
from core.ports.outside import Directory, Unreachable
from core.ports.records import Button
from handlers.accounts import account_of, actor_of
from handlers.messages.blocks import Message
from handlers.messages.refusals import FormNotOpened
from handlers.messages.text import Words
from handlers.once import Once
from handlers.payload import Payload, unescaped

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command as somebody typed it."""

    account: AccountKey
    name: str
    text: str
    channel: str
    trigger_id: str
    response_url: str
    event_id: str = ""

    @property
    def delivery(self) -> str:
        """A mention has no trigger and names itself by its event."""
        if self.event_id:
            return _key("event", self.event_id)
        return _key("typed", self.trigger_id)

    @classmethod
    def of(cls, body: Mapping[str, object]) -> Typed:
        sent = Payload(body)
        return cls(
            account=account_of(
                sent.text("team_id"), sent.text("enterprise_id"), sent.text("user_id")
            ),
            name=sent.text("command"),
            text=unescaped(sent.text("text")).strip(),
            channel=sent.text("channel_id"),
            trigger_id=sent.text("trigger_id"),
            response_url=sent.text("response_url"),
        )


@dataclass(frozen=True, slots=True)
class Click:
    """A pressed button or a picked option. Of what it carries, only the token means anything to
    us; the rest proves that it stands in a message of ours. `private`: in one that a single person
    sees, which Slack does not repeat."""

    account: AccountKey
    action_id: str
    block_id: str
    token: str
    channel: str
    ts: str
    thread_ts: str
    trigger_id: str
    private: bool
    app_id: str
    author: Author

    @property
    def delivery(self) -> str:
        return _key("click", self.trigger_id)

    @classmethod
    def of(cls, body: Mapping[str, object]) -> Click:
        sent = Payload(body)
        done = sent.first("actions")
        message, place = sent.within("message"), sent.within("container")
        return cls(
            account=actor_of(sent),
            action_id=done.text("action_id"),
            block_id=done.text("block_id"),
            token=done.text("value") or done.within("selected_option").text("value"),
            channel=sent.within("channel").text("id") or place.text("channel_id"),
            ts=place.text("message_ts") or message.text("ts"),
            thread_ts=message.text("thread_ts") or place.text("thread_ts"),
            trigger_id=sent.text("trigger_id"),
            private=place.flag("is_ephemeral") is True,
            app_id=sent.text("api_app_id"),
            author=Author.of(message if message.body else sent.within("view")),
        )


@dataclass(frozen=True, slots=True)
class Author:
    """Whose message or form it is, as Slack says."""

    bot_id: str
    app_id: str

    @classmethod
    def of(cls, written: Payload) -> Author:
        return cls(written.text("bot_id"), written.text("app_id"))


@dataclass(frozen=True, slots=True)
class Form:
    """A submitted modal; `values` by block id, several where several could be picked."""

    account: AccountKey
    callback_id: str
    token: str
    values: Mapping[str, tuple[str, ...]]
    view_id: str
    view_hash: str

    @property
    def delivery(self) -> str:
        return _key("form", self.view_id, self.view_hash)

    def one(self, block_id: str) -> str:
        """What was put in; empty if nothing was."""
        return next(iter(self.values.get(block_id, ())), "")

    def many(self, block_id: str) -> list[str]:
        return list(self.values.get(block_id, ()))

    @classmethod
    def of(cls, body: Mapping[str, object]) -> Form:
        sent = Payload(body)
        view = sent.within("view")
        answers = view.within("state").within("values")
        return cls(
            account=actor_of(sent),
            callback_id=view.text("callback_id"),
            token=view.text("private_metadata"),
            values={block_id: answers.within(block_id).picked() for block_id in answers.names()},
            view_id=view.text("id"),
            view_hash=view.text("hash"),
        )


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: what it is called, one correct example, what it is for, what answers.

    `which` is the button that goes on with one of several customers who fit; `anywhere` says that
    nothing of a customer is shown, so that it does not matter who is listening."""

    name: str
    usage: str
    summary: str
    answer: Callable[[Typed, Services], Message | None]
    which: str = ""
    anywhere: bool = False


class Slack(Protocol):
    """What is said to Slack while somebody waits for it."""

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        """Raises FormNotOpened where Slack did not open it."""

    def whisper(self, channel: str, user_id: str, message: Message) -> None:
        """Show a message to one person, soon and at best once; returns at once."""

    def show(self, view_id: str, view: Mapping[str, object]) -> None:
        """Replace an open form, soon and at best once; returns at once."""


class Room(Enum):
    """Who may be listening in a channel. APART: only our own people, and we are not among them;
    PUBLIC: whoever is in the workspace, and no setting says that this is meant; UNSEEN: Slack did
    not answer; GONE: it shows us no such channel."""

    OURS = "ours"
    APART = "apart"
    PUBLIC = "public"
    SHARED = "shared"
    UNSEEN = "unseen"
    GONE = "gone"


class Rooms(Protocol):
    """Slack's channels, as far as outsiders sit in them."""

    def look(self, channel: str) -> Room: ...

    def forget(self, channel: str) -> None:
        """What was known of this channel may be wrong now."""


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers work with."""

    office: Office
    directory: Directory
    slack: Slack
    rooms: Rooms

    def once(self, delivery: str) -> Office:
        """The office in which this delivery changes something at most once (SeenAlready)."""
        office = self.office
        return replace(office, store=Once(office.store, delivery, office.clock))

    def words(self, account: AccountKey) -> Words:
        """Sentences in the language and the zone of this person, as far as we know them."""
        with self.office.store.reading() as work:
            member = work.people.member(account)
        today = self.office.today(self.office.clock())
        return Words(member.locale, member.zone, today) if member else Words(today=today)

    def mint(self, button: Button) -> str:
        with self.office.store() as work:
            token = work.buttons.mint(button, self.office.clock())
            work.commit()
        return token

    def find(self, token: str) -> Button | None:
        with self.office.store.reading() as work:
            return work.buttons.find(token)

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        """Raises FormNotOpened, also where there is no trigger, as with a mention."""
        if not trigger_id:
            raise FormNotOpened()
        self.slack.open_view(trigger_id, view)

    def meet(self, account: AccountKey) -> bool:
        """Ask once who somebody is that we never saw, and whether that was done. What decides
        something asks `know`."""
        with self.office.store.reading() as work:
            met = work.people.member(account) is not None
        if met:
            return False
        try:
            self._ask(account)
        except Unreachable:
            return False
        return True

    def know(self, account: AccountKey) -> None:
        """Make sure that what the directory says of this account is fresh enough to decide on.

        Raises DirectoryUnreadable, or NotEligible where Slack knows another account or none."""
        with self.office.store.reading() as work:
            member = work.people.member(account)
        if member is not None and member.fresh(self.office.clock()):
            return
        try:
            found = self._ask(account)
        except Unreachable:
            raise DirectoryUnreadable() from None
        if found is None:
            raise NotEligible(why=Ineligibility.UNKNOWN)
        if found.key != account:
            raise NotEligible(why=Ineligibility.OTHER_TEAM)

    def remember(self, member: Member, delivery: str = "") -> None:
        store = self.once(delivery).store if delivery else self.office.store
        with store() as work:
            work.people.save_member(member)
            work.commit()

    def _ask(self, account: AccountKey) -> Member | None:
        found = self.directory.look_up(account)
        if found is not None:
            self.remember(found)
        return found


def event_key(sent: Payload) -> str:
    """Names an event. Raises BadInput for one without an id."""
    return _key("event", sent.text("event_id"))


def _key(kind: str, *parts: str) -> str:
    """Names one delivery. Raises BadInput for one that Slack gave no name."""
    key = ":".join((kind, *parts))
    if not all(parts) or len(key) > LONGEST_KEY:
        raise BadInput(problem="Slack did not say which request this is")
    return key
