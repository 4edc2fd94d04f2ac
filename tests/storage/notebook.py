"""A database with two small tables, for what a transaction promises."""

from __future__ import annotations

from sqlalchemy import text

from storage.database import Database, open_database

SOON = 10.0


def with_notes(url: str) -> Database:
    """Opens a database and makes its tables."""
    database = open_database(url)
    with database.transaction() as connection:
        number = "INTEGER" if connection.dialect.name == "sqlite" else "SERIAL"
        connection.execute(text(f"CREATE TABLE notes (id {number} PRIMARY KEY, words TEXT)"))
        connection.execute(text("CREATE TABLE replies (note INTEGER REFERENCES notes (id))"))
        connection.commit()
    return database


def note(database: Database, words: str) -> None:
    with database.transaction() as connection:
        connection.execute(text("INSERT INTO notes (words) VALUES (:w)"), {"w": words})
        connection.commit()


def notes(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT words FROM notes ORDER BY id")))
