"""Codes that one process takes in and only another can read.

X25519 with a key of its own for every code, HKDF-SHA256, AES-256-GCM. What is closed is bound to
its offer: who typed it, when, and for what. The private half is sealed under the master key."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.domain.canonical import canonical
from core.domain.secret import Secret
from core.domain.step_up import BoxKey, Factor, Offer, Proof
from core.ports.secrets import Unsealable
from storage.sealing import ColumnSeal, MasterKey
from storage.tables.step_up import code_keys, factors, proofs

SCHEME = "b1"
KEY_BYTES = 32
# Each key closes one thing, so that its nonce may stand still.
NONCE = bytes(12)


def close_code(code: Secret, offer: Offer, key: BoxKey) -> str:
    """For whoever has the private half of this key, and for this offer alone."""
    own = X25519PrivateKey.generate()
    ephemeral = own.public_key().public_bytes_raw()
    public = base64.b64decode(key.public)
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    bound = _bound(offer, key)
    said = AESGCM(_key(shared, ephemeral, public)).encrypt(NONCE, code.reveal().encode(), bound)
    return f"{SCHEME}.{key.key_id}.{base64.b64encode(ephemeral + said).decode()}"


def _key(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    info = b"goodstanding code v1\0" + ephemeral + public
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(shared)


def _bound(offer: Offer, key: BoxKey) -> bytes:
    return canonical(
        {
            "scheme": SCHEME,
            "key": key.key_id,
            "offer": offer.offer_id,
            "purpose": offer.purpose.value,
            "person": offer.person_id,
            "account": [offer.account.team_id, offer.account.user_id],
            "about": offer.about,
            "details": offer.details,
            "at": offer.offered_at,
        }
    )


class SealedVault:
    """Implements core.ports.step_up.Vault with a master key."""

    def __init__(self, keys: Sequence[MasterKey]) -> None:
        self._secrets = ColumnSeal(keys, factors.name, factors.c.sealed.name)
        self._boxes = ColumnSeal(keys, code_keys.name, code_keys.c.sealed.name)
        self._proofs = ColumnSeal(keys, proofs.name, proofs.c.attest.name)

    def new_key(self, at: datetime) -> BoxKey:
        key_id, private = str(uuid4()), X25519PrivateKey.generate()
        raw = Secret(base64.b64encode(private.private_bytes_raw()).decode())
        public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
        return BoxKey(key_id, public, self._boxes.close(raw, key_id), at)

    def opens(self, key: BoxKey) -> bool:
        try:
            self._boxes.open(key.sealed, key.key_id)
        except Unsealable:
            return False
        return True

    def close_secret(self, secret: Secret, *, person_id: str, factor_id: str) -> str:
        return self._secrets.close(secret, f"{person_id}/{factor_id}")

    def open_secret(self, factor: Factor) -> Secret:
        return self._secrets.open(factor.sealed, f"{factor.person_id}/{factor.factor_id}")

    def open_code(self, closed: str, offer: Offer, key: BoxKey) -> Secret:
        scheme, key_id, text = [*closed.split("."), "", ""][:3]
        if (scheme, key_id) != (SCHEME, key.key_id):
            raise Unsealable("it was closed with another key")
        private = base64.b64decode(self._boxes.open(key.sealed, key.key_id).reveal())
        own = X25519PrivateKey.from_private_bytes(private)
        try:
            whole = base64.b64decode(text, validate=True)
            ephemeral, said = whole[:KEY_BYTES], whole[KEY_BYTES:]
            shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
            inner = _key(shared, ephemeral, own.public_key().public_bytes_raw())
            return Secret(AESGCM(inner).decrypt(NONCE, said, _bound(offer, key)).decode())
        except (ValueError, InvalidTag):
            raise Unsealable("it was changed, or belongs to something else") from None

    def attest(self, proof: Proof) -> Proof:
        sealed = self._proofs.close(Secret(proof.said()), proof.proof_id)
        return Proof(proof.proof_id, proof.purpose, proof.person_id, proof.about, proof.at, sealed)

    def attests(self, proof: Proof) -> bool:
        try:
            return self._proofs.open(proof.attest, proof.proof_id) == Secret(proof.said())
        except Unsealable:
            return False
