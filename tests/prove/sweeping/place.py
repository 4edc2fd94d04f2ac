"""Where the sweep is done: one stand-in for a process, and for each case a desk on a copy of the
database, whose jobs are done one after the other by whoever tries something."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from bot.books import FOLDER
from bot.config import Settings
from bot.containing import follow_containments
from bot.wiring import Ledger, ledger_on, partner_center_accounts, register_core_jobs, strict_office
from clients.partner_center import PartnerCenterClient
from core.containments import CONTAINMENT
from core.domain.plans import Line
from core.executor import Executor
from core.ports.office import Office
from core.recording import CONTAINED
from handlers.directory import SlackDirectory, slack_client
from storage.database import open_database
from storage.job_rows import Claimed, take_over
from tests.a_step_up import MASTER_KEY
from tests.installation import DATABASE, SANDBOX, Installation
from tests.prove.sweeping.auditor import Auditor
from tests.prove.sweeping.network import Network
from tests.prove.sweeping.source import Source

MAIL = "mail"
PARTS = ("clock", "partner_center", "slack", "mailbox", "telephones")
CORE_JOBS = ("advance", "expire", "review", "lifting", CONTAINED, CONTAINMENT)
FAR = "2200-01-01 00:00:00.000000"
# Cases follow each other faster than any partner would ask.
PATIENT = {"throttle_per_minute": 1_000_000, "entitlement_reads": 0}


class Place:
    """The stand-in, its clock, and the folder in which databases are copied."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.folder = folder
        self._installation = Installation(folder)
        self._installation.master_key = MASTER_KEY
        self._auditor = Auditor()
        self.sandbox = self._installation.sandbox
        self.sandbox.start()
        self._load(json.loads((template / SANDBOX).read_text("utf-8")), ("slack",))
        self.network = Network(self.sandbox._app())
        self.source = Source(self.clock)
        said = self._installation.environment(port=1) | {"CHECKPOINT_URL": self._auditor.url}
        self.settings = Settings.from_environment(said)
        slack = slack_client(self.settings.slack_bot_token.reveal(), self.settings.slack_api_url)
        self.slack = slack
        self.directory = SlackDirectory(slack, self.clock)
        self._changed_people: dict[str, dict[str, bool]] = {}
        self._onlooker: sqlite3.Connection | None = None
        self._looks = threading.Lock()
        self._usual_hear = self.sandbox.partner_center.truth.on_change

    @property
    def file(self) -> Path:
        return self.folder / DATABASE

    def clock(self) -> datetime:
        return self.sandbox.clock.now()

    def begin(self, template: Path, truth: Mapping[str, Any]) -> None:
        """Everything as the template left it."""
        self._look_away()
        for one in self.folder.iterdir():
            if one.is_file() and "lock" not in one.name:
                one.unlink()
        shutil.rmtree(self.folder / FOLDER, ignore_errors=True)
        self.source.forget()
        shutil.copy(template / DATABASE, self.file)
        self._load(truth, [name for name in PARTS if name in truth])
        self._lay_mail(template / MAIL)
        self.sandbox.faults.clear()
        self.network.outcome, self.network.befallen = self.network.outcome.DONE, 0
        for user, flags in self._changed_people.items():
            self._change(user, {name: not flag for name, flag in flags.items()})
        self._changed_people.clear()
        self.hear(lambda change: None)
        for account in self.sandbox.partner_center.truth.accounts.values():
            account.options = account.options.turned(PATIENT)

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """At what is committed by now, on a connection that knows nothing of the desk. One serves a
        whole case: a new one reads the whole schema before it answers."""
        with self._looks:
            if self._onlooker is None:
                self._onlooker = sqlite3.connect(
                    f"file:{self.file}?mode=ro", uri=True, check_same_thread=False
                )
                self._onlooker.row_factory = sqlite3.Row
            self._onlooker.execute("BEGIN")
            try:
                yield self._onlooker
            finally:
                self._onlooker.rollback()

    def _look_away(self) -> None:
        if self._onlooker is not None:
            self._onlooker.close()
            self._onlooker = None

    @property
    def incoming(self) -> Path:
        """Where mail lies that nobody has read."""
        return self.sandbox.mailbox.folder / "new"

    def _lay_mail(self, folder: Path) -> None:
        for one in self.incoming.iterdir():
            one.unlink()
        if folder.exists():
            shutil.copytree(folder, self.incoming, dirs_exist_ok=True)

    def hear(self, listener: Any) -> None:
        self.sandbox.partner_center.truth.on_change = listener

    def _load(self, state: Mapping[str, Any], parts: Collection[str]) -> None:
        for name in parts:
            getattr(self.sandbox, name).load_json(state[name])

    def state(self) -> dict[str, Any]:
        parts = {name: getattr(self.sandbox, name).to_json() for name in PARTS}
        found: dict[str, Any] = json.loads(json.dumps(parts))
        return found

    def pass_until(self, moment: datetime) -> None:
        if moment > self.clock():
            self.sandbox.clock.move_to(moment)

    # Behind the desk's back

    def change_person(self, user: str, flags: Mapping[str, bool]) -> None:
        self._changed_people[user] = dict(flags)
        self._change(user, flags)

    def _change(self, user: str, flags: Mapping[str, bool]) -> None:
        self.control("PATCH", f"/sandbox/slack/people/{user}", dict(flags))

    def in_portal(self, line: Line, **fields: object) -> None:
        if not line.under:
            self.at_microsoft(line.subscription_id, **fields)
        elif "status" in fields:
            body = {"entitlement_id": line.subscription_id, "set": fields}
            self.control("POST", "/sandbox/partner-center/portal", body)

    def at_microsoft(self, subscription_id: str, **fields: object) -> None:
        """Somebody changes a subscription in the portal."""
        body = {"subscription_id": subscription_id, "set": fields}
        self.control("POST", "/sandbox/partner-center/portal", body)

    def control(self, method: str, path: str, body: Mapping[str, object]) -> None:
        client = self.sandbox._serving and self.app.test_client()
        assert client
        answer = client.open(path, method=method, json=body, base_url=self.sandbox.url)
        assert answer.status_code == 200, answer.text

    @property
    def app(self) -> Any:
        return self.network._inner.app

    def truth_of(self, subscription_id: str) -> Mapping[str, Any]:
        truth = self.sandbox.partner_center.truth
        try:
            return truth.find(subscription_id)[2]
        except LookupError:
            return truth.find_entitlement(subscription_id)[2]

    def parents(self) -> dict[str, str]:
        """Add-ons, and the subscription under which each is."""
        return {
            one["id"]: one["parentSubscriptionId"]
            for account in self.sandbox.partner_center.truth.accounts.values()
            for _, one in account.all_subscriptions()
            if one.get("parentSubscriptionId")
        }

    def stop(self) -> None:
        self._look_away()
        self.sandbox.stop()
        self._auditor.stop()


@dataclass
class Desk:
    """A process that works on the database, without its threads. `most` jobs at a time; what is to
    be asked again after a `moment` is waited for."""

    most: ClassVar[int] = 400
    moment: ClassVar[timedelta] = timedelta(seconds=3)
    place: Place
    kinds: Collection[str] = CORE_JOBS
    ledger: Ledger = field(init=False)
    center: PartnerCenterClient = field(init=False)

    def __post_init__(self) -> None:
        place = self.place
        database = open_database(f"sqlite:///{place.file}")
        self.ledger = ledger_on(database, place.settings, place.clock)
        self.center = PartnerCenterClient(
            partner_center_accounts(place.settings),
            clock=place.clock,
            transport=place.network,
            resolve=lambda host, port: [host],
        )
        self.hire()
        with database.transaction() as connection:
            take_over(connection)
            connection.commit()

    @property
    def office(self) -> Office:
        return self.ledger.office

    def hire(self) -> None:
        """Somebody for each kind of job."""
        office = strict_office(self.ledger)
        register_core_jobs(self.ledger, Executor(office, self.center, self.place.directory))
        follow_containments(self.ledger)

    def work(self) -> int:
        """Do what is due, and what comes of it, as long as nothing but waiting is left. How many
        jobs that were."""
        done = 0
        while done < self.most:
            self._leave_the_rest()
            claimed = self.ledger.engine._claim()  # type: ignore[attr-defined]
            if isinstance(claimed, Claimed):
                self.ledger.engine._hand.carry_out(claimed)  # type: ignore[attr-defined]
                done += 1
            elif not self.a_pause(self.moment):
                break
        return done

    def _leave_the_rest(self) -> None:
        """Jobs of other kinds wait, as they do when Slack is away."""
        kinds = ", ".join(f"'{kind}'" for kind in self.kinds)
        self._write(
            f"UPDATE jobs SET run_at = '{FAR}', lane = NULL WHERE status = 'ready' "
            f"AND kind NOT IN ({kinds}) AND (run_at IS NULL OR run_at < '{FAR}')"
        )

    def a_pause(self, moment: timedelta) -> bool:
        """Somebody is to be asked again soon: it passes. False where nobody is."""
        woken = self._write(
            "UPDATE jobs SET retry_at = 0 WHERE status = 'ready' AND retry_at > 0 "
            f"AND (run_at IS NULL OR run_at < '{self.place.clock():%Y-%m-%d %H:%M:%S}')"
        )
        if woken:
            self.place.sandbox.clock.advance(moment)
        return bool(woken)

    def _write(self, statement: str) -> int:
        with self.ledger.database.transaction() as connection:
            changed = connection.exec_driver_sql(statement).rowcount
            connection.commit()
        return changed

    def die(self) -> None:
        """Whatever was not committed is gone."""
        self.center.close()
        self.ledger.close()


@contextmanager
def another_process(place: Place) -> Iterator[Office]:
    """Somebody who commits on the same database meanwhile."""
    database = open_database(f"sqlite:///{place.file}")
    try:
        yield ledger_on(database, place.settings, place.clock).office
    finally:
        database.close()


def keep(place: Place, folder: Path) -> None:
    """The database, closed, and the stand-in, to begin from again."""
    assert not Path(f"{place.file}-wal").exists(), "somebody has it open"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(place.file, folder / DATABASE)
    shutil.copytree(place.incoming, folder / MAIL)
    (folder / SANDBOX).write_text(json.dumps(place.state()), encoding="utf-8")
