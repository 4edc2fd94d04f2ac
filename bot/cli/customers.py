"""python -m bot customers place: where a customer is, and saying that it is elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.errors import Refusal
from core.usecases.places import Asked, Whereabouts, look_up, take_back
from core.usecases.places import place as say
from handlers.messages.place_words import place_line
from handlers.messages.refusals import refused
from handlers.messages.text import Words

ZONE = "Its time zone, as in Europe/Berlin; without one that of most people in its country"
COUNTRY = "Whose holidays it keeps, as in DE; without one the country in Partner Center"
REGION = "A region of that country that has holidays of its own, as in BY"


def place(
    customer: Annotated[str, typer.Argument(help="By name, domain, tenant id or invoice number")],
    zone: Annotated[str, typer.Option(help=ZONE)] = "",
    country: Annotated[str, typer.Option(help=COUNTRY)] = "",
    region: Annotated[str, typer.Option(help=REGION)] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Go by its country again")] = False,
    reason: Annotated[str, typer.Option(help="Why, for the others")] = "",
    by: Annotated[str, typer.Option(help="The Slack user id of the administrator")] = "",
) -> None:
    """Say where a customer is: by that its days, holidays and hours count. It replaces what was
    said before; without any of it the place is only shown. Exit 1 if it is refused."""
    asked = Asked(customer, zone, country, region)
    named = bool(zone or country or region)
    if clear and named:
        raise give_up("--clear takes back what was said: name no place beside it.", code=2)
    if (clear or named) and not by:
        raise give_up("--by is missing: the Slack user id of an administrator, as in U01234567.")
    with ledger_at_hand() as ledger:
        try:
            found = _done(ledger, asked, reason, clear=clear, by=by)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
        _tell(ledger, found)


def _done(ledger: Ledger, asked: Asked, reason: str, *, clear: bool, by: str) -> Whereabouts:
    """Raises Refusal."""
    office = ledger.office
    if not by:
        return look_up(asked.customer, office=office)
    meet(ledger, [by])
    if clear:
        return take_back(asked.customer, reason, by=by, office=office)
    return say(asked, reason, by=by, office=office)


def _tell(ledger: Ledger, found: Whereabouts) -> None:
    now = ledger.office.clock()
    print(f"{found.customer.name}: {shown(place_line(found, Words()))}")
    print(f"  there it is {found.place.local(now):%Y-%m-%d %H:%M} now")
    if (until := found.cuts_rest_until(now)) is not None:
        print(f"  nobody there is cut off for money before {until:%Y-%m-%d %H:%M} UTC")
