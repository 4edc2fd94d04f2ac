"""RSA keys and certificates, made when the sandbox first needs them and never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

_BITS, _EXPONENT = 2048, 65537
_BEFORE, _AFTER = timedelta(days=30), timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key and the certificate of its public half."""

    key: RSAPrivateKey
    certificate: x509.Certificate

    @property
    def key_pem(self) -> str:
        written = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return written.decode()

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, said: bytes) -> bytes:
        return self.key.sign(said, PKCS1v15(), SHA256())


def self_signed(name: str, at: datetime, *, organization: str = "", is_ca: bool = False) -> Pair:
    """A pair that vouches for itself: an application's own, or the root of a chain."""
    key = generate_private_key(public_exponent=_EXPONENT, key_size=_BITS)
    subject = _subject(name, organization)
    return Pair(key, _certificate(key, subject, subject, key, at, is_ca=is_ca))


def signed_by(root: Pair, name: str, at: datetime, *, organization: str) -> Pair:
    """A pair whose certificate the root vouches for."""
    key = generate_private_key(public_exponent=_EXPONENT, key_size=_BITS)
    subject, issuer = _subject(name, organization), root.certificate.subject
    return Pair(key, _certificate(key, subject, issuer, root.key, at, is_ca=False))


def _subject(name: str, organization: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organization:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(parts)


def _certificate(
    key: RSAPrivateKey,
    subject: x509.Name,
    issuer: x509.Name,
    signer: RSAPrivateKey,
    at: datetime,
    *,
    is_ca: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BEFORE)
        .not_valid_after(at + _AFTER)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(_usage(is_ca=is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
        .sign(signer, SHA256())
    )


def _usage(*, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
