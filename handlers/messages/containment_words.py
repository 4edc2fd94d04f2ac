"""What is said where something is in the way of a containment, or of acting alone."""

from __future__ import annotations

from core.domain import containment_errors as errors
from core.domain.errors import Refusal
from handlers.messages.text import N_

REFUSALS: dict[type[Refusal], str] = {
    errors.BreakGlassOff: N_(
        "The policy lets nobody act alone. Ask for a containment with `/case contain`: it waits "
        "for no hour, only for votes."
    ),
    errors.NotAContainment: N_(
        "Only an open case of fraud or misuse is contained. Open one with `/case open`, or ask for "
        "a suspension with `/suspend`."
    ),
    errors.Unratified: N_(
        "You acted alone at {customer}, and nobody has ratified that yet. Until somebody does you "
        "cannot do it again; ask for a containment by votes with `/case contain`."
    ),
    errors.AlertMissing: N_(
        "Nobody acts alone without an alert. Pick one, or type Microsoft's reference together with "
        "a link to it or the number of a ticket."
    ),
    errors.TooManyAlone: N_(
        "One person suspends at most {most} subscriptions alone, an Azure plan and each "
        "subscription beneath it counted; this would be {asked}. Pick fewer, and ask for the rest "
        "by votes."
    ),
    errors.WishChanged: N_(
        "What you picked is not the same any more as when you typed the code, so nothing was done. "
        "Please look again and type a new code."
    ),
    errors.ContainmentSettled: N_(
        "Nothing is to be decided about this containment any more. Nothing was done by your click."
    ),
    errors.BadHours: N_("“{text}” is no number of hours from 1 to 720."),
}
