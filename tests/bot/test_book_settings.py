"""Settings of books that the desk reads: what each kind needs, and that no secret shows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.book_settings import BookSource, Kind
from bot.config import Settings, SettingsRefused
from bot.part import Part
from tests.bot.test_config import CLIENT, GOOD, TENANT, problems

STRIPE = {
    "BOOKS": "main",
    "BOOKS_MAIN_KIND": "stripe",
    "BOOKS_MAIN_KEY": "rk_live_Canary1",
    "BOOKS_MAIN_WEBHOOK_SECRET": "whsec_Canary2, whsec_Canary3",
}
BUSINESS_CENTRAL = {
    "BOOKS": "main",
    "BOOKS_MAIN_KIND": "business-central",
    "BOOKS_MAIN_TENANT": TENANT,
    "BOOKS_MAIN_COMPANY": "CRONUS DE",
    "BOOKS_MAIN_CLIENT_ID": CLIENT,
    "BOOKS_MAIN_CLIENT_SECRET": "Canary-of-business-central",
}
HTTPS = {
    "BOOKS": "main",
    "BOOKS_MAIN_KIND": "https",
    "BOOKS_MAIN_URL": "https://files.example/books.csv?sig=Canary4",
    "BOOKS_MAIN_USER": "desk",
    "BOOKS_MAIN_PASSWORD": "Canary5",
}


def sql(folder: Path, query: str = "SELECT 1") -> dict[str, str]:
    file = folder / "books.sql"
    file.write_text(query, encoding="utf-8")
    return {
        "BOOKS": "main",
        "BOOKS_MAIN_KIND": "sql",
        "BOOKS_MAIN_URL": "postgresql://reader:Canary6@ledger.example/finance",
        "BOOKS_MAIN_QUERY": str(file),
    }


def source(**changed: str) -> BookSource:
    (found,) = Settings.from_environment(GOOD | changed).books.sources
    return found


def test_there_are_none_unless_they_are_named() -> None:
    assert Settings.from_environment(GOOD).books.sources == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_what_it_needs_and_shows_no_secret(kind: Kind, tmp_path: Path) -> None:
    all_kinds = {
        Kind.STRIPE: STRIPE,
        Kind.BUSINESS_CENTRAL: BUSINESS_CENTRAL,
        Kind.HTTPS: HTTPS,
        Kind.SQL: sql(tmp_path),
    }
    environment = all_kinds[kind]
    found = source(**environment)
    assert (found.name, found.kind, found.source) == ("main", kind, "main")
    assert "anary" not in repr(Settings.from_environment(GOOD | environment))


def test_books_are_known_by_another_name_where_they_were_before() -> None:
    assert source(**HTTPS, BOOKS_MAIN_SOURCE="erp-berlin").source == "erp-berlin"


@pytest.mark.parametrize("part", [Part.WEB, Part.WORKER, Part.NONE], ids=["web", "worker", "none"])
def test_each_part_has_the_secrets_that_it_needs_and_no_others(part: Part) -> None:
    both = GOOD | STRIPE | {"SLACK_APP_TOKEN": "xapp-1-canary"}
    (found,) = Settings.from_environment(both, part).books.sources
    assert bool(found.secrets) == (part is Part.WORKER)
    assert len(found.webhook_secrets) == (2 if part is Part.WEB else 0)


def test_how_often_is_in_minutes_and_hours() -> None:
    pace = Settings.from_environment(GOOD | {"BOOKS_EVERY": "15", "BOOKS_WHOLE": "12"}).books.pace
    assert (pace.every, pace.whole) == (timedelta(minutes=15), timedelta(hours=12))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (STRIPE | {"BOOKS": "Main"}, "BOOKS"),
        ({"BOOKS": "main"}, "BOOKS_MAIN_KIND"),
        ({"BOOKS": "main", "BOOKS_MAIN_KIND": "xero"}, "BOOKS_MAIN_KIND"),
        (STRIPE | {"BOOKS_MAIN_KEY": "sk_live_Canary"}, "BOOKS_MAIN_KEY"),
        (STRIPE | {"BOOKS_MAIN_ZONE": "Europe/Nowhere"}, "BOOKS_MAIN_ZONE"),
        (STRIPE | {"BOOKS_MAIN_WEBHOOK_SECRET": "canary"}, "BOOKS_MAIN_WEBHOOK_SECRET"),
        (STRIPE | {"BOOKS_MAIN_QUERY": "x.sql"}, "BOOKS_MAIN_QUERY"),
        (STRIPE | {"BOOKS_OTHER_KEY": "rk_live_Canary"}, "BOOKS_OTHER_KEY"),
        (BUSINESS_CENTRAL | {"BOOKS_MAIN_TENANT": "cronus"}, "BOOKS_MAIN_TENANT"),
        (BUSINESS_CENTRAL | {"BOOKS_MAIN_CLIENT_SECRET": ""}, "BOOKS_MAIN_CLIENT_SECRET"),
        (HTTPS | {"BOOKS_MAIN_URL": "http://files.example/canary"}, "BOOKS_MAIN_URL"),
        (HTTPS | {"BOOKS_MAIN_TOKEN": "canary"}, "BOOKS_MAIN_TOKEN"),
        (HTTPS | {"BOOKS_MAIN_USER": ""}, "BOOKS_MAIN_PASSWORD"),
        ({"BOOKS_EVERY": "1"}, "BOOKS_EVERY"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named_without_its_value(environment: dict[str, str], named: str) -> None:
    found = problems(**environment)
    assert [one.partition(":")[0] for one in found] == [named]
    assert "anary" not in " ".join(found)


def test_a_query_that_is_none_is_refused_at_the_start(tmp_path: Path) -> None:
    (found,) = problems(**sql(tmp_path, "DELETE FROM ledger"))
    assert found.startswith("BOOKS_MAIN_QUERY: a file with one SELECT; ")
    missing = sql(tmp_path) | {"BOOKS_MAIN_QUERY": str(tmp_path / "nowhere.sql")}
    assert problems(**missing) == ["BOOKS_MAIN_QUERY: a file with one SELECT, which can be read"]


def test_two_sets_of_books_are_not_known_by_one_name() -> None:
    two = HTTPS | {
        "BOOKS": "main,more",
        "BOOKS_MORE_KIND": "https",
        "BOOKS_MORE_URL": "https://files.example/more.csv",
        "BOOKS_MORE_SOURCE": "main",
    }
    assert problems(**two) == ["BOOKS: two of them have the same SOURCE"]


def test_a_clock_that_can_be_moved_is_not_for_books_elsewhere() -> None:
    with pytest.raises(SettingsRefused) as refused:
        Settings.from_environment(GOOD | HTTPS | {"CLOCK_URL": "http://127.0.0.1:1/clock"})
    assert any(one.startswith("CLOCK_URL") for one in refused.value.problems)
