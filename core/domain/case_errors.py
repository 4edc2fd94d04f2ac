"""Refusals about cases: what is missing before one may go on, wait, be merged or be closed."""

from __future__ import annotations

from core.domain.errors import Refusal
from core.domain.phrases import Phrase


class OutcomeMissing(Refusal):
    """A case is closed with an outcome that fits its kind. Facts: case (its number), text,
    outcomes (those that fit)."""


class ItemsUndone(Refusal):
    """Before a case ends so, more is to be done. Facts: case (its number), items."""


class SignalsCameIn(Refusal):
    """There are signals that whoever closes it cannot have seen. Facts: case (its number)."""


class CaseContained(Refusal):
    """What one person did alone was not ratified, or is being rolled back. Facts: case (its
    number)."""


class UnknownItem(Refusal):
    """The checklist has no such item. Facts: text, items (their ids)."""


class EvidenceMissing(Refusal):
    """An item is ticked off with what shows that it was done. Facts: item (its id), evidence."""


class NotADate(Refusal):
    """Not a day that is still to come, or one too far off. Facts: text, days (how far at most)."""


class NotABeginning(Refusal):
    """Not a day, or day and time, at which abuse can have begun: it lies ahead. Facts: text."""


class AlreadyWaiting(Refusal):
    """The case waits for information already. Facts: case (its number), until."""


class NotWaiting(Refusal):
    """The case waits for nothing. Facts: case (its number)."""


class Fault(Phrase):
    """Why nobody may act for somebody."""

    ONESELF = "nobody acts for oneself"
    NOBODY = "the case has no owner yet: assign it first"
    ORDER = "the last day is before the first"
    OVER = "the last day is over already"
    LONG = "that is longer than 92 days"
    TWICE = "somebody acts on these days already"


class DelegateUnfit(Refusal):
    """Facts: why (a Fault)."""


class NotMergeable(Refusal):
    """Facts: why (a Hindrance), case and other (their numbers)."""


class Hindrance(Phrase):
    """Why two cases stay two."""

    SAME = "they are the same"
    CUSTOMERS = "they are about two customers"
    MONEY = "what is owed follows the ladder of the policy, and stays a case of its own"
