"""One log: JSON lines on stderr, for other people's libraries too, without secrets or contacts."""

from __future__ import annotations

import logging
import logging.config
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

HIDDEN = "[hidden]"
# A line is cut where a library logs what somebody sent it: a log is no archive.
LONGEST = 8000
# These tell of every request or job, with addresses and bodies.
TALKATIVE = (
    *("httpx", "httpcore", "urllib3", "slack_sdk", "slack_bolt", "websockets"),
    *("alembic", "apscheduler", "procrastinate"),
)

# What goes and what stays of it: group 1, where there is one, is kept.
_SECRETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b()xox[a-z](?:\.xox[a-z])?-[\w.%-]+",
        r"\b()xapp-[\w.%-]+",
        r"\b((?:Bearer|Basic)\s+)[\w.~+/=%-]{6,}",
        r"\b()eyJ[\w-]{8,}\.[\w-]+\.[\w-]*",
        r"()v0=[0-9a-f]{64}",
        r"()https?:(?:\\?/){2}hooks\.slack\.com[^\s\"'<>]*",
        r"()https?:(?:/|\\/){2}[^\s\"'<>]*/(?:commands|actions|response)(?:/|\\/)[^\s\"'<>]+",
        r"()https?%3A%2F%2F[^\s\"'&]*",
        r"(://[^\s:/@\"']*:)[^\s\"']+(?=@)",
    )
)
# What PostgreSQL adds to an error are the values of the row that it is about, over several lines
# where they have some; what follows is our own statement, or the traceback.
_AFTER = r'HINT:|CONTEXT:|\[SQL|\(Background|Traceback|The above|During handling|File "'
_ROWS = re.compile(rf"(\bDETAIL:|\)=(?=\())(?:(?!(?:\\n|\n)\s*(?:{_AFTER})).)+", re.DOTALL)
_PARAMETERS = re.compile(r"(\[parameters: ).*?\](?=\s|$)", re.DOTALL)
_NAMES = (
    "client_secret|client_assertion|access_token|refresh_token|id_token|signing_secret"
    "|master_key|code_verifier|bot_token|trigger_id|response_url|password|passcode|secret|token|ticket|authorization"
    "|x-slack-signature"
)
# name=value, 'name': 'value', "name":"value", SOME_NAME=value, also where quotes and colons are
# escaped themselves.
_NAMED = re.compile(
    rf"""((?:(?<![\w-])(?:[\w-]{{1,40}}_)?|(?<=%22))(?:{_NAMES})(?:\\*["']|%22)?"""
    r"""\s*(?:=|:|%3D|%3A|,)\s*(?:\\*["']|%22)?)"""
    r"""(?!\[hidden\]|\\*["'])[^\s"'\\&,;}}\])]+""",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+'-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE
)


def redacted(text: str) -> str:
    """The text without tokens, secrets, reply addresses, e-mail addresses and rows."""
    for secret in _SECRETS:
        text = secret.sub(rf"\1{HIDDEN}", text)
    for rows in (_ROWS, _PARAMETERS):
        text = rows.sub(rf"\1 {HIDDEN}", text)
    text = _NAMED.sub(rf"\1{HIDDEN}", text)
    return _MAIL.sub(HIDDEN, text)


def start_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Every logger of this process writes through one handler; what a library set up goes."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,  # text before it is redacted
                _redact,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    _lead_structlog_here()


def _lead_structlog_here() -> None:
    """Libraries that find structlog log through it; it would print what they say as it is."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _redact(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    return {key: _hidden(value) for key, value in event.items()}


def _hidden(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = redacted(str(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… {len(text)} characters"
