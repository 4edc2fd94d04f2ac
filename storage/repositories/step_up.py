"""Second factors, typed codes and proofs as rows. A code is closed before it is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy import insert as add

from core.domain.people import AccountKey
from core.domain.secret import Secret
from core.domain.step_up import BoxKey, Factor, Offer, OfferState, Proof, Purpose
from core.ports.step_up import NoBox
from storage.code_boxes import close_code
from storage.sql import hit, put
from storage.tables.step_up import code_keys, code_offers, factors, proofs


class SqlStepUps:
    """Implements core.ports.step_up.StepUps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def key(self) -> BoxKey | None:
        found = select(code_keys).order_by(code_keys.c.made_at.desc(), code_keys.c.key_id)
        row = self._connection.execute(found.limit(1)).first()
        return None if row is None else BoxKey(**row._mapping)

    def add_key(self, key: BoxKey) -> None:
        self._connection.execute(add(code_keys).values(_row(key)))

    # Factors

    def factor(self, person_id: str) -> Factor | None:
        return self._factor(select(factors).where(factors.c.person_id == person_id))

    def hold(self, person_id: str) -> Factor | None:
        mine = select(factors).where(factors.c.person_id == person_id)
        return self._factor(mine.with_for_update())

    def _factor(self, found: Any) -> Factor | None:
        row = self._connection.execute(found).first()
        return None if row is None else Factor(**row._mapping)

    def factors(self) -> list[Factor]:
        ordered = select(factors).order_by(factors.c.enrolled_at, factors.c.person_id)
        return [Factor(**row._mapping) for row in self._connection.execute(ordered)]

    def add(self, factor: Factor) -> None:
        put(self._connection, factors, [_row(factor)])

    def save(self, factor: Factor) -> None:
        kept = _row(factor)
        del kept["last_step"]
        mine = update(factors).where(factors.c.factor_id == factor.factor_id)
        hit(self._connection, mine.values(kept))

    def accept(self, factor: Factor, step: int) -> bool:
        earlier = (factors.c.factor_id == factor.factor_id) & (factors.c.last_step < step)
        noted = update(factors).where(earlier).values(last_step=step)
        return self._connection.execute(noted).rowcount == 1

    def forget(self, person_id: str) -> None:
        self._connection.execute(delete(factors).where(factors.c.person_id == person_id))

    # Codes

    def offer(self, offer: Offer, code: Secret) -> None:
        key = self.key()
        if key is None:
            raise NoBox("nobody was ever enrolled")
        row = _row(offer) | {
            "account": f"{offer.account.team_id}/{offer.account.user_id}",
            "details": json.dumps(dict(offer.details), sort_keys=True),
            "code": close_code(code, offer, key),
        }
        self._connection.execute(add(code_offers).values(row))

    def offered(self, offer_id: str) -> tuple[Offer, str] | None:
        found = select(code_offers).where(code_offers.c.offer_id == offer_id).with_for_update()
        row = self._connection.execute(found).first()
        return None if row is None else (_offer(row), row.code)

    def settle(self, offer: Offer, to: OfferState, proof_id: str = "") -> Offer:
        seen = (code_offers.c.offer_id == offer.offer_id) & (code_offers.c.state == offer.state)
        proof_id = proof_id or offer.proof_id
        settled = update(code_offers).where(seen)
        hit(self._connection, settled.values(state=to, proof_id=proof_id, code=""))
        return replace(offer, state=to, proof_id=proof_id)

    def sweep(self, before: datetime) -> None:
        self._connection.execute(delete(code_offers).where(code_offers.c.offered_at < before))

    # Proofs

    def add_proof(self, proof: Proof) -> None:
        self._connection.execute(add(proofs).values(_row(proof)))

    def proof(self, proof_id: str) -> Proof | None:
        found = select(proofs).where(proofs.c.proof_id == proof_id)
        row = self._connection.execute(found).first()
        if row is None:
            return None
        values = dict(row._mapping)
        return Proof(purpose=Purpose(values.pop("purpose")), **values)


def _row(one: BoxKey | Factor | Offer | Proof) -> dict[str, object]:
    return {name: getattr(one, name) for name in type(one).__slots__}


def _offer(row: Row[Any]) -> Offer:
    team, _, user = row.account.partition("/")
    return Offer(
        offer_id=row.offer_id,
        purpose=Purpose(row.purpose),
        person_id=row.person_id,
        account=AccountKey(team, user),
        about=row.about,
        details=json.loads(row.details),
        offered_at=row.offered_at,
        state=OfferState(row.state),
        proof_id=row.proof_id,
    )
