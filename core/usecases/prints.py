"""Remembers each card as people saw it, in the transaction that notes where it is."""

from __future__ import annotations

from dataclasses import replace

from core.domain.customers import CustomerKey
from core.domain.events import CardShown, Route
from core.domain.prints import Card, Drawing, Print, print_digest
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note


def keep_print(work: Work, drawing: Drawing, *, office: Office) -> None:
    """One that looks like an earlier one is that one, shown once more."""
    now = office.clock()
    known = work.prints.find(drawing.card, drawing.subject, drawing.drawn)
    if known is not None:
        work.prints.again(replace(known, last_at=now, times=known.times + 1))
        return
    digest = work.text_keys.seal(print_digest(drawing.drawn), _whose(work, drawing), now)
    event = CardShown(
        card=drawing.card.value, subject=drawing.subject, revision=drawing.revision, digest=digest
    )
    seq = note(work, event, office.stamp(now, "", Route.AUTOMATION))
    work.prints.add(
        Print(
            card=drawing.card,
            subject=drawing.subject,
            revision=drawing.revision,
            occasion=drawing.occasion,
            channel=drawing.channel,
            ts=drawing.ts,
            digest=digest,
            drawn=drawing.drawn,
            first_at=now,
            last_at=now,
            times=1,
            event=seq,
        )
    )


def _whose(work: Work, drawing: Drawing) -> CustomerKey | None:
    """That of the plan or the case that it belongs to."""
    if drawing.card is Card.PLAN:
        return work.plans.get(drawing.subject).content.customer
    return work.cases.get(drawing.subject).customer if drawing.subject else None
