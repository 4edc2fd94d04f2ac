"""What is fuzzed: what each target is fed with first, and what it feeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.desk import ALL_BUTTONS, ALL_FORMS
from handlers.registry import all_commands
from tests.clients.a_signer import said
from tests.clients.books import CREDIT, row, text
from tests.office import TEAM
from tests.prove.fuzzing import doors, texts
from tests.prove.fuzzing.desk import OURS, TOKEN

CORPUS = Path(__file__).parents[1] / "corpus"
ANSWERS = ("note", "reason", "subscriptions", "terms", "until", "kind", "document", "amount")
TYPED = (
    "contoso", "contoso EUR 500.00 2026-12-01", "open contoso fraud They called", "list mine",
    "note 1 x", "wait 1 until 2026-12-05 y", "report 2026-10-01 2026-10-31", "help", "status",
    "\u201ccontoso\u201d", "all", "C contoso over 90", "hold contoso until 2026-12-01 why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """`begin` is given an empty folder and gives back what takes each input."""

    begin: Callable[[Path], texts.Feed]
    reads: str
    seeds: Callable[[], list[bytes]]


def _clicks() -> list[dict[str, object]]:
    common = {"type": "block_actions", "trigger_id": "1", "channel": {"id": "C0CASES"}}
    message = {"ts": "1.2", "bot_id": OURS.bot_id}
    return [
        common | {"message": message, "actions": [{"action_id": name, "value": TOKEN}]}
        for name in sorted(ALL_BUTTONS)
    ]


def _forms() -> list[dict[str, object]]:
    values = {name: {"answer": {"value": "2026-12-01 EUR 5.00"}} for name in ANSWERS}
    view: dict[str, object] = {"id": "V1", "hash": "1", "private_metadata": TOKEN}
    view["state"] = {"values": values}
    return [
        {"type": "view_submission", "view": view | {"callback_id": name}}
        for name in sorted(ALL_FORMS)
    ]


def _events() -> list[dict[str, object]]:
    user = {"id": "U0KANG", "team_id": TEAM, "profile": {"real_name": "Kang"}}
    told = [
        {"type": "user_change", "user": user},
        {"type": "channel_shared", "channel": "C0CASES"},
        {"type": "app_home_opened", "user": "U0KANG", "tab": "home"},
        {"type": "app_mention", "user": "U0KANG", "text": "<@U0BOT> standing contoso"},
    ]
    return [{"type": "event_callback", "event_id": "E1", "event": event} for event in told]


def _payloads() -> list[bytes]:
    person: dict[str, object] = {"user": {"id": "U0ADMIN", "team_id": TEAM}, "team_id": TEAM}
    pointed: dict[str, object] = {"type": "shortcut", "callback_id": "open_case"}
    found = [*_clicks(), *_forms(), *_events(), pointed]
    return [json.dumps(person | payload).encode() for payload in found]


def _requests() -> list[bytes]:
    bodies = (b"command=%2Fx&team_id=T1&user_id=U1&text=a", b"payload=%7B%22type%22%3A1%7D")
    events = (b'{"type": "url_verification", "challenge": "a"}', b'{"type": "event_callback"}')
    lines = (b"X-Slack-Signature:v0=00\n", b"X-Slack-Request-Timestamp:1\n", b"\n")
    return [b"\0\0\0\1" + line + body for line in lines for body in bodies] + [
        b"\0\1\0\0\n" + event for event in events
    ]


def _typed() -> list[bytes]:
    many = range(len(all_commands()))
    return [bytes([which, which % 4]) + words.encode() for which in many for words in TYPED]


def _deliveries() -> list[bytes]:
    body = json.dumps(said()).encode()
    return [knob + line + body for knob in (b"\0", b"\x7f", b"\xff") for line in _LINES]


_LINES = (b"\n", b"X-MS-Certificate-Url:https://evil.example/x.cer\n", b"Authorization:x\n")
_BOOKS = (text(row(), row(**CREDIT)), text(row(currency="JPY", total_amount="1.5")), "a;b;c\n")
_AMOUNTS = ("1.00", "-5", "1,000.00", "1e9", "NaN", "\uff11", "0.001", "00.10", "." * 9)
_NAMES = ("M\u00fcller & <S>", "=cmd|'/c'!A0", "\u202eabc", "a\u0301" * 20, "\U0001f469\u200d")
_VALUES = ('{"b": [1, null], "a": "e\u0301"}', '{"a": 1.5, "\u00e9": true}', '["\\ud800"]', "0")


def encoded(*found: str) -> Callable[[], list[bytes]]:
    return lambda: [one.encode() for one in found]


TARGETS: Mapping[str, Target] = {
    "guard": Target(doors.guard, "requests for Slack's address, signed or not", _requests),
    "router": Target(doors.router, "clicks, forms and events, behind the signature", _payloads),
    "commands": Target(doors.commands, "what is typed, as a command and as a mention", _typed),
    "cleaner": Target(texts.cleaner, "names and other outside text", encoded(*_NAMES)),
    "money": Target(texts.money, "amounts in every currency", encoded(*_AMOUNTS)),
    "csv": Target(texts.csv_reader, "files of receivables", encoded(*_BOOKS)),
    "canonical": Target(texts.canonicaliser, "what is hashed and voted on", encoded(*_VALUES)),
    "webhooks": Target(doors.webhooks, "deliveries of Partner Center", _deliveries),
}
