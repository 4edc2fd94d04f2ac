"""One person's flood: who else asks is served, and whoever floods is told once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_bolt import Ack

from core.domain.calendar import Place
from core.domain.people import AccountKey
from core.ports.office import Office
from handlers.allowance import A_SECOND, AT_ONCE, MOST_REMEMBERED, Allowance
from handlers.answers import answer_click, answer_command, answer_form
from handlers.directory import SlackDirectory, slack_client
from handlers.messages.blocks import Message, plain
from handlers.messages.refusals import TooFast
from handlers.messages.text import Words
from handlers.registry import GoBack, reply
from handlers.request import Services
from handlers.rooms import SlackRooms
from storage.unit_of_work import SqlStore
from tests.builders import a_member
from tests.new_database import new_database
from tests.office import MONDAY

FAST, OTHER = AccountKey("T0PARTNER", "U0KANG"), AccountKey("T0PARTNER", "U0BRAUN")
NOWHERE = "http://127.0.0.1:9/"
SAID = "That was too much at once, so nothing was done. Please wait a few seconds."


@dataclass
class Stopwatch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def admitted(allowance: Allowance, account: AccountKey, asked: int) -> int:
    done = 0
    for _ in range(asked):
        try:
            allowance.admit(account)
        except TooFast:
            continue
        done += 1
    return done


def test_a_flood_is_cut_and_others_are_served() -> None:
    allowance = Allowance(Stopwatch())
    assert admitted(allowance, FAST, 1000) == AT_ONCE
    assert admitted(allowance, OTHER, 10) == 10


@pytest.mark.parametrize("seconds", [0.5, 1.0, 3.0, 3600.0])
def test_it_fills_again_with_time_and_not_beyond(seconds: float) -> None:
    watch = Stopwatch()
    allowance = Allowance(watch)
    admitted(allowance, FAST, 1000)
    watch.seconds += seconds
    assert admitted(allowance, FAST, 1000) == min(AT_ONCE, seconds * A_SECOND)


def test_it_is_told_once_for_each_flood() -> None:
    watch = Stopwatch()
    allowance = Allowance(watch)
    admitted(allowance, FAST, int(AT_ONCE))
    told = []
    for seconds in (0.0, 0.0, 0.05):
        watch.seconds += seconds
        with pytest.raises(TooFast) as met:
            allowance.admit(FAST)
        told.append(met.value.facts["told"])
    watch.seconds += 0.1
    allowance.admit(FAST)
    with pytest.raises(TooFast) as met:
        allowance.admit(FAST)
    assert [*told, met.value.facts["told"]] == [False, True, True, False]


def test_it_remembers_who_floods_and_nobody_for_ever() -> None:
    watch = Stopwatch()
    allowance = Allowance(watch)
    admitted(allowance, FAST, 1000)
    for number in range(MOST_REMEMBERED * 3):
        watch.seconds += 0.001
        allowance.admit(AccountKey("T0PARTNER", f"U{number}"))
    assert admitted(allowance, FAST, 1000) == watch.seconds * A_SECOND // 1
    assert len(allowance) <= MOST_REMEMBERED


@dataclass
class Whispers:
    """Slack, as far as something is said in private."""

    said: list[str] = field(default_factory=list)

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        raise AssertionError("no form is opened for what was refused")

    def whisper(self, channel: str, user_id: str, message: Message) -> None:
        self.said.append(message.text)

    def show(self, view_id: str, view: Mapping[str, object]) -> None:
        raise AssertionError("no form is replaced for what was refused")


@dataclass(frozen=True)
class Asked:
    account: AccountKey


def refused(
    tmp_path: Path, go_back: GoBack, body: Mapping[str, object], locale: str = "en-US"
) -> tuple[Ack, Whispers]:
    """What comes back for two requests of somebody who has nothing left."""
    allowance = Allowance(Stopwatch())
    admitted(allowance, FAST, int(AT_ONCE))
    database = new_database(tmp_path / "desk.db")
    office = Office(SqlStore(database), lambda: MONDAY, Place("DE", "Europe/Berlin"), lambda: "")
    with office.store() as work:
        work.people.save_member(a_member(key=FAST, locale=locale))
        work.commit()
    client, whispers = slack_client("", NOWHERE), Whispers()
    services = Services(office, SlackDirectory(client, office.clock), whispers, SlackRooms(client))
    listener = reply(lambda _: Asked(FAST), lambda *_: plain("done"), go_back, services, allowance)
    ack = Ack()  # type: ignore[no-untyped-call]
    listener(Ack(), body)  # type: ignore[no-untyped-call]
    listener(ack, body)
    database.close()
    return ack, whispers


def test_a_command_is_told_so_each_time(tmp_path: Path) -> None:
    ack, _ = refused(tmp_path, answer_command, {})
    assert ack.response is not None and SAID in ack.response.body


def test_it_is_said_in_ones_own_language(tmp_path: Path) -> None:
    ack, _ = refused(tmp_path, answer_command, {}, "ko-KR")
    assert ack.response is not None
    assert json.loads(ack.response.body)["text"] == Words("ko-KR")(SAID) != SAID


def test_a_click_is_whispered_to_once(tmp_path: Path) -> None:
    body = {"channel": {"id": "C0APPROVALS"}, "user": {"id": FAST.user_id}}
    _, whispers = refused(tmp_path, answer_click, body)
    assert whispers.said == [SAID]


def test_a_form_keeps_what_was_filled_in(tmp_path: Path) -> None:
    inputs = [{"type": "input", "block_id": name} for name in ("note", "bank")]
    ack, _ = refused(tmp_path, answer_form, {"view": {"blocks": inputs}})
    assert ack.response is not None
    assert '"response_action": "errors"' in ack.response.body
    assert '"bank": "That was too much' in ack.response.body
