"""Which door a world has; and golden files: how a message looks, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from handlers.messages.blocks import Message
from sandbox.slack.limits.accessibility import message_barriers, view_barriers
from sandbox.slack.limits.surfaces import message_complaints, view_complaints
from tests.handlers.a_reader import ACCENTED, ENGLISH, READERS, folder_of, reading
from tests.words.accented import unsaid

# Slack signs its requests, or with an app token comes by Socket Mode.
DOORS = {"http": "", "socket": "xapp-sandbox"}
GOLDEN = Path(__file__).parent / "golden"
# The cards that most people read most often.
IN_EVERY_LANGUAGE = frozenset(
    {
        "agreements", "approve_form", "case_busy", "case_head", "credit_card", "digest_busy",
        "digest_chosen", "schedule_content_form", "schedule_list", "snooze_form",
        "digest_quiet", "explanation_chased", "home_full", "mappings", "overdue", "page_alone",
        "reinstatement_pending", "simulation_edited", "standing_at_risk", "standing_ways",
        "suspend_form", "suspension_partial", "suspension_pending", "ticket_open",
    }
)  # fmt: skip
# Letters, as customers read them.
QUOTES = frozenset({"letter_preview", "preview_released", "preview_waits"})
Looks = Callable[[str, "Message | Mapping[str, object]"], None]
Reads = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew; read the diff"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A suite about what comes in tries both doors with all of its tests."""
    marked = metafunc.definition.get_closest_marker("both_doors")
    if marked and "app_token" in metafunc.fixturenames:
        metafunc.parametrize("app_token", list(DOORS.values()), ids=list(DOORS), scope="module")


@pytest.fixture
def app_token(request: pytest.FixtureRequest) -> str:
    """Every other test comes by one of them, as its name falls: behind them all is one."""
    return list(DOORS.values())[crc32(request.node.name.encode()) % len(DOORS)]


@pytest.fixture(params=READERS)
def looks_like(request: pytest.FixtureRequest) -> Iterator[Looks]:
    """Compares a message or a form with its golden file, and with what Slack takes. Whoever is
    written to by `Reader` reads it in each language: the main cards have a golden file in each, and
    the made-up language shows what nobody translated and what is cut off."""
    locale = str(request.param)

    def compare(name: str, shown: Message | Mapping[str, object]) -> None:
        found = _as_json(shown)
        assert _complaints(json.loads(found)) == []
        if locale == ACCENTED:
            assert name in QUOTES or unsaid(json.loads(found)) == []
        elif locale == ENGLISH or name in IN_EVERY_LANGUAGE:
            _same(GOLDEN / folder_of(locale) / f"{name}.json", found, request)

    with reading(locale):
        yield compare


@pytest.fixture
def reads_like(request: pytest.FixtureRequest) -> Reads:
    """Compares what customers read with its golden file, word for word."""
    return lambda name, found: _same(GOLDEN / name, found, request)


def _same(path: Path, found: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), f"{path} is not there: run pytest tests/handlers --update-golden"
    assert found == path.read_text(encoding="utf-8")


def _as_json(shown: Message | Mapping[str, object]) -> str:
    if isinstance(shown, Message):
        shown = {"text": shown.text, "blocks": list(shown.blocks)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _complaints(sent: Mapping[str, Any]) -> list[str]:
    if "text" in sent:
        return [*message_complaints(sent["blocks"]), *message_barriers(sent)]
    return [*view_complaints(sent), *view_barriers(sent)]
