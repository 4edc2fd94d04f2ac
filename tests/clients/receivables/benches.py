"""Every adapter of the port, each with its bench: one line for one set of books."""

from __future__ import annotations

from tests.clients.receivables.bench import Make

# By the name under which the suite shows it. A bench has a file of its own beside this one.
BENCHES: dict[str, Make] = {}
