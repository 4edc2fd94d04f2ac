"""One installation on this machine: sandbox, database and desk, started and stopped by parts."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete

from bot.cli.demo import LISTS
from bot.cli.demo import _fill as fill_the_demo
from bot.cli.demo_accounts import usual
from bot.cli.demo_mail import mail_of
from bot.cli.demo_policy import policy_of
from bot.config import Settings
from bot.desk import Desk, start_desk
from bot.wiring import Ledger, begin_policy, business_clock, load_policy, open_ledger
from clients.clock import BusinessClock
from core.usecases.opening import FirstStart
from sandbox.clock import START
from sandbox.server import Sandbox
from sandbox.state import Part
from storage.database import open_database
from storage.tables.jobs import jobs
from tests.a_policy import put_in_force
from tests.tree import ROOT

RESOLD = {
    "PARTNER_CENTER_RESOLD_TIER": "reseller",
    "PARTNER_CENTER_RESOLD_PROVIDER": "Grosshandel Cloud AG",
}
DATABASE, SANDBOX = "demo.db", "sandbox.json"
AUDITOR = "audit@kanzlei.example"


class Installation:
    """What an operator runs, with the sandbox's addresses. `policy` is a file of one's own; with
    an app token Slack comes by Socket Mode."""

    def __init__(
        self, folder: Path, policy: Path | None = None, app_token: str = "", start: datetime = START
    ) -> None:
        self.folder = folder
        self.signing_secret, self.token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
        self.app_token, self.config_token = app_token, f"xoxe.xoxp-{secrets.token_hex(12)}"
        self.collections = "off"
        # 32 bytes in base64: seals what is secret, where a test has any.
        self.master_key = ""
        # Its address, where it is no longer the file in the folder.
        self.database = ""
        self.sandbox = Sandbox(
            signing_secret=self.signing_secret,
            bot_token=self.token,
            app_token=app_token,
            config_token=self.config_token,
            clock_start=start,
            manifest=ROOT / "manifest.yml",
        )
        self._policy = policy
        self.more: dict[str, str] = {}
        self._clock: BusinessClock | None = None
        self._running: Desk | None = None

    @property
    def desk(self) -> Desk:
        assert self._running is not None, "the desk is not running"
        return self._running

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def environment(self, port: int) -> dict[str, str]:
        """The settings of a process of its own, or of this one."""
        url = self.sandbox.url
        found = LISTS | {
            "SLACK_BOT_TOKEN": self.token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_APP_TOKEN": self.app_token,
            "SLACK_API_URL": f"{url}/slack/api/",
            "DATABASE_URL": self.database or f"sqlite:///{self.folder / DATABASE}",
            "PORT": str(port),
            "CLOCK_URL": f"{url}/clock",
            # A story that wants the policy run says so.
            "COLLECTIONS": self.collections,
        }
        found |= usual(url) | RESOLD | mail_of(self.sandbox) | policy_of(self.folder) | self.more
        if self._policy is not None:
            found["POLICY_FILE"] = str(self._policy)
        if self.master_key:
            found |= {"MASTER_KEY": self.master_key, "CHECKPOINT_MAIL": AUDITOR}
        return found

    @property
    def _parts(self) -> dict[str, Part]:
        sandbox = self.sandbox
        return {
            "clock": sandbox.clock,
            "slack": sandbox.slack,
            "partner_center": sandbox.partner_center,
        }

    def start(self) -> None:
        """Go on where the folder's sandbox stopped, if it is one that was used."""
        saved = self.folder / SANDBOX
        if saved.exists():
            state = json.loads(saved.read_text(encoding="utf-8"))
            for name, part in self._parts.items():
                part.load_json(state[name])
        self.sandbox.start()
        self.start_desk()

    def save_sandbox(self) -> None:
        state = {name: part.to_json() for name, part in self._parts.items()}
        (self.folder / SANDBOX).write_text(json.dumps(state), encoding="utf-8")

    def start_desk(self) -> None:
        """The desk in this process, on a port that is free."""
        settings = replace(Settings.from_environment(self.environment(port=1)), port=0)
        self._clock = business_clock(settings)
        assert self._clock is not None
        ledger = open_ledger(settings, self._clock)
        self._clock.start(ledger.engine.wake)
        begin_policy(ledger)
        if self._policy is not None:
            put_in_force(ledger.office.store, load_policy(settings))
        self._running = start_desk(settings, ledger, start=FirstStart.OPEN)
        self.sandbox.bot_url = self._running.url

    def stop_desk(self) -> None:
        if self._running is None:
            return
        self._running.stop()
        self._running.ledger.close()
        self._running = None
        if self._clock is not None:
            self._clock.stop()

    def stop(self) -> None:
        try:
            self.stop_desk()
        finally:
            self.sandbox.stop()


def fill(folder: Path) -> None:
    """A desk as the demo starts it: books in, customers confirmed, and all of that told, in the
    last minute before ten."""
    installation = Installation(folder, start=START - timedelta(minutes=1))
    try:
        installation.start()
        fill_the_demo(installation.desk, folder)
        installation.stop_desk()
        clock = installation.sandbox.clock
        # A machine that had no time for it took longer.
        if clock.now() < START:
            clock.move_to(START)
        installation.save_sandbox()
    finally:
        installation.stop()
    database = open_database(f"sqlite:///{folder / DATABASE}")
    with database.transaction() as connection:
        connection.execute(delete(jobs))
        connection.commit()
    database.close()


def copy_of(filled: Path, folder: Path) -> Path:
    shutil.copytree(filled, folder, ignore=shutil.ignore_patterns("*lock*", "*.csv"))
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
