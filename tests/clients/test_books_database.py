"""Another's database: nothing is written there, and what it says is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused
from tests.clients.a_select import NOW, books, on_postgres, query, read
from tests.postgres import Server

# Nothing is written


def test_a_select_that_writes_is_stopped_by_postgresql(tmp_path: Path, postgres: str) -> None:
    on_postgres(
        postgres,
        "CREATE TABLE taken (at text)",
        "CREATE FUNCTION note() RETURNS text LANGUAGE sql AS"
        " $$ INSERT INTO taken VALUES ('now') RETURNING at $$",
    )

    with pytest.raises(SourceRefused, match="read-only transaction"):
        books(tmp_path, postgres, query(customer_name="note()")).begin("", NOW)


def test_a_sqlite_file_is_opened_to_be_read(tmp_path: Path, lite: str) -> None:
    file = Path(lite.removeprefix("sqlite:///"))
    before = file.read_bytes(), sorted(path.name for path in tmp_path.iterdir())

    read(books(tmp_path, lite, query("FROM (SELECT count(*) FROM ledger)")))

    after = sorted(path.name for path in tmp_path.iterdir() if path.name != "fetched")
    assert (file.read_bytes(), after) == before


def test_no_transaction_of_ours_waits_for_it(tmp_path: Path, lite: str) -> None:
    with transaction_open(), pytest.raises(CallInsideTransaction):
        books(tmp_path, lite, query()).begin("", NOW)


# Who answers


def test_what_takes_too_long_is_stopped(tmp_path: Path, lite: str, postgres: str) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    forever = endless + query("FROM n WHERE i < 0")

    for url, said in ((lite, forever), (postgres, query("FROM pg_sleep(20)"))):
        with pytest.raises(Unreachable, match=r"interrupted|statement timeout"):
            books(tmp_path, url, said, patience=0.2).begin("", NOW)


def test_a_line_that_dies_in_the_middle_leaves_nothing(tmp_path: Path, postgres: str) -> None:
    on_postgres(postgres, "CREATE TABLE n AS SELECT generate_series(1, 5000) AS i")
    dies = "CASE WHEN i = 4000 THEN pg_terminate_backend(pg_backend_pid())::text ELSE 'x' END"
    made = books(tmp_path, postgres, query("FROM n", document_id="i", customer_name=dies))

    with pytest.raises(Unreachable):
        made.begin("", NOW)

    assert list((tmp_path / "fetched").iterdir()) == []


@pytest.mark.parametrize(
    ("database", "user", "complaint"),
    [
        ("nowhere", "postgres", "does not exist"),
        ("postgres", "nobody", "does not exist"),
        ("postgres", "locked_out", "not permitted to log in"),
    ],
)
def test_whoever_is_not_let_in_has_to_look(
    tmp_path: Path, server: Server, database: str, user: str, complaint: str
) -> None:
    url = server.empty()
    on_postgres(url, "DROP ROLE IF EXISTS locked_out", "CREATE ROLE locked_out NOLOGIN")
    named = make_url(url).set(database=database, username=user, password="p-4711")

    with pytest.raises(SourceRefused, match=complaint) as raised:
        books(tmp_path, named.render_as_string(hide_password=False), query()).check()

    assert "p-4711" not in str(raised.value)


def test_a_server_that_is_not_there_is_asked_again(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        books(tmp_path, "postgresql://reader:p@127.0.0.1:9/ledger", query()).check()


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "is named like"),
        ("a-secret-4711", "is named like"),
        ("postgresql://reader:secret-4711@host", "is named like"),
        ("sqlite://", "is named like"),
        ("sqlite:////nowhere/at/all.db", "there is no file /nowhere/at/all.db"),
        ("sqlite:///:memory:", "there is no file"),
        ("nosuch://reader:secret-4711@host/db", "there is no driver for nosuch"),
        ("mysql+pymysql://reader:secret-4711@host/db", "there is no driver for mysql"),
    ],
)
def test_an_address_that_names_no_database_is_told(
    tmp_path: Path, url: str, complaint: str
) -> None:
    with pytest.raises(SourceRefused, match=complaint) as raised:
        books(tmp_path, url, query()).check()

    assert "secret-4711" not in str(raised.value)


def test_the_database_is_named_without_who_reads_it(tmp_path: Path, lite: str) -> None:
    assert books(tmp_path, lite, query()).check().company.endswith("ledger.db")
