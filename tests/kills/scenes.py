"""Several processes on PostgreSQL: what is arranged here would take luck to meet by chance."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import text

from bot.wiring import Ledger
from core.domain.customers import CustomerKey
from core.domain.plans import Reason, Step, StepState
from core.usecases.freezing import freeze_from_terminal
from sandbox.data.partner import MAIN_SECRET
from tests.kills import proc
from tests.kills.judge import Asked
from tests.kills.people import AGENT, APPROVERS, Agent, Approver, slack_of
from tests.kills.place import Layout, Place
from tests.kills.preparing import fill, ledger_of
from tests.kills.record import Record
from tests.kills.waiting import until

WEB, WORKER = ("run", "--role", "web"), ("run", "--role", "worker")
SOON, LONG = 60.0, 120.0
Act = Callable[[str, Path], dict[str, float | str]]
# An answer that takes so many seconds is still being waited for when the worker is told to end.
SLOW = 4.0
# Whoever holds the turn for longer and says nothing loses it.
TURN = 10.0
TAKEN_OVER, ENDED = 30.0, 30.0
DROPPED = "job advance lost its lease"


@dataclass(frozen=True, slots=True)
class Stage:
    """A filled desk: one process that talks to Slack, and workers."""

    place: Place
    http: httpx.Client
    record: Record
    ledger: Ledger

    def approved(self) -> Asked:
        """A plan that everybody voted on."""
        office = self.ledger.office
        with office.store.reading() as work:
            known = {c.key: work.customers.subscriptions(c.key) for c in work.customers.all()}
        key, owned = next((k, s) for k, s in known.items() if _fits(k, [one.status for one in s]))
        with slack_of(self.place.url) as slack:
            agent = Agent(AGENT, slack, office)
            asked = agent.ask("suspend", key, {s.subscription_id for s in owned}, Reason.FRAUD)
        assert asked is not None
        for user in APPROVERS[: asked.quorum]:
            with slack_of(self.place.url) as slack:
                asked.votes.append(Approver(user, slack, office).vote(asked))
        return asked

    def step(self, asked: Asked) -> Step:
        with self.ledger.office.store.reading() as work:
            return work.plans.steps(asked.plan_id)[0]

    def sent(self) -> int:
        self.record.read_on()
        return len(self.record.arrived)

    def count(self, query: str) -> int:
        with self.ledger.database.reading() as connection:
            return int(connection.scalar(text(query)) or 0)


def _fits(key: CustomerKey, statuses: list[str]) -> bool:
    return key.account == "main" and set(statuses) == {"active"} and 0 < len(statuses) < 10


@contextmanager
def staged(database: str, folder: Path, workers: int, module: str = "bot") -> Iterator[Stage]:
    """The first worker runs this module; the others are there and not started."""
    layout = Layout("scenes", database, (WEB, *(WORKER,) * workers))
    place = Place(layout, folder)
    try:
        place.open()
        place.desk[1].module = module
        with place.talking() as http:
            record = Record(http)
            ledger = ledger_of(place, record)
            for process in place.desk[:2]:
                process.start()
            until(place.is_ready, "a desk that is ready", within=LONG)
            fill(ledger, place)
            yield Stage(place, http, record, ledger)
            ledger.close()
    finally:
        place.close()


def a_zombie(database: str, folder: Path) -> dict[str, float | str]:
    """Halted between the gate and the first byte; frozen; taken over; and told to go on."""
    with staged(database, folder, 2, "tests.kills.halting") as stage:
        zombie, other = stage.place.desk[1], stage.place.desk[2]
        asked = stage.approved()
        until(lambda: proc.is_halted(zombie.pid), "a worker that is halted", within=SOON)
        freeze_from_terminal("drill", office=stage.ledger.office)
        halted = time.monotonic()
        other.start()
        until(lambda: stage.step(asked).state is StepState.TODO, "a successor", within=LONG)
        taken_over = time.monotonic() - halted
        zombie.go_on()
        # It stands still there or a few steps later, whose connection is gone then.
        until(lambda: DROPPED in zombie.said(), "what it has to say", within=SOON)
        code = zombie.end()
        said = "" if stage.sent() == 0 else "the zombie sent its change while all was frozen"
        said = said or ("" if code == 0 else f"it ended with {code}")
        said = said or ("" if taken_over <= TAKEN_OVER else "its job was taken over too late")
        return {"wrong": said, "seconds": taken_over}


def an_ending(database: str, folder: Path) -> dict[str, float | str]:
    """A worker that is told to end while Partner Center has not answered yet."""
    with staged(database, folder, 1) as stage:
        fault = {"target": "partner-center", "kind": "slow", "seconds": SLOW}
        stage.http.post("/sandbox/faults", json=fault | {"match": {"method": "PATCH"}})
        asked = stage.approved()
        until(lambda: stage.sent() > 0, "a change on its way", within=SOON)
        begun = time.monotonic()
        code = stage.place.desk[1].end()
        took, step = time.monotonic() - begun, stage.step(asked)
        held = stage.count("SELECT count(*) FROM jobs WHERE status = 'running'")
        wrong = {
            f"it ended with {code}": code != 0,
            f"it took {took:.0f} s": took > ENDED,
            f"the change was left {step.state.value}": step.state is not StepState.CONFIRMED,
            f"{held} jobs were left to nobody": held > 0,
        }
        return {"wrong": _said(wrong), "seconds": took}


def a_click(database: str, folder: Path) -> dict[str, float | str]:
    """The process that talks to Slack is told to end while somebody waits for its answer."""
    with staged(database, folder, 1) as stage, ThreadPoolExecutor(1) as pool:
        web, turn = stage.place.desk[0], "SELECT count(*) FROM pg_locks WHERE NOT granted"
        stage.place.desk[1].kill()
        with stage.ledger.office.store():
            asking = pool.submit(_ask, stage)
            until(lambda: stage.count(turn) > 0, "somebody who waits", within=TURN)
            begun, ending = time.monotonic(), _begun(web.end)
        answered = asking.result()
        code = ending()
        took = time.monotonic() - begun
        wrong = {
            f"Slack was answered {answered}": answered != 200,
            f"it ended with {code}": code != 0,
            f"it took {took:.0f} s": took > ENDED,
        }
        return {"wrong": _said(wrong), "seconds": took}


def _ask(stage: Stage) -> int:
    with slack_of(stage.place.url) as slack:
        return int(slack.command(AGENT, "/freeze drill")["delivery"]["attempts"][-1]["status"])


def roles(database: str, folder: Path) -> dict[str, float | str]:
    """What each process holds in its memory, and at which ports it listens."""
    with staged(database, folder, 1) as stage:
        stage.approved()
        web, worker = stage.place.desk
        secret = MAIN_SECRET.encode()
        wrong = {
            "the search finds nothing where it should": not proc.holds(worker.pid, secret),
            "the process that talks to Slack knows Partner Center's secret": proc.holds(
                web.pid, secret
            ),
            "the worker listens elsewhere": proc.ports(worker.pid)
            != {int(worker.environment["PORT"])},
            "the worker knows Slack's signing secret": proc.holds(
                worker.pid, stage.place.environment["SLACK_SIGNING_SECRET"].encode()
            ),
        }
        return {"wrong": _said(wrong), "seconds": 0.0}


def _said(wrong: dict[str, bool]) -> str:
    return "; ".join(said for said, is_so in wrong.items() if is_so)


def _begun(act: Callable[[], int]) -> Callable[[], int]:
    """Begun at once in a thread of its own; what comes back waits for its end."""
    pool = ThreadPoolExecutor(1)
    return pool.submit(act).result


SCENES: dict[str, tuple[str, Act]] = {
    "zombie": (
        "A worker is halted between the gate's last word and the first byte; all is frozen; another"
        " worker takes over; the first goes on: it sends nothing and settles nothing",
        a_zombie,
    ),
    "ending": (
        "A worker is told to end while Partner Center has not answered: it waits, settles, and"
        " leaves no job running",
        an_ending,
    ),
    "click": (
        "The process that talks to Slack is told to end while somebody waits: they are answered",
        a_click,
    ),
    "roles": (
        "The memory of the process that talks to Slack, started as documented, holds no secret of"
        " Partner Center; a worker listens at its health's port alone",
        roles,
    ),
}
