"""Migrations: only who applies one loads them, and Alembic with them."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.schema import MIGRATIONS


def upgrade(connection: Connection) -> None:
    """Apply every migration that is missing, in this transaction."""
    command.upgrade(config(connection), "head")


def config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
