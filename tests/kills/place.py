"""Where it happens: the sandbox in a process of its own, the desk in one or several others."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx

from bot.cli.demo import LISTS
from bot.cli.demo_accounts import usual
from tests.kills.forked import ROOT, Forked
from tests.kills.waiting import until

BYTECODE = ROOT / "build" / "bytecode"
SPARED = {"web": ("_CLIENT_ID", "_CLIENT_SECRET"), "worker": ("SLACK_SIGNING_SECRET",)}
ACCOUNTS = ("MAIN", "CHINA")
NO_LIMIT = 1_000_000
STARTING, PATIENCE, PATIENCE_WITH_ENDS = 120.0, 5.0, 60.0
WIDE = """
name = "wide"
floors = { EUR = "50", USD = "50", CNY = "350", KRW = "70000" }

[approvals]
ask = ["agents", "approvers"]
vote = ["approvers"]
lapse_business_hours = 400

[caps]
per_plan = 250
per_hour = 100000
per_day = 100000
customers_per_hour = 10000
customers_per_day = 10000
share_per_day = 1.0

[caps.reinstate]
per_plan = 250
per_hour = 100000
per_day = 100000
customers_per_hour = 10000
customers_per_day = 10000
share_per_day = 1.0
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the desk is run: its database, and the arguments of each of its processes. The first
    one answers Slack; `{folder}` in the database's address is the folder of the run. Where they are
    `forked` nobody waits for each of them to load the program anew."""

    name: str
    database: str = "sqlite:///{folder}/desk.db"
    processes: tuple[tuple[str, ...], ...] = (("run",),)
    forked: bool = False


@dataclass(slots=True)
class Process:
    """One process of the desk; its log goes to a file of its own."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    module: str = "bot"
    forked: bool = False
    running: subprocess.Popen[bytes] | Forked | None = None

    def start(self) -> None:
        if self.forked:
            self.running = Forked(self.module, self.arguments, self.environment, self.log)
            return
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> int:
        """As `kill -9` does: nothing is said, nothing is finished. Returns its number, or 0."""
        ended = self.running
        if ended is None:
            return 0
        ended.kill()
        ended.wait()
        self.running = None
        return ended.pid

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def halt(self) -> None:
        """It stands still, wherever it is, and keeps what it holds."""
        self._tell(signal.SIGSTOP)

    def go_on(self) -> None:
        """From there, as if no time had passed."""
        self._tell(signal.SIGCONT)

    def end(self) -> int:
        """Told to end in order; what it ended with."""
        self._tell(signal.SIGTERM)
        assert self.running is not None
        code = self.running.wait(PATIENCE_WITH_ENDS)
        self.running = None
        return code

    def _tell(self, word: signal.Signals) -> None:
        if self.running is not None:
            self.running.send_signal(word)

    def is_ready(self) -> bool:
        """Asked over a connection of its own each time, as the one before may be dead."""
        host = f"127.0.0.1:{self.environment['PORT']}"
        with closing(HTTPConnection(host, timeout=PATIENCE)) as connection:
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200
            except (OSError, HTTPException):
                return False

    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None


@dataclass(slots=True)
class Place:
    """Everything that runs, and the addresses at which it is found."""

    layout: Layout
    folder: Path
    # What the desk thinks that Partner Center takes: here nobody waits for that.
    per_minute: int = NO_LIMIT
    url: str = ""
    bot_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    desk: list[Process] = field(default_factory=list)
    sandbox: subprocess.Popen[str] | None = None

    def open(self) -> None:
        """Start the sandbox; the desk is described, not yet started."""
        port = free_port()
        self.bot_url = f"http://127.0.0.1:{port}"
        words = {
            "SLACK_SIGNING_SECRET": secrets.token_hex(16),
            "SLACK_BOT_TOKEN": f"xoxb-{secrets.token_hex(12)}",
        }
        with (self.folder / "sandbox.log").open("ab") as log:
            self.sandbox = subprocess.Popen(
                [sys.executable, "-m", *self._sandbox()],
                cwd=ROOT,
                env=compiled_once() | words,
                text=True,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self.sandbox.stdout is not None
        self.url = self.sandbox.stdout.readline().removeprefix("Sandbox: ").strip()
        self.environment = compiled_once() | words | self._settings(port)
        self.desk = [
            Process(
                arguments,
                self._told(number),
                self.folder / f"desk-{number}.log",
                forked=self.layout.forked,
            )
            for number, arguments in enumerate(self.layout.processes)
        ]

    def _sandbox(self) -> list[str]:
        """The module that stands in for everybody else, and what it is told."""
        return ["sandbox", "--port", "0", "--bot-url", self.bot_url]

    def _told(self, number: int) -> dict[str, str]:
        """The first process has the port that Slack knows; none is given what only the other role
        needs."""
        told = self.environment | ({"PORT": str(free_port())} if number else {})
        spared = SPARED.get(self.layout.processes[number][-1], ())
        return {name: value for name, value in told.items() if not name.endswith(spared)}

    def _settings(self, port: int) -> dict[str, str]:
        policy = self.folder / "policy.toml"
        policy.write_text(WIDE, encoding="utf-8")
        said = LISTS | {
            "SLACK_API_URL": f"{self.url}/slack/api/",
            "DATABASE_URL": self.layout.database.format(folder=self.folder),
            "PORT": str(port),
            "CLOCK_URL": f"{self.url}/clock",
            "POLICY_FILE": str(policy),
        }
        pace = {f"PARTNER_CENTER_{name}_PER_MINUTE": str(self.per_minute) for name in ACCOUNTS}
        return said | usual(self.url) | pace

    def talking(self) -> httpx.Client:
        """To the sandbox; the caller closes it."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def is_ready(self) -> bool:
        """Does the process that talks to Slack answer?"""
        return self.desk[0].is_ready()

    def start_desk(self) -> None:
        for process in self.desk:
            process.start()
        until(self.is_ready, "a desk that is ready", within=STARTING)

    def close(self) -> None:
        for process in self.desk:
            process.kill()
        if self.sandbox is not None:
            self.sandbox.kill()
            self.sandbox.wait()
            if self.sandbox.stdout is not None:
                self.sandbox.stdout.close()


def compiled_once() -> dict[str, str]:
    """Our own environment, with compiled code kept from one process to the next."""
    own = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return own | {"PYTHONPYCACHEPREFIX": str(BYTECODE)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
