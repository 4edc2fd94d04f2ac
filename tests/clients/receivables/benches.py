"""Every adapter of the port, each with its bench: one line for one set of books."""

from __future__ import annotations

from tests.clients.receivables.bench import Kind
from tests.clients.receivables.business_central_bench import BusinessCentralBench, business_central
from tests.clients.receivables.csv_bench import CsvBench, csv_over_https
from tests.clients.receivables.sql_benches import (
    PostgresBench,
    SqliteBench,
    postgres_ledger,
    sqlite_ledger,
)
from tests.clients.receivables.stripe_bench import StripeBench, stripe

# By the name under which the suite shows it. A bench has a file of its own beside this one.
BENCHES: dict[str, Kind] = {
    "business central": Kind(business_central, BusinessCentralBench.troubles),
    "csv over https": Kind(csv_over_https, CsvBench.troubles),
    "sql on postgresql": Kind(postgres_ledger, PostgresBench.troubles),
    "sql on sqlite": Kind(sqlite_ledger, SqliteBench.troubles),
    "stripe": Kind(stripe, StripeBench.troubles),
}
