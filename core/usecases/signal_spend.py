"""Azure spend of one customer: does the newest day stand out, is the month within its budget?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.domain.anomalies import Anomaly, Past, median, unusual
from core.domain.calendar import is_business_day, is_weekend
from core.domain.customers import Generation
from core.domain.money import Money, minor_digits
from core.domain.signals import Label, Observed, Signal, SignalKind
from core.domain.spending import Spending, counted_day, day_sums, over_budget
from core.dossiers import place_in
from core.ports.dossiers import Dossier
from core.ports.profiles import Profile
from core.usecases.signal_keys import key_of

# Eight weeks, two months for what runs once a month, and a few days more.
HISTORY = timedelta(days=100)
# A count that is older says nothing of today.
FRESH = timedelta(days=4)
JUDGED_LATELY = timedelta(weeks=8)
SPEND = SignalKind.SPEND_ANOMALY
HOURS_OF_A_DAY = 24
USAGE = "usage"


def signs(
    profile: Profile, dossier: Dossier, floors: Mapping[str, Money], now: datetime
) -> Iterator[Observed]:
    """What stands out now. `floors` are what is little money, by currency."""
    for currency, counted in profile.spent.items():
        sums = day_sums(counted)
        if not sums or now.date() - max(sums) > FRESH:
            continue
        past = Past(
            sums=sums,
            off=_days_off(dossier, sums),
            accepted=_accepted(profile.signals, currency, sums, now),
            age=_age(dossier, now),
        )
        floor = floors[currency].amount if currency in floors else median(sums.values())
        found = unusual(past, max(sums), floor)
        if found is not None:
            yield _standing_out(profile, currency, found, now)
    if profile.spending is not None:
        yield from _budget(profile.spending)


def _standing_out(profile: Profile, currency: str, found: Anomaly, now: datetime) -> Observed:
    day, known = found.day.isoformat(), profile.signals
    return Observed(
        customer=profile.customer,
        kind=SPEND,
        key=key_of(known, SPEND, now, day, f"{currency}:"),
        strength=found.strength,
        facts=_facts(found, currency),
        source=USAGE,
        began_at=_began(found),
        per_hour=_money((found.spent - found.usual) / HOURS_OF_A_DAY, currency),
    )


def _days_off(dossier: Dossier, days: Mapping[date, Decimal]) -> frozenset[date]:
    """Holidays where the customer is, as far as they are known."""
    calendar = place_in(dossier).calendar
    return frozenset(
        day for day in days if not is_weekend(day, calendar) and not is_business_day(day, calendar)
    )


def _accepted(
    known: Sequence[Signal], currency: str, sums: Mapping[date, Decimal], now: datetime
) -> Decimal:
    """The highest day of what somebody judged to be a false alarm: such days are in order."""
    fine = [Decimal(0)]
    for one in known:
        is_mine = one.kind is SPEND and one.key.startswith(f"{currency}:")
        judged = one.labelled_at
        if not is_mine or one.label is not Label.FALSE or judged is None:
            continue
        if now - judged <= JUDGED_LATELY:
            first = date.fromisoformat(one.key.partition(":")[2])
            fine += [sums[day] for day in sums if first <= day < judged.date()]
    return max(fine)


def _age(dossier: Dossier, now: datetime) -> int | None:
    """For how many days this customer has bought Azure from us."""
    plans = (
        one.bought_at for one in dossier.subscriptions if one.generation is Generation.AZURE_PLAN
    )
    bought = [one for one in plans if one is not None]
    return (now - min(bought)).days if bought else None


def _began(found: Anomaly) -> datetime:
    first = found.day - timedelta(days=found.above - 1)
    return datetime.combine(first, time(), UTC)


def _facts(found: Anomaly, currency: str) -> tuple[tuple[str, str], ...]:
    return (
        ("day", found.day.isoformat()),
        ("spent", _said(found.spent, currency)),
        ("usual", _said(found.usual, currency)),
        ("times the usual", f"{found.times:.1f}"),
        ("days in a row", str(found.above)),
        ("days of history", str(found.days)),
    )


def _budget(spending: Spending) -> Iterator[Observed]:
    """A month is one sign, however often it is looked at."""
    spent, budget, day = spending.spent, spending.budget, counted_day(spending)
    if spent is None or budget is None or day is None or spent.currency != budget.currency:
        return
    found = over_budget(spent.amount, budget.amount, day)
    if found is None:
        return
    yield Observed(
        customer=spending.customer,
        kind=SignalKind.OVER_BUDGET,
        key=f"{spent.currency}:{day:%Y-%m}",
        strength=found.strength,
        facts=(
            ("day", day.isoformat()),
            ("spent this month", _said(spent.amount, spent.currency)),
            ("budget", _said(budget.amount, spent.currency)),
            ("used of the budget", f"{found.used}%"),
            ("expected by the end of the month", _said(found.expected, spent.currency)),
        ),
        source=USAGE,
    )


def _money(amount: Decimal, currency: str) -> Money:
    digits = Decimal(1).scaleb(-minor_digits(currency))
    return Money(amount.quantize(digits, ROUND_HALF_UP), currency)


def _said(amount: Decimal, currency: str) -> str:
    money = _money(amount, currency)
    return f"{money.plain()} {currency}"
