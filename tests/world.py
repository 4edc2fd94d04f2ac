"""A whole world for one test: people in Slack, Partner Center, the books, the clock, the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.approvals import Choice
from core.domain.events import Route
from core.domain.plans import Action, Plan, Reason
from core.usecases import suspension, voting
from core.usecases.receivables import Drop, Taken, take_in
from core.usecases.voting import Ballot
from sandbox.data.receivables import Change, Row, paid, receivables, write_rows
from sandbox.stories.driver import APPROVALS, Driver, Json, words_of
from tests.differing import Delivery, differing
from tests.witness import Witness

AGENT, OTHER_AGENT = "U0KANG", "U0LEE"
FIRST, SECOND, THIRD = "U0BRAUN", "U0PARK", "U0WEBER"
ADMINISTRATOR, READER, GUEST = "U0ADMIN", "U0READER", "U0GUEST"


@dataclass
class Faults:
    """What shall go wrong, in the sandbox's own words."""

    driver: Driver

    def partner_center(self, kind: str, method: str = "PATCH", **more: object) -> None:
        self._add("partner-center", kind, {"method": method}, more)

    def sign_in(self, kind: str, **more: object) -> None:
        self._add("token", kind, {}, more)

    def slack(self, kind: str, method: str, **more: object) -> None:
        self._add("slack", kind, {"method": method}, more)

    def _add(self, target: str, kind: str, match: Json, more: Json) -> None:
        answer = self.driver.http.post(
            "/sandbox/faults", json={"target": target, "kind": kind, "match": match, **more}
        )
        assert answer.status_code == 200, answer.text

    def fired(self) -> int:
        return sum(fault["fired"] for fault in self.driver.http.get("/sandbox/faults").json())

    def clear(self) -> None:
        self.driver.http.delete("/sandbox/faults")


@dataclass
class World(Witness):
    """Its methods read like what people do."""

    faults: Faults = field(init=False)
    happened: list[Change] = field(default_factory=list)
    files: int = 0
    delivery: Delivery | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.faults = Faults(self.driver)

    # Straight through the use cases, where Slack is not what is asked about

    def file(self, customer: str, *names: str, reason: Reason = Reason.NON_PAYMENT) -> Plan:
        chosen = tuple(s["id"] for n in names for s in self.named(customer, n))
        wish = suspension.Wish(self.customer(customer).key, chosen, reason, "No answer since May")
        return suspension.ask(wish, self.account(AGENT), office=self.office)

    def vote(self, plan: Plan, user: str, choice: Choice = Choice.APPROVE) -> Plan:
        bank = choice is Choice.APPROVE
        ballot = Ballot(plan.plan_id, plan.hash, choice, bank_checked=bank, reason="They called")
        return voting.vote(ballot, self.account(user), office=self.office)

    def approved(self, customer: str, *names: str, reason: Reason = Reason.NON_PAYMENT) -> Plan:
        """A plan with both votes."""
        plan = self.file(customer, *names, reason=reason)
        self.vote(plan, FIRST)
        return self.vote(plan, SECOND)

    def suspended(self, customer: str, *names: str, reason: Reason = Reason.NON_PAYMENT) -> Plan:
        """A plan that was carried out."""
        plan = self.approved(customer, *names, reason=reason)
        self.settled()
        return self.again(plan)

    def lift_freeze(self, *users: str) -> None:
        self.settled()
        (card,) = self.ask(lambda work: work.plans.open_of(Action.LIFT_FREEZE))
        for user in users:
            self.vote(card, user)

    @property
    def freeze_file(self) -> Path:
        return self.installation.folder / "FREEZE"

    def check_bank(self, plan: Plan) -> None:
        voting.check_bank(plan.plan_id, self.account(FIRST), office=self.office)

    @contextmanager
    def engine_paused(self) -> Iterator[None]:
        """Jobs wait meanwhile, as they do when the worker is busy or down."""
        self.installation.ledger.engine.stop()
        yield
        self.installation.ledger.engine.start()

    # What people do in Slack

    def command(self, user: str, text: str) -> str:
        """Type a command; what was answered in private."""
        return self._said(user, self.driver.command(user, text))

    def suspend(
        self, customer: str, *names: str, reason: str = "non-payment", user: str = AGENT,
        note: str = "No answer since May",
    ) -> str:  # fmt: skip
        """Ask by command and form, for the subscriptions whose names begin so."""
        self.driver.command(user, f"/suspend {customer}")
        chosen = [s["id"] for n in names for s in self.named(customer, n)]
        values: Json = {"subscriptions": chosen, "reason": reason, "note": note}
        return self.submit(user, values)

    def reinstate(self, customer: str, user: str = AGENT) -> str:
        self.driver.command(user, f"/reinstate {customer}")
        return self.submit(user, {"note": "They called"})

    def open_approval(self, user: str, plan: Plan | None = None) -> Json:
        """Press Approve; the form that opened, with the bank looked at where it asks."""
        self.driver.click(user, self.card(plan), "plan_approve")
        return self.driver.view(user)

    def approve(self, user: str, plan: Plan | None = None, *, bank: bool = True) -> str:
        """Press Approve and submit the form; what the form says then."""
        self.open_approval(user, plan)
        return self.submit(user, self.consent(user, plan, bank=bank))

    def consent(self, user: str, plan: Plan | None = None, *, bank: bool = True) -> Json:
        """What is put into the form of an approval, which is open."""
        given = self.driver.consent(user, self.card(plan))
        return given if bank else {name: one for name, one in given.items() if name != "bank"}

    def reject(self, user: str, why: str = "They paid in cash", again: str = "5") -> str:
        self.driver.click(user, self.card(), "plan_reject")
        return self.submit(user, {"reason": why, "again": again})

    def refused(self, user: str, button: str = "plan_approve", plan: Plan | None = None) -> str:
        """Press a button that opens no form; what is whispered instead."""
        said = self.click(user, button, plan)
        assert not self.driver.http.get("/sandbox/slack/views", params={"user": user}).json()
        return said

    def click(self, user: str, button: str, plan: Plan | None = None) -> str:
        """Press a button of the newest card; what is whispered then."""
        before = len(self.whispers(user, APPROVALS))
        self.driver.click(user, self.card(plan), button)
        heard = self.wait_for(
            lambda: self.whispers(user, APPROVALS)[before:], f"an answer to {button}"
        )
        return heard[-1]

    def submit(self, user: str, values: Json) -> str:
        """Submit the newest open form; what it says then."""
        said = self._said(user, self.driver.submit(user, values))
        self.driver.close(user)
        return said

    def _said(self, user: str, answer: Json) -> str:
        private = [words_of(answer["ephemeral"])] if answer["ephemeral"] else []
        forms = [form for form in answer["views"] if form["view_id"]]
        shown = [words_of(form["view"]) for form in forms]
        complaints = [str(words) for form in forms for words in (form["errors"] or {}).values()]
        return " ".join([*private, *shown, *complaints])

    def change_person(self, user: str, **flags: object) -> None:
        """Somebody's account changes; Slack tells the bot."""
        answer = self.driver.http.patch(f"/sandbox/slack/people/{user}", json=flags)
        assert answer.status_code == 200, answer.text

    # The books and the clock

    def take_in(self, *changes: Change, drop: Drop = Drop.REFUSE) -> Taken:
        """A newer file with everything that happened so far. Raises ImportRefused."""
        self.happened += changes
        return self.take_in_rows(self.rows(), drop=drop)

    def take_in_rows(self, rows: list[Row], *, drop: Drop = Drop.REFUSE) -> Taken:
        file = self.installation.folder / "books.csv"
        write_rows(file, rows)
        sheet = CsvSheet(file, self.installation.desk.settings.time_zone)
        taken = take_in(sheet, office=self.office, route=Route.CLI, drop=drop)
        if not taken.again:
            self.delivery = Delivery(rows, taken)
        return taken

    def differing(self) -> list[str]:
        """What the desk has otherwise than it is."""
        with self.installation.ledger.database.reading() as connection:
            return list(differing(connection, self.delivery, self.driver.changes()))

    def rows(self) -> list[Row]:
        """The rows of the next file, to be changed by hand; each is of a later second."""
        self.files += 1
        as_of = self.now - timedelta(minutes=5) + timedelta(seconds=self.files)
        return receivables(as_of=as_of, changes=self.happened)

    def pays(self, whose: str) -> None:
        self.take_in(paid(whose))
        self.settled()

    def move_clock(self, to: str) -> None:
        self.driver.move_clock(to)

    def in_portal(self, customer: str, name: str, **fields: object) -> None:
        """Somebody changes a subscription behind our back."""
        body = {"subscription_id": self.named(customer, name)[0]["id"], "set": fields}
        answer = self.driver.http.post("/sandbox/partner-center/portal", json=body)
        assert answer.status_code == 200, answer.text
