"""Letters and what came back for them, as they usually are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from core.domain.notices import (
    Came,
    Contact,
    ContactKind,
    Draft,
    Incoming,
    LetterState,
    Outgoing,
    Reply,
)
from tests.builders import CONTOSO, NOW

ADDRESS = "rechnung@contoso.example"


def a_draft(**changes: Any) -> Draft:
    draft = Draft(
        customer=CONTOSO,
        name="reminder",
        language="en",
        to=(ADDRESS,),
        subject="INV-1 is overdue",
        text="Please pay INV-1.\n",
    )
    return replace(draft, **changes)


def a_final(**changes: Any) -> Draft:
    return a_draft(name="final", access_from=date(2026, 11, 2), **changes)


def a_letter(draft: Draft | None = None, **changes: Any) -> Outgoing:
    letter = Outgoing(
        letter_id=str(uuid4()),
        draft=draft or a_draft(),
        state=LetterState.QUEUED,
        policy="v7",
        created_at=NOW,
        try_at=NOW,
    )
    return replace(letter, **changes)


def a_reply(**changes: Any) -> Reply:
    reply = Reply(
        reply_id=str(uuid4()),
        digest=uuid4().hex * 2,
        came=Came.REPLY,
        received_at=NOW,
        sender=ADDRESS,
        subject="Re: INV-1 is overdue",
        text="We paid on Friday.",
        customer=CONTOSO,
    )
    return replace(reply, **changes)


def an_incoming(**changes: Any) -> Incoming:
    message = Incoming(
        digest=uuid4().hex * 2,
        came=Came.REPLY,
        sender=ADDRESS,
        subject="Re: INV-1 is overdue",
        text="We paid on Friday.",
    )
    return replace(message, **changes)


def a_contact(**changes: Any) -> Contact:
    return replace(Contact(CONTOSO, ContactKind.BILLING, ADDRESS, "en", "Greta Lindner"), **changes)
