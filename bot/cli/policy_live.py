"""What policy explain says of a customer of this desk, by the policy that its episode goes by."""

from __future__ import annotations

from typing import Any

from bot.cli.policy import answer_of
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.usecases.explanations import Place, Unjudged, place_of
from core.usecases.finding import find_customer
from core.usecases.places import Whereabouts, whereabouts
from handlers.messages.explanation import no_floor
from handlers.messages.place_words import place_line
from handlers.messages.refusals import refused
from handlers.messages.text import Words


def live(text: str) -> dict[str, Any]:
    """The answer for one customer by name, domain, tenant id or invoice number, on its own date.
    Raises Exit."""
    with ledger_at_hand() as ledger:
        try:
            with ledger.office.store.reading() as work:
                customer = find_customer(work, text)
                place = place_of(work, customer, office=ledger.office)
                where = whereabouts(work, customer)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    if isinstance(place, Unjudged):
        raise give_up(shown(no_floor(place, Words())))
    return _answer(place, where)


def _answer(place: Place, where: Whereabouts) -> dict[str, Any]:
    answer = answer_of(place.verdict, place.following, place.facts, place.policy.rules)
    counts = shown(place_line(where, Words()))
    return {**answer, "name": where.customer.name, "place": counts}
