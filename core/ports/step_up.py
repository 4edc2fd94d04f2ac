"""Second factors, typed codes and proofs as they are kept, and the vault that opens them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.secret import Secret
from core.domain.step_up import BoxKey, Factor, Offer, OfferState, Proof


class NoBox(LookupError):
    """No key is there to close a code with: nobody was ever enrolled."""


class StepUps(Protocol):
    def key(self) -> BoxKey | None:
        """The newest one."""

    def add_key(self, key: BoxKey) -> None: ...

    def factor(self, person_id: str) -> Factor | None: ...
    def hold(self, person_id: str) -> Factor | None:
        """The factor, locked until the transaction ends."""

    def factors(self) -> list[Factor]: ...
    def add(self, factor: Factor) -> None:
        """In place of an older one of the same person."""

    def save(self, factor: Factor) -> None:
        """All but its last step. Raises LostRace where it is another factor by now."""

    def accept(self, factor: Factor, step: int) -> bool:
        """Note the step of a code that was right; false where it, or a later one, was noted
        before: a code is good once."""

    def forget(self, person_id: str) -> None: ...

    def offer(self, offer: Offer, code: Secret) -> None:
        """Keep the code closed, so that only the vault opens it, and only for this offer. Raises
        NoBox."""

    def offered(self, offer_id: str) -> tuple[Offer, str] | None:
        """The offer, locked, and its closed code; nothing where it was swept."""

    def settle(self, offer: Offer, to: OfferState, proof_id: str = "") -> Offer:
        """Conditional on the state that `offer` shows; its code is gone then. Raises LostRace."""

    def sweep(self, before: datetime) -> None:
        """Remove what was offered before that."""

    def add_proof(self, proof: Proof) -> None: ...
    def proof(self, proof_id: str) -> Proof | None: ...


class Vault(Protocol):
    """What the master key opens and attests, in a process that has one."""

    def new_key(self, at: datetime) -> BoxKey: ...
    def opens(self, key: BoxKey) -> bool:
        """Can what is closed with this key be opened here?"""

    def close_secret(self, secret: Secret, *, person_id: str, factor_id: str) -> str:
        """Good as this factor of this person alone."""

    def open_secret(self, factor: Factor) -> Secret:
        """Raises Unsealable, also for a secret that was closed as somebody else's."""

    def open_code(self, closed: str, offer: Offer, key: BoxKey) -> Secret:
        """Raises Unsealable, also for a code that was closed for another offer."""

    def attest(self, proof: Proof) -> Proof: ...
    def attests(self, proof: Proof) -> bool:
        """Was this proof written by a process with the master key, and not changed since?"""
