"""Consents: sealed, renewed by one at a time, told of before they are lost and when they are."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from core.domain.consents import Consent
from core.domain.events import ConsentGiven, ConsentLapsing, ConsentRefused
from core.domain.secret import Secret
from core.ports.secrets import ConsentInUse, NoConsent
from core.usecases.consents import HELD, KeptConsents, keep, unused, watch
from storage.sealing import consent_seal, read_master_key
from tests.office import MONDAY, Desk

SEAL = consent_seal([read_master_key(base64.b64encode(bytes(range(32))).decode())])
OTHER = consent_seal([read_master_key(base64.b64encode(bytes(range(1, 33))).decode())])
DAY = timedelta(days=1)


def consented(desk: Desk, text: str = "refresh-0") -> KeptConsents:
    keep("main", Secret(text), seal=SEAL, office=desk.office)
    return KeptConsents(desk.office, SEAL)


def stored(desk: Desk) -> Consent:
    with desk.store.reading() as work:
        found = work.secrets.consent("main")
    assert found is not None
    return found


def happened(desk: Desk, kind: type[ConsentGiven | ConsentLapsing | ConsentRefused]) -> int:
    with desk.store.reading() as work:
        return len(work.events.since(kind, MONDAY))


def test_what_is_kept_is_taken_renewed_and_taken_again(desk: Desk) -> None:
    kept = consented(desk)
    assert happened(desk, ConsentGiven) == 1
    held = kept.take("main")
    assert held.token == Secret("refresh-0")
    desk.now += timedelta(hours=1)
    kept.renew(held, Secret("refresh-1"))
    assert kept.take("main").token == Secret("refresh-1")
    assert stored(desk).used_at == desk.now
    assert stored(desk).given_at == MONDAY
    assert "refresh" not in stored(desk).sealed


def test_one_that_is_held_is_not_given_to_another_until_its_time_is_over(desk: Desk) -> None:
    kept = consented(desk)
    first = kept.take("main")
    with pytest.raises(ConsentInUse) as busy:
        kept.take("main")
    assert busy.value.retry_after > 0
    desk.now += HELD
    second = kept.take("main")
    kept.renew(first, Secret("late"))
    kept.renew(second, Secret("refresh-1"))
    assert kept.take("main").token == Secret("refresh-1")


def test_a_consent_given_anew_is_not_overwritten_by_an_older_renewal(desk: Desk) -> None:
    kept = consented(desk)
    held = kept.take("main")
    consented(desk, "anew")
    kept.renew(held, Secret("refresh-1"))
    kept.give_back(held, "invalid_grant")
    assert kept.take("main").token == Secret("anew")
    assert happened(desk, ConsentRefused) == 0


def test_what_is_refused_for_good_is_said_once_and_not_tried_again(desk: Desk) -> None:
    kept = consented(desk)
    kept.give_back(kept.take("main"))
    kept.give_back(kept.take("main"), "invalid_grant: It ended.")
    assert happened(desk, ConsentRefused) == 1
    with pytest.raises(NoConsent, match="python -m bot login"):
        kept.take("main")
    assert unused(office=desk.office) == []
    consented(desk, "anew")
    assert kept.take("main").token == Secret("anew")


def test_without_the_master_key_nothing_is_taken_and_nothing_stays_held(desk: Desk) -> None:
    consented(desk)
    with pytest.raises(NoConsent, match="another master key"):
        KeptConsents(desk.office, OTHER).take("main")
    assert KeptConsents(desk.office, SEAL).take("main").token == Secret("refresh-0")


def test_nobody_consented_is_no_secret_either(desk: Desk) -> None:
    with pytest.raises(NoConsent):
        KeptConsents(desk.office, SEAL).take("china")


def test_an_unused_consent_is_told_of_each_day_from_a_fortnight_before_its_end(
    desk: Desk,
) -> None:
    consented(desk)
    desk.now += DAY
    assert unused(office=desk.office) == ["main"]
    desk.now = MONDAY + 76 * DAY - timedelta(seconds=1)
    watch(office=desk.office)
    assert happened(desk, ConsentLapsing) == 0
    desk.now = MONDAY + 76 * DAY
    for _ in range(26):
        watch(office=desk.office)
        desk.now += timedelta(hours=1)
    assert happened(desk, ConsentLapsing) == 2
    kept = KeptConsents(desk.office, SEAL)
    kept.renew(kept.take("main"), Secret("refresh-1"))
    desk.now += DAY
    watch(office=desk.office)
    assert happened(desk, ConsentLapsing) == 2
