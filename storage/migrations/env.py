"""Alembic's way in: it works on the connection, and in the transaction, that it is handed."""

from __future__ import annotations

from alembic import context

from storage.schema import is_ours
from storage.tables.all import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by writing it anew.
    render_as_batch=True,
    include_name=is_ours,
)
context.run_migrations()
