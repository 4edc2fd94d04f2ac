"""Where administrators say that customers are, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.domain.places import OwnPlace
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, FABRIKAM, NOW

SAID = OwnPlace(CONTOSO, "Europe/Berlin", "DE", "BY", "They moved", "kang", NOW)


def test_what_was_said_last_comes_back(store: SqlStore) -> None:
    later = replace(SAID, zone="", region="", set_at=NOW + timedelta(days=1))
    with store() as work:
        assert work.places.get(CONTOSO) is None
        work.places.put(SAID)
        assert work.places.get(CONTOSO) == SAID
        work.places.put(later)
        work.places.put(replace(SAID, customer=FABRIKAM))
        work.commit()
    with store.reading() as work:
        assert work.places.get(CONTOSO) == later
        assert work.places.all() == {CONTOSO: later, FABRIKAM: replace(SAID, customer=FABRIKAM)}
