"""Whom an event about a second factor or an account is about."""

from __future__ import annotations

from core.domain.events import (
    CodeAccepted,
    CodeRefused,
    Event,
    FactorConfirmed,
    FactorEnrolled,
    FactorLocked,
    FactorProved,
    FactorRevoked,
    OwnerNamed,
    OwnerTakenOff,
)
from core.ports.store import Work


def behind_a_factor(work: Work, event: Event) -> dict[str, str]:
    """Its owner, or the owner of an account, by name."""
    match event:
        case (
            FactorConfirmed(person=person)
            | FactorEnrolled(person=person)
            | CodeAccepted(person=person)
            | CodeRefused(person=person)
            | FactorProved(person=person)
            | FactorRevoked(person=person)
            | FactorLocked(person=person)
            | OwnerNamed(person=person)
            | OwnerTakenOff(person=person)
        ):
            return {person: work.people.get(person).name}
    return {}


def owned(event: Event) -> str:
    """The customer whose account it is."""
    return event.customer if isinstance(event, OwnerNamed | OwnerTakenOff) else ""
