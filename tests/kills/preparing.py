"""A desk that is ready to work: people, customers, books, and enough subscriptions for the caps."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.config import Settings
from bot.wiring import Ledger, begin_policy, open_ledger
from clients.receivables_csv import CsvSheet
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.ports.office import Office
from core.usecases import receivables
from core.usecases.opening import FirstStart, open_desk
from sandbox.data.partner import sample_accounts
from sandbox.data.receivables import write_receivables
from sandbox.slack.people import BOT_USER_ID, TEAM_ID
from sandbox.stories.driver import ALERTS, Driver, Json, offers
from tests.kills.people import NOT_NOW, slack_of
from tests.kills.place import Place
from tests.kills.record import Record
from tests.kills.waiting import until

# The share of all subscriptions that may be changed in a day stops no run.
CROWD = 4000
ADMINISTRATOR, CONFIRM_ALL = "U0ADMIN", "mapping_confirm_all"


def ledger_of(place: Place, record: Record) -> Ledger:
    """The database of the desk, by the sandbox's time, and not frozen."""

    def clock() -> datetime:
        return datetime.fromtimestamp(time.monotonic() + record.offset, UTC)

    settings = Settings.from_environment(place.environment)
    ledger = open_ledger(settings, clock)
    begin_policy(ledger)
    lists = settings.lists()
    open_desk(TEAM_ID, BOT_USER_ID, lists, office=ledger.office, start=FirstStart.OPEN)
    return ledger


def fill(ledger: Ledger, place: Place) -> None:
    """Once the desk has read its customers: the books, and who is who in them."""
    office = ledger.office
    until(lambda: _all_read(office), "customers that were read", within=60)
    _multiply(office)
    file = place.folder / "books.csv"
    write_receivables(file, as_of=office.clock() - timedelta(minutes=90))
    sheet = CsvSheet(file, ledger.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI)
    with slack_of(place.url) as slack:
        until(lambda: _proposals(slack), "names in the books to confirm", within=60)
        until(lambda: _confirmed(slack), "names that are confirmed", within=60)


def _confirmed(slack: Driver) -> bool:
    """List after list; another one may follow with what was found besides."""
    listed = _proposals(slack)
    if listed is not None:
        # On a machine that is busy the answer may be late, and still come.
        with suppress(*NOT_NOW):
            slack.click(ADMINISTRATOR, listed, CONFIRM_ALL)
    return listed is None


def _proposals(slack: Driver) -> Json | None:
    found = slack.messages(ALERTS, ADMINISTRATOR)
    return next((message for message in found if offers(message, CONFIRM_ALL)), None)


def _all_read(office: Office) -> bool:
    """What they have, too, which comes customer by customer."""
    with office.store.reading() as work:
        known = work.customers.all()
        has = any(work.customers.subscriptions(customer.key) for customer in known)
    return has and len(known) == sum(len(account.customers) for account in sample_accounts())


def _multiply(office: Office) -> None:
    """A customer whom Partner Center does not list, with many active subscriptions."""
    with office.store() as work:
        pattern = next(c for c in work.customers.all() if work.customers.subscriptions(c.key))
        key = CustomerKey(pattern.key.account, str(UUID(int=1)))
        one = work.customers.subscriptions(pattern.key)[0]
        work.customers.save([replace(pattern, key=key, name="Many", domain="many.example")])
        many = [
            replace(one, customer=key, subscription_id=str(UUID(int=number)), status="active")
            for number in range(CROWD)
        ]
        work.customers.save_subscriptions(key, many)
        work.commit()
