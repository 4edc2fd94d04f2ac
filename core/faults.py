"""Named points at which a test may let the process die, or the world change: nothing happens there
otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum


class Way(StrEnum):
    """Every kind of call to the outside. Each has a point before it and one after it."""

    PARTNER_READ = "partner.read"
    PARTNER_CHANGE = "partner.change"
    PARTNER_BILLING = "partner.billing"
    PARTNER_SPENDING = "partner.spending"
    PARTNER_ACTIVITY = "partner.activity"
    PARTNER_TICKETS = "partner.tickets"
    PARTNER_FRAUD = "partner.fraud"
    PARTNER_WEBHOOK = "partner.webhook"
    SIGN_IN = "sign_in"
    BOOKS = "books.read"
    GRAPH_READ = "graph.read"
    GRAPH_CHANGE = "graph.change"
    CERTIFICATE = "certificate"
    CHECKPOINT = "checkpoint"
    CLOCK = "clock"
    PROBE = "probe"
    MAIL_OUT = "mail.out"
    MAIL_IN = "mail.in"
    MAIL_SEEN = "mail.seen"
    SLACK_ITSELF = "slack.itself"
    SLACK_PERSON = "slack.person"
    SLACK_ROOM = "slack.room"
    SLACK_POST = "slack.post"
    SLACK_UPDATE = "slack.update"
    SLACK_LINK = "slack.link"
    SLACK_FORM = "slack.form"
    SLACK_WHISPER = "slack.whisper"
    SLACK_HOME = "slack.home"
    SLACK_DIRECT = "slack.direct"
    SLACK_FILE = "slack.file"
    SLACK_SOCKET = "slack.socket"


class Point(StrEnum):
    """Between two of our own steps."""

    COMMITTING = "commit.before"
    COMMITTED = "commit.after"
    CLAIMED = "job.claimed"
    DONE = "job.done"
    SETTLED = "job.settled"
    INTENDING = "step.before_intent"
    INTENDED = "step.after_intent"
    SENDING = "step.before_sending"
    ANSWERED = "step.after_sending"
    LOOKING = "step.before_looking"
    FOUND = "step.after_looking"
    ASKING = "hand.before_asking"


def before(way: Way) -> str:
    return f"{way}.before"


def after(way: Way) -> str:
    return f"{way}.after"


POINTS = (*map(str, Point), *(side(way) for way in Way for side in (before, after)))

_handler: Callable[[str], None] | None = None


def fault(point: str) -> None:
    """Whoever is armed hears that this point was reached, and may raise."""
    if _handler is not None:
        _handler(point)


@contextmanager
def armed(handler: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, `handler` hears of every point that any thread reaches."""
    global _handler
    assert _handler is None, "somebody is armed already"
    _handler = handler
    try:
        yield
    finally:
        _handler = None
