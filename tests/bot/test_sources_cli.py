"""python -m bot sources: what it prints, how it ends, and that it can be stopped and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.cli.sources import _reader, _sync
from bot.config import Settings
from bot.part import Part
from bot.wiring import begin_policy, machine_clock, open_ledger
from core.domain.readings import Reading, Stage
from core.usecases.reading_books import Wish
from storage.opening import open_migrated
from storage.unit_of_work import SqlStore
from tests.bot.a_terminal import bot
from tests.bot.test_config import GOOD
from tests.clients.a_stripe import KEY, Shop, day, running


@dataclass
class Terminal:
    """A database, a Stripe account and the settings that join them."""

    shop: Shop
    environment: dict[str, str]
    database: str

    def row(self) -> Reading:
        database = open_migrated(self.database)
        with SqlStore(database).reading() as work:
            found = work.readings.get("main")
        database.close()
        assert found is not None
        return found


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    open_migrated(url).close()
    with running() as shop:
        shop.moment = datetime.now(UTC)
        books = {
            "DATABASE_URL": url,
            "BOOKS": "main",
            "BOOKS_MAIN_KIND": "stripe",
            "BOOKS_MAIN_KEY": KEY,
            "BOOKS_MAIN_URL": shop.url,
        }
        shop.account.add_customer("Contoso", id="cus_1", created=day("2026-01-15"))
        for number in range(3):
            id = f"in_{number}"
            shop.account.draft("cus_1", 1000, "eur", id=id, due_date=day("2026-09-15"))
            shop.account.finalize(id, f"INV-{number}")
        yield Terminal(shop, GOOD | books, url)


def test_books_are_checked_read_and_listed(terminal: Terminal) -> None:
    done = bot(terminal.environment, "sources", "check")
    assert done.returncode == 0, done.stdout
    assert "ok     books main: " in done.stdout
    done = bot(terminal.environment, "sources", "sync")
    assert done.returncode == 0, done.stdout
    assert "main: read, whole, 3 rows" in done.stdout
    done = bot(terminal.environment, "sources", "list")
    assert "main: stripe, in the books as main" in done.stdout
    assert ", next 20" in done.stdout
    assert KEY not in done.stdout


def test_books_that_cannot_be_read_are_said_and_end_with_one(terminal: Terminal) -> None:
    terminal.shop.stripe.trouble = "kept_out"
    for words in (("check",), ("sync", "main")):
        done = bot(terminal.environment, "sources", *words)
        assert done.returncode == 1, done.stdout
        assert KEY not in done.stdout + done.stderr
    done = bot(terminal.environment, "sources", "list")
    assert "somebody has to mend it since" in done.stdout
    done = bot(terminal.environment, "doctor", "--offline")
    assert "wrong  books main: not read since" in done.stdout
    assert KEY not in done.stdout


def test_clocks_that_differ_are_said_and_nothing_is_taken_in(terminal: Terminal) -> None:
    terminal.shop.stripe.ahead = timedelta(minutes=-7)
    done = bot(terminal.environment, "sources", "check")
    assert (done.returncode, "s ahead of theirs" in done.stdout) == (1, True), done.stdout
    assert bot(terminal.environment, "sources", "sync").returncode == 1
    done = bot(terminal.environment, "sources", "list")
    assert "clocks differ since" in done.stdout
    assert "never taken in" in done.stdout
    wider = terminal.environment | {"BOOKS_APART": "60"}
    assert bot(wider, "sources", "check").returncode == 0


def test_what_is_not_named_is_refused(terminal: Terminal) -> None:
    done = bot(terminal.environment, "sources", "sync", "other")
    assert (done.returncode, "there are: main" in done.stdout) == (2, True)
    done = bot(terminal.environment, "sources", "sync", "--accept-drop")
    assert done.returncode == 2


def test_a_reading_that_was_cut_off_goes_on_at_the_terminal(terminal: Terminal) -> None:
    terminal.shop.stripe.trouble = "broken"
    assert bot(terminal.environment, "sources", "sync").returncode == 1
    assert terminal.row().stage is Stage.IDLE
    terminal.shop.stripe.trouble = ""
    assert bot(terminal.environment, "sources", "sync").returncode == 0
    assert terminal.row().trouble is None


def test_a_reading_that_a_person_stops_goes_on_with_the_next(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.from_environment(terminal.environment, Part.WORKER)
    ledger, over = open_ledger(settings, machine_clock), Event()
    over.set()
    begin_policy(ledger)
    with _reader(ledger, over) as reader:
        assert _sync(reader, "main", Wish(at_once=True), over)
    ledger.close()
    assert "main: stopped after 0 rows; the next reading goes on" in capsys.readouterr().out
    stopped = terminal.row()
    assert (stopped.stage, stopped.holder) == (Stage.READING, "")
    assert bot(terminal.environment, "sources", "sync").returncode == 0
    assert terminal.row().read_at == stopped.begun_at
