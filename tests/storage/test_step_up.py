"""Second factors at rest: whoever takes a code in cannot read it, and a proof is not made up."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.domain.account_owners import Ownership
from core.domain.errors import LostRace
from core.domain.people import AccountKey
from core.domain.secret import Secret
from core.domain.step_up import BoxKey, Factor, Offer, OfferState, Proof, Purpose
from core.ports.secrets import Unsealable
from core.ports.step_up import NoBox
from core.ports.store import Work
from storage.code_boxes import SealedVault, close_code
from storage.database import Database
from storage.sealing import read_master_key
from storage.tables.step_up import code_offers
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, NOW

CODE = Secret("287082")
ACCOUNT = AccountKey("T1", "U0BRAUN")


def a_vault(first: int = 0) -> SealedVault:
    return SealedVault(
        [read_master_key(base64.b64encode(bytes(range(first, first + 32))).decode())]
    )


def a_person(work: Work) -> str:
    return work.people.bind(ACCOUNT, "Sabine Braun").person_id


def an_offer(person_id: str, **changes: object) -> Offer:
    offer = Offer(
        "offer", Purpose.VOTE, person_id, ACCOUNT, "f" * 64, {"bank": "checked"}, NOW
    )  # fmt: skip
    return replace(offer, **changes)  # type: ignore[arg-type]


def a_factor(person_id: str, **changes: object) -> Factor:
    factor = Factor(person_id, "factor", "sealed", "admin", NOW, "plan")
    return replace(factor, **changes)  # type: ignore[arg-type]


def offered(store: SqlStore) -> tuple[Offer, str, BoxKey]:
    """An offer as it was read again, its closed code, and the key that closed it."""
    with store() as work:
        person = a_person(work)
        with pytest.raises(NoBox):
            work.step_ups.offer(an_offer(person), CODE)
        work.step_ups.add_key(a_vault().new_key(NOW))
        work.step_ups.offer(an_offer(person), CODE)
        work.commit()
    with store() as work:
        found, key = work.step_ups.offered("offer"), work.step_ups.key()
    assert found is not None and key is not None
    assert found[0] == an_offer(person)
    return (*found, key)


def test_a_code_is_closed_before_it_is_written(desk: Database, store: SqlStore) -> None:
    offer, closed, key = offered(store)
    assert a_vault().open_code(closed, offer, key) == CODE
    with desk.reading() as connection:
        row = connection.execute(select(code_offers)).one()
    assert closed in row
    assert not [value for value in row if CODE.reveal() in str(value)]


@pytest.mark.parametrize(
    "changes",
    [
        {"about": "e" * 64},
        {"person_id": "other"},
        {"purpose": Purpose.BREAK_GLASS},
        {"offer_id": "another"},
        {"details": {"bank": ""}},
        {"offered_at": NOW + timedelta(minutes=5)},
        {"account": AccountKey("T1", "U0PARK")},
    ],
    ids=lambda changes: str(*changes),
)
def test_it_opens_for_its_offer_alone(store: SqlStore, changes: dict[str, object]) -> None:
    offer, closed, key = offered(store)
    with pytest.raises(Unsealable):
        a_vault().open_code(closed, replace(offer, **changes), key)  # type: ignore[arg-type]


def test_it_opens_with_its_keys_alone(store: SqlStore) -> None:
    offer, closed, key = offered(store)
    for vault, other in ((a_vault(1), key), (a_vault(), a_vault().new_key(NOW))):
        with pytest.raises(Unsealable):
            vault.open_code(closed, offer, other)
    for text in ("", closed[:-4], closed.replace("b1.", "b2."), f"{closed}x"):
        with pytest.raises(Unsealable):
            a_vault().open_code(text, offer, key)


def test_two_codes_are_never_closed_alike(store: SqlStore) -> None:
    key, offer = a_vault().new_key(NOW), an_offer("braun")
    assert close_code(CODE, offer, key) != close_code(CODE, offer, key)
    assert "public" not in key.sealed and key.public not in key.sealed


def test_an_offer_is_settled_once_and_its_code_is_gone(store: SqlStore) -> None:
    with store() as work:
        person = a_person(work)
        work.step_ups.add_key(a_vault().new_key(NOW))
        work.step_ups.offer(an_offer(person), CODE)
        proved = work.step_ups.settle(an_offer(person), OfferState.PROVED, "proof")
        assert work.step_ups.offered("offer") == (proved, "")
        with pytest.raises(LostRace):
            work.step_ups.settle(an_offer(person), OfferState.OVER)
        assert work.step_ups.settle(proved, OfferState.OVER).proof_id == "proof"
        work.step_ups.sweep(NOW)
        assert work.step_ups.offered("offer") is not None
        work.step_ups.sweep(NOW + timedelta(seconds=1))
        assert work.step_ups.offered("offer") is None


def test_a_step_is_accepted_once_and_only_upwards(store: SqlStore) -> None:
    with store() as work:
        factor = a_factor(a_person(work))
        work.step_ups.add(factor)
        assert work.step_ups.accept(factor, 100)
        assert not work.step_ups.accept(factor, 100)
        assert not work.step_ups.accept(factor, 99)
        work.step_ups.save(replace(factor, wrong=3, last_step=0))
        found = work.step_ups.hold(factor.person_id)
        assert found is not None and (found.wrong, found.last_step) == (3, 100)
        with pytest.raises(LostRace):
            work.step_ups.save(replace(factor, factor_id="older"))
        work.step_ups.add(replace(factor, factor_id="newer"))
        assert [one.factor_id for one in work.step_ups.factors()] == ["newer"]
        work.step_ups.forget(factor.person_id)
        assert work.step_ups.factor(factor.person_id) is None


def test_a_secret_is_good_for_its_person_alone() -> None:
    """Whoever can write into the database hands nobody's factor to another person."""
    vault, secret = a_vault(), Secret("JBSWY3DPEHPK3PXP")
    sealed = vault.close_secret(secret, person_id="braun", factor_id="factor")
    mine = a_factor("braun", sealed=sealed)
    assert vault.open_secret(mine) == secret
    for moved in (replace(mine, person_id="park"), replace(mine, factor_id="another")):
        with pytest.raises(Unsealable):
            vault.open_secret(moved)


def test_a_proof_is_attested_by_whoever_has_the_master_key(store: SqlStore) -> None:
    vault = a_vault()
    with store() as work:
        person = a_person(work)
        proof = vault.attest(Proof("proof", Purpose.VOTE, person, "f" * 64, NOW))
        work.step_ups.add_proof(proof)
        assert work.step_ups.proof("proof") == proof
        assert work.step_ups.proof("other") is None
    assert vault.attests(proof)
    assert not a_vault(1).attests(proof)
    for forged in (
        replace(proof, attest=""),
        replace(proof, about="e" * 64),
        replace(proof, person_id="park"),
        replace(proof, purpose=Purpose.BREAK_GLASS),
        replace(proof, at=NOW + timedelta(days=1)),
        replace(proof, proof_id="another"),
    ):
        assert not vault.attests(forged)


def test_who_owns_an_account(store: SqlStore) -> None:
    with store() as work:
        mine = Ownership(CONTOSO, a_person(work), "admin", NOW)
        assert work.account_owners.add(mine)
        assert not work.account_owners.add(replace(mine, named_by="another"))
        assert work.account_owners.of(CONTOSO) == work.account_owners.all() == [mine]
        assert work.account_owners.remove(CONTOSO, mine.person_id)
        assert not work.account_owners.remove(CONTOSO, mine.person_id)
