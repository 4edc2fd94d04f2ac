"""A canary in everything that is logged, by us and by others: none may come out."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import stamina
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import redacted, start_logging
from storage.database import open_database
from storage.tables.desk import facts
from tests.postgres import running

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
    "postgresql://desk:p/w@canary@db.example/desk",
    'duplicate key value\nDETAIL:  Key (source, ref)=(erp, canary "x") already exists.',
    "null value\nDETAIL:  Failing row contains (1, of two\nlines canary, x).",
    "UniqueViolation('duplicate key\\nDETAIL:  Key (name)=(canary) already exists.')",
    "Schlüssel »(name)=(canary)« existiert bereits.",
    "[SQL: INSERT]\n[parameters: {'name': 'canary [x]', 'n': 1}]\n(Background: x)",
    "eyJhbGciOiJIUzI1NiJ9.canary.canary",
    "SLACK_SIGNING_SECRET=canary",
    "MASTER_KEY=canary+canary/canary=",
    "code_verifier=canary&scope=openid",
    "PARTNER_CENTER_EAST_CLIENT_SECRET='canary'",
    "payload=%7B%22trigger_id%22%3A%221.2.canary%22%7D",
    "wss://wss-primary.slack.example/link/?ticket=canary&app_id=1",
    "{b'authorization': b'Bearer canarycanary'}",
    "token=canary&team_id=T1&command=%2Fsuspend&response_url=https%3A%2F%2Fx%2Fcanary",
]
# Ours, and everybody's who talks to Slack, Partner Center, the database or a clock.
LOGGERS = (
    *("handlers.registry", "slack_bolt", "slack_sdk", "websockets", "httpx", "waitress"),
    *("werkzeug", "apscheduler", "sqlalchemy.engine", "alembic", "procrastinate"),
)


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
    structlog.reset_defaults()


@pytest.mark.parametrize("said", CANARIES)
def test_no_canary_comes_out(said: str) -> None:
    assert "canary" not in redacted(said)


@pytest.mark.parametrize("name", LOGGERS)
def test_nor_through_any_logger_argument_or_traceback(written: io.StringIO, name: str) -> None:
    logger = logging.getLogger(name)
    for said in CANARIES:
        logger.error("said %s", said)
        try:
            raise ValueError(said)
        except ValueError:
            logger.exception("failed")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert "canary" not in written.getvalue()
    assert len(lines) == 2 * len(CANARIES)
    assert {line["logger"] for line in lines} == {name}
    assert all("ValueError" in line["exception"] for line in lines[1::2])


def test_nor_by_a_library_that_logs_through_structlog(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.StructlogOnRetryHook])

    def fail() -> None:
        raise ValueError("token xoxb-17-canary")

    with pytest.raises(ValueError, match="canary"):
        stamina.RetryingCaller(attempts=2, wait_max=0).on(ValueError)(fail)
    stamina.instrumentation.set_on_retry_hooks(None)
    (line,) = [json.loads(line) for line in written.getvalue().splitlines()]
    assert line["event"] == "stamina.retry_scheduled"
    assert "canary" not in written.getvalue()
    assert capsys.readouterr().out == ""


def test_a_statement_that_fails_shows_no_values(written: io.StringIO, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/desk.db")
    values = {"name": "canary"}
    with database.transaction() as connection:
        try:
            connection.execute(text("SELECT :name FROM nowhere"), values)
        except DBAPIError:
            logging.getLogger("storage").exception("failed")
    database.close()
    assert "nowhere" in written.getvalue()
    assert "canary" not in written.getvalue()


def test_what_follows_a_row_stays_readable() -> None:
    said = "duplicate key\nDETAIL:  Key (a)=(canary) exists.\nCONTEXT:  SQL function\n[SQL: INSERT]"
    assert redacted(said).splitlines() == [
        "duplicate key", "DETAIL: [hidden]", "CONTEXT:  SQL function", "[SQL: INSERT]",
    ]  # fmt: skip


def test_a_row_that_postgresql_refuses_is_not_in_the_log(written: io.StringIO) -> None:
    values = {"name": "canary key", "value": "canary"}
    with running() as server, closing(open_database(server.copy())) as database:
        for _ in range(2):
            with database.transaction() as connection:
                try:
                    connection.execute(facts.insert(), values)
                    connection.commit()
                except DBAPIError:
                    logging.getLogger("storage").exception("failed")
    (line,) = [one for one in written.getvalue().splitlines() if "INSERT INTO facts" in one]
    assert "duplicate key" in line
    assert "canary" not in line


def test_facts_stay_readable(written: io.StringIO) -> None:
    fact = "suspended customer=main:7c1e subscription=2c88 action=9 took_ms=12"
    logging.getLogger("core").info("%s", fact)
    line = json.loads(written.getvalue())
    assert (line["event"], line["level"]) == (fact, "info")


def test_a_line_is_no_archive(written: io.StringIO) -> None:
    logging.getLogger("core").info("%s", "x" * 100_000)
    assert len(written.getvalue()) < 10_000
