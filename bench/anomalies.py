"""Unusual Azure spend on made-up customers: how many alarms are right, how much of the abuse is
found, and how soon; beside one amount for everybody, the best there is for these customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean

from bench.measuring import compare, say, usual
from bench.usage import BEGINS, DAYS, JUDGED, SHAPES, MadeUp, customers
from core.domain.anomalies import RULES, Past, SpendRules, unusual

# The numbers of the rules, and the amount beside them, were chosen by the first and are told by
# the second: what is told of the seed that one has looked at is too good.
TUNING, REPORTING = 7, 20261129
COUNT = 400
FLOOR = Decimal(50)
AMOUNTS = [Decimal(amount) for amount in (100, 200, 300, 500, 800, 1200, 2000, 3000, 5000)]
# Days that stand out are one alarm until so many days passed without.
APART = timedelta(days=3)
# Usual spend is 80 of 100, and 60 opens a case.
OPENS = 75
Flag = Callable[[MadeUp, date], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """`delays` in days, of each abuse that was found, by shape."""

    alarms: int
    right: int
    planted: int
    delays: dict[str, list[int]]

    @property
    def found(self) -> int:
        return sum(map(len, self.delays.values()))

    @property
    def precision(self) -> float:
        return self.right / self.alarms if self.alarms else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.planted

    @property
    def both(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        late = [one for found in self.delays.values() for one in found]
        return (
            f"precision {self.precision:.2f}, recall {self.recall:.2f}, "
            f"{mean(late):.1f} days to detection, {self.alarms} alarms"
        )


def by_rules(rules: SpendRules = RULES, least: int = 0) -> Flag:
    def flag(one: MadeUp, day: date) -> bool:
        past = Past({d: one.sums[d] for d in one.sums if d <= day}, one.off)
        past = replace(past, age=(day - one.began).days)
        found = unusual(past, day, FLOOR, rules)
        return found is not None and found.strength >= least

    return flag


def above(amount: Decimal) -> Flag:
    return lambda one, day: one.sums.get(day, Decimal(0)) >= amount


def judge(flag: Flag, made: Iterable[MadeUp]) -> Result:
    alarms = right = planted = 0
    delays: dict[str, list[int]] = {shape: [] for shape in SHAPES}
    for one in made:
        found = list(_alarms(flag, one))
        abuse = one.abuse
        hits = [days for days in found if abuse and any(abuse.first <= d for d in days)]
        hits = [days for days in hits if abuse and days[0] <= abuse.last + timedelta(days=1)]
        alarms, right = alarms + len(found), right + len(hits)
        planted += abuse is not None
        if abuse is not None and hits:
            first = min(day for days in hits for day in days if day >= abuse.first)
            delays[abuse.shape].append((first - abuse.first).days)
    return Result(alarms, right, planted, delays)


def _alarms(flag: Flag, one: MadeUp) -> Iterator[list[date]]:
    run: list[date] = []
    for number in range(JUDGED, DAYS):
        day = BEGINS + timedelta(days=number)
        if not flag(one, day):
            continue
        if run and day - run[-1] > APART:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def best_amount(made: Sequence[MadeUp]) -> Decimal:
    return max(AMOUNTS, key=lambda amount: judge(above(amount), made).both)


def measure() -> None:
    amount = best_amount(customers(TUNING, COUNT))
    made = customers(REPORTING, COUNT)
    ours, theirs = judge(by_rules(), made), judge(above(amount), made)
    say(f"unusual spend of {COUNT} customers, seed {REPORTING}", str(ours))
    say("of these strong enough for a case", str(judge(by_rules(least=OPENS), made)))
    say(f"more than {amount} EUR a day, the best amount of seed {TUNING}", str(theirs))
    for shape in SHAPES:
        planted = sum(one.abuse is not None and one.abuse.shape == shape for one in made)
        found, late = ours.delays[shape], theirs.delays[shape]
        say(
            f"  {shape}: {len(found)} of {planted} found",
            f"{mean(found):.1f} days; by amount {len(late)}, {mean(late):.1f} days",
        )
    day = BEGINS + timedelta(days=DAYS - 3)
    flag, amounts = by_rules(), above(amount)
    rules = usual(lambda: [flag(one, day) for one in made])
    plain = usual(lambda: [amounts(one, day) for one in made])
    compare(f"one day of {COUNT} customers", rules, "by amount", plain)
