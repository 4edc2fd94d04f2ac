"""Thirty days of ten thousand customers at a desk, beside reading them one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.measuring import compare, seconds
from bot.cli.demo import Demo
from clients.receivables_csv import CsvSheet
from core.domain.customers import Customer, CustomerKey, Debtor, MappingState
from core.domain.events import Route
from core.dossiers import facts_of
from core.ports.office import Office
from core.usecases import receivables
from core.usecases.simulating import DAYS, simulate
from sandbox.data.large import SOURCE, large_receivables

CUSTOMERS, DOCUMENTS = 10_000, 12
# Of whom so many are read one at a time: all of them would take minutes.
ALONE = 500


def measure(demo: Demo, folder: Path) -> None:
    office, file = demo.desk.ledger.office, folder / "ten-thousand.csv"
    large_receivables(file, CUSTOMERS * DOCUMENTS, 11, as_of=office.clock())
    sheet = CsvSheet(file, demo.desk.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI, drop=receivables.Drop.ACCEPT)
    keys = _confirm(office)
    ours = seconds(lambda: simulate(None, office=office))
    theirs = seconds(lambda: _one_at_a_time(keys[:ALONE], office)) * len(keys) / ALONE
    what = f"{DAYS} days of {len(keys):,} customers at a desk"
    compare(what, ours, f"only reading them one at a time (from {ALONE})", theirs)


def _confirm(office: Office) -> list[CustomerKey]:
    """Let every name in these books be a customer of ours."""
    with office.store() as work:
        account = work.customers.all()[0].key.account
        told = {
            ref: CustomerKey(account, tenant)
            for snapshot in work.books.currents()
            for source, ref, _, tenant in work.books.named_tenants(snapshot.snapshot_id)
            if source == SOURCE
        }
        named = work.books.named_by(SOURCE)
        work.books.save_debtors([_confirmed(one, told[one.customer_ref]) for one in named])
        keys = list(told.values())
        work.customers.save(_customer(key, number) for number, key in enumerate(keys))
        work.commit()
    return keys


def _confirmed(debtor: Debtor, key: CustomerKey) -> Debtor:
    return replace(debtor, mapping=MappingState.CONFIRMED, customer=key)


def _customer(key: CustomerKey, number: int) -> Customer:
    return Customer(key, f"Muster & Söhne {number:07d} GmbH", f"muster{number}.example", "DE")


def _one_at_a_time(keys: Sequence[CustomerKey], office: Office) -> None:
    on = office.today(office.clock())
    for key in keys:
        with office.store.reading() as work:
            facts_of(work, key, on, rules=work.policies.current().rules, office=office)
