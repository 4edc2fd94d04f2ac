"""An authority of one's own, and a server's certificate that it signed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Authority:
    """`file` is what whoever trusts it is given."""

    folder: Path
    certificate: x509.Certificate
    key: Key

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def server(self, host: str, ends: datetime | None = None) -> ssl.SSLContext:
        """What a server of this name shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.SubjectAlternativeName([x509.DNSName(host)])
        shown = _about(host, key, ends).issuer_name(self.certificate.subject)
        shown = shown.add_extension(named, critical=False)
        shown = shown.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
            critical=False,
        )
        file = self.folder / f"{host}.pem"
        file.write_bytes(_pem(shown.sign(self.key, hashes.SHA256())) + _secret(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def an_authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = "An authority of one's own"
    about = _about(name, key, None).issuer_name(_name(name))
    about = about.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    about = about.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    made = Authority(folder, about.sign(key, hashes.SHA256()), key)
    made.file.write_bytes(_pem(made.certificate))
    return made


def _about(name: str, key: Key, ends: datetime | None) -> x509.CertificateBuilder:
    ends = ends or datetime.now(UTC) + timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=2))
        .not_valid_after(ends)
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _secret(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
