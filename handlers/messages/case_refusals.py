"""What refusals about cases say."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import case_errors
from core.domain.errors import Refusal
from handlers.messages.text import N_

REFUSALS: Mapping[type[Refusal], str] = {
    case_errors.OutcomeMissing: N_(
        "Case {case} is closed with what it was. One of these is needed first: {outcomes}."
    ),
    case_errors.ItemsUndone: N_(
        "Before case {case} ends so, more is to be done: {items}. Check it off with what shows it, "
        "or pick another outcome."
    ),
    case_errors.SignalsCameIn: N_(
        "Case {case} was not closed: meanwhile a signal came in that this form did not show. "
        "Please look at it, and close the case after that."
    ),
    case_errors.CaseContained: N_(
        "What one person did alone in case {case} was not ratified yet, or is being rolled back. "
        "Once that is over, close the case."
    ),
    case_errors.UnknownItem: N_("The checklist has no “{text}”. It has: {items}."),
    case_errors.EvidenceMissing: N_(
        "That does not show that {item} is done. It takes {evidence}; a link always does."
    ),
    case_errors.NotADate: N_(
        "“{text}” is no day to wait for. Write it like 2026-12-05, from tomorrow on, and at most "
        "{days} days ahead."
    ),
    case_errors.NotABeginning: N_(
        "“{text}” is no moment at which abuse began. Write a day, or a day and a time in UTC, as "
        "in 2026-10-12 08:30, and none that is still to come."
    ),
    case_errors.AlreadyWaiting: N_(
        "Case {case} waits already, until {until}. Let it go on first: `/case go-on {case}`."
    ),
    case_errors.NotWaiting: N_("Case {case} waits for nothing."),
    case_errors.DelegateUnfit: N_("Nobody can act like that: {why}."),
    case_errors.NotMergeable: N_("Cases {case} and {other} are not merged: {why}."),
}
