"""Fraud: mining is seen at three in the morning, stopped from two telephones, proved and closed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from sandbox.stories.driver import (
    ALERTS,
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

LEE, WEBER, BRAUN, PARK = "U0LEE", "U0WEBER", "U0BRAUN", "U0PARK"
CUSTOMER, ABUSED = "tidewater-robotics.example", "Simulation (GPU)"
# 03:00 in Berlin, where the desk is.
AT_NIGHT = datetime(2026, 10, 13, 1, 0, tzinfo=UTC)
BEGAN = AT_NIGHT - timedelta(minutes=40)
IN_THE_MORNING = datetime(2026, 10, 13, 7, 30, tzinfo=UTC)
OFF = frozenset({"suspended", "inactive", "disabled"})
PACK = re.compile(
    r"written: (\S+)\ndigest of the pack: ([0-9a-f]{64})\nchain: (\d+) events, head ([0-9a-f]{64})"
)
A_QUARTER = timedelta(minutes=16)
TOLD = "Their managing director, by telephone: what was abused is off and stays off until Thursday."
DONE_BY_HAND = {
    "customer_called": "09:10, Mr. Doyle, at the number from the contract",
    "admins_reset": "Two administrators reset, one unknown removed, sessions ended",
    "mfa_on": "Seen in Entra with Mr. Doyle",
    "rogue_removed": "Eight machines and an application nobody knows",
    "refund_asked": "With the service request, for 02:20 to 03:10",
}
ON_CALL = f"""
zone = "Europe/Berlin"
escalate_after = 5

[[layers]]
name = "first"
people = ["{LEE}"]
since = 2026-10-05
hand_over = "monday 09:00"

[[layers]]
name = "second"
people = ["{WEBER}"]
since = 2026-10-05
hand_over = "monday 09:00"
"""
NOBODY_TAKES_IT = timedelta(minutes=5, seconds=30)


class Fraud:
    """The story's people and places, one method for each step."""

    def __init__(self, driver: Driver, terminal: Terminal, folder: Path) -> None:
        self.desk, self.folder = driver, folder
        self.night = Night(driver, terminal)
        self.root: Json = {}
        self.card: Json = {}
        self.page: Json = {}
        self.abuse = ""

    def telephones_are_enrolled(self) -> None:
        for user in (BRAUN, PARK):
            self.night.enrol(user)

    def the_desk_may_see(self) -> None:
        self.night.terminal.sign_in("main")
        file = self.folder / "on-call.toml"
        file.write_text(ON_CALL, encoding="utf-8")
        self.night.terminal.run("oncall", "import", str(file), "--by", FIRST_ADMINISTRATOR)

    def at_three_in_the_morning(self) -> None:
        self.desk.move_clock(AT_NIGHT.isoformat())
        self.abuse = self.night.plant(self.night.azure(ABUSED), BEGAN)
        self.root = self.night.case_of(CUSTOMER, "fraud", "critical")
        self.desk.wait_in_thread(self.root, "mining", ABUSED)
        if not has(self.night.now(self.root), "Sat 12 Dec"):
            raise Unexpected("60 days from the first abuse", words_of(self.night.now(self.root)))

    def nobody_takes_it(self) -> None:
        """Quiet hours do not count, and the page says why."""
        called = self.night.told(LEE, "you are called", "no quiet hours")
        self.desk.move_clock((self.desk.now() + NOBODY_TAKES_IT).isoformat())
        asked = self.desk.wait_for_message(ALERTS, "nobody has taken this", "Tidewater")
        if not offers(asked, "page_take") or not offers(called, "page_take"):
            raise Unexpected("a page that anybody may take", words_of(asked))

    def the_second_takes_it(self) -> None:
        called = self.night.told(WEBER, "you are called", "Tidewater")
        self.desk.click(WEBER, called, "page_take")
        self.night.reads(called, "taken by Anton Weber", user=WEBER)
        self.night.reads(self.night.told(LEE, "Tidewater"), "taken by Anton Weber", user=LEE)
        self.night.reads(self.root, "Anton Weber")

    def microsoft_is_told(self) -> None:
        self.night.microsoft_shows(self.abuse, "investigating")
        self.desk.wait_in_thread(self.root, "Microsoft shows the alert as", "investigat")

    def containment_is_asked_for(self) -> None:
        self.desk.click(WEBER, self.night.now(self.root), "case_contain")
        offered = self.night.asked(WEBER)["subscriptions"]["element"]["options"]
        azure = next(one["value"] for one in offered if "Azure plan" in one["text"]["text"])
        self.night.fills_in(WEBER, {"subscriptions": [azure], "note": "Mining since 02:20"})
        self.card = self.night.open_card(CUSTOMER, "administrators keep access")
        if self._sent():
            raise Unexpected("nothing sent before anybody agreed", self._sent())

    def another_customers_code(self) -> None:
        """Whoever reads past the name at night is stopped by the code."""
        self.desk.click(BRAUN, self.card, "plan_approve")
        given = self.night.consent(BRAUN, self.card)
        codes = self.night.asked(BRAUN)["customer_code"]["element"]["options"]
        wrong = next(one["value"] for one in codes if one["value"] != given["customer_code"])
        if not self.night.refused(BRAUN, given | {"customer_code": wrong}):
            raise Unexpected("a form that is not taken", wrong)
        self.desk.close(BRAUN)
        self.night.reads(self.card, "0 of 2")

    def two_telephones_agree(self) -> None:
        for user in (BRAUN, PARK):
            self.night.approve(user, self.night.now(self.card))
            self.night.told(user, "your code was used for", "Tidewater")

    def it_is_off(self) -> None:
        wait(lambda: set(self._statuses()) <= OFF, "all of it off", self._statuses)
        if self.night.alert(self.abuse)["runs"]:
            raise Unexpected("an end of the mining", self.night.alert(self.abuse))
        self.night.reads(self.card, "done")
        order = [change["entitlement_id"] or "plan" for change in self._sent()]
        if len(order) != 3 or order[-1] != "plan":
            raise Unexpected("two in Azure, then their plan, each once", order)

    def _statuses(self) -> list[str]:
        azure = self.night.azure(ABUSED)
        plan = azure["subscriptionId"]
        beneath = self.night.beneath(plan)
        found = [s for s in self.desk.subscriptions(CUSTOMER) if s["id"] == plan]
        return [one["status"] for one in (*found, *beneath)]

    def _sent(self) -> list[Json]:
        """What the desk changed."""
        return [change for change in self.desk.changes() if change["by"] == "api"]

    def microsoft_gets_a_request(self) -> None:
        self.desk.command(WEBER, f"/ticket open {CUSTOMER}")
        topics = self.night.asked(WEBER)["topic"]["element"]["options"]
        topic = next(one["value"] for one in topics if "Fraud" in one["text"]["text"])
        self.night.fills_in(WEBER, {"topic": topic, "phone": "+49 221 5550 117"})
        ticket = wait(lambda: next(iter(self._tickets()), None), "a service request", self._tickets)
        if ABUSED not in ticket["description"] and CUSTOMER not in ticket["description"]:
            raise Unexpected("what is abused in the service request", ticket)
        self.desk.wait_in_thread(self.root, ticket["id"])

    def _tickets(self) -> list[Json]:
        found: list[Json] = self.desk.http.get("/sandbox/partner-center/tickets").json()
        return found

    def the_morning_after(self) -> None:
        """What only people can do is ticked off with what shows it."""
        self.desk.move_clock(IN_THE_MORNING.isoformat())
        for item, shown in DONE_BY_HAND.items():
            self.desk.click(WEBER, self.night.now(self.root), "case_tick")
            self.night.fills_in(WEBER, {"item": item, "evidence": shown})
        self.night.reads(self.root, "7 of 10 done")

    def it_is_proved(self) -> None:
        """By the pack's own program, against what was told when it was taken."""
        to = ("--to", str(self.folder), "--by", WEBER)
        found = PACK.search(self.night.terminal.run("case", "export", "1", *to))
        if found is None:
            raise Unexpected("a pack with its digest and the head of the chain", "none")
        path, digest, size, head = found.groups()
        self.desk.wait_in_thread(self.root, digest, head)
        with ZipFile(path) as archive:
            archive.extractall(self.folder)
        pack = Path(path).with_suffix("")
        verify(pack, digest, f"{size}:{head}")
        request = (pack / "drafts" / "refund-request.txt").read_text(encoding="utf-8")
        if "Tidewater" not in request:
            raise Unexpected("a refund request about the customer", request)

    def microsoft_answers(self) -> None:
        [ticket] = self._tickets()
        said = {"id": ticket["id"], "note": "We saw the same and reviewed it.", "status": "closed"}
        self.desk.http.post("/sandbox/partner-center/tickets", json=said)
        self.desk.move_clock((self.desk.now() + A_QUARTER).isoformat())
        self.desk.wait_in_thread(self.root, ticket["id"], "closed")

    def it_is_closed(self) -> None:
        self.desk.click(WEBER, self.night.now(self.root), "case_close")
        signals = {name: "true" for name in self.night.asked(WEBER) if name.startswith("signal_")}
        ending = {"outcome": "confirmed_fraud", "note": TOLD} | signals
        self.night.fills_in(WEBER, ending)
        self.night.reads(self.root, "closed", "fraud")
        self.night.microsoft_shows(self.abuse, "resolved", "fraud")

    def what_is_left(self) -> None:
        """The signal was right, what is off stays off, and nothing was sent twice."""
        precision = self.night.terminal.run("signals", "precision")
        if "100" not in precision or len(self._sent()) != 3 or not set(self._statuses()) <= OFF:
            raise Unexpected("one signal that was right, and three changes", precision)
        if self.desk.violations():
            raise Unexpected("none of Slack's rules broken", self.desk.violations())
        self.night.terminal.run("audit", "verify")


def verify(pack: Path, digest: str, head: str) -> None:
    """What it says of itself; and one changed letter does not pass."""
    words = [sys.executable, "verify.py", "--pack", digest, "--head", head]
    if ran(words, pack).returncode:
        raise Unexpected("a pack that proves itself", ran(words, pack).stdout)
    page = pack / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    if ran(words, pack).returncode == 0:
        raise Unexpected("a changed page to be found", ran(words, pack).stdout)


def ran(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


STEPS: tuple[tuple[str, Callable[[Fraud], None]], ...] = (
    ("two telephones are enrolled: at the terminal, by a second administrator, with a code",
     Fraud.telephones_are_enrolled),
    ("somebody signs in at Partner Center, and it is said who is on call", Fraud.the_desk_may_see),
    ("at 03:00 Microsoft sees mining: a case is open, with 60 days from the first abuse",
     Fraud.at_three_in_the_morning),
    ("whoever is on call does not take it, so the channel and the next one are called",
     Fraud.nobody_takes_it),
    ("the second one takes it", Fraud.the_second_takes_it),
    ("Microsoft shows the alert as investigated", Fraud.microsoft_is_told),
    ("containment is asked for from the case", Fraud.containment_is_asked_for),
    ("a vote with the code of another customer does not count", Fraud.another_customers_code),
    ("two people approve, each with a telephone", Fraud.two_telephones_agree),
    ("all of it is off at Microsoft, and the mining has ended", Fraud.it_is_off),
    ("Microsoft gets a service request", Fraud.microsoft_gets_a_request),
    ("in the morning the checklist is done", Fraud.the_morning_after),
    ("the evidence is exported, and proves itself", Fraud.it_is_proved),
    ("Microsoft answers the service request", Fraud.microsoft_answers),
    ("the case is closed, and Microsoft is told that it was fraud", Fraud.it_is_closed),
    ("the signal counts as right, and the chain of events holds", Fraud.what_is_left),
)  # fmt: skip


def tell(url: str, terminal: Terminal, folder: Path) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    told = Told("fraud", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = Fraud(driver, terminal, folder)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
