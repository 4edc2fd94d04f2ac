"""What can be seen of a world: through the sandbox's HTTP API, and in the desk's own store."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from core.domain.customers import Customer
from core.domain.events import Recorded
from core.domain.people import AccountKey
from core.domain.plans import ON_CUSTOMERS, Plan, Step
from core.ports.office import Office
from core.ports.store import Work
from sandbox.stories.driver import APPROVALS, GENERAL, Driver, Json, wait, words_of
from storage.audit import Verdict, verify
from tests.installation import Installation

TEAM = "T0PARTNER"
A_LONG_TIME = 60.0
T = TypeVar("T")


@dataclass
class Witness:
    """Asks, and changes nothing."""

    installation: Installation
    driver: Driver = field(init=False)

    def __post_init__(self) -> None:
        self.driver = Driver(self.installation.sandbox.url)

    @property
    def office(self) -> Office:
        return self.installation.ledger.office

    @property
    def now(self) -> datetime:
        return self.office.clock()

    # Partner Center

    def statuses(self, customer: str) -> dict[str, str]:
        """Status by offer name, as Microsoft knows it."""
        return {s["offerName"]: s["status"] for s in self.subscriptions(customer)}

    def subscriptions(self, customer: str) -> list[Json]:
        return self.driver.subscriptions(self.customer(customer).domain)

    def named(self, customer: str, name: str) -> list[Json]:
        found = [s for s in self.subscriptions(customer) if name in s["offerName"]]
        assert found, f"{customer} has no {name}"
        return found

    def changes(self) -> list[Json]:
        """What Partner Center accepted from us, in order."""
        return [change for change in self.driver.changes() if change["by"] == "api"]

    def requests(self) -> list[Json]:
        """Every call that Partner Center saw, in order."""
        found: list[Json] = self.driver.http.get("/sandbox/partner-center/requests").json()
        return found

    def sends(self) -> list[Json]:
        """Every change that was sent, accepted or not."""
        return [request for request in self.requests() if request["method"] == "PATCH"]

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

    def again(self, plan: Plan) -> Plan:
        """The plan as it is now."""
        return self.ask(lambda work: work.plans.get(plan.plan_id))

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

    def whispers(self, user: str, channel: str = GENERAL) -> list[str]:
        """What was said to this person alone, oldest first."""
        found = self.driver.messages(channel, user)
        return [words_of(m) for m in found if m.get("ephemeral_for") == user]

    def private(self, user: str, channel: str = GENERAL) -> str:
        return "\n".join(self.whispers(user, channel))

    def card(self, plan: Plan | None = None) -> Json:
        """The message of a plan's card, the newest plan's if none is named."""
        wanted = (plan or self.plan()).plan_id

        def look() -> Json | None:
            posted = self.ask(lambda work: work.posts.get(f"plan:{wanted}"))
            found = self.driver.messages(posted.channel) if posted else []
            return next((m for m in found if posted and m["ts"] == posted.ts), None)

        return self.wait_for(look, "the card")

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

    def until(self, holds: Callable[[], bool], within: float = A_LONG_TIME) -> None:
        """Wait for something in the world."""
        deadline = time.monotonic() + within
        while not holds():
            assert time.monotonic() < deadline, f"it did not come about within {within} seconds"
            time.sleep(0.02)

    def wait_for(self, look: Callable[[], T | None], what: str) -> T:
        return wait(look, what, lambda: [words_of(m) for m in self.driver.messages(APPROVALS)[-2:]])

    def violations(self) -> list[Json]:
        return self.driver.violations()

    def close(self) -> None:
        self.driver.http.close()
