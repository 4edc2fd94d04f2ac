"""What Partner Center's answers mean: refusals of reads, outcomes of changes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from clients.http import Reply
from clients.partner_codes import CODES, Kind, Meaning
from core.ports.outside import Answer, Missing, Outcome, RelationshipLost, Unreachable

LONGEST_DETAIL = 300
# A throttled call may say only in words how long to stay away.
IN_SECONDS = re.compile(r"try again in (\d{1,6}) seconds", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Microsoft's error code and words; both empty where the body says nothing readable."""

    code: str = ""
    words: str = ""

    @property
    def meaning(self) -> Meaning | None:
        return CODES.get(self.code)

    def detail(self) -> str:
        """What is so, in our words where we know the code, then in Microsoft's."""
        said = f"{self.meaning.says}: {self.words}" if self.meaning else self.words
        return one_line(said.removesuffix(": "))


class NotAllowed(Unreachable):
    """Our own access does not do for this, and asking again changes nothing."""


def refused_read(reply: Reply) -> Missing | Unreachable:
    """The exception for an answer to a read that is not what was asked for."""
    complaint = complaint_of(reply)
    why = one_line(f"{reply.status} {complaint.code} {complaint.detail()}")
    if reply.status == 403 and complaint.meaning and complaint.meaning.kind is Kind.LOST:
        return RelationshipLost(why)
    if reply.status == 404:
        return Missing(why)
    if reply.status in (401, 403) and configuration(reply):
        return NotAllowed(why)
    return Unreachable(f"answered {why}", _away(reply, complaint))


def outcome_of(reply: Reply) -> Answer:
    """What became of a change. Whatever is not plainly yes or no is unknown."""
    if 200 <= reply.status < 300:
        return _accepted(reply)
    complaint = complaint_of(reply)
    return Answer(
        _outcome(reply.status, complaint),
        complaint.code or str(reply.status),
        complaint.detail(),
        _away(reply, complaint),
    )


def configuration(reply: Reply) -> str:
    """What is wrong with the account's own access, empty where it is something else."""
    complaint = complaint_of(reply)
    found = complaint.meaning
    if not 400 <= reply.status < 500 or not found or found.kind is not Kind.CONFIGURATION:
        return ""
    return one_line(f"{complaint.code} {complaint.detail()}")


def _away(reply: Reply, complaint: Complaint) -> float:
    """How many seconds to stay away, 0 where nothing says so."""
    in_words = IN_SECONDS.search(complaint.words) if reply.status == 429 else None
    known = complaint.meaning.after if complaint.meaning else 0.0
    return reply.retry_after() or known or (float(in_words[1]) if in_words else 0.0)


def complaint_of(reply: Reply) -> Complaint:
    """Read `{code, description}`, the `{statusCode, message}` of a throttled call, or Graph's
    `{error: {code, message}}`."""
    try:
        body = reply.json()
    except ValueError:
        return Complaint()
    if not isinstance(body, dict):
        return Complaint()
    said = {str(name).lower(): value for name, value in body.items()}
    if isinstance(within := said.get("error"), dict):
        said = {str(name).lower(): value for name, value in within.items()}
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


OUTCOMES = {Kind.RETRY: Outcome.LATER, Kind.STALE: Outcome.STALE}


def _outcome(status: int, complaint: Complaint) -> Outcome:
    if not 400 <= status < 500 or status == 408:
        return Outcome.UNKNOWN
    if status == 412:
        return Outcome.STALE
    if status == 429 or (status == 401 and complaint.meaning is None):
        return Outcome.LATER
    if complaint.meaning is not None:
        return OUTCOMES.get(complaint.meaning.kind, Outcome.REFUSED)
    # A refusal without Microsoft's words may come from something in between.
    return Outcome.REFUSED if complaint.code else Outcome.UNKNOWN
