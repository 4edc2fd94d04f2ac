"""Digest: two zones, doubled and missing hours, downtime and lost answers, and each slot once."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.data.receivables import Row, receivables, write_rows
from sandbox.data.receivables import paid as everybody_paid
from sandbox.stories.driver import (
    ALERTS,
    CASES,
    GENERAL,
    Driver,
    Json,
    Told,
    Unexpected,
    has,
    wait,
    words_of,
)

SLOT = re.compile(r"\w{3} \d{1,2} \w{3}, \d\d:\d\d")
POSTED = 13
NUMBERS = {2: "two", 3: "three"}
AGENT, ADMIN, READER = "U0KANG", "U0ADMIN", "U0READER"
DEBTORS = 500
BERLIN, SEOUL = "0 9 * * mon-fri Europe/Berlin #general", "30 8 * * mon-fri Asia/Seoul #cases"
# Every name begins so.
EVERYBODY = ""
BY_NIGHT = "30 2 * * * Europe/Berlin #general"


@dataclass(frozen=True)
class Stage:
    """What the story needs beside Slack: new books, and a desk that can be down for a while.
    `workers` is how many processes tick."""

    take_in: Callable[[Path], None]
    down: Callable[[], AbstractContextManager[None]]
    folder: Path
    workers: int = 0


class Digests:
    """The story's people and places, one method for each step."""

    def __init__(self, driver: Driver, stage: Stage) -> None:
        self.desk, self.stage = driver, stage
        self.root: Json = {}

    # What people do and see

    def says(self, user: str, text: str, *words: str) -> Json:
        """Type a command; the private answer has these words."""
        answer: Json = self.desk.command(user, text)["ephemeral"] or {}
        if not has(answer, *words):
            raise Unexpected(f"{words} as an answer to {text}", words_of(answer))
        return answer

    def saves(self, line: str, *next_times: str) -> None:
        typed = f"/collections schedule {line}"
        shown = self.says(ADMIN, typed, "Nothing is saved yet", *next_times)
        self.desk.click(ADMIN, shown, "digest_save")
        wait(lambda: "is saved" in self.desk.private(ADMIN, GENERAL).rpartition("Nothing")[2],
             "a saved digest", lambda: self.desk.private(ADMIN, GENERAL)[-200:])  # fmt: skip

    def posted(self, channel: str, when: str) -> list[Json]:
        """Every digest of this slot that stands in the channel."""
        found = self.desk.messages(channel)
        return [m for m in found if not m["ephemeral_for"] and m["text"].startswith(when)]

    def comes_once(self, channel: str, when: str, *words: str) -> Json:
        """It is posted; how often, is counted again at the end."""
        wait(lambda: self.posted(channel, when), f"the digest of {when}",
             lambda: [m["text"][:60] for m in self.desk.messages(channel)[-3:]])  # fmt: skip
        return self.once(channel, when, *words)

    def once(self, channel: str, when: str, *words: str) -> Json:
        found = self.posted(channel, when)
        if len(found) != 1 or not has(found[0], *words):
            raise Unexpected(f"one digest of {when} with {words}", [words_of(m) for m in found])
        return found[0]

    def books(self, as_of: str, *, paid: bool = False) -> None:
        changes = [everybody_paid(EVERYBODY)] if paid else []
        rows = receivables(as_of=datetime.fromisoformat(as_of), changes=changes)
        state = {"status": "closed", "open_amount": "0.00"} if paid else {}
        rows += [_debtor(rows[0], number) | state for number in range(DEBTORS)]
        file = self.stage.folder / f"books-{as_of[:10]}.csv"
        write_rows(file, rows)
        self.stage.take_in(file)

    # The steps

    def many_debtors(self) -> None:
        self.books("2026-10-12T07:50:00+00:00")
        self.says(AGENT, "/overdue", "520 customers are overdue", "These are the worst 50 of 520")

    def two_schedules(self) -> None:
        self.says(ADMIN, "/collections schedule 0 25 * * *", "25 is no hour", "For example")
        self.says(READER, "/collections list", "one of these roles")
        self.saves(BERLIN, "Tue 13 Oct, 09:00", "Wed 14 Oct, 09:00", "Thu 15 Oct, 09:00")
        self.saves(SEOUL, "Tue 13 Oct, 08:30", "Wed 14 Oct, 08:30", "Thu 15 Oct, 08:30")
        self.says(AGENT, "/collections list", "#1 in", "#2 in", "Asia/Seoul")

    def tuesday_in_two_zones(self) -> None:
        self.desk.move_clock("2026-10-12T23:30:00Z")
        self.comes_once(CASES, "Tue 13 Oct, 08:30", "Overdue CNY", "50 of 520")
        self.desk.move_clock("2026-10-13T07:00:00Z")
        self.root = self.comes_once(GENERAL, "Tue 13 Oct, 09:00", "Overdue CNY", "50 of 520")

    def all_rows_in_the_thread(self) -> None:
        """The bytes of a workbook are a zip file's."""
        sheet, book = wait(self._files_below, "two files in the thread", lambda: "fewer")
        rows, content = (self.desk.http.get(one["url_private"]).content for one in (sheet, book))
        if rows.count(b"Debtor") != DEBTORS or not content.startswith(b"PK"):
            raise Unexpected("a sheet and a workbook", [sheet, book])

    def _all_below(self, channel: str, root: Json) -> None:
        """The files and the charts of two further currencies: what fails next is something else."""

        def seen() -> list[Json] | None:
            replies = self.desk.messages(channel, thread_ts=root["ts"])
            below = [m for m in replies if m["ts"] != root["ts"]]
            return below if len(below) == 3 else None

        wait(seen, "files and charts in the thread", lambda: self.desk.messages(channel))

    def _files_below(self) -> list[Json] | None:
        replies = self.desk.messages(GENERAL, thread_ts=self.root["ts"])
        found = [file for m in replies for file in m.get("files") or []]
        return found if len(found) > 1 else None

    def a_lost_answer(self) -> None:
        fault = {"target": "slack", "kind": "reset_after", "match": {"method": "chat.postMessage"}}
        self.desk.move_clock("2026-10-14T06:59:00Z")
        root = self.comes_once(CASES, "Wed 14 Oct, 08:30")
        self._all_below(CASES, root)
        self.desk.http.post("/sandbox/faults", json=fault)
        self.desk.move_clock("2026-10-14T07:00:00Z")
        told = self.desk.wait_for_message(ALERTS, "digest 1", "did not say whether it arrived")
        self.once(GENERAL, "Wed 14 Oct, 09:00")
        self.desk.click(AGENT, told, "digest_again")
        wait(lambda: len(self.posted(GENERAL, "Wed 14 Oct, 09:00")) == 2, "a second post by hand",
             lambda: self.posted(GENERAL, "Wed 14 Oct, 09:00"))  # fmt: skip

    def a_downtime(self) -> None:
        """Thursday's and Friday's come while nothing runs."""
        with self.stage.down():
            self.desk.move_clock("2026-10-16T10:00:00Z")
        self.comes_once(GENERAL, "Fri 16 Oct, 09:00 (late)")
        self.comes_once(CASES, "Fri 16 Oct, 08:30 (late)")
        for number in (1, 2):
            self.desk.wait_for_message(ALERTS, f"digest {number} was not posted 1 time")
        if self.posted(GENERAL, "Thu 15 Oct"):
            raise Unexpected("no digest of Thursday", self.posted(GENERAL, "Thu 15 Oct"))

    def mute_and_remove(self) -> None:
        self.says(ADMIN, "/collections mute 1 3", "silent until Mon 19 Oct")
        self.says(ADMIN, "/collections unmute 1", "speaks again")
        for number in (1, 2):
            self.says(ADMIN, f"/collections remove {number}", "removed")

    def the_doubled_hour(self) -> None:
        """On 25 October 2026 the clock in Berlin goes from 03:00 back to 02:00."""
        self.desk.move_clock("2026-10-24T12:00:00Z")
        self.saves(BY_NIGHT, "Sun 25 Oct, 02:30", "Mon 26 Oct, 02:30", "Tue 27 Oct, 02:30")
        self.desk.move_clock("2026-10-25T00:30:00Z")
        self.comes_once(GENERAL, "Sun 25 Oct, 02:30")
        self.desk.move_clock("2026-10-25T01:30:00Z")
        self.desk.move_clock("2026-10-26T01:30:00Z")
        self.comes_once(GENERAL, "Mon 26 Oct, 02:30")
        self.once(GENERAL, "Sun 25 Oct, 02:30")
        self.says(ADMIN, "/collections remove 3", "removed")

    def the_missing_hour(self) -> None:
        """On 28 March 2027 it goes from 02:00 on to 03:00."""
        self.desk.move_clock("2027-03-27T12:00:00Z")
        self.saves(BY_NIGHT, "Sun 28 Mar, 03:00", "Mon 29 Mar, 02:30")
        self.desk.move_clock("2027-03-28T01:00:00Z")
        self.comes_once(GENERAL, "Sun 28 Mar, 03:00")
        self.desk.move_clock("2027-03-29T00:30:00Z")
        self.comes_once(GENERAL, "Mon 29 Mar, 02:30")
        self.once(GENERAL, "Sun 28 Mar, 03:00")

    def a_quiet_day(self) -> None:
        self.books("2027-03-29T00:20:00+00:00", paid=True)
        self.desk.move_clock("2027-03-30T00:30:00Z")
        self.comes_once(GENERAL, "Tue 30 Mar, 02:30", "No longer overdue")
        self.desk.move_clock("2027-03-31T00:30:00Z")
        quiet = self.comes_once(GENERAL, "Wed 31 Mar, 02:30", "nobody is overdue")
        if "\n" in quiet["text"] or len(quiet["blocks"]) != 2:
            raise Unexpected("one line", quiet)

    def nothing_twice(self) -> None:
        """Of all that was posted, only what a person asked for again came again."""
        slots = [
            (channel, when[0])
            for channel in (GENERAL, CASES)
            for m in self.desk.messages(channel)
            if (when := SLOT.match(m["text"])) and not m["ephemeral_for"]
        ]
        twice = sorted({slot for slot in slots if slots.count(slot) > 1})
        if len(slots) != POSTED or twice != [(GENERAL, "Wed 14 Oct, 09:00")]:
            raise Unexpected(f"{POSTED} digests, each once", slots)


def _debtor(like: Row, number: int) -> Row:
    """Somebody who owes a little since September; an empty tenant id is confirmed by nobody."""
    return like | {
        "document_id": f"D{number:05}", "document_number": f"D-{number:05}",
        "document_type": "invoice", "status": "open", "customer_ref": f"D9{number:04}",
        "customer_name": f"Debtor {number:03} GmbH", "tenant_id": "", "currency": "EUR",
        "issue_date": "2026-08-24", "due_date": "2026-09-07", "total_amount": "75.00",
        "open_amount": "75.00", "dispute_amount": "", "dispute_reason": "",
    }  # fmt: skip


Step = tuple[str, Callable[[Digests], None]]
STEPS: tuple[Step, ...] = (
    (f"{DEBTORS} more customers are late, and /overdue shows the worst", Digests.many_debtors),
    ("two digests are scheduled in two zones, their next times seen first", Digests.two_schedules),
    ("Tuesday comes in Seoul, then in Berlin: each gets one post", Digests.tuesday_in_two_zones),
    ("every row is in the thread, as a sheet and as a workbook", Digests.all_rows_in_the_thread),
    ("an answer is lost: not posted again but by a person", Digests.a_lost_answer),
    ("nothing runs for two days: the newest comes late, the other is missed", Digests.a_downtime),
    ("digests are muted, unmuted and removed", Digests.mute_and_remove),
    ("the hour that comes twice in autumn has one post", Digests.the_doubled_hour),
    ("the hour that spring leaves out has one, too", Digests.the_missing_hour),
    ("everybody pays, and a quiet day is one line", Digests.a_quiet_day),
    ("no slot was posted twice", Digests.nothing_twice),
)


def tell(url: str, stage: Stage) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    if stage.workers > 1:
        print(f"{NUMBERS[stage.workers]} processes tick at once", flush=True)
    told = Told("digest", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = Digests(driver, stage)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
