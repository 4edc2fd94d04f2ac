"""A whole world for one test: people in Slack, Partner Center, the books, the clock, the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from clients.receivables_csv import CsvSheet
from core.domain.customers import Customer
from core.domain.events import Recorded, Route
from core.domain.people import AccountKey
from core.domain.plans import Plan, Step
from core.gathering import ON_CUSTOMERS
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.receivables import Drop, Taken, take_in
from sandbox.data.receivables import Change, Row, paid, receivables, write_rows
from sandbox.stories.driver import APPROVALS, GENERAL, Driver, Json, wait, words_of
from storage.audit import Verdict, verify
from tests.installation import Installation

AGENT, OTHER_AGENT = "U0KANG", "U0LEE"
FIRST, SECOND, THIRD = "U0BRAUN", "U0PARK", "U0WEBER"
ADMINISTRATOR, READER, GUEST = "U0ADMIN", "U0READER", "U0GUEST"
TEAM = "T0PARTNER"
A_LONG_TIME = 20.0
T = TypeVar("T")


@dataclass
class Faults:
    """What shall go wrong, in the sandbox's own words."""

    driver: Driver

    def partner_center(self, kind: str, method: str = "PATCH", **more: object) -> None:
        self._add("partner-center", kind, {"method": method}, more)

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
class World:
    """Its methods read like what people do; questions are answered by the sandbox or the store."""

    installation: Installation
    driver: Driver = field(init=False)
    faults: Faults = field(init=False)
    happened: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.driver = Driver(self.installation.sandbox.url)
        self.faults = Faults(self.driver)

    @property
    def office(self) -> Office:
        return self.installation.ledger.office

    @property
    def now(self) -> datetime:
        return self.office.clock()

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
        chosen = [s["id"] for n in names for s in self._named(customer, n)]
        values: Json = {"subscriptions": chosen, "reason": reason, "note": note}
        return self._submit(user, values)

    def reinstate(self, customer: str, user: str = AGENT) -> str:
        self.driver.command(user, f"/reinstate {customer}")
        return self._submit(user, {"note": "They called"})

    def open_approval(self, user: str, plan: Plan | None = None) -> Json:
        """Press Approve; the form that opened, with the bank looked at where it asks."""
        self.driver.click(user, self.card(plan), "plan_approve")
        return self.driver.view(user)

    def approve(self, user: str, plan: Plan | None = None, *, bank: bool = True) -> str:
        """Press Approve and submit the form; what the form says then."""
        form = self.open_approval(user, plan)
        asked = any(block.get("block_id") == "bank" for block in form["view"]["blocks"])
        return self._submit(user, {"bank": ["checked"]} if asked and bank else {})

    def reject(self, user: str, why: str = "They paid in cash", again: str = "5") -> str:
        self.driver.click(user, self.card(), "plan_reject")
        return self._submit(user, {"reason": why, "again": again})

    def click(self, user: str, button: str, plan: Plan | None = None) -> str:
        """Press a button of the newest card; what is whispered then."""
        before = len(self.whispers(user, APPROVALS))
        self.driver.click(user, self.card(plan), button)
        heard = self._wait(
            lambda: self.whispers(user, APPROVALS)[before:], f"an answer to {button}"
        )
        return heard[-1]

    def _submit(self, user: str, values: Json) -> str:
        said = self._said(user, self.driver.submit(user, values))
        self.driver.close(user)
        return said

    def _said(self, user: str, answer: Json) -> str:
        private = [words_of(answer["ephemeral"])] if answer["ephemeral"] else []
        forms = [form for form in answer["views"] if form["view_id"]]
        shown = [words_of(form["view"]) for form in forms]
        complaints = [str(words) for form in forms for words in (form["errors"] or {}).values()]
        return " ".join([*private, *shown, *complaints])

    def whispers(self, user: str, channel: str = GENERAL) -> list[str]:
        """What was said to this person alone, oldest first."""
        found = self.driver.messages(channel, user)
        return [words_of(m) for m in found if m.get("ephemeral_for") == user]

    def private(self, user: str, channel: str = GENERAL) -> str:
        return "\n".join(self.whispers(user, channel))

    def change_person(self, user: str, **flags: object) -> None:
        """Somebody's account changes; Slack tells the bot."""
        answer = self.driver.http.patch(f"/sandbox/slack/people/{user}", json=flags)
        assert answer.status_code == 200, answer.text

    # The books and the clock

    def take_in(self, *changes: Change, drop: Drop = Drop.REFUSE) -> Taken:
        """A newer file with everything that happened so far. Raises ImportRefused."""
        self.happened += changes
        as_of = self.now - timedelta(seconds=1)
        return self.take_in_rows(receivables(as_of=as_of, changes=self.happened), drop=drop)

    def take_in_rows(self, rows: list[Row], *, drop: Drop = Drop.REFUSE) -> Taken:
        file = self.installation.folder / "books.csv"
        write_rows(file, rows)
        sheet = CsvSheet(file, self.installation.desk.settings.time_zone)
        taken = take_in(sheet, office=self.office, route=Route.CLI, drop=drop)
        self.settled()
        return taken

    def rows(self) -> list[Row]:
        """The rows of a file as of now, to be changed by hand."""
        return receivables(as_of=self.now - timedelta(seconds=1), changes=self.happened)

    def pays(self, whose: str) -> None:
        self.take_in(paid(whose))

    def move_clock(self, to: str) -> None:
        self.driver.move_clock(to)

    # Partner Center

    def statuses(self, customer: str) -> dict[str, str]:
        """Status by offer name, as Microsoft knows it."""
        return {s["offerName"]: s["status"] for s in self.subscriptions(customer)}

    def subscriptions(self, customer: str) -> list[Json]:
        return self.driver.subscriptions(f"{customer}.example")

    def _named(self, customer: str, name: str) -> list[Json]:
        found = [s for s in self.subscriptions(customer) if name in s["offerName"]]
        assert found, f"{customer} has no {name}"
        return found

    def in_portal(self, customer: str, name: str, **fields: object) -> None:
        """Somebody changes a subscription behind our back."""
        body = {"subscription_id": self._named(customer, name)[0]["id"], "set": fields}
        answer = self.driver.http.post("/sandbox/partner-center/portal", json=body)
        assert answer.status_code == 200, answer.text

    def changes(self) -> list[Json]:
        """What Partner Center accepted from us, in order."""
        return [change for change in self.driver.changes() if change["by"] == "api"]

    def sends(self) -> list[Json]:
        """Every change that was sent, accepted or not."""
        found = self.driver.http.get("/sandbox/partner-center/requests").json()
        return [request for request in found if request["method"] == "PATCH"]

    # The desk's own record

    def ask(self, question: Callable[[Work], T]) -> T:
        with self.office.store.reading() as work:
            return question(work)

    def customer(self, name: str) -> Customer:
        return self.ask(lambda work: work.customers.search(name, 1)[0])

    def plan(self, customer: str = "contoso") -> Plan:
        """The newest plan of this customer."""
        return self.plans(customer)[0]

    def plans(self, customer: str = "contoso") -> list[Plan]:
        """All plans of this customer, newest first."""
        key = self.customer(customer).key

        def look(work: Work) -> list[Plan]:
            found = [
                plan for action in ON_CUSTOMERS for plan in work.plans.of_customer(key, action)
            ]
            return sorted(found, key=lambda plan: plan.content.filed_at, reverse=True)

        return self.ask(look)

    def steps(self, plan: Plan | None = None) -> list[Step]:
        wanted = (plan or self.plan()).plan_id
        return self.ask(lambda work: work.plans.steps(wanted))

    def events(self, plan: Plan | None = None) -> list[Recorded]:
        wanted = (plan or self.plan()).plan_id
        return self.ask(lambda work: work.events.of_plan(wanted))

    def account(self, user: str) -> AccountKey:
        return AccountKey(TEAM, user)

    def audit(self) -> Verdict:
        with self.installation.ledger.database.reading() as connection:
            return verify(connection)

    # What everybody can read

    def card(self, plan: Plan | None = None) -> Json:
        """The message of a plan's card, the newest plan's if none is named."""
        wanted = (plan or self.plan()).plan_id

        def look() -> Json | None:
            posted = self.ask(lambda work: work.posts.get(f"plan:{wanted}"))
            found = self.driver.messages(APPROVALS) if posted else []
            return next((m for m in found if posted and m["ts"] == posted.ts), None)

        return self._wait(look, "the card")

    def card_text(self, plan: Plan | None = None) -> str:
        return words_of(self.card(plan))

    def thread(self, plan: Plan | None = None) -> str:
        """Everything said in the case's thread."""
        case_id = (plan or self.plan()).content.case_id
        assert case_id is not None
        place = self.ask(lambda work: work.cases.get(case_id)).thread
        channel, _, ts = place.partition(":")
        return "\n".join(words_of(m) for m in self.driver.messages(channel, thread_ts=ts))

    def settled(self) -> None:
        """Wait until nothing runs, is due or waits for another attempt."""
        assert self.installation.ledger.engine.idle(A_LONG_TIME), "the engine does not come to rest"

    def _wait(self, look: Callable[[], T | None], what: str) -> T:
        return wait(look, what, lambda: [words_of(m) for m in self.driver.messages(APPROVALS)[-2:]])

    def violations(self) -> list[Any]:
        return self.driver.violations()

    def close(self) -> None:
        self.driver.http.close()
