"""How a letter moves on, and who hears of it; all of it in the caller's transaction."""

from __future__ import annotations

import re
from dataclasses import replace

from core.domain.event import Route, Stamp
from core.domain.events import (
    ContactNeeded,
    LetterAccepted,
    LetterBounced,
    LetterUnclear,
)
from core.domain.notices import PATIENCE, LetterState, Outgoing
from core.domain.people import Role
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record

# What a server says of an address is short; whatever is longer was written by somebody.
LONGEST_WHY = 500
CODE = re.compile(r"(?<![\w.@-])[245](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\w@-]|\.\w)")


def about(letter: Outgoing) -> dict[str, str]:
    """What each of its events says."""
    return {
        "case_id": letter.case_id,
        "letter_id": letter.letter_id,
        "customer": str(letter.customer),
        "name": letter.name,
    }


def accepted(work: Work, letter: Outgoing, how: str, stamp: Stamp) -> Outgoing:
    """Taken by a mail server: `how` is answered, said (by a person) or replied (the customer)."""
    moved = replace(letter, state=LetterState.ACCEPTED, accepted_at=stamp.at, waits="", why="")
    work.letters.move(moved, letter.state)
    event = LetterAccepted(**about(letter), how=how, counts_at=stamp.at + PATIENCE)
    record(work, event, stamp)
    return moved


def bounced(work: Work, letter: Outgoing, why: str, office: Office) -> Outgoing:
    """It did not arrive: said in its case, and asked of whoever looks after that."""
    stamp = automatic(office)
    said = why[:LONGEST_WHY]
    moved = replace(letter, state=LetterState.BOUNCED, bounced_at=stamp.at, why=said, waits="")
    moved = replace(moved, delivered_at=None, delivered_on=None)
    work.letters.move(moved, letter.state)
    record(work, LetterBounced(**about(letter), why=codes(said)), stamp)
    owner = owner_of(work, letter)
    record(work, ContactNeeded(**asks(moved), owner=owner, administrators=()), stamp)
    return moved


def codes(said: str) -> str:
    """The numbers of a server's answer, as `550 5.1.1`: its words may name an address or somebody,
    and the record of events is for ever."""
    return " ".join(dict.fromkeys(CODE.findall(said)))


def unclear(work: Work, letter: Outgoing, office: Office) -> Outgoing:
    """Nobody knows whether it left, so it is not sent again by itself."""
    moved = replace(letter, state=LetterState.UNCLEAR)
    work.letters.move(moved, letter.state)
    record(work, LetterUnclear(**about(letter)), automatic(office))
    return moved


def asks(letter: Outgoing) -> dict[str, str]:
    """For the alerts channel, where whoever has to find an address reads it."""
    return about(letter) | {"case_id": ""}


def owner_of(work: Work, letter: Outgoing) -> str:
    """Whoever runs the case, else the first administrator (a person id)."""
    if letter.case_id:
        case = work.cases.get(letter.case_id)
        if owner := case.owner or case.opened_by:
            return owner
    return first_administrator(work)


def first_administrator(work: Work) -> str:
    """Who answers for what is automatic (a person id); empty where there is nobody."""
    administrators = work.people.with_role(Role.ADMINISTRATOR)
    first = administrators[0].person_id if administrators else ""
    return work.desk.get("first_administrator") or first


def automatic(office: Office) -> Stamp:
    return office.stamp(office.clock(), "", Route.AUTOMATION)
