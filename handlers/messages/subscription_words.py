"""What the states of a subscription are called, and why it cannot be changed."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.customers import Subscription
from handlers.messages.escaping import clean
from handlers.messages.seats import GENERATIONS
from handlers.messages.text import N_, Safe, Words

# As Partner Center writes them; it may have others.
STATUSES: Mapping[str, str] = {
    "active": N_("active"),
    "suspended": N_("suspended"),
    "deleted": N_("deleted"),
    "expired": N_("expired"),
    "pending": N_("pending"),
    "disabled": N_("disabled"),
    "": N_("unknown"),
    "unknown": N_("unknown"),
    "none": N_("unknown"),
}
WHY_NOT: Mapping[str, str] = {
    **STATUSES,
    **{str(kind): said for kind, said in GENERATIONS.items()},
    "addon": N_("it is an add-on, and goes with its subscription"),
    "no azure here": N_("Azure cannot be suspended in this cloud"),
    "held by Microsoft": N_("held by Microsoft"),
    "it does not renew": N_("it does not renew"),
    "no cancellation window known": N_("no cancellation window is known"),
    "the cancellation window is over": N_("the cancellation window is over"),
    "not suspended by others": N_("others did not suspend it"),
}
UNFIT_BOOKS: Mapping[str, str] = {
    "refused": N_("the newest file was refused"),
    "unreadable": N_("rows of this customer could not be read"),
}


def status_word(status: str, words: Words) -> Safe:
    """A status that we have no word for is shown as it is."""
    return Safe(words(STATUSES[status]) if status in STATUSES else clean(status))


def status_of(found: Subscription, words: Words) -> Safe:
    held = found.suspension_reasons and found.status == "active"
    return Safe(words("held by Microsoft")) if held else status_word(found.status, words)
