"""The one way out by HTTP: questions may be asked again, changes are sent exactly once."""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import NoReturn

import httpx
import stamina

from clients.addresses import GuardedTransport, Resolve, resolve
from clients.ways import way_of
from core.domain import pace as paces
from core.domain.outside_text import storable_json
from core.domain.secret import Secret
from core.faults import Way
from core.ports.boundary import AllowedTooLongAgo, check_leaving, outside
from core.ports.outside import Unreachable
from core.ports.pace import Pace, Spent

log = logging.getLogger(__name__)

LARGEST_ANSWER = 5 * 1024 * 1024
ATTEMPTS = 3
# A longer pause is not slept through: whoever asked has a queue and comes back.
LONGEST_PAUSE = 10.0
TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
TOO_SLOW = frozenset({408, 504})
# What Microsoft wants to hear when it is asked about a call, and whether a second factor was seen.
TOLD = {
    "cv": "MS-CV",
    "server": "MS-ServerId",
    "answered": "MS-CorrelationId",
    "mfa": "isMfaCompliant",
}
FIRST_BYTE = "http11.send_request_headers.started"
Heard = Callable[[Mapping[str, str]], None]
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds; `whole` is for the answer from its first byte to its last."""

    connect: float = 5.0
    read: float = 30.0
    write: float = 10.0
    pool: float = 5.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request; what may hold a secret stays out of its repr. `way` is told by the path where it
    is one of Partner Center's. `into` takes the body of a 200, which is not in the reply then."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    token: Secret | None = None
    correlation_id: str = ""
    way: Way | None = None
    into: Callable[[httpx.Response], None] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)

    def json(self, number: Callable[[str], object] = float) -> object:
        """What the body says, byte order mark or not, as it can be kept. `number` makes what has a
        decimal point of its digits. Raises ValueError."""
        text = self.body.decode("utf-8-sig")
        try:
            found = json.loads(text, parse_float=number, parse_constant=_no_number)
            return storable_json(found)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    def retry_after(self) -> float:
        """Seconds to stay away, 0 where none are named."""
        text = self.headers.get("Retry-After", "").strip()
        return float(text) if text.isdecimal() and len(text) < 7 else 0.0


class TooMuchAsked(Unreachable):
    """No answer in the time there is, or too large a one: less at once may be answered."""


class CallFailed(Exception):
    """A call that brought no usable answer."""

    def __init__(self, why: str, retry_after: float = 0.0, *, too_much: bool = False) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.too_much = too_much


class NotSent(CallFailed):
    """Nothing left this machine."""


class NoAnswer(CallFailed):
    """The other side may have received it and acted on it."""


class TurnedAway(CallFailed):
    """The other side answered that it cannot serve us now."""


class HttpClient:
    """Calls one host: the one of `base_url`, by its checked addresses, and never another. `heard`
    is given the head of every answer; where it has a `pace`, each call waits for its turn."""

    def __init__(
        self,
        base_url: str,
        *,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
        pace: Pace | None = None,
    ) -> None:
        times = timeouts or Timeouts()
        self._heard, self._pace = heard, pace
        self.base_url = base_url.rstrip("/")
        self._origin = _origin(httpx.URL(base_url))
        self._whole = times.whole
        self._client = httpx.Client(
            transport=GuardedTransport(transport or _transport(), resolve),
            timeout=httpx.Timeout(
                connect=times.connect, read=times.read, write=times.write, pool=times.pool
            ),
            trust_env=False,
            follow_redirects=False,
        )

    def ask(self, call: Call) -> Reply:
        """Send what changes nothing, up to three times. Raises Unreachable; TooMuchAsked is one."""
        patient = stamina.RetryingCaller(
            attempts=ATTEMPTS, timeout=None, wait_initial=0.2, wait_max=2.0, wait_jitter=0.2
        )
        try:
            return patient(_pause, self._served, call)
        except CallFailed as failed:
            kind = TooMuchAsked if failed.too_much else Unreachable
            raise kind(str(failed), failed.retry_after) from None

    def once(self, call: Call) -> Reply:
        """Send exactly once. Raises NotSent or NoAnswer."""
        url = httpx.URL(call.url)
        if _origin(url) != self._origin:
            raise NotSent(f"{url.host} is not the host that was configured")
        started = time.monotonic()
        way = call.way or way_of(call.method, url.path)
        with outside(way), _told_apart(call, url, started), self._in_turn(call):
            reply = self._exchange(call)
        log.info(
            "call method=%s host=%s path=%s status=%s ms=%d correlation=%s request=%s %s",
            call.method,
            url.host,
            url.path,
            reply.status,
            _ms_since(started),
            call.correlation_id,
            call.headers.get("MS-RequestId", ""),
            " ".join(f"{short}={reply.headers.get(name, '')}" for short, name in TOLD.items()),
        )
        return reply

    def close(self) -> None:
        self._client.close()

    def _served(self, call: Call) -> Reply:
        reply = self.once(call)
        if reply.status in TRY_AGAIN:
            too_much = reply.status in TOO_SLOW
            raise TurnedAway(f"answered {reply.status}", reply.retry_after(), too_much=too_much)
        return reply

    def _in_turn(self, call: Call) -> AbstractContextManager[None]:
        if self._pace is None:
            return nullcontext()
        return self._pace.kept(paces.Call.READ if call.method == "GET" else paces.Call.CHANGE)

    def _exchange(self, call: Call) -> Reply:
        headers = dict(call.headers)
        if call.token is not None:
            headers["Authorization"] = f"Bearer {call.token.reveal()}"
        content, steps = call.body or None, {"trace": _look_at_the_time}
        with self._client.stream(
            call.method, call.url, headers=headers, content=content, extensions=steps
        ) as response:
            if self._heard is not None:
                self._heard(response.headers)
            if call.into is not None and response.status_code == 200:
                call.into(response)
                return Reply(response.status_code, response.headers, b"")
            return Reply(response.status_code, response.headers, self._body(response))

    def _body(self, response: httpx.Response) -> bytes:
        body, deadline = bytearray(), time.monotonic() + self._whole
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise NoAnswer("the answer is larger than 5 MiB", too_much=True)
            if time.monotonic() > deadline:
                raise NoAnswer("the answer did not end in time", too_much=True)
        return bytes(body)


@contextmanager
def _told_apart(call: Call, url: httpx.URL, started: float) -> Iterator[None]:
    """Say whether a failed call can have arrived. The cause is left out: it knows the token."""
    failed: CallFailed
    try:
        yield
        return
    except NEVER_LEFT as error:
        failed = NotSent(_why(error))
    except AllowedTooLongAgo as error:
        failed = NotSent(str(error))
    except Spent as error:
        failed = NotSent(str(error), error.seconds)
    except httpx.RequestError as error:
        failed = NoAnswer(_why(error), too_much=isinstance(error, httpx.ReadTimeout))
    except NoAnswer as error:
        failed = error
    log.warning(
        "call failed method=%s host=%s path=%s kind=%s why=%s ms=%d correlation=%s",
        call.method,
        url.host,
        url.path,
        type(failed).__name__,
        failed,
        _ms_since(started),
        call.correlation_id,
    )
    raise failed from None


def _look_at_the_time(step: str, _: object) -> None:
    """Connected, which may have taken long, and not yet one byte of it sent."""
    if step == FIRST_BYTE:
        check_leaving()


def _pause(error: Exception) -> bool | float:
    """Whether to ask again, and after how many seconds where the other side named them."""
    if not isinstance(error, CallFailed) or error.retry_after > LONGEST_PAUSE:
        return False
    return error.retry_after or True


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    if url.scheme not in ("https", "http") or not url.host:
        raise ValueError(f"an address starts with https:// and names a host: {url.host}")
    if url.userinfo or url.fragment:
        raise ValueError(f"the address of {url.host} holds more than host, path and query")
    return url.scheme, url.host, url.port


def _transport() -> httpx.BaseTransport:
    limits = httpx.Limits(max_connections=10)
    return httpx.HTTPTransport(verify=_trusted(), trust_env=False, limits=limits)


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the list of authorities takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


def _why(error: httpx.RequestError) -> str:
    return str(error) or type(error).__name__


def _ms_since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
