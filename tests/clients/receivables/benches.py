"""Every adapter of the port, each with its bench: one line for one set of books."""

from __future__ import annotations

from tests.clients.receivables.bench import Make
from tests.clients.receivables.business_central_bench import business_central
from tests.clients.receivables.csv_bench import csv_over_https
from tests.clients.receivables.sql_benches import postgres_ledger, sqlite_ledger
from tests.clients.receivables.stripe_bench import stripe

# By the name under which the suite shows it. A bench has a file of its own beside this one.
BENCHES: dict[str, Make] = {
    "business central": business_central,
    "csv over https": csv_over_https,
    "sql on postgresql": postgres_ledger,
    "sql on sqlite": sqlite_ledger,
    "stripe": stripe,
}
