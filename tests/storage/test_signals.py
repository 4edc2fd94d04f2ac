"""Signs of fraud: a row for each customer, kind and key, found by each of these."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.domain.errors import LostRace
from core.domain.signals import Label, Signal, SignalKind
from core.ports.store import Store
from tests.builders import CONTOSO, FABRIKAM, NOW


def a_signal(**changes: Any) -> Signal:
    signal = Signal(
        signal_id="1" * 36,
        key="EUR:2026-10-10",
        customer=CONTOSO,
        kind=SignalKind.SPEND_ANOMALY,
        strength=84,
        facts=(("spent", "900.00 EUR"), ("note", "见附件")),
        first_seen=NOW,
        last_seen=NOW,
    )
    return replace(signal, **changes)


def add(store: Store, *signals: Signal) -> None:
    with store() as work:
        for signal in signals:
            work.signals.add(signal)
        work.commit()


def test_what_was_written_is_read_again(store: Store) -> None:
    signal = a_signal(subscription_id="s", source="spend", is_test=True, case_id="c")
    add(store, signal, a_signal(signal_id="2" * 36, customer=FABRIKAM))
    with store.reading() as work:
        assert work.signals.get(signal.signal_id) == signal
        assert work.signals.find(CONTOSO, signal.kind, signal.key) == signal
        assert work.signals.find(CONTOSO, SignalKind.SEAT_BURST, signal.key) is None
        assert work.signals.of_case("c") == [signal]
        assert work.signals.of_customer(CONTOSO) == [signal]
        assert len(work.signals.seen_since(NOW)) == 2
        assert work.signals.seen_since(NOW + timedelta(seconds=1)) == []


def test_a_key_has_one_row(store: Store) -> None:
    add(store, a_signal())
    with pytest.raises(IntegrityError):
        add(store, a_signal(signal_id="2" * 36))


def test_what_was_judged_is_found_by_when(store: Store) -> None:
    add(store, a_signal())
    judged = a_signal(label=Label.FALSE, labelled_at=NOW)
    with store() as work:
        work.signals.update(judged)
        assert work.signals.judged_since(NOW) == [judged]
        assert work.signals.judged_since(NOW + timedelta(seconds=1)) == []
        with pytest.raises(LostRace):
            work.signals.update(a_signal(signal_id="2" * 36))
