"""Many dossiers are read as one is: the same of each customer, and nothing of the others."""

from __future__ import annotations

from datetime import date

from core.domain.customers import CustomerKey
from core.domain.promises import Instalment
from core.usecases import promises
from tests.builders import eur
from tests.office import AGENT, Desk, contoso

FRIDAY = date(2026, 10, 16)


def test_a_customer_among_many_is_read_as_it_is_alone(desk: Desk) -> None:
    wish = promises.Wish(contoso(desk), (Instalment(FRIDAY, eur("8412.60")),), "")
    promises.take(wish, AGENT, office=desk.office)
    with desk.store.reading() as work:
        keys = [one.key for one in work.customers.all()]
        together = work.dossiers.of(keys)
        alone = {key: work.dossiers.of([key])[key] for key in keys}
    assert together == alone
    assert [one.customer for one in together.values() if one.sightings and one.promises]
    assert len({len(one.pages) for one in together.values()}) > 1


def test_of_somebody_unknown_there_is_an_empty_dossier(desk: Desk) -> None:
    nobody = CustomerKey("main", "7c1e0000-0000-4000-8000-00000000ffff")
    with desk.store.reading() as work:
        assert work.dossiers.of([]) == {}
        found = work.dossiers.of([nobody])[nobody]
    assert (found.country, found.pages, found.promises, found.acquainted) == ("", [], [], None)
