"""A simulation at the terminal: what comes to what, day by day, and what an edited policy
changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.bar import Bar
from rich.console import Console, RenderableType
from rich.table import Table

from core.domain.comparing import Comparison, Difference, Past, Since
from core.domain.money import by_currency
from core.domain.simulation_sums import Day, Outlook, Tally
from core.usecases.simulating import Simulated

MOST_CUSTOMERS = 40
BAR = 16
# What goes to a file has no edge.
WIDE = 110
SUPPOSED = (
    "Supposed: nothing is paid, the books stay fresh, every letter arrives, and the policy holds "
    "for cases in flight, too."
)
ASKS = "asks: so many come to another stage that the run would stop and ask."
ACTIONS = {"suspend": "suspension", "stop_renewal": "stop of renewal"}


def show(found: Simulated) -> None:
    """Everything, on standard output."""
    outlook = found.edited or found.outlook
    screen = Console(highlight=False, markup=False, soft_wrap=False)
    if not screen.is_terminal:
        screen.width = max(screen.width, WIDE)
    for part in (_headline(outlook), SUPPOSED, "", _sums(outlook), "", _days(outlook)):
        screen.print(part)
    if any(one.asks for one in outlook.by_day()):
        screen.print(ASKS)
    for one in outlook.unjudged:
        screen.print(f"Not judged: {one.name}, the policy has no floor for {one.currency}.")
    if found.edited is not None and found.changes is not None:
        scheme = found.outlook.scheme
        screen.print(f"\nBeside {scheme.rules.name} {scheme.version[:8]}: {_said(found.changes)}")
        _show_changes(screen, found.changes)
    if found.past is not None:
        _show_past(screen, found.past)


def _headline(found: Outlook) -> str:
    scheme = found.scheme
    days = f"{found.days} days from {_day(found.since)} {found.since.year}"
    return f"{scheme.rules.name} {scheme.version[:8]}: {days}, {_people(len(found.journeys))}"


def _people(count: int) -> str:
    return f"{count} customer" if count == 1 else f"{count} customers"


def _sums(found: Outlook) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("Stage", "Today", "Comes"):
        table.add_column(name, justify="left" if name == "Stage" else "right")
    table.add_column("", min_width=BAR, max_width=BAR)
    table.add_column("Net overdue of those who come")
    starts, reached = found.starts(), found.reached()
    most = max((one.customers for one in reached.values()), default=1)
    for name in found.stages:
        table.add_row(name, str(_count(starts, name)), *_bar(reached.get(name), most))
    table.add_section()
    every = {f'letter "{name}"': one for name, one in found.letters().items()}
    every |= {ACTIONS.get(name, name): one for name, one in found.proposals().items()}
    for name, one in every.items():
        table.add_row(name, "", *_bar(one, max(most, one.customers)))
    return table


def _bar(one: Tally | None, most: int) -> tuple[RenderableType, RenderableType, RenderableType]:
    if one is None:
        return "0", "", ""
    return str(one.customers), Bar(most, 0, one.customers, width=BAR), _amounts(one)


def _days(found: Outlook) -> Table:
    """Days on which nothing happens are left out."""
    actions = list(found.proposals())
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("Day", no_wrap=True)
    for name in (*found.stages, "Letters", *(ACTIONS.get(one, one) for one in actions)):
        table.add_column(name, justify="right", max_width=max(map(len, name.split())))
    table.add_column("Held up")
    for one in found.by_day():
        if one.reached or one.letters or one.proposals or one.held:
            table.add_row(_day(one.on), *_cells(one, found.stages, actions))
    return table


def _cells(one: Day, stages: Sequence[str], actions: Sequence[str]) -> Iterator[str]:
    for name in stages:
        yield _number(one.reached.get(name))
    yield str(sum(tally.customers for tally in one.letters.values()) or "")
    for name in actions:
        yield _number(one.proposals.get(name))
    yield ", ".join(_held_up(one))


def _number(one: Tally | None) -> str:
    return str(one.customers) if one is not None else ""


def _held_up(one: Day) -> Iterator[str]:
    """Why something is not done that is due, and which caps do not suffice."""
    for why, tally in one.held.items():
        yield f"{why} {tally.customers}"
    yield from _over(one)


def _over(one: Day) -> Iterator[str]:
    if one.letters_over:
        yield f"letters over the cap {one.letters_over}"
    if one.customers_over:
        yield f"suspensions over the cap {one.customers_over}"
    if one.asks:
        yield "asks"


def _count(found: Mapping[str, Tally], name: str) -> int:
    return found[name].customers if name in found else 0


def _amounts(one: Tally) -> str:
    sums = by_currency(one.overdue.values())
    return ", ".join(f"{money.currency} {money.amount:,}" for money in sums.values() if money)


# Two policies


def _said(found: Comparison) -> str:
    if not found.customers():
        return "nobody is treated otherwise."
    every = {f'letters "{name}"': count for name, count in found.letters.items()}
    every |= {f"{ACTIONS.get(name, name)}s": count for name, count in found.actions.items()}
    more = "; ".join(f"{count:+d} {name}" for name, count in every.items())
    return f"{_people(found.customers())} treated otherwise{f'; {more}' if more else ''}."


def _show_changes(screen: Console, found: Comparison) -> None:
    differences = (*found.proposals, *found.stages)
    if not differences:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("Customer", "Stage or proposal", "Was", "Would be", ""):
        table.add_column(name)
    for one in differences[:MOST_CUSTOMERS]:
        table.add_row(one.name, ACTIONS.get(one.what, one.what), *_moved(one))
    screen.print(table)
    if len(differences) > MOST_CUSTOMERS:
        screen.print(f"and {len(differences) - MOST_CUSTOMERS} more; --json has them all")


def _moved(one: Difference) -> tuple[str, str, str]:
    days = one.days()
    if days is None:
        return _day(one.before), _day(one.after), "new" if one.before is None else "no longer"
    later = f"{abs(days)} days {'later' if days > 0 else 'earlier'}"
    return _day(one.before), _day(one.after), later


def _show_past(screen: Console, found: Past) -> None:
    if found.since is None:
        screen.print("\nThe past: nothing is recorded yet.")
        return
    until = _day(found.until)
    screen.print(f"\nRecorded from {_day(found.since)} to {until}: {_said(found.comparison)}")
    _show_changes(screen, found.comparison)
    extra = found.comparison.extra
    if extra:
        paid, known = extra.get(Since.PAID, 0), sum(extra.values())
        screen.print(
            f"Of {_people(known)} additionally proposed for suspension, "
            f"{paid} paid by themselves within five days."
        )
    if found.unjudged:
        screen.print(f"Not judged, for want of a floor: {', '.join(found.unjudged)}.")


def _day(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%b}" if day else "-"
