"""One browser for every test of a module, and a sandbox with nobody behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from sandbox.server import Sandbox
from tests.e2e.browsing import DESK, TOKEN, a_browser
from tests.tree import ROOT


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(
        signing_secret="0123456789abcdef" * 2, bot_token=TOKEN, manifest=ROOT / "manifest.yml"
    ).start()
    yield running
    running.stop()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    page = browser.new_page(viewport=DESK)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    page.close()
    assert broken == []
