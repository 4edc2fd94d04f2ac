"""What happened, told in one sentence for each event: for case threads and the alerts channel."""

from __future__ import annotations

from core.domain.events import Event
from handlers.messages import (
    told_agreements,
    told_alerts,
    told_books,
    told_case_course,
    told_cases,
    told_clocks,
    told_collections,
    told_consents,
    told_containments,
    told_credit,
    told_desk,
    told_hints,
    told_letters,
    told_notifying,
    told_paging,
    told_partner,
    told_places,
    told_plans,
    told_policies,
    told_record,
    told_rows,
    told_signals,
    told_step_up,
    told_tickets,
)
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Words

TELLERS: Tellers = {
    **told_agreements.TELLERS,
    **told_alerts.TELLERS,
    **told_books.TELLERS,
    **told_case_course.TELLERS,
    **told_cases.TELLERS,
    **told_clocks.TELLERS,
    **told_plans.TELLERS,
    **told_policies.TELLERS,
    **told_record.TELLERS,
    **told_rows.TELLERS,
    **told_step_up.TELLERS,
    **told_partner.TELLERS,
    **told_places.TELLERS,
    **told_desk.TELLERS,
    **told_consents.TELLERS,
    **told_containments.TELLERS,
    **told_credit.TELLERS,
    **told_hints.TELLERS,
    **told_signals.TELLERS,
    **told_tickets.TELLERS,
    **told_letters.TELLERS,
    **told_notifying.TELLERS,
    **told_paging.TELLERS,
    **told_collections.TELLERS,
}


def told(event: Event, scene: Scene, words: Words) -> str:
    """One sentence, cleaned, for one event; some add lines below it. Raises KeyError for an event
    that nobody tells."""
    return TELLERS[type(event)](event, scene, words)
