"""The demo reads a set of books by itself, beside those that are put in."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.cli.demo import Setup, running
from bot.cli.demo_books import WEBSHOP
from core.domain.customers import MappingState
from core.ports.records import Snapshot
from sandbox.clock import START
from sandbox.stories.driver import Driver, wait


def test_the_webshop_is_read_and_its_names_wait_for_somebody(tmp_path: Path) -> None:
    with running(tmp_path, 0, Setup(reading=True)) as demo:
        store = demo.desk.ledger.office.store

        def read() -> Snapshot | None:
            with store.reading() as work:
                return work.books.current(WEBSHOP)

        driver = Driver(demo.url)
        with closing(driver.http):
            driver.move_clock((START + timedelta(minutes=5)).isoformat())
        assert wait(read, "the books of the web shop", lambda: "none").customers == 3
        with store.reading() as work:
            states = {one.customer_ref: one.mapping for one in work.books.named_by(WEBSHOP)}
            sources = {one.source for one in work.books.currents()}
    assert states["W301"] is MappingState.PROPOSED
    assert states["W302"] is MappingState.UNMAPPED
    assert sources == {WEBSHOP, "erp-berlin"}
