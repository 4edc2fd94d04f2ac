"""What Partner Center's answers mean: refusals of reads, outcomes of changes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from clients.http import Reply
from core.ports.outside import Answer, Missing, Outcome, Unreachable

LONGEST_DETAIL = 300
NO_RELATIONSHIP = frozenset({"20002", "900159"})
STALE_ETAG = "2055"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Microsoft's error code and words; both empty where the body says nothing readable."""

    code: str = ""
    words: str = ""


def refused_read(reply: Reply) -> Missing | Unreachable:
    """The exception for an answer to a read that is not what was asked for."""
    complaint = complaint_of(reply)
    if reply.status == 404 or (reply.status == 403 and complaint.code in NO_RELATIONSHIP):
        return Missing(one_line(f"{reply.status} {complaint.code} {complaint.words}"))
    why = one_line(f"answered {reply.status} {complaint.code} {complaint.words}")
    return Unreachable(why, reply.retry_after())


def outcome_of(reply: Reply) -> Answer:
    """What became of a change. Whatever is not plainly yes or no is unknown."""
    if 200 <= reply.status < 300:
        return _accepted(reply)
    complaint = complaint_of(reply)
    return Answer(
        _outcome(reply.status, complaint.code),
        complaint.code or str(reply.status),
        one_line(complaint.words),
        reply.retry_after(),
    )


def complaint_of(reply: Reply) -> Complaint:
    """Read `{code, description}`, or the `{statusCode, message}` of a throttled call."""
    try:
        body = reply.json()
    except ValueError:
        return Complaint()
    if not isinstance(body, dict):
        return Complaint()
    said = {str(name).lower(): value for name, value in body.items()}
    code = said.get("code", said.get("statuscode", ""))
    words = said.get("description") or said.get("message") or ""
    return Complaint(one_line(str(code)), str(words))


def one_line(text: str) -> str:
    """Foreign words on one line, without control and direction marks, 300 characters at most."""
    shown = "".join(c if unicodedata.category(c)[0] not in "CZ" else _gap(c) for c in text)
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_DETAIL else line[: LONGEST_DETAIL - 1] + "…"


def _gap(character: str) -> str:
    return "" if unicodedata.category(character) == "Cf" else " "


def _accepted(reply: Reply) -> Answer:
    """Without a readable body a 200 may have been cut short; 202 and 204 may have none."""
    if reply.status in (202, 204) and not reply.body:
        return Answer(Outcome.DONE)
    try:
        is_resource = isinstance(reply.json(), dict)
    except ValueError:
        is_resource = False
    if is_resource:
        return Answer(Outcome.DONE)
    return Answer(Outcome.UNKNOWN, str(reply.status), "the answer cannot be read")


def _outcome(status: int, code: str) -> Outcome:
    if status == 412 or (status == 400 and code == STALE_ETAG):
        return Outcome.STALE
    if status in (401, 429):
        return Outcome.LATER
    # A refusal without Microsoft's words may come from something in between.
    if 400 <= status < 500 and status != 408 and code:
        return Outcome.REFUSED
    return Outcome.UNKNOWN
