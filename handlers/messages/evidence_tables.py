"""A case as tables: what happened, who decided, what was sent, and every other call."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO

from core.domain.events import IntentWritten, StepSettled
from core.usecases.evidence import Evidence
from handlers.messages.spreadsheets import harmless

LONGEST_CELL = 30_000
TIMELINE = (
    *("seq", "at_utc", "kind", "who", "person_id", "route", "policy", "plan_id", "case_id"),
    "said",
)
VOTES = (
    *("plan", "action", "at_utc", "who", "person_id", "slack_user", "choice", "reason"),
    *("hash_seen", "proof"),
)
EFFECTS = (
    *("at_utc", "plan", "subscription_id", "name", "verb", "attempt", "ms_request_id"),
    *("ms_correlation_id", "came_to", "why", "seq"),
)
CALLS = ("at_utc", "what", "name", "request_id", "correlation_id", "state", "why")

Row = Sequence[object]
# What each event says, by its number.
Said = Mapping[int, str]


def table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV that no spreadsheet calculates with; UTF-8 with the mark by which Excel knows it."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(str(cell)[:LONGEST_CELL]) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def utc(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if at else ""


def timeline(found: Evidence, said: Said) -> Iterator[Row]:
    for one in found.events:
        event, stamp = one.event, one.stamp
        yield (
            *(one.seq, utc(stamp.at), type(event).__name__, found.name_of(stamp.person_id)),
            *(stamp.person_id, stamp.route.value, stamp.policy, event.plan_id, event.case_id),
            said.get(one.seq, ""),
        )


def votes(found: Evidence) -> Iterator[Row]:
    for each in found.plans:
        for vote in each.votes:
            yield (
                *(each.plan.hash, each.plan.content.action.value, utc(vote.at)),
                *(found.name_of(vote.person_id), vote.person_id, vote.account),
                *(vote.choice.value, vote.reason, vote.hash, vote.proof),
            )


def effects(found: Evidence) -> Iterator[Row]:
    """Each attempt, and what it came to."""
    settled: dict[tuple[str, int], StepSettled] = {}
    for one in found.events:
        if isinstance(one.event, StepSettled):
            settled[one.event.step_id, one.event.attempt] = one.event
    hashes = {each.plan.plan_id: each.plan.hash for each in found.plans}
    names = {
        line.subscription_id: line.name for each in found.plans for line in each.plan.content.lines
    }
    for one in found.events:
        if isinstance(event := one.event, IntentWritten):
            end = settled.get((event.step_id, event.attempt))
            yield (
                *(utc(one.stamp.at), hashes.get(event.plan_id, ""), event.subscription_id),
                *(names.get(event.subscription_id, ""), event.verb, event.attempt),
                *(event.request_id, event.correlation_id),
                *(end.state if end else "", end.why if end else "", one.seq),
            )


def calls(found: Evidence) -> Iterator[Row]:
    """Oldest first; what was never sent has no time."""
    rows = [*_tickets(found), *_answers(found), *_letters(found)]
    yield from sorted(rows, key=lambda row: str(row[0]))


def _tickets(found: Evidence) -> Iterator[Row]:
    for ticket in found.view.linked.tickets:
        yield (
            *(utc(ticket.sent_at), "service request", ticket.name, ticket.request_id),
            *(ticket.correlation_id, ticket.state.value, ticket.why),
        )
        for entry in found.entries[ticket.ticket_id]:
            yield (
                *(utc(entry.at), f"service request: {entry.said.value}", ticket.name),
                *(entry.request_id, "", entry.sending.value, ""),
            )


def _answers(found: Evidence) -> Iterator[Row]:
    for answers in found.answers.values():
        for one in answers:
            wanted = f"{one.wanted.status.value} {one.wanted.resolution or ''}".strip()
            yield (
                *(utc(one.sent_at), f"alert told: {wanted}", " ".join(one.ids)),
                *(one.request_id, one.correlation_id, one.state.value, one.why),
            )


def _letters(found: Evidence) -> Iterator[Row]:
    for one in found.letters:
        yield (
            *(utc(one.sent_at), f"letter: {one.name}", one.letter_id, one.message_id, ""),
            *(one.state.value, one.why),
        )
