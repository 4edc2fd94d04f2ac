"""Books that a running desk reads by itself, over real HTTP: what they lead to, and what they do
not while they cannot be read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from core.domain.plans import PlanState, Reason
from core.domain.readings import Reading, Stage, Trouble
from sandbox.accounting.files import PATH, FileServer
from sandbox.accounting.stripe import signature
from sandbox.data.receivables import COLUMNS, Change, paid, receivables
from sandbox.serving import Serving
from sandbox.stories.driver import words_of
from tests.installation import Installation, copy_of
from tests.world import AGENT, FIRST, World

LOGIN = "books-token-of-the-test"
HOOK = "whsec_SecretOfTheTest"
NEXT_HOUR, TWO_DAYS_ON = "2026-10-12T09:10:00Z", "2026-10-14T08:00:00Z"


class Reads(Installation):
    """One that is told where its books are."""

    at = ""

    def environment(self, port: int) -> dict[str, str]:
        return super().environment(port) | {
            "BOOKS": "main,shop",
            "BOOKS_MAIN_KIND": "https",
            "BOOKS_MAIN_URL": f"{self.at}{PATH}",
            "BOOKS_MAIN_TOKEN": LOGIN,
            "BOOKS_MAIN_SOURCE": "erp-berlin",
            "BOOKS_SHOP_KIND": "stripe",
            "BOOKS_SHOP_KEY": "rk_test_KeyOfTheTest",
            "BOOKS_SHOP_URL": f"{self.at}/stripe",
            "BOOKS_SHOP_WEBHOOK_SECRET": HOOK,
        }


class Ledger:
    """The books at their own place, and the desk that reads them."""

    def __init__(self, world: World, server: FileServer) -> None:
        self.world, self.server = world, server
        self.happened: list[Change] = []

    def write(self, *changes: Change) -> None:
        self.happened += changes
        rows = receivables(as_of=self.world.now - timedelta(minutes=5), changes=self.happened)
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        self.server.content = text.getvalue().encode()

    def row(self, source: str = "erp-berlin") -> Reading:
        found = self.world.ask(lambda work: work.readings.get(source))
        return found or Reading(source)

    def until(self, fact: Callable[[Reading], bool]) -> Reading:
        self.world.until(lambda: fact(self.row()))
        return self.row()

    def read(self) -> Reading:
        """An hour has passed for the desk; it has read what there is."""
        began = self.row().begun_at
        self.world.move_clock(NEXT_HOUR)
        return self.until(lambda one: one.begun_at != began and one.stage is Stage.IDLE)


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Iterator[Ledger]:
    server = FileServer(f"Bearer {LOGIN}")
    serving = Serving(server, port=0, threads=2, name="files")
    installation = Reads(copy_of(filled, tmp_path / "desk"))
    installation.at = f"http://127.0.0.1:{serving.port}"
    server.now = lambda: installation.sandbox.clock.now()
    try:
        installation.start()
        with closing(World(installation)) as world:
            yield Ledger(world, server)
            world.settled()
            assert world.violations() == []
            assert world.audit().holds()
    finally:
        installation.stop()
        serving.stop()


def test_who_paid_at_the_source_is_found_within_the_hour(ledger: Ledger) -> None:
    plan = ledger.world.file("contoso", "Exchange")
    ledger.write(paid("contoso"))
    ledger.read()
    ledger.world.settled()
    found = ledger.world.again(plan)
    assert (found.state, found.ended_why) == (PlanState.WITHDRAWN, "paid")


@pytest.mark.parametrize("fault", ["cut", "kept out"])
def test_books_that_cannot_be_read_whole_change_nothing_and_age(ledger: Ledger, fault: str) -> None:
    world = ledger.world
    world.suspended("nordwind", "Office 365 E3", reason=Reason.MISUSE)
    ledger.write(paid("contoso"))
    ledger.server.fault = fault
    before = world.ask(lambda work: work.books.currents())
    world.move_clock(TWO_DAYS_ON)
    found = ledger.until(lambda one: one.trouble is not None)
    assert found.trouble is (Trouble.SILENT if fault == "cut" else Trouble.BARRED)
    assert world.ask(lambda work: work.books.currents()) == before
    world.until(lambda: ledger.row("shop").told)
    unread = "The books of shop cannot be read."
    assert unread in world.command(AGENT, "/overdue")
    cut = world.approved("contoso", "Exchange")
    world.settled()
    assert world.again(cut).waiting_for == "books_stale"
    world.reinstate("nordwind")
    lifted = world.plan("nordwind")
    world.vote(lifted, FIRST)
    world.settled()
    assert world.again(lifted).state is PlanState.FINISHED


def test_what_is_wrong_is_said_in_the_alerts_channel_with_why(ledger: Ledger) -> None:
    ledger.server.fault = "kept out"
    ledger.world.move_clock(NEXT_HOUR)
    ledger.until(lambda one: one.told)
    ledger.world.settled()
    said = " ".join(map(words_of, ledger.world.driver.messages("C0ALERTS")))
    assert "The books of erp-berlin cannot be read until somebody mends it" in said
    assert "does not take the token" in said
    assert LOGIN not in said


def test_a_hint_that_stripe_signed_has_the_books_read_and_others_do_nothing(
    ledger: Ledger,
) -> None:
    world = ledger.world
    url = f"{world.installation.desk.url}/webhooks/books/shop"
    body = json.dumps(
        {"id": "evt_1", "type": "invoice.paid", "data": {"object": {"id": "in_1"}}}
    ).encode()
    at = int(world.now.timestamp())

    def post(signed: str, to: str = url) -> int:
        return httpx.post(to, content=body, headers={"Stripe-Signature": signed}).status_code

    assert post(signature(body, "whsec_another", at)) == 400
    assert post("") == 400
    assert post(signature(body, HOOK, at - 3600)) == 400
    assert post(signature(body, HOOK, at), url.replace("shop", "main")) == 400
    assert httpx.get(url).status_code == 400
    assert ledger.row("shop").wanted_at is None
    assert post(signature(body, HOOK, at)) == 200
    wanted = ledger.row("shop").wanted_at
    assert wanted is not None
    world.move_clock("2026-10-12T08:05:00Z")
    late = int(world.now.timestamp())
    assert post(signature(body, HOOK, late)) == 200
    assert ledger.row("shop").wanted_at == wanted


def test_no_secret_of_the_books_is_in_settings_that_are_shown(ledger: Ledger) -> None:
    shown = repr(ledger.world.installation.desk.settings)
    for secret in (LOGIN, HOOK, "rk_test_KeyOfTheTest", PATH):
        assert secret not in shown
