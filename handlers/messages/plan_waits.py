"""What a plan waits for now, with the ages of what is too old."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.plan_events import PlanWaits, Silent
from core.domain.plans import PlanState
from core.gate import BANK_CHECK_FRESH, BOOKS_FRESH, Why
from core.load import HOUR
from core.usecases.plan_view import PlanView
from handlers.messages.reasons import waits_for
from handlers.messages.text import N_, Words

SILENT: Mapping[str, str] = {
    Silent.PARTNER_CENTER: N_(
        "Partner Center has not answered since {moment}. It is asked again until it does; nothing "
        "is sent before."
    ),
    Silent.DIRECTORY: N_(
        "Slack has not said since {moment} who may still vote. It is asked again until it does; "
        "nothing is sent before."
    ),
}


def waits(view: PlanView, words: Words) -> str:
    match view.ruling.why:
        case Why.BOOKS_STALE:
            return _books(view, words)
        case Why.BANK_CHECK:
            return _bank(view, words)
    said = waits_for(view.ruling.why, view.ruling.until, words)
    if not _outlives(view):
        return said
    return f"{said} {words('By then this plan has lapsed: it has to be asked for again.')}"


def silence(view: PlanView, words: Words) -> str:
    """Who is to be asked before the next step and does not answer, and since when."""
    who = view.plan.waiting_for
    if who not in SILENT:
        return ""
    told = (
        recorded.stamp.at
        for recorded in reversed(view.events)
        if isinstance(recorded.event, PlanWaits) and recorded.event.what == who
    )
    since = next(told, view.now)
    return words(SILENT[who], moment=since)


def _outlives(view: PlanView) -> bool:
    """Does it wait for a moment after its own end?"""
    plan, until = view.plan, view.ruling.until
    if plan.state is PlanState.EXECUTING or plan.is_scheduled():
        return False
    return until is not None and until >= plan.content.expires_at


def _books(view: PlanView, words: Words) -> str:
    ledger = view.facts.ledger
    if ledger is None or ledger.as_of is None:
        return words("Waits for books: none are in.")
    return words(
        "Waits for fresh books: these are {age} hours old, {most} at most.",
        age=(view.now - ledger.as_of) // HOUR,
        most=BOOKS_FRESH // HOUR,
    )


def _bank(view: PlanView, words: Words) -> str:
    most, last = BANK_CHECK_FRESH // HOUR, view.plan.bank_checked_at
    if last is None:
        return words(
            "Waits for somebody to look at the bank, at most {most} hours before it runs.",
            most=most,
        )
    return words(
        "Waits for somebody to look at the bank: the last look was {moment}, {most} hours are the "
        "most.",
        moment=last,
        most=most,
    )
