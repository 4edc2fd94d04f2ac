"""Days of a desk: books come in early, letters leave, and people come at half past nine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.data.receivables import Change, write_receivables
from sandbox.stories.driver import (
    APPROVALS,
    GENERAL,
    Driver,
    Json,
    Unexpected,
    has,
    offers,
    wait,
    words_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
# Before the desk looks by itself, so that it judges with the books of the day.
SATURDAY = 5
EARLY, AT_WORK = time(5, 50), time(9, 30)
A_MOMENT, A_DAY = timedelta(minutes=5), timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """What a story of many days needs beside Slack: new books, and a desk that says when it has
    done all that is due."""

    take_in: Callable[[Path], None]
    rest: Callable[[], None]
    folder: Path


@dataclass
class Days:
    """One desk over many days. `books_of` are the customers in its books; `words_by` reads each
    letter before the first of its kind leaves."""

    desk: Driver
    stage: Stage
    books_of: tuple[str, ...]
    today: date
    happened: list[Change] = field(default_factory=list)
    words_by: str = ""
    passed: list[date] = field(default_factory=list)

    # Time and books

    def move(self, clock: time) -> None:
        self._move(clock)
        self.stage.rest()

    def _move(self, clock: time) -> None:
        self.desk.move_clock(datetime.combine(self.today, clock, BERLIN).isoformat())

    def books(self, clock: time, *changes: Change) -> None:
        """The books of this hour, with all that has happened so far."""
        self.happened += changes
        as_of = datetime.combine(self.today, clock, BERLIN) - A_MOMENT
        file = self.stage.folder / f"books-{as_of:%Y-%m-%d-%H}.csv"
        write_receivables(file, as_of=as_of, changes=self.happened, only=self.books_of)
        self.stage.take_in(file)
        self.stage.rest()

    def until(self, day: date) -> None:
        """Every day up to this one, weekends and holidays too; at weekends nobody exports books."""
        while self.today < day:
            self.today += A_DAY
            if self.today.weekday() < SATURDAY:
                self._move(EARLY)
                self.books(EARLY)
            self.move(AT_WORK)
            self.read_words()
            self.passed.append(self.today)

    def read_words(self) -> None:
        """Have letters leave whose words nobody had read."""
        for card in list(self.cards("READ BEFORE SENDING")):
            if self.words_by and offers(card, "words_release"):
                self.desk.click(self.words_by, card, "words_release")
                self.stage.rest()

    # What there is to see

    def cards(self, *words: str) -> Iterator[Json]:
        """In the approvals channel, newest first."""
        found = reversed(self.desk.messages(APPROVALS))
        return (m for m in found if has(m, *words) and not m.get("ephemeral_for"))

    def open_card(self, *words: str) -> Json:
        """One that can still be voted on."""
        found = next((m for m in self.cards(*words) if offers(m, "plan_approve")), None)
        if found is None:
            seen = [words_of(m)[:90] for m in self.cards()]
            raise Unexpected(f"a card with {words} to vote on", seen[:8])
        return found

    def no_card(self, *words: str) -> None:
        found = [words_of(m)[:90] for m in self.cards(*words) if offers(m, "plan_approve")]
        if found:
            raise Unexpected(f"no card with {words} to vote on", found)

    def now(self, card: Json) -> Json:
        """The same message, as it reads by now."""
        found = self.desk.messages(card["channel"])
        return next(m for m in found if m["ts"] == card["ts"])

    def reads(self, card: Json, *words: str) -> None:
        wait(lambda: has(self.now(card), *words), f"a card with {words}",
             lambda: words_of(self.now(card)))  # fmt: skip

    def letters(self, to: str, *subjects: str) -> list[Json]:
        """Exactly these letters came to this address."""
        found = self.desk.letters(to)
        read = [letter["subject"] for letter in found]
        fits = len(read) == len(subjects) and all(map(str.startswith, read, subjects))
        if not fits:
            raise Unexpected(f"letters to {to}: {subjects}", read)
        return found

    # What people do

    def votes(self, user: str, card: Json) -> None:
        """Approve, with a look at the bank where the form asks for one."""
        self.desk.click(user, card, "plan_approve")
        self.desk.submit(user, self.desk.consent(user, card))
        self.desk.close(user)
        self.stage.rest()

    def fills_in(self, user: str, values: Json) -> None:
        """Submit the open form; it takes everything."""
        answer = self.desk.submit(user, values)
        wrong = [form["errors"] for form in answer["views"] if form["errors"]]
        if wrong:
            raise Unexpected("a form that is taken", wrong)
        self.desk.close(user)
        self.stage.rest()

    def presses(self, user: str, button: str) -> None:
        """Below what this person alone was told last."""

        def look() -> Json | None:
            told = (m for m in self.desk.messages(GENERAL, user) if m.get("ephemeral_for") == user)
            return next((m for m in reversed([*told]) if offers(m, button)), None)

        told = wait(look, f"{button} below a private answer", lambda: "none")
        self.desk.click(user, told, button)
