"""A new master key: everything sealed opens with it alone, and what nobody can open shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.consents import Consent
from core.domain.errors import BadInput, NoRole
from core.domain.events import SecretsResealed
from core.domain.secret import Secret
from core.domain.step_up import Factor, Proof, Purpose
from core.usecases.keys import rotate, sealed_with
from storage.code_boxes import SealedVault
from storage.sealing import MasterKey, Ring, consent_seal
from tests.a_step_up import happened, person
from tests.office import ADMIN, AGENT, Desk

OLD, NEW = MasterKey("old", bytes(range(32))), MasterKey("new", bytes(range(32, 64)))
LOST = MasterKey("lost", bytes(range(64, 96)))
TOKEN, SEED = Secret("refresh-canary"), Secret("JBSWY3DPEHPK3PXP")


def proof_of(desk: Desk) -> Proof:
    return Proof("proof", Purpose.VOTE, person(desk, AGENT), "ab" * 32, desk.now, "")


def seal_one_of_each(desk: Desk, key: MasterKey = OLD) -> None:
    """A token, a second factor, a key for codes, and a proof."""
    vault, who = SealedVault([key]), person(desk, AGENT)
    factor = Factor(
        person_id=who,
        factor_id="factor",
        sealed=vault.close_secret(SEED, person_id=who, factor_id="factor"),
        enrolled_by=person(desk, ADMIN),
        enrolled_at=desk.now,
        plan_id="plan",
    )
    with desk.store() as work:
        sealed = consent_seal([key]).close(TOKEN, "main")
        work.secrets.save(Consent("main", sealed, given_at=desk.now, used_at=desk.now))
        work.step_ups.add(factor)
        work.step_ups.add_key(vault.new_key(desk.now))
        work.step_ups.add_proof(vault.attest(proof_of(desk)))
        work.commit()


def turn(desk: Desk, *keys: MasterKey) -> tuple[int, dict[str, int]]:
    found = rotate(Ring(keys), by=ADMIN.user_id, office=desk.office)
    return found.resealed, dict(found.unreadable)


def test_everything_opens_with_the_new_key_alone(desk: Desk) -> None:
    seal_one_of_each(desk)
    assert sealed_with(office=desk.office) == {"old": 4}
    assert turn(desk, NEW, OLD) == (4, {})
    assert sealed_with(office=desk.office) == {"new": 4}
    vault = SealedVault([NEW])
    with desk.store.reading() as work:
        consent, factor = work.secrets.consent("main"), work.step_ups.factor(person(desk, AGENT))
        key, proof = work.step_ups.key(), work.step_ups.proof("proof")
    assert consent is not None and factor is not None and key is not None and proof is not None
    assert consent_seal([NEW]).open(consent.sealed, "main") == TOKEN
    assert vault.open_secret(factor) == SEED
    assert vault.opens(key)
    assert vault.attests(proof)
    assert not vault.attests(replace(proof, about="cd" * 32))


def test_a_second_turn_finds_nothing_to_do(desk: Desk) -> None:
    seal_one_of_each(desk)
    turn(desk, NEW, OLD)
    assert turn(desk, NEW, OLD) == (0, {})
    assert happened(desk, SecretsResealed) == 1


def test_what_nobody_can_open_is_left_and_counted(desk: Desk) -> None:
    seal_one_of_each(desk, LOST)
    assert turn(desk, NEW, OLD) == (0, {"lost": 4})
    assert sealed_with(office=desk.office) == {"lost": 4}
    assert happened(desk, SecretsResealed) == 0


def test_a_token_that_was_renewed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    seal_one_of_each(desk)
    with desk.store() as work:
        (before,) = [one for one in work.secrets.sealed() if one.table == "consents"]
        renewed = consent_seal([NEW]).close(Secret("next"), "main")
        work.secrets.save(Consent("main", renewed, given_at=desk.now, used_at=desk.now))
        assert not work.secrets.reseal(before, Ring([NEW, OLD]).reseal(before))
        found = work.secrets.consent("main")
    assert found is not None and found.sealed == renewed


def test_only_administrators_turn_keys(desk: Desk) -> None:
    seal_one_of_each(desk)
    with pytest.raises(NoRole):
        rotate(Ring([NEW, OLD]), by=AGENT.user_id, office=desk.office)
    with pytest.raises(BadInput):
        rotate(Ring([NEW, OLD]), by="kang", office=desk.office)
    assert sealed_with(office=desk.office) == {"old": 4}
