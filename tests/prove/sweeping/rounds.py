"""One case of an errand: what becomes of one call, where the desk dies, and what else happens; then
the world is well again, and everything has to be done once and said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.wiring import BRAKE_FILE
from core.domain.errors import Refusal
from core.domain.event import Route
from core.faults import POINTS, armed
from core.ports.office import Office
from core.usecases import freezing, schedules
from core.usecases.letter_replies import take_in
from core.usecases.letters import withdraw_waiting
from core.usecases.reconciling import reconcile
from sandbox.data.receivables import paid
from tests.a_letter import an_incoming
from tests.judge import doubled
from tests.office import ADMIN, AGENT
from tests.prove.sweeping.case import Begun, Case, broken_record
from tests.prove.sweeping.ends import always_told, arrived_and_known, lost, open_ends
from tests.prove.sweeping.errands import ERRANDS, Errand, contoso
from tests.prove.sweeping.house import House
from tests.prove.sweeping.late import lift, take_newer_books
from tests.prove.sweeping.onlooker import Onlooker
from tests.prove.sweeping.place import Place, another_process
from tests.prove.sweeping.strike import Crash, Strike
from tests.prove.sweeping.troubles import MailLine, Trouble, befall, was_met

MOST_LOOKS, A_QUARTER = 12, timedelta(minutes=16)
TOLD = "told.json"
BREACHES = ("unapproved", "doubled", "lost", "too late")
Happens = Callable[[Place, Office], None]


def _pays(place: Place, office: Office) -> None:
    take_newer_books(place, office, paid("Contoso"))


def _writes_back(place: Place, office: Office) -> None:
    with office.store.reading() as work:
        waiting = work.letters.waiting()
    if not waiting:
        raise Refusal()
    take_in(an_incoming(answers=(waiting[0].letter_id,)), office=office)


def _takes_back(place: Place, office: Office) -> None:
    with office.store() as work:
        stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
        if not withdraw_waiting(work, contoso(work), "person", stamp):
            raise Refusal()
        work.commit()


def _freezes(place: Place, office: Office) -> None:
    freezing.freeze("Something is wrong", AGENT, office=office)


def _lays_the_file(place: Place, office: Office) -> None:
    (place.folder / "FREEZE").touch()


def _takes_out(place: Place, office: Office) -> None:
    schedules.remove("1", ADMIN, office=office)


def _mutes(place: Place, office: Office) -> None:
    schedules.mute("1", 3, ADMIN, office=office)


HAPPENINGS: dict[str, Happens] = {
    "the customer pays": _pays,
    "the customer writes back": _writes_back,
    "somebody takes the letters back": _takes_back,
    "somebody freezes": _freezes,
    "the file FREEZE is laid": _lays_the_file,
    "the digest is taken out of use": _takes_out,
    "the digest is muted": _mutes,
}


@dataclass
class Round(Begun):
    """What happens in one case."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.mail, self.onlooker = MailLine(self.place), Onlooker(self.place)
        self.met = False
        with self.place.looking() as db:
            (self.since,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()

    @property
    def errand(self) -> Errand:
        return ERRANDS[self.case.story]

    def carry_out(self) -> dict[str, Any]:
        try:
            befall(Trouble(self.case.outcome), self.place, self.mail)
            self._turn(self.case.crash, self.case.late_at if self.case.late else None)
            self.first = sum(self.heard.values())
            if self.died and self.case.again is not None:
                self._turn(self.case.again, None)
            self.met = was_met(self.place, self.mail)
            self.mail.trouble = Trouble.NONE
            self.place.sandbox.faults.clear()
            return self._settle()
        finally:
            self.onlooker.leave()
            self.mail.restore()

    def _turn(self, crash: int | None, late_at: int | None) -> None:
        house, strike = House(self.place), Strike(crash, late_at, self._happens)
        with armed(strike):
            try:
                self._does_it(house)
            except Crash:
                """Nothing more comes of this process."""
        if strike.crashed_at:
            self.died.append(strike.crashed_at)
        house.die()
        self.heard.update(strike.heard)
        self.late_at = self.late_at or strike.late_came_at

    def _does_it(self, house: House) -> None:
        reconcile(office=house.office)
        self.errand.does(house)
        house.ticks.come(self.errand.ticks)
        house.work()

    def _happens(self) -> bool:
        with another_process(self.place) as office:
            self.onlooker.happens(self.case.late)
            self.judge.happens(self.case.late)
            try:
                HAPPENINGS[self.case.late](self.place, office)
            except Refusal:
                return False
        return True

    def _settle(self) -> dict[str, Any]:
        house = House(self.place)
        for _ in range(MOST_LOOKS):
            self._does_it(house)
            with self.place.looking() as db:
                left = list(open_ends(db, self.place.clock()))
            if not left:
                break
            self._people_help(house)
            self.place.pass_until(self.place.clock() + A_QUARTER)
        found = self._findings(house, left)
        house.die()
        return found

    def _people_help(self, house: House) -> None:
        lift(house.office, self.place.folder / BRAKE_FILE)

    def _findings(self, house: House, left: list[str]) -> dict[str, Any]:
        seen, known = self.onlooker, {str(point): n for n, point in enumerate(POINTS)}
        truth = self.place.sandbox.partner_center.truth.changes()
        return {
            "state": "not settled" if left else "settled",
            "why": "",
            "crashes": self.died,
            "late": self.late_at,
            "befallen": self.met,
            "effects": len(self.judge.effects),
            "unapproved": [*self.judge.unapproved, *seen.unapproved],
            "too late": [*self.judge.too_late, *seen.too_late],
            "doubled": [*doubled(truth), *seen.doubled()],
            "lost": [*left, *self._lost(house)],
            "in flight": self.judge.in_flight + seen.in_flight,
            "points": self.first,
            "heard": {str(known[point]): count for point, count in self.heard.items()},
            "arrived": seen.arrived(),
        }

    def _lost(self, house: House) -> list[str]:
        with self.place.looking() as db:
            told = told_in(self.template)
            found = [*lost(db, self.place, told, self.since)]
            found += arrived_and_known(db, self.onlooker.letters + self.onlooker.before)
        with house.ledger.database.reading() as connection:
            return [*found, *broken_record(connection, self.case)]


@cache
def told_in(template: Path) -> Sequence[str]:
    """What is always news on this way. Nothing yet, before it was walked once."""
    file = template / TOLD
    found: list[str] = json.loads(file.read_text("utf-8")) if file.exists() else []
    return found


def walk(place: Place, template: Path, errand: Errand) -> None:
    """Once, where all is well: what is always news there?"""
    tried = Round(place, template, Case(errand.name, Trouble.NONE.value))
    found = tried.carry_out()
    assert not any(found[name] for name in BREACHES), found
    with place.looking() as db:
        told = always_told(db, tried.since)
    (template / TOLD).write_text(json.dumps(told), encoding="utf-8")
    told_in.cache_clear()
