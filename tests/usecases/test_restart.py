"""A desk on Socket Mode is told to stop while people write to it, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from sandbox.stories.driver import GENERAL, Driver, Json
from tests.installation import free_port
from tests.world import AGENT, FIRST, OTHER_AGENT, World

PACE = 0.2
PATIENCE = 20.0


@pytest.fixture
def app_token() -> str:
    return "xapp-sandbox"


@dataclass
class Writer:
    """Adds a note to case 1 again and again; `taken` says of each whether Slack heard that it
    was taken."""

    url: str
    act: str
    words: str
    user: str
    taken: list[bool] = field(default_factory=list)

    def note(self, number: int) -> str:
        return f"{self.act} {number}"

    def write(self, enough: threading.Event) -> None:
        driver = Driver(self.url)
        while not enough.wait(PACE):
            text = f"{self.words} {self.note(len(self.taken))}"
            body = {"user": self.user, "channel": GENERAL, "text": text}
            answer = driver.http.post(f"/sandbox/slack/{self.act}", json=body).json()
            self.taken.append(answer["delivery"]["acknowledged"])
        driver.http.close()


@contextmanager
def writing(*writers: Writer) -> Iterator[None]:
    enough = threading.Event()
    threads = [threading.Thread(target=one.write, args=(enough,)) for one in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join(PATIENCE)


@contextmanager
def another_process(world: World) -> Iterator[subprocess.Popen[bytes]]:
    """The desk in a process of its own, connected; killed at the end should it still be there."""
    world.installation.stop_desk()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=os.environ | world.installation.environment(free_port()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        world.until(lambda: len(sockets(world)) == 2)
        yield process
    finally:
        process.kill()
        process.wait()


def sockets(world: World) -> list[Json]:
    return list(world.driver.http.get("/sandbox/slack/sockets").json())


def deliveries(world: World, name: str) -> list[Json]:
    """Of one command, or of one kind of event."""
    found = world.driver.http.get("/sandbox/slack/deliveries").json()
    return [delivery for delivery in found if delivery["name"] == name]


def test_a_restart_loses_nothing_that_people_write(world: World) -> None:
    world.command(AGENT, "/case open contoso fraud odd sign-ins")
    for user in (OTHER_AGENT, FIRST):  # from now on Slack need not be asked who that is
        world.command(user, "/case show 1")
    url = world.installation.sandbox.url
    typing = Writer(url, "commands", "/case note 1", OTHER_AGENT)
    speaking = Writer(url, "messages", "@goodstanding case note 1", FIRST)
    with another_process(world) as process, writing(typing, speaking):
        world.until(lambda: any(typing.taken) and any(speaking.taken))
        asks = under_way(world)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        asks.join(PATIENCE)
        assert [d["acknowledged"] for d in deliveries(world, "/suspend")] == [True]
        world.until(lambda: not typing.taken[-1] and not speaking.taken[-1])
        world.installation.start_desk()
        world.until(lambda: typing.taken[-1] and speaking.taken[-1])
    world.driver.close(AGENT)
    # Slack brings an event again after a minute, and a command never.
    world.driver.http.post("/clock", json={"advance_seconds": 61})
    world.until(lambda: all(one["acknowledged"] for one in deliveries(world, "app_mention")))
    noted = notes(world)
    assert max(noted.values()) == 1, "nothing twice"
    for number, taken in enumerate(typing.taken):
        assert noted[typing.note(number)] or not taken, told(world, OTHER_AGENT)
    for number, _ in enumerate(speaking.taken):
        assert noted[speaking.note(number)], (number, told(world, FIRST))


def told(world: World, user: str) -> list[str]:
    """Why something was taken and yet not done."""
    return [words for words in world.whispers(user) if "Noted in case 1" not in words]


def notes(world: World) -> Counter[str]:
    (case,) = world.ask(lambda work: work.cases.open())
    return Counter(note.text for note in world.ask(lambda work: work.cases.notes(case.case_id)))


def under_way(world: World) -> threading.Thread:
    """A command that is being answered right now, and must be: its form takes a while to open."""

    def ask() -> None:
        driver.command(AGENT, "/suspend contoso")
        driver.http.close()

    world.faults.slack("slow", "views.open", seconds=2)
    driver = Driver(world.installation.sandbox.url)
    asks = threading.Thread(target=ask)
    asks.start()
    world.until(lambda: world.faults.fired() == 1)
    return asks
