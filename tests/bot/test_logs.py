"""A canary in everything that is logged, by us and by others: none may come out."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import redacted, start_logging

CANARIES = [
    "token xoxb-17-canary",
    "token xoxe.xoxp-1-canary",
    "xapp-1-A0-canary",
    "Authorization: Bearer canarycanary",
    "{'Authorization': 'Bearer canarycanary'}",
    "client_secret=canary~x&grant_type=client_credentials",
    '{"client_secret": "canary"}',
    '{\\"trigger_id\\": \\"1.2.canary\\"}',
    "trigger_id=1.2.canary&user_id=U1",
    "{'response_url': 'https://hooks.slack.com/commands/T1/canary'}",
    "https://hooks.slack.com/services/T1/B1/canary",
    "https:\\/\\/hooks.slack.com\\/actions\\/canary",
    "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2Fcanary",
    "X-Slack-Signature: canary",
    "mail to canary.bird+x@mail.example now",
    "user=canary%40mail.example",
    "postgresql://desk:canary@db.example/desk",
    "eyJhbGciOiJIUzI1NiJ9.canary.canary",
]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What start_logging writes; logging is put back as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    start_logging(stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize("text", CANARIES)
def test_no_canary_comes_out(text: str) -> None:
    assert "canary" not in redacted(text)


@pytest.mark.parametrize("name", ["handlers.registry", "slack_bolt", "waitress", "werkzeug"])
def test_nor_through_any_logger_argument_or_traceback(written: io.StringIO, name: str) -> None:
    logger = logging.getLogger(name)
    for text in CANARIES:
        logger.error("said %s", text)
        try:
            raise ValueError(text)
        except ValueError:
            logger.exception("failed")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "canary" not in written.getvalue()
    assert len(lines) == 2 * len(CANARIES)
    assert {line["logger"] for line in lines} == {name}
    assert all("ValueError" in line["exception"] for line in lines[1::2])


def test_facts_stay_readable(written: io.StringIO) -> None:
    fact = "suspended customer=main:7c1e subscription=2c88 action=9 took_ms=12"
    logging.getLogger("core").info("%s", fact)
    line = json.loads(written.getvalue())
    assert (line["event"], line["level"]) == (fact, "info")


def test_a_line_is_no_archive(written: io.StringIO) -> None:
    logging.getLogger("core").info("%s", "x" * 100_000)
    assert len(written.getvalue()) < 10_000
