"""Take signs of fraud in that people saw, and list what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.domain.customers import CustomerKey
from core.domain.errors import AmbiguousCustomer, BadInput, ImportRefused, UnknownCustomer
from core.domain.event import Route
from core.domain.plans import digest
from core.domain.signals import Observed, Signal, Weights
from core.ports.office import Office
from core.ports.records import RowProblem
from core.ports.signal_reports import Report
from core.ports.store import Work
from core.usecases.finding import find_customer
from core.usecases.signals import observe

MOST_PROBLEMS = 20
FILE = "file"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many signs were new, and in how many cases those that were taken are."""

    rows: int
    new: int
    cases: int


def take_in(reports: Sequence[Report], file_name: str, *, office: Office) -> Taken:
    """All of a file or nothing; the same file again changes nothing. Raises ImportRefused with the
    rows whose customer nobody knows, or whose time has not come."""
    with office.store() as work:
        found = _meant(work, reports, office.clock())
        new, cases = 0, set[str]()
        for report, key in found:
            seen = _observed(report, key, file_name, office.today(report.at))
            new += work.signals.find(key, report.kind, seen.key) is None
            cases.add(observe(work, seen, office=office, route=Route.CLI).case_id)
        work.commit()
    return Taken(len(found), new, len(cases - {""}))


def _meant(
    work: Work, reports: Sequence[Report], now: datetime
) -> list[tuple[Report, CustomerKey]]:
    found: list[tuple[Report, CustomerKey]] = []
    problems: list[RowProblem] = []
    for report in reports:
        if report.at > now:
            facts = {"field": "when", "value": report.at.isoformat()}
            problems.append(RowProblem(report.line, "", "in_the_future", facts))
            continue
        try:
            found.append((report, find_customer(work, report.customer).key))
        except (UnknownCustomer, BadInput):
            problems.append(_whose("unknown_customer", report))
        except AmbiguousCustomer:
            problems.append(_whose("several_customers", report))
    if problems:
        raise ImportRefused(problems=problems[:MOST_PROBLEMS])
    return found


def _whose(problem: str, report: Report) -> RowProblem:
    return RowProblem(report.line, "", problem, {"value": report.customer})


def _observed(report: Report, key: CustomerKey, file_name: str, day: date) -> Observed:
    """A row that says the same is the same sign, in whatever file it stands; `day` is ours."""
    said = "\n".join((str(key), report.kind, report.at.isoformat(), report.note))
    facts = (("day", day.isoformat()), ("note", report.note), ("file", file_name))
    return Observed(
        customer=key,
        kind=report.kind,
        key=f"{FILE}:{digest(said)}",
        strength=report.strength,
        facts=tuple((name, value) for name, value in facts if value),
        source=FILE,
        began_at=report.at,
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A sign with its customer's name, what it scores now, and the number of its case; 0 for
    none."""

    signal: Signal
    customer: str
    domain: str
    score: int
    case: int


def listed(work: Work, since: datetime) -> list[Listed]:
    """Those that were seen since, the newest first."""
    weights = Weights(work.policies.current().signals)
    found = sorted(work.signals.seen_since(since), key=lambda one: one.last_seen, reverse=True)
    return [_line(work, one, weights) for one in found]


def _line(work: Work, signal: Signal, weights: Weights) -> Listed:
    customer = work.customers.get(signal.customer)
    score = weights.score(signal.kind, signal.strength)
    case = work.cases.get(signal.case_id).number if signal.case_id else 0
    if customer is None:
        return Listed(signal, str(signal.customer), "", score, case)
    return Listed(signal, customer.name, customer.domain, score, case)
