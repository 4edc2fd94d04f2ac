"""What forbids a change while it is on its way: a freeze from the terminal, and money that came."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.wiring import Ledger
from clients.receivables_csv import CsvSheet
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.plans import Reason
from core.usecases import receivables
from core.usecases.freezing import freeze_from_terminal
from sandbox.data.receivables import paid, write_receivables
from tests.kills.judge import Asked
from tests.kills.people import under_way

# Of the moments between two kills, one in so many has a freeze.
FREEZES = 8


@dataclass(slots=True)
class Meanwhile:
    """Done between two kills. `frozen` are the moments after which nothing may begin, until two
    people lifted it."""

    ledger: Ledger
    folder: Path
    chance: Random
    asked: list[Asked]
    frozen: list[float] = field(default_factory=list)
    _paid: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def happen(self) -> None:
        if self.chance.randrange(FREEZES) == 0:
            self._freeze()
        if owing := [asked for asked in self._under_way() if asked.tenant in self._owing()]:
            self._pay(self.chance.choice(owing))

    def _freeze(self) -> None:
        try:
            freeze_from_terminal("drill", office=self.ledger.office)
        except Refusal:
            return
        self.frozen.append(time.monotonic())

    def _under_way(self) -> Iterator[Asked]:
        """Plans for money that everybody voted on and that are not over."""
        with self.ledger.office.store.reading() as work:
            going = {plan.plan_id for plan in work.plans.open() if under_way(plan)}
        for asked in tuple(self.asked):
            money = asked.reason == Reason.NON_PAYMENT.value
            if money and asked.plan_id in going and asked.acknowledged_at() is not None:
                yield asked

    def _owing(self) -> dict[str, str]:
        """The number in the books, by tenant, of whoever has not paid."""
        if not self._names:
            with (self.folder / "books.csv").open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                self._names = {r["tenant_id"]: r["customer_ref"] for r in rows if r["tenant_id"]}
        return {t: name for t, name in self._names.items() if name not in self._paid}

    def _pay(self, asked: Asked) -> None:
        """The newest books say that this customer paid everything."""
        self._paid.append(self._names[asked.tenant])
        office, file = self.ledger.office, self.folder / f"books-{len(self._paid)}.csv"
        changes = [paid(name) for name in self._paid]
        write_receivables(file, as_of=office.clock() - timedelta(minutes=1), changes=changes)
        sheet = CsvSheet(file, self.ledger.settings.time_zone)
        receivables.take_in(sheet, office=office, route=Route.CLI)
        asked.paid_at = time.monotonic()
