"""The people of the desk: they ask and vote in Slack, and try again when nothing answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from core.domain.customers import CustomerKey
from core.domain.plans import Plan, PlanState, Reason
from core.ports.office import Office
from sandbox.stories.driver import Driver, Unexpected
from tests.kills.judge import Asked, Cast
from tests.kills.waiting import TooLate, until

PATIENCE, A_MOMENT = 300.0, 0.1
AGENT = "U0LEE"
APPROVERS = ("U0BRAUN", "U0WEBER")
NOT_NOW = (Unexpected, httpx.HTTPError, KeyError, IndexError, StopIteration)
APPROVALS = "C0APPROVALS"


@contextmanager
def slack_of(url: str) -> Iterator[Driver]:
    driver = Driver(url)
    with driver.http:
        yield driver


@dataclass(slots=True)
class Person:
    """Somebody in front of Slack."""

    user: str
    desk: Driver
    office: Office

    def fill_in(self, form: dict[str, Any]) -> str:
        """Submit the open form. Returns what the desk said to it."""
        answer = self.desk.submit(self.user, form)
        return json.dumps(answer["delivery"]["answer"] if answer["delivery"] else "")

    def choices(self) -> tuple[set[str], int]:
        """The subscriptions that the open form offers freely, and how many it takes at most."""
        view = self.desk.view(self.user)["view"]
        for block in view["blocks"]:
            if block.get("block_id") == "subscriptions":
                asked = block["element"]
                offered = {str(option["value"]) for option in asked["options"]}
                return offered, int(asked.get("max_selected_items", len(offered)))
        return set(), 0

    def close(self) -> None:
        try:
            self.desk.close(self.user)
        except NOT_NOW:
            return


@dataclass(slots=True)
class Agent(Person):
    """Asks for suspensions and reinstatements."""

    def ask(self, action: str, key: CustomerKey, wanted: set[str], reason: Reason) -> Asked | None:
        """File a plan, however often it takes. None where the desk offers none of it."""
        known = self._newest(key, action)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if not self._try(action, key, wanted, reason):
                    return None
            except NOT_NOW:
                time.sleep(A_MOMENT)
            self.close()
            plan = self._newest(key, action)
            if plan is not None and plan != known:
                return self._asked(plan)
        raise TooLate(f"nobody could file {action} for {key} in {PATIENCE:.0f} s")

    def _try(self, action: str, key: CustomerKey, wanted: set[str], reason: Reason) -> bool:
        self.desk.command(self.user, f"/{action} {key.tenant_id}")
        offered, most = self.choices()
        chosen = sorted(wanted & offered)[:most]
        if not chosen:
            return False
        form: dict[str, Any] = {"subscriptions": chosen, "note": "asked for by the kill runs"}
        if action == "suspend":
            form["reason"] = reason.value
        self.fill_in(form)
        return True

    def _newest(self, key: CustomerKey, action: str) -> str | None:
        with self.office.store.reading() as work:
            plan = work.plans.open_for(key)
        return plan.plan_id if plan and plan.content.action.value == action else None

    def _asked(self, plan_id: str) -> Asked:
        with self.office.store.reading() as work:
            plan = work.plans.get(plan_id)
        content = plan.content
        assert content.customer is not None
        lines = tuple(dict.fromkeys(line.subscription_id for line in content.lines))
        asked = Asked(
            plan_id, content.action.value, content.customer.tenant_id, lines, content.quorum
        )
        asked.reason = content.reason.value if content.reason else ""
        return asked


@dataclass(slots=True)
class Approver(Person):
    """Votes once, and clicks again until told that the vote is recorded."""

    odd_answers: list[str] = field(default_factory=list)

    def vote(self, asked: Asked) -> Cast:
        card = until(lambda: self._card(asked), f"the card of {asked.plan_id}", within=PATIENCE)
        first: float | None = None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.close()
                self.desk.click(self.user, card, "plan_approve")
                form = self.desk.consent(self.user, self._now(card))
                first = first or time.monotonic()
                said = self.fill_in(form)
                told = time.monotonic()
            except NOT_NOW:
                if first is not None and self._is_recorded(asked):
                    return Cast(self.user, first, time.monotonic())
                time.sleep(A_MOMENT)
                continue
            if "recorded" in said or self._is_recorded(asked):
                return Cast(self.user, first, told)
            self.odd_answers.append(said[:300])
        raise TooLate(f"{self.user} could not vote on {asked.plan_id}")

    def _now(self, card: dict[str, str]) -> dict[str, Any]:
        """The card as it reads now, with the code that the form asks for."""
        return next(m for m in self.desk.messages(card["channel"]) if m["ts"] == card["ts"])

    def _card(self, asked: Asked) -> dict[str, str] | None:
        with self.office.store.reading() as work:
            posted = work.posts.get(f"plan:{asked.plan_id}")
        return {"channel": posted.channel, "ts": posted.ts} if posted else None

    def _is_recorded(self, asked: Asked) -> bool:
        with self.office.store.reading() as work:
            votes = work.plans.votes(asked.plan_id)
        return any(vote.account.endswith(f"/{self.user}") for vote in votes)


def under_way(plan: Plan) -> bool:
    """Approved, and not over."""
    return plan.is_open() and plan.state is not PlanState.PENDING
