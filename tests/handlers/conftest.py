"""Which door a world has; and golden files: how a message looks, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from zlib import crc32

import pytest

from handlers.messages.blocks import Message
from sandbox.slack.limits.surfaces import message_complaints, view_complaints

# Slack signs its requests, or with an app token comes by Socket Mode.
DOORS = {"http": "", "socket": "xapp-sandbox"}
GOLDEN = Path(__file__).parent / "golden"
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


@pytest.fixture
def looks_like(request: pytest.FixtureRequest) -> Looks:
    """Compares a message or a form with its golden file, and with what Slack takes."""
    update = bool(request.config.getoption("--update-golden", default=False))

    def compare(name: str, shown: Message | Mapping[str, object]) -> None:
        found = _as_json(shown)
        assert not _complaints(shown)
        path = GOLDEN / f"{name}.json"
        if update:
            path.write_text(found, encoding="utf-8")
        assert path.is_file(), f"{path} is not there: run pytest tests/handlers --update-golden"
        assert found == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def reads_like(request: pytest.FixtureRequest) -> Reads:
    """Compares what customers read with its golden file, word for word."""
    update = bool(request.config.getoption("--update-golden", default=False))

    def compare(name: str, found: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8")
        assert path.is_file(), f"{path} is not there: run pytest tests/handlers --update-golden"
        assert found == path.read_text(encoding="utf-8")

    return compare


def _as_json(shown: Message | Mapping[str, object]) -> str:
    if isinstance(shown, Message):
        shown = {"text": shown.text, "blocks": list(shown.blocks)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _complaints(shown: Message | Mapping[str, object]) -> list[str]:
    if isinstance(shown, Message):
        return message_complaints(json.loads(_as_json(shown))["blocks"])
    return view_complaints(json.loads(_as_json(shown)))
