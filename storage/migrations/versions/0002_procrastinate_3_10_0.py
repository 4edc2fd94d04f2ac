"""The schema of procrastinate 3.10.0, on PostgreSQL only.

The file beside is the one of that version. A later version that changes its schema comes with a
revision of its own, made of the migrations that it brings."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).parents[1] / "procrastinate_3_10_0.sql"
REMOVE = """
DO $$
DECLARE name text;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
        procrastinate_workers CASCADE;
    FOR name IN SELECT oid::regprocedure::text FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || name;
    END LOOP;
    DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type,
        procrastinate_job_status;
END $$
"""


def upgrade() -> None:
    _run(SCHEMA.read_text(encoding="utf-8"))


def downgrade() -> None:
    _run(REMOVE)


def _run(statements: str) -> None:
    # As it is: several statements at once, and per cent signs that are no parameters.
    if op.get_context().dialect.name == "postgresql":
        op.get_bind().connection.driver_connection.execute(statements)
