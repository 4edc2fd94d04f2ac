"""A key and its certificate, made once for all tests that sign in with one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as on_a_curve
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)


@cache
def key(bits: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=bits)


@cache
def certificate(bits: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "goodstanding")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key(bits).public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=365))
        .sign(key(bits), SHA256())
    )


def certificate_pem(bits: int = 2048) -> bytes:
    return certificate(bits).public_bytes(Encoding.PEM)


def key_pem(bits: int = 2048, password: bytes = b"") -> bytes:
    how: KeySerializationEncryption = NoEncryption()
    if password:
        how = BestAvailableEncryption(password)
    return key(bits).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def curve_pem() -> bytes:
    made = on_a_curve(SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
