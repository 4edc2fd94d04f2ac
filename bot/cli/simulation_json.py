"""A simulation as plain JSON; amounts are strings in major units, days are ISO dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.domain.comparing import Comparison, Difference, Past, Since
from core.domain.money import Money, by_currency
from core.domain.simulation import Journey, Moment
from core.domain.simulation_sums import Day, Outlook, Tally
from core.usecases.simulating import Simulated


def as_json(found: Simulated) -> dict[str, Any]:
    """The policy that was asked about stands first; what it is compared with, under its name."""
    outlook = found.edited or found.outlook
    answer = outlook_json(outlook)
    if found.edited is not None and found.changes is not None:
        answer["compared_with"] = {
            "policy": found.outlook.scheme.rules.name,
            "version": found.outlook.scheme.version,
            **_sums(found.outlook),
            "changes": _changes(found.changes),
        }
    if found.past is not None:
        answer["past"] = _past(found.past)
    return answer


def outlook_json(found: Outlook) -> dict[str, Any]:
    return {
        "policy": found.scheme.rules.name,
        "version": found.scheme.version,
        "on": found.since.isoformat(),
        "days": found.days,
        "customers": len(found.journeys),
        **_sums(found),
        "by_day": [_day(one) for one in found.by_day()],
        "journeys": [_journey(one) for one in found.journeys],
        "not_judged": [
            {"customer": one.key, "name": one.name, "currency": one.currency}
            for one in found.unjudged
        ],
    }


def _sums(found: Outlook) -> dict[str, Any]:
    return {
        "starts": _tallies(found.starts()),
        "reached": _tallies(found.reached()),
        "letters": _tallies(found.letters()),
        "proposals": _tallies(found.proposals()),
    }


def _day(one: Day) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "reached": _tallies(one.reached),
        "letters": _tallies(one.letters),
        "proposals": _tallies(one.proposals),
        "held": _tallies(one.held),
        "over_caps": {"letters": one.letters_over, "customers": one.customers_over},
        "stops_and_asks": one.asks,
    }


def _tallies(found: Mapping[str, Tally]) -> dict[str, Any]:
    return {
        str(name): {"customers": one.customers, "overdue": _amounts(one.overdue.values())}
        for name, one in found.items()
    }


def _amounts(found: Iterable[Money]) -> dict[str, str]:
    return {code: money.plain() for code, money in by_currency(found).items()}


def _journey(one: Journey) -> dict[str, Any]:
    return {
        "customer": one.key,
        "name": one.name,
        "starts": one.starts or None,
        "moments": [_moment(moment) for moment in one.moments],
    }


def _moment(one: Moment) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "stage": one.reached or None,
        "letter": one.letter or None,
        "proposals": [action.value for action in one.proposals],
        "held": list(one.held),
        "overdue": _amounts(one.overdue),
    }


def _changes(found: Comparison) -> dict[str, Any]:
    return {
        "customers": found.customers(),
        "letters": dict(found.letters),
        "proposals": dict(found.actions),
        "by_customer": [_difference(one) for one in (*found.stages, *found.proposals)],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "customer": one.key,
        "name": one.name,
        "what": str(one.what),
        "before": _iso(one.before),
        "after": _iso(one.after),
    }


def _past(found: Past) -> dict[str, Any]:
    return {
        "since": _iso(found.since),
        "until": _iso(found.until),
        "customers": found.customers,
        "not_judged": list(found.unjudged),
        "changes": _changes(found.comparison),
        "additionally_proposed": {one.value: found.comparison.extra.get(one, 0) for one in Since},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
