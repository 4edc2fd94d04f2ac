"""Keeps the desk busy: plans are filed and voted on, all the time, by people who do not give up."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from core.domain.customers import CustomerKey
from core.domain.people import AccountKey
from core.domain.plans import Action, Reason
from core.ports.office import Office
from core.usecases import suspension
from sandbox.data.partner import sample_accounts
from sandbox.slack.people import TEAM_ID
from tests.kills.judge import Asked
from tests.kills.people import AGENT, APPROVERS, Agent, Approver, slack_of, under_way
from tests.kills.waiting import until

OPEN_AT_ONCE = 6
IDLE = 0.2
# These customers' plans never get a second vote: nothing may ever happen to them.
NEVER_APPROVED = 3
# The stand-in knows further accounts, the desk does not.
KNOWN = {account.name for account in sample_accounts()}
Truth = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Crowd:
    """One agent and two approvers, each in a thread of their own."""

    url: str
    office: Office
    http: httpx.Client
    chance: Random
    asked: list[Asked] = field(default_factory=list)
    lifts: list[Asked] = field(default_factory=list)
    odd_answers: list[str] = field(default_factory=list)
    _enough: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)
    _queues: dict[str, queue.Queue[Asked | None]] = field(default_factory=dict)
    _rota: list[CustomerKey] = field(default_factory=list)
    _shy: frozenset[CustomerKey] = frozenset()

    def work(self, pool: ThreadPoolExecutor) -> Callable[[float], None]:
        """Begin. What is returned lets everything that was begun come to its end, within so many
        seconds, and raises what the people met."""
        self._rota = self._customers()
        self._shy = frozenset(self._rota[:NEVER_APPROVED])
        self._queues = {user: queue.Queue() for user in APPROVERS}
        running: list[Future[None]] = [pool.submit(self._ask)]
        running += [pool.submit(self._vote, user) for user in APPROVERS]

        def gave_up() -> bool:
            return any(one.done() for one in running)

        def finish(within: float) -> None:
            try:
                until(lambda: gave_up() or self._has_asked(), "a plan to vote on", within=within)
                self._enough.set()
                until(lambda: gave_up() or self._is_all_over(), "every plan's end", within=within)
            finally:
                self._over.set()
            for one in running:
                one.result()

        return finish

    def _ask(self) -> None:
        try:
            with slack_of(self.url) as slack:
                agent = Agent(AGENT, slack, self.office)
                while not self._over.is_set():
                    self._call_to_lift()
                    if self._enough.is_set() or not self._ask_once(agent):
                        self._over.wait(IDLE)
        finally:
            for waiting in self._queues.values():
                waiting.put(None)

    def _call_to_lift(self) -> None:
        """After three surprises the desk freezes itself; two people lift that again and again."""
        with self.office.store.reading() as work:
            plans = work.plans.open_of(Action.LIFT_FREEZE)
        for plan in plans:
            if plan.plan_id not in {asked.plan_id for asked in self.lifts}:
                asked = Asked(plan.plan_id, plan.content.action.value, "", (), plan.content.quorum)
                self.lifts.append(asked)
                for user in APPROVERS:
                    self._queues[user].put(asked)

    def _has_asked(self) -> bool:
        """For a plan that is approved: a short run may have been killed before the first."""
        return any(one.tenant not in self._shy_tenants() for one in self.asked)

    def _is_all_over(self) -> bool:
        """Everybody voted, and nothing approved is under way."""
        if any(len(a.votes) < a.quorum for a in self.asked if a.tenant not in self._shy_tenants()):
            return False
        with self.office.store.reading() as work:
            return not any(under_way(plan) for plan in work.plans.open())

    def _shy_tenants(self) -> set[str]:
        return {key.tenant_id for key in self._shy}

    def _ask_once(self, agent: Agent) -> bool:
        with self.office.store.reading() as work:
            open_now = {p.content.customer for p in work.plans.open() if p.content.customer}
        idle = [key for key in self._rota if key not in open_now]
        if not idle or len(open_now - self._shy) >= OPEN_AT_ONCE:
            return False
        key = self.chance.choice(idle)
        asked = self._file(agent, key)
        if asked is None:
            self._put_right(key)
            return False
        self.asked.append(asked)
        self._call_to_vote(asked, key)
        return True

    def _file(self, agent: Agent, key: CustomerKey) -> Asked | None:
        truth = self._truth(key)
        with self.office.store.reading() as work:
            ours = {s.subscription_id for s in work.customers.open_suspensions(key)}
        if lift := ours & _with_status(truth, "suspended"):
            return agent.ask("reinstate", key, lift, Reason.FRAUD)
        active = _with_status(truth, "active")
        return agent.ask("suspend", key, active, self._reason(key)) if active else None

    def _reason(self, key: CustomerKey) -> Reason:
        """Non-payment where money is owed and the customer's own office hours have begun."""
        account = AccountKey(TEAM_ID, AGENT)
        offer = suspension.offer(key.tenant_id, account, office=self.office)
        reasons = [Reason.FRAUD, Reason.MISUSE]
        if offer.owes and offer.customer.country == "DE":
            reasons.append(Reason.NON_PAYMENT)
        return self.chance.choice(reasons)

    def _call_to_vote(self, asked: Asked, key: CustomerKey) -> None:
        voters = self.chance.sample(APPROVERS, asked.quorum)
        for user in voters[:1] if key in self._shy else voters:
            self._queues[user].put(asked)

    def _vote(self, user: str) -> None:
        with slack_of(self.url) as slack:
            approver = Approver(user, slack, self.office)
            while (asked := self._queues[user].get()) is not None:
                asked.votes.append(approver.vote(asked))
        self.odd_answers += approver.odd_answers

    def _customers(self) -> list[CustomerKey]:
        """Those of whom everything is active and at least something may be suspended."""
        found = []
        for customer in self._all():
            statuses = {s["status"] for s in customer["subscriptions"]}
            if statuses == {"active"} and customer["account"] in KNOWN:
                found.append(CustomerKey(customer["account"], customer["id"]))
        return found

    def _all(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.http.get("/sandbox/partner-center/customers").json()
        return listed

    def _truth(self, key: CustomerKey) -> Truth:
        of_customer = next(c for c in self._all() if c["id"] == key.tenant_id)
        return {s["id"]: s for s in of_customer["subscriptions"]}

    def _put_right(self, key: CustomerKey) -> None:
        """A person looks after what ended with a person: all of it is active again."""
        for id in _with_status(self._truth(key), "suspended"):
            portal = {"subscription_id": id, "set": {"status": "active"}}
            self.http.post("/sandbox/partner-center/portal", json=portal)
        time.sleep(0.05)


def _with_status(truth: Truth, status: str) -> set[str]:
    return {id for id, found in truth.items() if found["status"] == status}
