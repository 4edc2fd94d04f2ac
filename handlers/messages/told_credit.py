"""What is told of credit: decided, ended, crossed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.domain import events
from core.domain.credit import CreditState, TermKind, Terms
from core.domain.money import Money
from handlers.messages.credit_words import terms_words
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

ENDED = {
    CreditState.EXPIRED: N_(
        "{owner}: credit of {customer}, {limit}, has run out. No limit is in force."
    ),
    CreditState.WITHDRAWN: N_("{who} withdrew the credit of {customer}, {limit}: {why}"),
    CreditState.SUPERSEDED: N_("Credit of {customer}, {limit}, was replaced by a newer decision."),
}
NEVER_HELD = {
    CreditState.EXPIRED: N_(
        "{owner}: nobody decided on credit of {customer}, {limit}, before its last day."
    ),
    CreditState.WITHDRAWN: N_("{who} asks no more for credit of {customer}, {limit}: {why}"),
}
MARKS = {
    "review": N_("{owner} is reminded to review the credit of {customer}."),
    "lapsing": N_("{owner} is reminded that the credit of {customer} runs out soon."),
}


def _money(amount: str, currency: str) -> Money:
    return Money(Decimal(amount or 0), currency or "EUR")


def _checked(event: events.CreditChecked, scene: Scene, words: Words) -> str:
    return words(
        "{who} added to the credit file of {customer}.",
        who=scene.actor(words),
        customer=scene.customer,
    )


def _drafted(event: events.CreditDrafted, scene: Scene, words: Words) -> str:
    return words(
        "{who} drafted credit for {customer}: {limit}.",
        who=scene.actor(words),
        customer=scene.customer,
        limit=_money(event.limit, event.currency),
    )


def _asked(event: events.CreditAsked, scene: Scene, words: Words) -> str:
    return words(
        "{who} asked for credit for {customer}: {limit}.",
        who=scene.actor(words),
        customer=scene.customer,
        limit=_money(event.limit, event.currency),
    )


def _approved(event: events.CreditApproved, scene: Scene, words: Words) -> str:
    said = words(
        "{who} decided on the credit of {customer}: {limit}, {terms}, until {day}.",
        who=scene.actor(words),
        customer=scene.customer,
        limit=_money(event.limit, event.currency),
        terms=_terms(event, words),
        day=date.fromisoformat(event.valid_until),
    )
    if scene.people.get(event.requester) == scene.who:
        return f"{said} {words('Reason: {reason}', reason=scene.quoted())}"
    requester = scene.named([event.requester], words)
    asked = words("Asked by {requester}: {reason}", requester=requester, reason=scene.quoted())
    return f"{said} {asked}"


def _terms(event: events.CreditApproved, words: Words) -> Safe:
    return terms_words(Terms(TermKind(event.terms), event.days), words)


def _rejected(event: events.CreditRejected, scene: Scene, words: Words) -> str:
    return words(
        "{requester}: {who} rejected credit for {customer}, {limit}: {why}",
        requester=scene.named([event.requester], words),
        who=scene.actor(words),
        customer=scene.customer,
        limit=_money(event.limit, event.currency),
        why=scene.quoted(),
    )


def _ended(event: events.CreditEnded, scene: Scene, words: Words) -> str:
    held = event.before == CreditState.APPROVED
    sentences = ENDED if held else ENDED | NEVER_HELD
    return words(
        sentences[CreditState(event.state)],
        who=scene.actor(words),
        owner=scene.named([event.owner], words),
        customer=scene.customer,
        limit=_money(event.limit, event.currency),
        why=scene.quoted(),
    )


def _reminded(event: events.CreditReminded, scene: Scene, words: Words) -> str:
    return words(
        MARKS.get(event.mark, MARKS["review"]),
        owner=scene.named([event.owner], words),
        customer=scene.customer,
    )


def _crossed(event: events.LimitCrossed, scene: Scene, words: Words) -> str:
    used: object = _money(event.used, event.currency)
    if event.incomplete:
        used = Safe(words("at least {used}", used=used))
    limit = _money(event.limit, event.currency)
    sentence = (
        N_("{customer} is over the credit limit: {used} of {limit}. Look with {command}.")
        if limit
        else N_("{customer} has no credit, and {used} is used. Look with {command}.")
    )
    return words(
        sentence, customer=scene.customer, used=used, limit=limit, command=Safe("`/credit`")
    )


def _kept(event: events.LimitKept, scene: Scene, words: Words) -> str:
    return words(
        "{customer} is within the credit limit again: {used} of {limit}.",
        customer=scene.customer,
        used=_money(event.used, event.currency),
        limit=_money(event.limit, event.currency),
    )


TELLERS: Tellers = {
    events.CreditChecked: _checked,
    events.CreditDrafted: _drafted,
    events.CreditAsked: _asked,
    events.CreditApproved: _approved,
    events.CreditRejected: _rejected,
    events.CreditEnded: _ended,
    events.CreditReminded: _reminded,
    events.LimitCrossed: _crossed,
    events.LimitKept: _kept,
}
