"""Unpaid: from overdue invoices to a suspension that two people approved, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sandbox.data.receivables import Change, paid, write_receivables
from sandbox.stories.driver import (
    ALERTS,
    APPROVALS,
    CASES,
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

KANG, LEE, BRAUN, PARK, READER = "U0KANG", "U0LEE", "U0BRAUN", "U0PARK", "U0READER"
DOMAIN = "contoso.example"
TakeIn = Callable[[Path], None]


class Unpaid:
    """The story's people and places, one method for each step."""

    def __init__(self, driver: Driver, take_in: TakeIn, folder: Path) -> None:
        self.desk, self.take_in, self.folder = driver, take_in, folder
        self.before = {s["id"]: s for s in driver.subscriptions(DOMAIN)}
        self.card: Json = {}
        self.root: Json = {}

    def books(self, as_of: str, *changes: Change) -> None:
        file = self.folder / f"books-{as_of[:13]}.csv"
        write_receivables(file, as_of=datetime.fromisoformat(as_of), changes=changes)
        self.take_in(file)

    def books_come_in(self) -> None:
        self.books("2026-10-12T07:50:00+00:00")
        self.desk.wait_for_message(ALERTS, "books")

    def who_owes_what(self) -> None:
        self.desk.command(KANG, "/overdue")
        self._private(KANG, "Contoso", "EUR")
        self.desk.command(KANG, "/standing contoso")
        self._private(KANG, "Contoso Handels GmbH", "8,412.60")

    def unclear_questions(self) -> None:
        for text, expected in (("zzz", "zzz"), ("fabrikam", "Fabrikam Bau"), ("", "/standing")):
            self.desk.command(LEE, f"/standing {text}")
            self._private(LEE, expected)

    def _private(self, user: str, *words: str, channel: str = GENERAL) -> None:
        def look() -> bool:
            told = self.desk.private(user, channel).casefold()
            return all(word.casefold() in told for word in words)

        wait(look, f"a private answer with {words}", lambda: self.desk.private(user, channel))

    def ask_on_friday_evening(self) -> None:
        self.desk.move_clock("2026-10-16T16:00:00Z")
        self.books("2026-10-16T15:30:00+00:00")
        self.desk.command(KANG, "/suspend contoso")
        chosen = [s["id"] for s in self.before.values() if "Phone" not in s["offerName"]]
        self.desk.submit(
            KANG, {"subscriptions": chosen, "reason": "non-payment", "note": "No answer since May"}
        )
        self.card = self.desk.wait_for_message(APPROVALS, "suspend", "contoso")
        self.root = self.desk.wait_for_message(CASES, "contoso")
        self.desk.wait_in_thread(self.root, "asks to suspend")

    def refused_clicks(self) -> None:
        for user, why in ((KANG, "someone else must decide"), (READER, "no vote on this plan")):
            self.desk.click(user, self.card, "plan_approve")
            self._private(user, why, channel=APPROVALS)
            self.desk.close(user)
        if has(self._card(), "1 of 2"):
            raise Unexpected("no vote", words_of(self._card()))

    def first_vote(self) -> None:
        self._approve(BRAUN)
        self.desk.wait_for_message(APPROVALS, "contoso", "1 of 2")

    def second_vote(self) -> None:
        self._approve(PARK)
        self.desk.wait_for_message(APPROVALS, "contoso", "waits")
        if self._sent():
            raise Unexpected("nothing sent on a Friday evening", self._sent())

    def _sent(self) -> list[Json]:
        """What the desk changed; Microsoft renews by itself."""
        return [change for change in self.desk.changes() if change["by"] == "api"]

    def _approve(self, user: str) -> None:
        self.desk.click(user, self.card, "plan_approve")
        self.desk.submit(user, self.desk.consent(user, self.card))
        self.desk.close(user)

    def _card(self) -> Json:
        found = self.desk.messages(APPROVALS)
        return next(m for m in found if m["ts"] == self.card["ts"])

    def monday_morning(self) -> None:
        self.desk.move_clock("2026-10-19T07:05:00Z")
        self.books("2026-10-19T07:00:00+00:00")
        asked = "plan_bank_checked"
        wait(lambda: offers(self._card(), asked), "a bank check asked for", self._card)
        self.desk.click(BRAUN, self.card, "plan_bank_checked")
        wait(lambda: self._statuses().count("suspended") == 2, "two suspended", self._statuses)

    def _statuses(self) -> list[str]:
        return [s["status"] for s in self.desk.subscriptions(DOMAIN)]

    def told_to_everybody(self) -> None:
        wait(lambda: has(self._card(), "finished") or has(self._card(), "done"), "a record",
             lambda: words_of(self._card()))  # fmt: skip
        self.desk.wait_in_thread(self.root, "exchange", "is suspended")
        seats = [c["changed"] for c in self._sent()]
        if len(seats) != 2:
            raise Unexpected("exactly two changes", seats)

    def the_customer_pays(self) -> None:
        self.desk.move_clock("2026-10-19T11:00:00Z")
        self.books("2026-10-19T10:55:00+00:00", paid("contoso"))
        self.card = wait(self._undecided, "a plan to reinstate", self._undecided)

    def _undecided(self) -> Json | None:
        cards = self.desk.messages(APPROVALS)
        return next((m for m in cards if has(m, "reinstate") and offers(m, "plan_approve")), None)

    def one_vote_reinstates(self) -> None:
        self._approve(BRAUN)
        wait(lambda: "suspended" not in self._statuses(), "all active again", self._statuses)
        wait(lambda: self._renewals() == self._renewals_before(), "auto-renew as it was",
             self._renewals)  # fmt: skip

    def _renewals(self) -> dict[str, bool]:
        return {s["id"]: s["autoRenewEnabled"] for s in self.desk.subscriptions(DOMAIN)}

    def _renewals_before(self) -> dict[str, bool]:
        return {key: s["autoRenewEnabled"] for key, s in self.before.items()}

    def freeze_and_lift(self) -> None:
        self.desk.command(LEE, "/freeze checking the books")
        self.card = self.desk.wait_for_message(APPROVALS, "freeze", "0 of 2")
        for user in (BRAUN, PARK):
            self._approve(user)
        wait(lambda: not has(self._card(), "of 2. Asked"), "a lifted freeze",
             lambda: words_of(self._card()))  # fmt: skip


STEPS: tuple[tuple[str, Callable[[Unpaid], None]], ...] = (
    ("customers and open invoices come in", Unpaid.books_come_in),
    ("/overdue and /standing show who owes what", Unpaid.who_owes_what),
    ("unclear questions get helpful private answers", Unpaid.unclear_questions),
    ("a suspension is asked for: case, card, thread", Unpaid.ask_on_friday_evening),
    ("the requester and a stranger cannot vote", Unpaid.refused_clicks),
    ("a first approver's vote is on the card", Unpaid.first_vote),
    ("a second approver completes the quorum, and it waits for Monday", Unpaid.second_vote),
    ("on Monday, with fresh books and a look at the bank, it is sent", Unpaid.monday_morning),
    ("the card and the thread tell it, and nothing was sent twice", Unpaid.told_to_everybody),
    ("the customer pays and reinstatement is proposed", Unpaid.the_customer_pays),
    ("one vote reinstates, with auto-renew as it was", Unpaid.one_vote_reinstates),
    ("one person freezes, two people lift it", Unpaid.freeze_and_lift),
)


def tell(url: str, take_in: TakeIn, folder: Path) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    told = Told("unpaid", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = Unpaid(driver, take_in, folder)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
