"""Break-glass: one person alone at night. Ratified; not ratified and quiet; not ratified, and the
attack goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.stories.driver import (
    APPROVALS,
    GENERAL,
    Driver,
    Json,
    Told,
    Unexpected,
    has,
    offers,
    wait,
    words_of,
)
from sandbox.stories.nights import FIRST_ADMINISTRATOR, Night
from sandbox.stories.terminal import Terminal

BRAUN, PARK, WEBER = "U0BRAUN", "U0PARK", "U0WEBER"
ROBOTS, GAMES, LABS = "Tidewater Robotics", "도담 게임즈", "Lumen Labs"
DAILY = "/collections schedule 0 9 * * mon-fri Europe/Berlin #general"
HALF_AN_HOUR = timedelta(minutes=30)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """October 2026 in Berlin, two hours ahead of UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - timedelta(hours=2)


class BreakGlass:
    """The story's people and places, one method for each step."""

    def __init__(self, driver: Driver, terminal: Terminal) -> None:
        self.desk = driver
        self.night = Night(driver, terminal)
        self.abuse = ""
        self.root: Json = {}
        self.asked: Json = {}
        self.before: dict[str, Json] = {}

    def prepared(self) -> None:
        for user in (BRAUN, PARK):
            self.night.enrol(user)
        self.night.terminal.sign_in("main")
        self.desk.command(FIRST_ADMINISTRATOR, DAILY)
        private = self.desk.messages(GENERAL, FIRST_ADMINISTRATOR)
        self.desk.click(FIRST_ADMINISTRATOR, private[-1], "digest_save")

    # What all three acts begin with

    def mining_at(self, when: datetime, name: str, customer: str) -> None:
        """Microsoft sees it, and a case is open."""
        self.desk.move_clock(when.isoformat())
        azure = self.night.azure(name)
        self.before = self._stored(azure["subscriptionId"])
        self.abuse = self.night.plant(azure, when - HALF_AN_HOUR)
        self.root = self.night.case_of(customer, "fraud")
        self.desk.wait_in_thread(self.root, "mining", name)

    def breaks_glass(self, customer: str) -> None:
        """Alone: with the customer's code, and one from the telephone."""
        number = words_of(self.root).split("Case ")[1].split(":")[0]
        self.desk.command(BRAUN, f"/breakglass {number}")
        form = self.night.asked(BRAUN)
        plan = next(o["value"] for o in form["subscriptions"]["element"]["options"]
                    if "Azure plan" in o["text"]["text"])  # fmt: skip
        given = {"subscriptions": [plan], "reason": "fraud", "note": "Nobody else answers"}
        self.night.fills_in(BRAUN, given | self.night.consent(BRAUN, self.night.now(self.root)))
        self.night.told(BRAUN, "it is being suspended")
        for user in (PARK, WEBER, FIRST_ADMINISTRATOR):
            self.night.told(user, "Sabine Braun", customer)
        self.asked = self.night.open_card("RATIFY", customer)
        wait(lambda: not set(self._statuses()) & {"active"}, "all of it off", self._statuses)

    def _stored(self, plan: str) -> dict[str, Json]:
        """A plan and what runs beneath it."""
        http = self.desk.http
        found = http.get(f"/sandbox/partner-center/subscriptions/{plan}").json()
        both = [found, *self.night.beneath(plan)]
        return {one["id"]: _without_version(one) for one in both}

    def _now(self) -> dict[str, Json]:
        plan = next(id for id, one in self.before.items() if "billingType" in one)
        return self._stored(plan)

    def _statuses(self) -> list[str]:
        return [one["status"] for one in self._now().values()]

    # Ratified

    def first_night(self) -> None:
        self.mining_at(at(13, 3), "Simulation (GPU)", ROBOTS)

    def alone_at_three(self) -> None:
        self.breaks_glass(ROBOTS)
        self.night.reads(self.asked, "Tue 13 Oct, 11:00", "Tue 13 Oct, 15:00")

    def not_by_herself(self) -> None:
        self.desk.click(BRAUN, self.asked, "plan_approve")
        wait(lambda: "someone else must decide" in self.desk.private(BRAUN, APPROVALS).casefold(),
             "a refusal", lambda: self.desk.private(BRAUN, APPROVALS))  # fmt: skip

    def ratified(self) -> None:
        self.desk.move_clock(at(13, 8, 30).isoformat())
        self.night.approve(PARK, self.night.now(self.asked))
        self.night.reads(self.asked, "done")
        self.desk.wait_in_thread(self.root, "Jiwoo Park", "ratif")

    # Not ratified, and quiet

    def second_night(self) -> None:
        """A load test, as it turns out."""
        self.mining_at(at(13, 23, 40), "도담 게임 서버", GAMES)

    def alone_again(self) -> None:
        self.breaks_glass(GAMES)

    def nobody_ratifies(self) -> None:
        """Microsoft takes it back, and at the first deadline everybody is called."""
        self.desk.move_clock(at(14, 10).isoformat())
        # What we say of it ourselves may not arrive after what is said in the portal.
        for source in ("fraud events", "Graph"):
            self.desk.wait_in_thread(self.root, "under investigation now", source)
        self.night.in_the_portal(self.abuse, "resolved", "legitimate")
        self.night.usage_is_read("main")
        # As the next reading of alerts sees it.
        self.desk.move_clock(at(14, 10, 4).isoformat())
        self.desk.wait_in_thread(self.root, "resolved as legitimate")
        self.desk.move_clock(at(14, 11, 1).isoformat())
        self.night.told(PARK, GAMES, "nobody did by")
        self.desk.wait_in_thread(self.root, "nobody has ratified yet")

    def it_is_rolled_back(self) -> None:
        """Without votes, field by field."""
        self.desk.move_clock(at(14, 15, 1).isoformat())
        wait(lambda: not self._differs(), "all as before", self._differs)
        # Only then may she act alone again.
        self.desk.wait_in_thread(self.root, "did alone was rolled back.")
        if offers(self.night.now(self.asked), "plan_approve"):
            raise Unexpected("nothing to ratify any more", words_of(self.night.now(self.asked)))

    def _differs(self) -> list[object]:
        now = self._now()
        return [(id, one, now[id]) for id, one in self.before.items() if now[id] != one]

    # Not ratified, and it goes on

    def third_night(self) -> None:
        self.mining_at(at(15, 3), "Lumen production", LABS)

    def alone_once_more(self) -> None:
        self.breaks_glass(LABS)

    def not_again_meanwhile(self) -> None:
        said = self.desk.command(BRAUN, "/breakglass tidewater-robotics.example")["ephemeral"]
        if not has(said or {}, "Lumen Labs"):
            raise Unexpected("a refusal while one is not ratified", words_of(said or {}))

    def it_stays(self) -> None:
        """Microsoft's alert stands, so it is not rolled back."""
        self.desk.move_clock(at(15, 11, 1).isoformat())
        self.night.told(PARK, LABS, "nobody did by")
        self.desk.move_clock(at(15, 15, 1).isoformat())
        self.desk.wait_in_thread(self.root, "unratified", "stays contained")
        if set(self._statuses()) & {"active"}:
            raise Unexpected("all of it off", self._statuses())

    def every_hour(self) -> None:
        for hour in (16, 17):
            self._called_again(at(15, hour, 5))

    def _called_again(self, when: datetime) -> None:
        before = self._calls()
        self.desk.move_clock(when.isoformat())
        wait(lambda: self._calls() > before, "another call", self._calls)

    def _calls(self) -> int:
        return sum(has(message, LABS) for message in self.desk.direct(PARK))

    def the_digest_says_so(self) -> None:
        self.desk.move_clock(at(16, 9, 1).isoformat())
        self.desk.wait_for_message(GENERAL, "Fri 16 Oct", "unratified", LABS)

    def ratified_late(self) -> None:
        """Then nobody is called any more."""
        self.night.approve(PARK, self.night.open_card("RATIFY", LABS))
        self.desk.wait_in_thread(self.root, "Jiwoo Park", "ratif")
        before = self._calls()
        self.desk.move_clock(at(16, 11, 5).isoformat())
        self.night.terminal.run("audit", "verify")
        if self._calls() != before or self.desk.violations():
            raise Unexpected("nobody to be called", (self._calls(), self.desk.violations()))


def _without_version(resource: Json) -> Json:
    """Nor what has no value."""
    return {k: v for k, v in resource.items() if k != "attributes" and v is not None}


STEPS: tuple[tuple[str, Callable[[BreakGlass], None]], ...] = (
    ("two telephones are enrolled, and somebody signs in", BreakGlass.prepared),
    ("03:00, and Microsoft sees mining", BreakGlass.first_night),
    ("one person contains it alone, and everybody is told", BreakGlass.alone_at_three),
    ("whoever did it cannot ratify it", BreakGlass.not_by_herself),
    ("in the morning a second person ratifies it, with a code", BreakGlass.ratified),
    ("the next night, at another customer", BreakGlass.second_night),
    ("again alone", BreakGlass.alone_again),
    ("Microsoft takes its alert back; nobody ratifies, and at 11:00 people are called",
     BreakGlass.nobody_ratifies),
    ("all is quiet: at 15:00 it is rolled back, field by field", BreakGlass.it_is_rolled_back),
    ("a third night, at a third customer", BreakGlass.third_night),
    ("alone once more", BreakGlass.alone_once_more),
    ("not again while that is not ratified", BreakGlass.not_again_meanwhile),
    ("nobody ratifies, and the attack goes on: it stays", BreakGlass.it_stays),
    ("people are called every hour", BreakGlass.every_hour),
    ("the digest says that it is not ratified", BreakGlass.the_digest_says_so),
    ("ratified late, and nobody is called any more", BreakGlass.ratified_late),
)  # fmt: skip


def tell(url: str, terminal: Terminal) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    told = Told("breakglass", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = BreakGlass(driver, terminal)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
