"""/overdue: who owes what, by age and currency, worst first; all of it as files on request; and
who is suspended."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import exports, overdue
from core.usecases.suspended import suspended
from handlers.messages.blocks import Message
from handlers.messages.export_lines import asked
from handlers.messages.overdue import overdue_card
from handlers.messages.spreadsheets import FORMATS
from handlers.messages.suspended import suspended_card
from handlers.overdue_rows import mint_rows
from handlers.request import Command, Services, Typed

EXPORT, SUSPENDED = "export", "suspended"


def answer(typed: Typed, services: Services) -> Message:
    verb, _, rest = typed.text.partition(" ")
    if verb.lower() == EXPORT:
        return _export(rest.strip(), typed, services)
    if typed.text.strip().lower() == SUSPENDED:
        return _suspended(typed, services)
    found = overdue.overview(typed.account, office=services.office, matching=typed.text)
    tokens = mint_rows(found.rows, services.office)
    return overdue_card(found, services.words(typed.account), typed.text, tokens)


def _suspended(typed: Typed, services: Services) -> Message:
    found = suspended(typed.account, office=services.office)
    keys = (str(one.customer.key) for one in found.shown)
    tokens = [services.mint(Button("customer", key)) for key in keys]
    return suspended_card(found, tokens, services.words(typed.account))


def _export(rest: str, typed: Typed, services: Services) -> Message:
    """`xlsx`, `csv baltic`, or nothing for everybody in both formats."""
    first, _, name = rest.partition(" ")
    chosen = first.lower() in FORMATS
    formats, matching = ((first.lower(),), name.strip()) if chosen else (tuple(FORMATS), rest)
    found = overdue.overview(typed.account, office=services.office, matching=matching)
    words = services.words(typed.account)
    if not found.rows:
        return overdue_card(found, words, matching=matching)
    wish = exports.Wish(matching, formats, typed.channel)
    office = services.once(typed.delivery)
    exports.ask(wish, typed.account, typed.delivery, office=office)
    return asked(len(found.rows), words)


COMMAND = Command(
    "/overdue",
    "/overdue contoso",
    "Who owes what, worst first; export brings it as files, suspended shows who is off",
    answer,
)
