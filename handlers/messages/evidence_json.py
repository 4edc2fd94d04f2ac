"""A case as JSON: every record as it is kept, and the events as they stand in the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable

from core.domain.canonical import canonical
from core.domain.people import Person
from core.domain.prints import Print
from core.domain.trail import Proof
from core.usecases.evidence import Evidence, PlanRecord

SCHEMA = "goodstanding.case/1"


def pretty(value: object) -> bytes:
    """The canonical form, as a person can read it."""
    text = json.dumps(json.loads(canonical(value)), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def case_json(found: Evidence) -> bytes:
    """See the page on evidence for what each part means."""
    view = found.view
    return pretty(
        {
            "schema": SCHEMA,
            "made_at": found.made_at,
            "chain": found.proof.newest,
            "case": found.case,
            "customer": view.customer,
            "merged": view.linked.merged,
            "people": [_person(one) for one in found.people.values()],
            "checklist": [{"item": item.item_id, "tick": tick} for item, tick in view.items],
            "notes": view.notes,
            "waits": found.waits,
            "plans": [_plan(one) for one in found.plans],
            "containments": found.containments,
            **_around(found),
            "cards": [_card(one) for one in found.prints],
            "policies": sorted(found.policies),
            "verdicts": [one.on for one in found.judged],
            "texts": found.texts,
            "events": _events(found.proof),
        }
    )


def _around(found: Evidence) -> dict[str, object]:
    """What was seen, and what was said to the customer and to Microsoft."""
    linked = found.view.linked
    return {
        "signals": linked.signals,
        "alerts": [{"alert": one, "answers": found.answers[one.alert_id]} for one in linked.alerts],
        "tickets": [
            {"ticket": one, "reference": one.reference, "entries": found.entries[one.ticket_id]}
            for one in linked.tickets
        ],
        "letters": found.letters,
        "replies": found.replies,
        "promises": linked.promises,
    }


def _person(person: Person) -> dict[str, object]:
    """The name in Slack and the ids: nothing else that Slack knows of somebody."""
    accounts = [{"team": one.team_id, "user": one.user_id} for one in person.accounts]
    return {"person_id": person.person_id, "name": person.name, "accounts": accounts}


def _plan(record: PlanRecord) -> dict[str, object]:
    return {"plan": record.plan, "votes": record.votes, "steps": record.steps}


def _card(found: Print) -> dict[str, object]:
    """The drawing itself is a file."""
    return {
        "card": found.card,
        "subject": found.subject,
        "revision": found.revision,
        "digest": found.digest,
        "shows_event": found.occasion,
        "event": found.event,
        "channel": found.channel,
        "ts": found.ts,
        "first_at": found.first_at,
        "last_at": found.last_at,
        "times": found.times,
        "erased": not found.drawn,
    }


def _events(proof: Proof) -> Iterable[object]:
    return [json.loads(row.body) | {"seq": row.seq} for row in proof.rows]


def proof_json(proof: Proof) -> bytes:
    """The rows are a file of their own."""
    return pretty({"newest": proof.newest, "heads": proof.heads, "parts": proof.parts})


def events_tsv(proof: Proof) -> bytes:
    """A canonical body has neither tabs nor line ends."""
    lines = (f"{row.seq}\t{row.salt}\t{row.body}\n" for row in proof.rows)
    return "".join(lines).encode()
