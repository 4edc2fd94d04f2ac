"""Secrets at rest: each under a data key of its own, which a master key outside the database wraps.

AES-256-GCM for both. What is sealed is bound to its table, row and column and to the master key's
version: put anywhere else it does not open, and the database alone yields nothing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.domain.secret import Secret
from core.ports.secrets import Sealed, Unsealable
from storage.tables.secrets import consents

SCHEME = "v1"
KEY_BYTES, NONCE_BYTES = 32, 12
# A key and a nonce that wrap, with the tag that AES-GCM adds.
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + 16


class BadMasterKey(ValueError):
    """No key that could seal; what was given is not repeated."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """32 bytes from outside. Its version tells keys apart and says nothing of them."""

    version: str
    key: bytes = field(repr=False)


def read_master_key(text: str) -> MasterKey:
    """32 bytes in base64. Raises BadMasterKey."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise BadMasterKey("32 random bytes in base64")
    digest = hashlib.sha256(b"goodstanding master key\0" + key).hexdigest()
    return MasterKey(digest[:8], key)


class ColumnSeal:
    """Implements core.ports.secrets.Seal for one column. The first key closes, each opens."""

    def __init__(self, keys: Sequence[MasterKey], table: str, column: str) -> None:
        self._keys = {key.version: key for key in keys}
        self._first = keys[0]
        self._table, self._column = table, column

    def version(self) -> str:
        return self._first.version

    def close(self, secret: Secret, row: str) -> str:
        bound, data_key = self._bound(row, self._first.version), os.urandom(KEY_BYTES)
        wrapped = _encrypt(self._first.key, data_key, bound)
        said = _encrypt(data_key, secret.reveal().encode(), bound)
        text = base64.b64encode(wrapped + said).decode()
        return f"{SCHEME}.{self._first.version}.{text}"

    def open(self, sealed: str, row: str) -> Secret:
        scheme, version, text = [*sealed.split("."), "", ""][:3]
        if scheme != SCHEME or version not in self._keys:
            raise Unsealable(f"it is sealed with another master key, {version or 'unknown'}")
        bound = self._bound(row, version)
        try:
            whole = base64.b64decode(text, validate=True)
            data_key = _decrypt(self._keys[version].key, whole[:WRAPPED_BYTES], bound)
            return Secret(_decrypt(data_key, whole[WRAPPED_BYTES:], bound).decode())
        except (ValueError, InvalidTag):
            raise Unsealable("it was changed, or belongs to another row") from None

    def _bound(self, row: str, version: str) -> bytes:
        return "\0".join((SCHEME, self._table, row, self._column, version)).encode()


@dataclass(frozen=True, slots=True)
class Ring:
    """Implements core.ports.secrets.Keyring."""

    keys: Sequence[MasterKey]

    def versions(self) -> list[str]:
        return [key.version for key in self.keys]

    def reseal(self, value: Sealed) -> str:
        seal = ColumnSeal(self.keys, value.table, value.column)
        return seal.close(seal.open(value.text, value.row), value.row)


def consent_seal(keys: Sequence[MasterKey]) -> ColumnSeal:
    """For the refresh tokens behind consents."""
    return ColumnSeal(keys, consents.name, consents.c.sealed.name)


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
