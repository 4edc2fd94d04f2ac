"""python -m bot oncall: who is on call, taken in from a file, shown and checked; open pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.on_call_file import OnCallRefused, read_schedule
from core.usecases import on_call
from core.usecases.on_call import Look
from core.usecases.page_view import open_pages
from handlers.messages.refusals import refused
from handlers.messages.text import Words

FILE = Annotated[Path, typer.Argument(help="The schedule, a TOML file")]
BY = Annotated[str, typer.Option(help="The Slack user id of the administrator")]
AT = Annotated[str, typer.Option(help="A date and time in the schedule's zone")]
MOST_GAPS = 10


def take_in(file: FILE, by: BY) -> None:
    """Put a schedule in force. People are looked up in Slack first."""
    text = _text(file)
    with ledger_at_hand() as ledger:
        try:
            users = read_schedule(text).people()
            meet(ledger, [by, *users])
            look = on_call.take_in(text, by=by, office=ledger.office, route=Route.CLI)
        except OnCallRefused as wrong:
            raise give_up(f"{file} is no schedule. Nothing was changed.", wrong.problems) from None
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print("In force from now on.")
    _show(look)


def check(file: FILE) -> None:
    """Say what a file would mean: who is on call now, who would be skipped, and when nobody is.
    Exit 1 where it is no schedule."""
    with ledger_at_hand() as ledger:
        try:
            look = on_call.judged(_text(file), office=ledger.office)
        except OnCallRefused as wrong:
            raise give_up(f"{file} is no schedule.", wrong.problems) from None
    _show(look)


def show(at: AT = "") -> None:
    """Who is on call, now or at a moment, and the hours in which nobody is."""
    with ledger_at_hand() as ledger:
        look = on_call.look(_moment(at, ledger), office=ledger.office)
    if look is None:
        print("Nobody is on call: no schedule was taken in. Pages go to the administrators.")
        return
    _show(look)


def list_pages() -> None:
    """Pages that nobody has taken, and whether anybody was reached."""
    with ledger_at_hand() as ledger:
        found = open_pages(office=ledger.office)
        zone = ledger.settings.time_zone
    if not found:
        print("No page is open.")
    for one in found:
        opened = one.page.opened_at.astimezone(ZoneInfo(zone))
        said = "reached" if one.reached() else "NOBODY REACHED"
        if not one.calls:
            said = f"waits until {one.page.starts_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        sent = sum(call.sent_at is not None for call in one.calls)
        print(f"case {one.case.number:<6} {one.page.why:12} since {opened:%Y-%m-%d %H:%M}  "
              f"{sent} of {len(one.calls)} messages sent  {said}")  # fmt: skip


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise give_up(f"{file} cannot be read: {error}") from None


def _moment(text: str, ledger: Ledger) -> datetime | None:
    if not text:
        return None
    with ledger.office.store.reading() as work:
        schedule = work.on_call.current()
    zone = schedule.zone if schedule else ledger.settings.time_zone
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise give_up(f"{text} is no date and time, as in 2026-12-24T03:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _show(look: Look) -> None:
    for line in lines_of(look):
        print(line)


def lines_of(look: Look) -> Iterator[str]:
    """A look at a schedule, in its own zone."""
    zone = ZoneInfo(look.schedule.zone)

    def local(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"

    yield f"{local(look.at)} {look.schedule.zone}:"
    for duty in look.duties:
        person = look.people.get(duty.person)
        stands_in = "  stands in" if duty.stands_in else ""
        yield f"  {duty.layer:12} {duty.person:14} {person.name if person else ''}{stands_in}"
    if not look.duties:
        yield "  nobody: pages go to the administrators"
    for user, why in look.unfit.items():
        yield f"Skipped: {user} ({why})"
    if not look.gaps:
        yield f"Somebody is on call at every hour of the next {on_call.AHEAD.days} days."
    for gap in look.gaps[:MOST_GAPS]:
        yield f"Nobody: {local(gap.begins)} to {local(gap.ends)}"
    if len(look.gaps) > MOST_GAPS:
        yield f"... and {len(look.gaps) - MOST_GAPS} more such times"
