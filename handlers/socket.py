"""The way in by Socket Mode: two connections to Slack, so that there always is one."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.faults import Way
from core.ports.boundary import outside
from core.ports.outside import Unreachable
from handlers.directory import NO_ANSWER, slack_client
from handlers.envelopes import Envelope, Goodbye, Hello, answer, read
from handlers.line import Broken, Line, connect

log = logging.getLogger(__name__)

WANTED = 2
THREADS = 8
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: between two pings, for Slack's greeting, after the first and after many
    failures, at most where Slack says how long, and how old a connection gets before its end is
    no failure."""

    beat: float = 5.0
    hello: float = 10.0
    first_wait: float = 1.0
    longest_wait: float = 30.0
    longest_asked: float = 300.0
    steady: float = 60.0


@dataclass(eq=False, slots=True)
class _Held:
    """A line and how it stands: greeted, asked to go, hung up on, and answering how many."""

    line: Line
    up: bool = False
    leaving: bool = False
    retired: bool = False
    over: bool = False
    busy: int = 0
    since: float = field(default_factory=time.monotonic)
    reader: threading.Thread | None = None

    @property
    def serves(self) -> bool:
        return self.up and not self.leaving and not self.over


class SlackSocket:
    """Stays connected until it is stopped; every envelope goes the way of an HTTP request."""

    def __init__(self, app: App, address: Callable[[], str], pace: Pace | None = None) -> None:
        """`address` asks Slack for a fresh one, and raises Unreachable."""
        self._app = app
        self._address = address
        self._pace = pace or Pace()
        self._turn = threading.Condition()
        self._held: list[_Held] = []
        self._stopping = False
        self._failures = 0
        self._not_before = 0.0
        self._down_since = time.monotonic()
        self._answering = ThreadPoolExecutor(THREADS, thread_name_prefix="envelope")
        self._keeper = threading.Thread(target=self._keep, name="slack socket", daemon=True)

    def start(self) -> None:
        """Returns with one connection up. Raises Unreachable where Slack does not let us in."""
        self._open()
        self._keeper.start()

    def trouble(self) -> str:
        """Nothing while a connection is up, else since when there is none."""
        with self._turn:
            if any(held.up for held in self._held):
                return ""
            return f"none for {time.monotonic() - self._down_since:.0f} s"

    def stop(self) -> None:
        """Take nothing new, acknowledge what is being answered, then hang up."""
        with self._turn:
            self._stopping = True
            self._turn.notify_all()
        if self._keeper.is_alive():
            self._keeper.join(PATIENCE)
        with self._turn:
            self._turn.wait_for(lambda: not any(one.busy for one in self._held), PATIENCE)
            last = list(self._held)
        for held in last:
            held.line.close()
            if held.reader is not None:
                held.reader.join(PATIENCE)
        self._answering.shutdown(wait=False, cancel_futures=True)

    # Keeping two of them

    def _keep(self) -> None:
        while self._one_is_missing():
            try:
                self._open()
            except Unreachable as error:
                log.warning("no connection to Slack why=%s", error.why)
                with self._turn:
                    self._back_off(error.retry_after)

    def _one_is_missing(self) -> bool:
        """Waits until one has to be opened, and retires what was replaced; false at the end."""
        with self._turn:
            while not self._stopping:
                wait = self._not_before - time.monotonic()
                is_short = sum(held.serves for held in self._held) < WANTED
                if is_short and wait <= 0:
                    return True
                if not is_short:
                    self._retire()
                self._turn.wait(wait if is_short else None)
        return False

    def _retire(self) -> None:
        """Whoever was asked to go goes once there are enough others and all is answered."""
        for held in self._held:
            if held.leaving and not held.retired and not held.busy:
                held.retired = True
                self._answering.submit(held.line.close)

    def _open(self) -> None:
        """Connect and wait for the greeting. Raises Unreachable."""
        try:
            held = _Held(connect(self._address(), self._pace.beat))
        except Broken as error:
            raise Unreachable(f"Socket Mode: {error}") from None
        reader = threading.Thread(target=self._read, args=(held,), name="slack line", daemon=True)
        with self._turn:
            held.reader = reader
            self._held.append(held)
            reader.start()
            self._turn.wait_for(lambda: held.up or held.over, self._pace.hello)
            greeted = held.up
        if not greeted:
            held.line.close()
            raise Unreachable("Socket Mode: Slack did not say hello")

    def _back_off(self, asked: float = 0.0) -> None:
        """Longer after each failure, never all desks at the same moment, and not before Slack
        said: a line that breaks meanwhile changes nothing about that."""
        self._failures += 1
        longest = min(self._pace.first_wait * 2 ** (self._failures - 1), self._pace.longest_wait)
        own = longest * random.uniform(0.5, 1.0)
        wait = max(own, min(asked, self._pace.longest_asked))
        self._not_before = max(self._not_before, time.monotonic() + wait)

    # Reading and answering

    def _read(self, held: _Held) -> None:
        try:
            for text in held.line.messages():
                self._heard(held, text)
        finally:
            with self._turn:
                self._held.remove(held)
                held.over = True
                self._note_end(held)
                self._turn.notify_all()

    def _note_end(self, held: _Held) -> None:
        now = time.monotonic()
        if not any(other.up for other in self._held):
            self._down_since = now
        if held.leaving or now - held.since >= self._pace.steady:
            self._failures = 0
        elif held.up and not self._stopping:
            self._back_off()

    def _heard(self, held: _Held, text: str) -> None:
        match read(text):
            case Hello():
                self._mark(held, up=True)
            case Goodbye(reason):
                log.info("Slack asks a connection to go reason=%s", reason)
                self._mark(held, leaving=True)
            case Envelope() as envelope:
                self._take(held, envelope)
            case None:
                log.warning("what came over a socket has no shape of Slack's")

    def _mark(self, held: _Held, *, up: bool = False, leaving: bool = False) -> None:
        with self._turn:
            held.up |= up
            held.leaving |= leaving
            self._turn.notify_all()

    def _take(self, held: _Held, envelope: Envelope) -> None:
        """While stopping nothing is taken: Slack delivers it again, or says so to the person."""
        with self._turn:
            if self._stopping:
                return
            held.busy += 1
            self._answering.submit(self._answer, held, envelope)

    def _answer(self, held: _Held, envelope: Envelope) -> None:
        try:
            said = answer(self._app, envelope)
            if said is not None:
                self._say(held, said)
        finally:
            with self._turn:
                held.busy -= 1
                self._turn.notify_all()

    def _say(self, held: _Held, said: str) -> None:
        """On the line that it came by; should that be gone, on another."""
        with self._turn:
            others = [other for other in self._held if other.serves and other is not held]
        for one in (held, *others):
            try:
                one.line.say(said)
            except Broken as error:
                log.warning("an acknowledgement did not go out why=%s", error)
            else:
                return


def socket_mode(app: App, app_token: str, api_url: str) -> SlackSocket:
    client = slack_client("", api_url)
    return SlackSocket(app, partial(fresh_address, client, app_token))


def fresh_address(client: WebClient, app_token: str) -> str:
    """Where to connect next: good for one connection, soon. Raises Unreachable."""
    try:
        with outside(Way.SLACK_SOCKET):
            return str(client.apps_connections_open(app_token=app_token)["url"])
    except SlackApiError as error:
        code = error.response.get("error") or error.response.status_code
        raise Unreachable(f"apps.connections.open: {code}", _seconds(error)) from None
    except (*NO_ANSWER, KeyError) as error:
        raise Unreachable(f"apps.connections.open: {type(error).__name__}") from None


def _seconds(error: SlackApiError) -> float:
    """How long Slack wants to be left alone; 0 where it said nothing."""
    text = str(error.response.headers.get("Retry-After", ""))
    return float(text) if text.isdecimal() else 0.0
