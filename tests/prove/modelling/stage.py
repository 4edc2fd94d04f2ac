"""One desk and all around it, before anything has happened."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine

from core.domain.errors import Refusal
from core.domain.exposure import Document
from core.domain.people import AccountKey
from core.domain.plans import DONE_STEPS, Plan
from core.domain.policy_file import read_policy
from tests.prove.modelling.desk import Desk
from tests.prove.modelling.filled import (
    CUSTOMERS,
    EVERYBODY,
    SECOND,
    SECRETS,
    SHIPPED,
    TEAM,
    documents,
    subscriptions_of,
)
from tests.prove.modelling.memory import Memory, Noted
from tests.prove.modelling.microsoft import Asked, Microsoft
from tests.prove.modelling.scenery import POLICIES
from tests.prove.modelling.slack import SlackSide


@dataclass
class Tally:
    """Over all machines of a run. `looked` counts what was looked at, by invariant."""

    done: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)
    whys: list[str] = field(default_factory=list)


class Stage(RuleBasedStateMachine):
    """What every move needs."""

    tally: ClassVar[Tally] = Tally()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.breaches: list[tuple[str, str]] = []
        self.microsoft = Microsoft(lambda: self.desk.now, self._leaving)
        for n, key in enumerate(CUSTOMERS, start=1):
            self.microsoft.resources |= {(key, one["id"]): one for one in subscriptions_of(n)}
        self.desk = Desk(Path(self._folder.name), self.microsoft)
        self.slack = SlackSide(TEAM)
        with self.desk.store.reading() as work:
            names = {}
            for user in EVERYBODY:
                found = work.people.by_account(AccountKey(TEAM, user))
                if found is not None and user not in SECOND:
                    names[found.person_id] = user
        self.memory = Memory(names, well={"U0GUEST": False}, secrets=dict(SECRETS))
        self.versions = {read_policy(one).version: demand for one, demand in POLICIES.values()}
        self.memory.demands = self.versions
        self.memory.policy = read_policy(SHIPPED).version
        self.documents: dict[str, Document] = documents()
        self.backup: tuple[Path, Memory, int] | None = None
        self.kept = 0
        # By request id: the plan, and the line's place in it.
        self.requests: dict[str, tuple[str, int]] = {}
        self.acted: set[tuple[int, str]] = set()
        # Places of forms that Slack has brought.
        self.brought: set[int] = set()
        self.lost_from: list[tuple[int, int]] = []
        self.tally.figures["runs"] += 1

    # Help

    def _leaving(self, asked: Asked) -> None:
        """This leaves the desk."""
        raise NotImplementedError

    def taken_over(self, noted: Noted) -> list[str]:
        """What this plan made ours."""
        with self.desk.store.reading() as work:
            steps = work.plans.steps(noted.plan.plan_id)
        done = (one for one in steps if one.state in DONE_STEPS)
        return [one.line.subscription_id for one in done]

    def tries(self, name: str, do: Callable[[], Any]) -> Any:
        """A refusal is an answer, too."""
        self.tally.done[name] += 1
        try:
            return do()
        except Refusal as refusal:
            self.tally.refused[type(refusal).__name__] += 1
            return None

    def account(self, user: str) -> AccountKey:
        return AccountKey(TEAM, user)

    def person(self, user: str) -> str:
        return SECOND.get(user, user)

    def open_plans(self) -> list[Plan]:
        with self.desk.store.reading() as work:
            return sorted(work.plans.open(), key=lambda one: (one.content.filed_at, one.plan_id))

    def pick(self, place: int) -> Plan | None:
        found = self.open_plans()
        return found[place % len(found)] if found else None

    def work(self, most: int) -> None:
        """As far as it gets."""
        self.die(lambda: self.desk.work(most), 0)

    def die(self, do: Callable[[], object], nth: int) -> None:
        died = self.desk.dies(nth, do)
        self.tally.figures["crashes"] += died
        self.tally.done["kill"] += died
