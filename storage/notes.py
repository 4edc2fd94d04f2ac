"""Signed notes as C2SP's signed-note has them: a text, an empty line, and a line for each
signature. The keys (Ed25519) come from the master keys, so that there is no other secret to keep;
who checks them needs their public halves only."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.sealing import MasterKey

SIGNATURE = "— "
PURPOSE = b"goodstanding checkpoint signature v1"
# The algorithm's number in signed-note, and the bytes of a key's id and of the rest.
ED25519, ID_BYTES, SIGNATURE_BYTES = b"\x01", 4, 64


class BadKey(ValueError):
    """Not a verifier key: name+id+key."""


class BadNote(ValueError):
    """Not signed with the key that was given, or no signed note at all."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key, by its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:ID_BYTES]

    def __str__(self) -> str:
        key = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Raises BadKey."""
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            raise BadKey(text) from None
        found = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(found.public) != 32 or found.key_id.hex() != key_id:
            raise BadKey(text)
        return found

    def signed(self, note: str) -> str:
        """The text of a note that this key signed; what others signed besides is no matter.
        Raises BadNote."""
        text, _, lines = note.partition("\n\n")
        for line in lines.splitlines():
            if self._is_mine(line, f"{text}\n"):
                return f"{text}\n"
        raise BadNote("not signed with this key")

    def _is_mine(self, line: str, text: str) -> bool:
        name, _, encoded = line.removeprefix(SIGNATURE).rpartition(" ")
        if not line.startswith(SIGNATURE) or name != self.name:
            return False
        try:
            raw = base64.b64decode(encoded, validate=True)
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw[ID_BYTES:], text.encode())
        except (ValueError, binascii.Error, InvalidSignature):
            return False
        return raw[:ID_BYTES] == self.key_id and len(raw) == ID_BYTES + SIGNATURE_BYTES


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """Implements core.ports.checkpoints.Signer. While a master key is being replaced, both sign:
    who knows one of the keys can read the note, and sees the other."""

    keys: Sequence[MasterKey]

    def sign(self, name: str, text: str) -> str:
        return text + "\n" + "".join(_signature(name, key, text) for key in self.keys)

    def verifiers(self, name: str) -> list[str]:
        return [str(_verifier(name, key)) for key in self.keys]


def _signature(name: str, key: MasterKey, text: str) -> str:
    raw = _verifier(name, key).key_id + _private(key).sign(text.encode())
    return f"{SIGNATURE}{name} {base64.b64encode(raw).decode()}\n"


def _verifier(name: str, key: MasterKey) -> Verifier:
    return Verifier(name, _private(key).public_key().public_bytes_raw())


def _private(key: MasterKey) -> Ed25519PrivateKey:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(key.key)
    return Ed25519PrivateKey.from_private_bytes(derived)
