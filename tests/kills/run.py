"""One whole run: people work, Partner Center stumbles, the desk is killed; then it is judged."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import httpx

from bot.wiring import Ledger
from core.domain import calendar
from core.domain.plan_events import SILENT
from core.ports.office import Office
from tests.kills.crowd import Crowd
from tests.kills.cut_off import CutOff
from tests.kills.judge import Asked, Became, Judgement, judge
from tests.kills.killer import Killer, Life
from tests.kills.meanwhile import Meanwhile
from tests.kills.people import under_way
from tests.kills.place import Layout, Place
from tests.kills.preparing import fill, ledger_of
from tests.kills.record import Record
from tests.kills.troubles import Troubles
from tests.kills.waiting import GLANCE, TooLate

SETTLING = 600.0
LATENCY_MS = 15
BERLIN, IN_OFFICE = "Europe/Berlin", time(10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run has to show."""

    layout: str
    kills: int
    seed: int
    seconds: float
    judgement: Judgement
    asked: list[Asked]
    lives: list[Life]
    calls: list[tuple[float, str]]
    faults: Counter[str]
    became: dict[str, Became]
    odd_answers: list[str]
    lifted: int
    trouble: str
    resumed: list[float]
    never_resumed: int
    power_cuts: int
    halts: int
    given_up: int
    freezes: int
    payments: int

    @property
    def good(self) -> bool:
        return self.judgement.spotless and not self.trouble


def carry_out(layout: Layout, *, kills: int, seed: int, folder: Path) -> Outcome:
    """Whatever happens is judged; a desk that did not come back or settle is `trouble`."""
    with _opened(layout, folder) as (place, http):
        record = Record(http)
        ledger = ledger_of(place, record)
        try:
            place.start_desk()
            fill(ledger, place)
            _turn(http, latency_ms=LATENCY_MS)
            met = _let_go(place, http, ledger, record, kills, seed)
            became = _became(ledger.office, met.crowd.asked)
        finally:
            ledger.close()
        record.read_on()
        frozen = [(at, _lifted_after(at, met.crowd.lifts)) for at in met.meanwhile.frozen]
        judgement = judge(met.crowd.asked, record.changes(), became, frozen)
    return _outcome(layout, seed, judgement, record, became, met)


@dataclass(frozen=True, slots=True)
class _Met:
    """Who took part, and what stood in the way."""

    crowd: Crowd
    killer: Killer
    meanwhile: Meanwhile
    trouble: str


def _outcome(
    layout: Layout, seed: int, judgement: Judgement, record: Record,
    became: dict[str, Became], met: _Met,
) -> Outcome:  # fmt: skip
    killer, asked = met.killer, met.crowd.asked
    return Outcome(
        layout.name,
        killer.kills,
        seed,
        killer.lives[-1].started - killer.lives[0].started if killer.lives else 0.0,
        judgement,
        asked,
        killer.lives,
        record.calls,
        record.faults,
        became,
        met.crowd.odd_answers,
        len(met.crowd.lifts),
        met.trouble,
        killer.cut_off.resumed,
        len(killer.cut_off.waiting),
        killer.power_cuts,
        killer.halts,
        killer.given_up,
        len(met.meanwhile.frozen),
        sum(1 for one in asked if one.paid_at is not None),
    )


@contextmanager
def _opened(layout: Layout, folder: Path) -> Iterator[tuple[Place, httpx.Client]]:
    place = Place(layout, folder)
    try:
        place.open()
        with place.talking() as http:
            _turn(http, throttle_per_minute=1_000_000)
            _let_offices_open(http)
            yield place, http
    finally:
        place.close()


def _let_offices_open(http: httpx.Client) -> None:
    """Nobody is cut off for money at night: it is a working day in Germany, whenever this runs."""
    there, now = calendar.Place("DE", BERLIN), http.get("/clock").json()["now"]
    days = (datetime.fromisoformat(now).date() + timedelta(days=ahead) for ahead in count(1))
    day = next(day for day in days if not there.quiet(day))
    told = {"to": datetime.combine(day, IN_OFFICE, tzinfo=ZoneInfo(BERLIN)).isoformat()}
    http.post("/clock", json=told).raise_for_status()


def _turn(http: httpx.Client, **options: int) -> None:
    for account in ("main", "china"):
        told = {"account": account, **options}
        http.post("/sandbox/partner-center/options", json=told).raise_for_status()


def _let_go(
    place: Place, http: httpx.Client, ledger: Ledger, record: Record, kills: int, seed: int
) -> _Met:
    """Work, kill, and let everything settle."""
    office = ledger.office
    troubles = Troubles(http, Random(f"{seed} troubles"))
    crowd = Crowd(place.url, office, http, Random(f"{seed} crowd"))
    meanwhile = Meanwhile(ledger, place.folder, Random(f"{seed} meanwhile"), crowd.asked)

    def between() -> None:
        record.read_on()
        troubles.renew()
        meanwhile.happen()

    killer = Killer(
        place, Random(f"{seed} killer"), lambda: _work_waits(office), record.worked_since, between,
        CutOff(ledger.database),
    )  # fmt: skip
    troubles.renew()
    with ThreadPoolExecutor(3) as pool, _watched(killer):
        finish = crowd.work(pool)
        trouble = _trouble_of(lambda: killer.spree(kills))
        troubles.end()
        unsettled = _trouble_of(lambda: finish(SETTLING))
    return _Met(crowd, killer, meanwhile, trouble or unsettled)


def _lifted_after(since: float, lifts: list[Asked]) -> float:
    """When the second of those who lifted a freeze can have agreed, if ever."""
    agreed = (at for one in lifts if (at := one.approved_at()) is not None and at >= since)
    return min(agreed, default=math.inf)


@contextmanager
def _watched(killer: Killer) -> Iterator[None]:
    """Who is ready again, and which jobs went on, is seen when it happens."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(GLANCE):
            killer.watch()

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            yield
        finally:
            over.set()
        watching.result()


def _trouble_of(act: Callable[[], None]) -> str:
    try:
        act()
    except TooLate as late:
        return str(late)
    return ""


def _work_waits(office: Office) -> bool:
    """Is there approved work that nothing holds back?"""
    with office.store.reading() as work:
        unheld = {"", *SILENT}
        return any(under_way(one) and one.waiting_for in unheld for one in work.plans.open())


def _became(office: Office, asked: list[Asked]) -> dict[str, Became]:
    with office.store.reading() as work:
        return {
            plan.plan_id: Became(
                work.plans.get(plan.plan_id).state.value,
                {
                    (step.line.subscription_id, step.line.verb.value): step.state.value
                    for step in work.plans.steps(plan.plan_id)
                },
                len(work.plans.votes(plan.plan_id)),
            )
            for plan in asked
        }
