"""Books in a database: what a SELECT may be, and what its values become."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from clients.receivables_sql import BATCH
from core.ports.receivables import PlaceLost, SourceRefused
from tests.clients.a_select import NOW, books, on_postgres, query, read

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
