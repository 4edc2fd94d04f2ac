"""A certificate with its private key, with which an application signs in instead of a secret."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from core.domain.secret import Secret

# An assertion is used at once; the start lies a little back for clocks that are not quite alike.
HOLDS_FOR, SINCE = timedelta(minutes=5), timedelta(seconds=30)
WEAKEST = 2048


class BadCertificate(ValueError):
    """It cannot be signed with; the text says why and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """`thumbprint` is how Entra finds it, `ends` when it stops being taken."""

    thumbprint: str
    ends: datetime
    key: RSAPrivateKey = field(repr=False)

    def assertion(self, client_id: str, audience: str, now: datetime) -> Secret:
        """A statement by the application that it is itself, for one token address (RFC 7523)."""
        claims = {
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": str(uuid4()),
            "nbf": int((now - SINCE).timestamp()),
            "exp": int((now + HOLDS_FOR).timestamp()),
        }
        return Secret(jwt.encode(claims, self.key, "RS256", {"x5t": self.thumbprint}))


def read_certificate(pem: bytes) -> Certificate:
    """A PEM file with a private key and its certificate, in any order. Raises BadCertificate."""
    try:
        certificates = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise BadCertificate("it holds no certificate in PEM") from None
    key = _key(pem)
    for certificate in certificates:
        if certificate.public_key() == key.public_key():
            # Entra names certificates by this hash; nothing is trusted for it.
            digest = certificate.fingerprint(SHA1())
            text = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            return Certificate(text, certificate.not_valid_after_utc, key)
    raise BadCertificate("its certificate belongs to another key")


def _key(pem: bytes) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError:
        raise BadCertificate("its key is encrypted: nobody is there to type a password") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadCertificate("it holds no private key in PEM") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < WEAKEST:
        raise BadCertificate(f"its key is not RSA of at least {WEAKEST} bits")
    return key
