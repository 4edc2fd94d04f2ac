"""Books in a database: what a SELECT may be, what its values become, and that it only reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from clients.receivables_sql import BATCH, SqlBooks
from core.domain.secret import Secret
from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.outside import Unreachable
from core.ports.receivables import PlaceLost, Row, SourceRefused
from tests.postgres import Server

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DOCUMENT = {
    "customer_ref": "'C1'",
    "customer_name": "'Contoso'",
    "tenant_id": "''",
    "document_id": "'D1'",
    "document_number": "'R-1'",
    "document_type": "'invoice'",
    "issue_date": "'2026-10-01'",
    "due_date": "'2026-10-31'",
    "currency": "'EUR'",
    "total_amount": "'10.00'",
    "open_amount": "'10.00'",
    "status": "'open'",
}
Ask = Callable[..., SqlBooks]


def query(rest: str = "", **columns: str) -> str:
    """A SELECT of one document without a table; a column that is empty is left out."""
    said = {name: value for name, value in (DOCUMENT | columns).items() if value}
    return f"SELECT {', '.join(f'{value} AS {name}' for name, value in said.items())} {rest}"


def books(folder: Path, url: str, select: str, patience: float = 5.0, size: int = 1000) -> SqlBooks:
    return SqlBooks(
        Secret(url),
        select,
        folder / "fetched",
        source="erp",
        clock=lambda: NOW,
        patience=patience,
        page_size=size,
    )


def read(made: SqlBooks) -> tuple[Row, ...]:
    start = made.begin("", NOW)
    assert start.whole
    page = made.page(start.place)
    assert (page.next, page.mark) == ("", "")
    return page.rows


@pytest.fixture
def lite(tmp_path: Path) -> str:
    """A SQLite file with one table."""
    file = tmp_path / "ledger.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE ledger (id text, amount text)")
    return f"sqlite:///{file}"


@pytest.fixture
def postgres(server: Server) -> str:
    return server.empty()


def on_postgres(url: str, *statements: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


# One SELECT


@pytest.mark.parametrize(
    "said",
    [
        "",
        ";",
        "-- nothing",
        "DELETE FROM ledger",
        "EXPLAIN SELECT 1",
        "selection",
        "SELECT 1; DROP TABLE ledger",
        "SELECT 1; /* a */ DROP TABLE ledger /* b */",
        "SELECT 1; SELECT 2",
        "/* a */ DROP TABLE ledger /* b */",
        "SELECT 1) AS books; DELETE FROM ledger; --",
        "PRAGMA user_version = 1",
        "ATTACH 'x' AS y",
    ],
)
def test_what_is_not_one_select_is_refused(tmp_path: Path, lite: str, said: str) -> None:
    with pytest.raises(SourceRefused, match="one SELECT, and nothing besides"):
        books(tmp_path, lite, said)


@pytest.mark.parametrize(
    ("before", "name", "after", "found"),
    [
        ("", "'a;b'", ";", "a;b"),
        ("-- one;\n", "'it''s; so'", "; -- the end", "it's; so"),
        ("/* a;\n b */ ", "':x ::y %s %(n)s ?'", " -- ;", ":x ::y %s %(n)s ?"),
        ('WITH x AS (SELECT 1 AS "a;b") ', "'50%'", " FROM x;\n\n", "50%"),
        (" \n", "CASE WHEN 'ab' LIKE 'a%' THEN '\\:' END", ";;", "\\:"),
    ],
)
@pytest.mark.parametrize("kind", ["lite", "postgres"])
def test_signs_that_mean_something_elsewhere_mean_nothing_here(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    kind: str,
    before: str,
    name: str,
    after: str,
    found: str,
) -> None:
    said = before + query(customer_name=name) + after

    (row,) = read(books(tmp_path, request.getfixturevalue(kind), said))

    assert row["customer_name"] == found


def test_a_cast_as_postgresql_writes_it_and_a_text_between_dollars(
    tmp_path: Path, postgres: str
) -> None:
    said = query(document_id="12::bigint", customer_name="$x$a; 'b'$x$::text")

    (row,) = read(books(tmp_path, postgres, said))

    assert (row["document_id"], row["customer_name"]) == ("12", "a; 'b'")


# Its columns


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        ({"tenant_id": "", "status": ""}, "the SELECT lacks tenant_id, status"),
        ({"ledger": "1"}, "the SELECT gives what nobody knows ledger"),
        ({"DOCUMENT_TYPE": "'x'", "document_type": ""}, "lacks document_type; gives what nobody"),
    ],
    ids=["missing", "unknown", "capital letters"],
)
def test_columns_that_are_wrong_are_named(
    tmp_path: Path, lite: str, columns: Mapping[str, str], complaint: str
) -> None:
    made = books(tmp_path, lite, query(**columns))

    for ask in (made.check, lambda: made.begin("", NOW), lambda: made.look(["D1"])):
        with pytest.raises(SourceRefused, match=complaint):
            ask()


def test_a_column_that_comes_twice_is_named(tmp_path: Path, postgres: str) -> None:
    twice = query(status="'a' AS notes, 'b' AS notes, 'open'")

    with pytest.raises(SourceRefused, match="the SELECT gives twice notes"):
        books(tmp_path, postgres, twice).check()


def test_a_row_has_every_column_and_says_of_itself_what_the_select_does_not(
    tmp_path: Path, lite: str
) -> None:
    (row,) = read(books(tmp_path, lite, query()))

    assert tuple(row) == REQUIRED_COLUMNS + OPTIONAL_COLUMNS
    assert (row["schema_version"], row["source_system"]) == ("1", "erp")
    assert row["as_of"] == "2026-11-30T09:00:00+00:00"


def test_the_select_may_say_as_of_when_it_is_and_whose(tmp_path: Path, lite: str) -> None:
    (row,) = read(books(tmp_path, lite, query(as_of="'2026-11-29'", source_system="'erp'")))

    assert row["as_of"] == "2026-11-29"
    with pytest.raises(SourceRefused, match="source_system crm: this source is erp"):
        books(tmp_path, lite, query(source_system="'crm'")).begin("", NOW)


def test_a_document_comes_once(tmp_path: Path, lite: str) -> None:
    made = books(tmp_path, lite, query("FROM (SELECT 1 UNION ALL SELECT 2)"))

    with pytest.raises(SourceRefused, match="gives document D1 twice"):
        made.begin("", NOW)


def test_documents_without_an_id_are_all_there_to_be_seen(tmp_path: Path, lite: str) -> None:
    rest = "FROM (SELECT 1 UNION ALL SELECT 2)"

    assert len(read(books(tmp_path, lite, query(rest, document_id="NULL")))) == 2


# Its values


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("open_amount", "1234.50::numeric(20, 6)", "1234.5"),
        ("open_amount", "999999999999.99::numeric", "999999999999.99"),
        ("open_amount", "0.1::numeric + 0.2", "0.3"),
        ("open_amount", "-0.030::numeric", "-0.03"),
        ("open_amount", "1000::numeric(12, 2)", "1000"),
        ("open_amount", "1.2345::numeric", "1.2345"),
        ("open_amount", "1e3::numeric", "1000"),
        ("open_amount", "'NaN'::numeric", "NaN"),
        ("open_amount", "7::bigint", "7"),
        ("open_amount", "'10.00'", "10.00"),
        ("due_date", "date '2026-10-31'", "2026-10-31"),
        ("due_date", "timestamp '2026-10-31 00:00'", "2026-10-31"),
        ("due_date", "timestamp '2026-10-31 13:05'", "2026-10-31T13:05:00"),
        ("as_of", "timestamptz '2026-11-30 00:00+00'", "2026-11-30T00:00:00+00:00"),
        ("tenant_id", "'AAAAAAAA-0000-4000-8000-000000000001'::uuid",
         "aaaaaaaa-0000-4000-8000-000000000001"),
        ("document_number", "'R-1'::char(12)", "R-1"),
        ("notes", "NULL", ""),
        ("notes", "E'two\\nlines \\u200f'", "two\nlines \u200f"),
    ],
)  # fmt: skip
def test_a_value_becomes_text_as_it_is(
    tmp_path: Path, postgres: str, column: str, value: str, found: str
) -> None:
    on_postgres(postgres, "ALTER ROLE postgres SET TimeZone = 'UTC'")

    (row,) = read(books(tmp_path, postgres, query(**{column: value})))

    assert row[column] == found


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("10.1::float8", "open_amount is a floating-point number"),
        ("10.1::real", "open_amount is a floating-point number"),
        ("true", "open_amount is yes or no"),
        ("'\\x00'::bytea", "open_amount is of a kind"),
        ("ARRAY[1]", "open_amount is of a kind"),
        ("interval '1 day'", "open_amount is of a kind"),
    ],
)
def test_a_value_that_is_no_text_is_refused_by_its_column(
    tmp_path: Path, postgres: str, value: str, why: str
) -> None:
    with pytest.raises(SourceRefused, match=why):
        books(tmp_path, postgres, query(open_amount=value)).begin("", NOW)


def test_sqlite_has_no_decimals(tmp_path: Path, lite: str) -> None:
    with pytest.raises(SourceRefused, match="total_amount is a floating-point number"):
        books(tmp_path, lite, query(total_amount="CAST('10.5' AS numeric)")).begin("", NOW)


def test_what_no_database_of_ours_could_keep_is_marked(tmp_path: Path, lite: str) -> None:
    (row,) = read(books(tmp_path, lite, query(customer_name="'a' || char(0) || 'b'")))

    assert row["customer_name"] == "a\ufffdb"


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


# Many


def test_an_id_of_a_fixed_width_is_found_again(tmp_path: Path, postgres: str) -> None:
    made = books(tmp_path, postgres, query(document_id="'D1'::char(9)"))
    (row,) = read(made)

    assert [one["document_id"] for one in made.look([row["document_id"]])] == ["D1"]


def test_many_documents_are_looked_at_in_batches(tmp_path: Path, lite: str) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1300) "
    made = books(tmp_path, lite, numbers + query("FROM n", document_id="i"))
    wanted = [str(number) for number in range(2, 2 * BATCH + 300)]

    assert [row["document_id"] for row in made.look(wanted)] == wanted


def test_a_newer_reading_takes_the_place_of_an_older_one(tmp_path: Path, lite: str) -> None:
    made = books(tmp_path, lite, query())
    old, new = made.begin("", NOW), made.begin("", NOW)

    with pytest.raises(PlaceLost):
        made.page(old.place)
    assert len(made.page(new.place).rows) == 1
