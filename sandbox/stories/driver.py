"""Drives a running desk the way people do: types, clicks, fills in forms, and looks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import httpx

from sandbox.calling import caller

PATIENCE = 60.0
APPROVALS, CASES, ALERTS, GENERAL = "C0APPROVALS", "C0CASES", "C0ALERTS", "C0GENERAL"
T = TypeVar("T")
Json = dict[str, Any]


class Unexpected(AssertionError):
    """Something did not happen, or something else did."""

    def __init__(self, expected: str, got: object) -> None:
        super().__init__(f"expected {expected}, got {str(got)[:300]}")


@dataclass
class Driver:
    """One sandbox, spoken to over HTTP."""

    url: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = caller(timeout=30, base_url=self.url)

    def _post(self, path: str, **body: object) -> Json:
        answer = self.http.post(path, json=body)
        if answer.status_code != 200:
            raise Unexpected(f"{path} to work", answer.text)
        found: Json = answer.json()
        return found

    def _get(self, path: str, **query: str) -> Any:
        return self.http.get(path, params=query).json()

    def command(self, user: str, text: str, channel: str = GENERAL) -> Json:
        return _acknowledged(
            self._post("/sandbox/slack/commands", user=user, channel=channel, text=text)
        )

    def click(self, user: str, message: Json, action_id: str, **more: str) -> Json:
        return _acknowledged(
            self._post(
                "/sandbox/slack/clicks",
                user=user,
                channel=message["channel"],
                ts=message["ts"],
                action_id=action_id,
                **more,
            )
        )

    def submit(self, user: str, values: Json) -> Json:
        view = self.view(user)
        return _acknowledged(
            self._post(
                "/sandbox/slack/submissions", user=user, view_id=view["view_id"], values=values
            )
        )

    def suggested(self, user: str, text: str, where: Json) -> list[Json]:
        """What a select offers for as much as was typed. `where` is what the sandbox asks for: a
        form or a message, and the select."""
        answer = self._post("/sandbox/slack/options", user=user, text=text, **where)
        found: list[Json] = _acknowledged(answer)["options"]
        return found

    def find(self, user: str, text: str, message: Json, action_id: str) -> Json:
        """Type a name into the select of a message, and pick the first that is offered."""
        where = {"channel": message["channel"], "ts": message["ts"], "action_id": action_id}
        where |= {"block_id": _select(message["blocks"])}
        first = self.suggested(user, text, where)[0]["value"]
        answer = self._post("/sandbox/slack/clicks", user=user, selected_option=first, **where)
        return _acknowledged(answer)

    def customer(self, user: str, text: str) -> str:
        """The first that the newest form offers for this."""
        where = {"view_id": self.view(user)["view_id"], "block_id": "customer"}
        return str(self.suggested(user, text, where | {"action_id": "answer"})[0]["value"])

    def consent(self, user: str, card: Json) -> Json:
        """What an approver puts into the open form: a look at the bank, and the code that stands on
        the card, where it asks for them."""
        asked = {block.get("block_id"): block for block in self.view(user)["view"]["blocks"]}
        given: Json = {"bank": ["checked"]} if "bank" in asked else {}
        if "customer_code" in asked:
            codes = [one["value"] for one in asked["customer_code"]["element"]["options"]]
            given["customer_code"] = next(code for code in codes if code in words_of(card))
        return given

    def view(self, user: str) -> Json:
        views = self._get("/sandbox/slack/views", user=user)
        if not views:
            raise Unexpected("an open form", "none")
        newest: Json = views[-1]
        return newest

    def close(self, user: str) -> None:
        for view in self._get("/sandbox/slack/views", user=user):
            self.http.delete(f"/sandbox/slack/views/{view['view_id']}", params={"user": user})

    def messages(self, channel: str, user: str = "U0KANG", thread_ts: str = "") -> list[Json]:
        query = {"channel": channel, "user": user}
        found: list[Json] = self._get(
            "/sandbox/slack/messages", **(query | ({"thread_ts": thread_ts} if thread_ts else {}))
        )
        return found

    def direct(self, user: str) -> list[Json]:
        """What was written to this person alone, in a channel that is not there before."""
        found = self._get("/sandbox/slack/messages", channel=f"D{user[1:]}", user=user)
        return found if isinstance(found, list) else []

    def private(self, user: str, channel: str) -> str:
        """What was said to this person alone, all of it."""
        told = [m for m in self.messages(channel, user) if m.get("ephemeral_for") == user]
        return "\n".join(words_of(message) for message in told)

    def wait_for_message(self, channel: str, *words: str, user: str = "U0KANG") -> Json:
        """The newest message in a channel that has all these words."""

        def look() -> Json | None:
            fits = (m for m in reversed(self.messages(channel, user)) if has(m, *words))
            return next(fits, None)

        return wait(look, f"a message with {words} in {channel}", lambda: self._last(channel))

    def wait_in_thread(self, root: Json, *words: str) -> Json:
        def look() -> Json | None:
            replies = self.messages(root["channel"], thread_ts=root["ts"])
            return next((m for m in replies if has(m, *words)), None)

        return wait(look, f"{words} in the thread", lambda: self._thread(root))

    def _last(self, channel: str) -> str:
        return " | ".join(words_of(m)[:80] for m in self.messages(channel)[-3:])

    def _thread(self, root: Json) -> str:
        replies = self.messages(root["channel"], thread_ts=root["ts"])
        return " | ".join(words_of(m)[:80] for m in replies)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._get("/clock")["now"])

    def move_clock(self, to: str) -> None:
        self._post("/clock", to=to)

    def letters(self, to: str = "") -> list[Json]:
        """What came to this address, or to anybody, oldest first."""
        found: list[Json] = self._get("/sandbox/mail", to=to)["letters"]
        return found

    def answer(self, letter: Json, text: str) -> None:
        """The customer writes back."""
        self._post(f"/sandbox/mail/{letter['n']}/answers", text=text)

    def bounce(self, address: str, how: str) -> None:
        self._post("/sandbox/mail/bounces", address=address, how=how)

    def subscriptions(self, domain: str) -> list[Json]:
        """The stand-in's truth about one customer."""
        for customer in self._get("/sandbox/partner-center/customers"):
            if customer["companyProfile"]["domain"] == domain:
                found: list[Json] = customer["subscriptions"]
                return found
        raise Unexpected(f"a customer {domain}", "none")

    def changes(self) -> list[Json]:
        found: list[Json] = self._get("/sandbox/partner-center/changes")
        return found

    def violations(self) -> list[Json]:
        found: list[Json] = self._get("/sandbox/slack/violations")
        return found


def _acknowledged(answer: Json) -> Json:
    delivery = answer.get("delivery")
    if delivery is not None and not delivery["acknowledged"]:
        raise Unexpected("the bot to answer within three seconds", delivery["attempts"])
    return answer


def _select(blocks: Sequence[Json]) -> str:
    """The id of the block in which somebody is looked for."""
    wanted = "external_select"
    found = (b["block_id"] for b in blocks if b.get("accessory", {}).get("type") == wanted)
    return str(next(found))


def words_of(message: Json) -> str:
    """Everything a person can read in a message or a view."""
    return " ".join([message.get("text") or "", *_texts(message.get("blocks") or [])])


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from _texts(item)


def has(message: Json, *words: str) -> bool:
    text = words_of(message).casefold()
    return all(word.casefold() in text for word in words)


def offers(message: Json, action_id: str) -> bool:
    """Does the message have this button?"""
    return f'"{action_id}"' in json.dumps(message.get("blocks"))


def wait(look: Callable[[], T | None], expected: str, got: Callable[[], object]) -> T:
    """What `look` finds, within PATIENCE seconds of the machine's time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise Unexpected(expected, got())


@dataclass
class Told:
    """Prints one line a step and remembers whether all went well."""

    story: str
    steps: int
    done: int = 0
    begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        number = self.done + 1
        try:
            yield
        except (Unexpected, httpx.HTTPError, KeyError, IndexError) as error:
            print(f"FAILED {number:02} {title}: {error}", flush=True)
            raise SystemExit(1) from error
        self.done = number
        print(f"ok {number:02} {title}", flush=True)

    def end(self) -> None:
        seconds = time.monotonic() - self.begun
        print(f"story {self.story}: {self.done} of {self.steps} steps in {seconds:.1f} s")
        if self.done != self.steps:
            raise SystemExit(1)
