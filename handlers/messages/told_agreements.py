"""What is told of promises, disputes, holds, write-offs and payments that came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.domain import events
from core.domain.money import parse_money
from handlers.messages.agreement_words import HOLDS
from handlers.messages.reasons import named
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

# A longer list of numbers is no sentence.
MOST_NUMBERS = 5

ENDED = {
    ("kept", ""): N_("Promise kept: {term} of {customer}."),
    ("broken", ""): N_(
        "Promise broken: {term} of {customer}, {left} missing. The ladder goes on where it stood."
    ),
    ("broken", "returned"): N_("Promise broken, since the payment came back: {term}."),
    ("broken", "plan"): N_("Promise broken with its payment plan: {term}."),
    ("cancelled", ""): N_("{who} took back the promise of {term}."),
}
SETTLED = {
    "settled_for_customer": N_(
        "{who} settled the dispute of {number} for the customer: {amount} stays out until the "
        "books show the credit note, for 60 days at most."
    ),
    "settled_against": N_(
        "{who} settled the dispute of {number} against the customer: {amount} counts again, with "
        "its days from today."
    ),
    "expired": N_(
        "The dispute of {number} ran out: {amount} counts again, with its days from then."
    ),
}
OVER = {
    "expired": N_("{owner}: the hold is over: {kind}, {whom}."),
    "released": N_("{who} released a hold: {kind}, {whom}."),
}


def _made(event: events.PromiseMade, scene: Scene, words: Words) -> str:
    terms = words.strung(_term(one, words) for one in event.terms)
    said = words(
        "Promise of {customer}, taken by {who}: {terms}.",
        customer=scene.customer,
        who=scene.actor(words),
        terms=terms,
    )
    return _noted(said, scene, words)


def _noted(said: str, scene: Scene, words: Words) -> str:
    return f"{said} {words('Note: {text}', text=scene.quoted())}" if scene.text else said


def _term(term: str, words: Words) -> str:
    """`2026-12-01 EUR 500.00` as the reader writes it."""
    day, _, money = term.partition(" ")
    return words("{amount} by {day}", amount=_money(money, words), day=date.fromisoformat(day))


def _money(text: str, words: Words) -> Safe:
    currency, _, amount = text.partition(" ")
    return Safe(words.value(parse_money(amount, currency)))


def _promise_ended(event: events.PromiseEnded, scene: Scene, words: Words) -> str:
    sentence = ENDED.get((event.state, event.why), ENDED["broken", ""])
    return words(
        sentence,
        term=Safe(_term(event.term, words)),
        customer=scene.customer,
        left=_money(event.left, words),
        who=scene.actor(words),
    )


def _disputed(event: events.DisputeOpened, scene: Scene, words: Words) -> str:
    said = words(
        "{who} recorded a dispute of {number}: {amount} does not count until {day}.",
        who=scene.actor(words),
        number=event.number,
        amount=_money(event.amount, words),
        day=date.fromisoformat(event.until),
    )
    return f"{said} {words('Reason: {text}', text=scene.quoted())}" if scene.text else said


def _dispute_ended(event: events.DisputeEnded, scene: Scene, words: Words) -> str:
    return words(
        SETTLED.get(event.state, SETTLED["expired"]),
        who=scene.actor(words),
        number=event.number,
        amount=_money(event.amount, words),
    )


def _whom(event: events.HoldPlaced | events.HoldEnded | events.HoldUnderReview, scene: Scene,
          words: Words) -> Safe:  # fmt: skip
    if event.customer:
        return Safe(words.value(scene.customer))
    said = words.many(
        "{count} customer ({scope})", "{count} customers ({scope})", event.customers,
        scope=event.scope,
    )  # fmt: skip
    return Safe(said)


def _held(event: events.HoldPlaced, scene: Scene, words: Words) -> str:
    facts = {
        "who": scene.actor(words),
        "whom": _whom(event, scene, words),
        "kind": named(event.kind, HOLDS, words),
    }
    if event.until:
        day = date.fromisoformat(event.until)
        said = words("{who} put a hold on {whom}: {kind}, until {day}.", **facts, day=day)
    else:
        said = words(
            "{who} put a hold on {whom}: {kind}, until it is released; to be looked at {day}.",
            **facts,
            day=date.fromisoformat(event.review_on),
        )
    return f"{said} {words('Reason: {text}', text=scene.quoted())}" if scene.text else said


def _hold_ended(event: events.HoldEnded, scene: Scene, words: Words) -> str:
    return words(
        OVER.get(event.why, OVER["expired"]),
        owner=scene.named([event.owner], words),
        who=scene.actor(words),
        kind=named(event.kind, HOLDS, words),
        whom=_whom(event, scene, words),
    )


def _under_review(event: events.HoldUnderReview, scene: Scene, words: Words) -> str:
    return words(
        "{owner}: please look at a hold again: {kind}, {whom}. Release it, or place it anew.",
        owner=scene.named([event.owner], words),
        kind=named(event.kind, HOLDS, words),
        whom=_whom(event, scene, words),
    )


def _written_off(event: events.DebtWrittenOff, scene: Scene, words: Words) -> str:
    return words(
        "Written off for {customer}: {documents}. Nothing is reinstated by it.",
        customer=scene.customer,
        documents=_documents(event.numbers, event.amounts, words),
    )


def _returned(event: events.PaymentReturned, scene: Scene, words: Words) -> str:
    return words(
        "A payment came back: {documents} of {customer} is open again, with its days from today.",
        documents=_documents(event.numbers, event.amounts, words),
        customer=scene.customer or words("a customer nobody confirmed"),
    )


def _documents(numbers: Sequence[str], amounts: Sequence[str], words: Words) -> Safe:
    shown = [
        words("{number} ({amount})", number=number, amount=_money(amount, words))
        for number, amount in list(zip(numbers, amounts, strict=True))[:MOST_NUMBERS]
    ]
    left = len(numbers) - len(shown)
    more = [words("and {count} more", count=left)] if left else []
    return words.listed([*shown, *more])


TELLERS: Tellers = {
    events.PromiseMade: _made,
    events.PromiseEnded: _promise_ended,
    events.DisputeOpened: _disputed,
    events.DisputeEnded: _dispute_ended,
    events.HoldPlaced: _held,
    events.HoldEnded: _hold_ended,
    events.HoldUnderReview: _under_review,
    events.DebtWrittenOff: _written_off,
    events.PaymentReturned: _returned,
}
