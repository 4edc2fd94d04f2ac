"""Remembers each card as people saw it, in the transaction that notes where it is."""

from __future__ import annotations

from dataclasses import replace

from core.domain.events import CardShown, Route
from core.domain.prints import Drawing, Print, print_digest
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note


def keep_print(work: Work, drawing: Drawing, *, office: Office) -> None:
    """One that looks like an earlier one is that one, shown once more."""
    now, digest = office.clock(), print_digest(drawing.drawn)
    known = work.prints.find(drawing.card, drawing.subject, digest)
    if known is not None:
        work.prints.again(replace(known, last_at=now, times=known.times + 1))
        return
    event = CardShown(
        card=drawing.card.value,
        subject=drawing.subject,
        revision=drawing.revision,
        digest=digest,
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
