"""Consent without votes: what one person does alone in an emergency, and its roll-back when nobody
agreed. Nothing else is ever carried out without votes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.domain.alone import MOST_ALONE, BreakGlass
from core.domain.canonical import canonical
from core.domain.containment import CONTAINED
from core.domain.customers import CustomerKey
from core.domain.people import Person, ineligibility
from core.domain.plans import AUTOMATIC, Action, Content, Line, Plan, Reason, Verb

DOMAIN = b"goodstanding alone v1\n"
LIFTING = frozenset({Verb.REACTIVATE, Verb.RESTORE})


@dataclass(frozen=True, slots=True)
class Sole:
    """What is known of such a plan. `requester` as the directory knows them now; `proved`: the
    worker checked a one-time code for exactly this; `another`: the same person has one more that
    nobody ratified; `undoes`: the subscriptions among its lines that were changed by a plan which
    is to be rolled back."""

    requester: Person | None = None
    proved: bool = False
    another: bool = False
    undoes: frozenset[str] = frozenset()


NOBODY = Sole()


def consents(plan: Plan, sole: Sole, terms: BreakGlass, home_team: str, now: datetime) -> bool:
    """May it be carried out without votes? `terms` are the stricter of then and now."""
    content = plan.content
    if content.alone is not None:
        return _fits(content, terms, now) and _answers(content, sole, terms, home_team)
    return rolls_back(content) and {one.subscription_id for one in content.lines} <= sole.undoes


def rolls_back(content: Content) -> bool:
    """Is it the desk's own lifting of what one person did alone?"""
    by_desk = content.filed_by == AUTOMATIC and content.action is Action.REINSTATE
    verbs = {line.verb for line in content.lines}
    return by_desk and bool(content.subject) and bool(verbs) and verbs <= LIFTING


def _fits(content: Content, terms: BreakGlass, now: datetime) -> bool:
    alone = content.alone
    return (
        alone is not None
        and terms.enabled
        and content.action is Action.SUSPEND
        and content.reason in CONTAINED
        and 0 < len(content.lines) <= min(terms.most, MOST_ALONE)
        and bool(alone.alert and content.note_digest)
        and now < alone.decide_by
    )


def _answers(content: Content, sole: Sole, terms: BreakGlass, home_team: str) -> bool:
    """Is it that person's own act, who still may?"""
    person = sole.requester
    return (
        person is not None
        and content.filed_by == content.requester == person.person_id
        and person.has(*terms.roles)
        and ineligibility(person.member, home_team) is None
        and sole.proved
        and not sole.another
    )


def about(
    customer: CustomerKey | None,
    *,
    requester: str,
    reason: Reason | None,
    note_digest: str,
    lines: Iterable[Line],
    alert: str,
    link: str,
) -> str:
    """What a one-time code is typed for: whom, what exactly, why, and because of which alert, as a
    SHA-256 in hex."""
    said = {
        "customer": customer,
        "requester": requester,
        "reason": reason,
        "note": note_digest,
        "lines": tuple(lines),
        "alert": alert,
        "link": link,
    }
    return hashlib.sha256(DOMAIN + canonical(said)).hexdigest()
