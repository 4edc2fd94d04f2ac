"""Whose certificate signed a webhook: fetched from a known host, followed to a trusted root."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import ip_address

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import (
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from clients.addresses import Resolve, resolve
from clients.allowance import Allowance
from clients.http import Call, CallFailed, HttpClient, Timeouts
from core.faults import Way
from core.ports.outside import Clock

# Where Microsoft's example of a delivery has its certificate.
MICROSOFTS_HOST = "3psostorageacct.blob.core.windows.net"
ORGANIZATION = "Microsoft Corporation"
# No question mark and nothing encoded: a certificate is a file.
ADDRESS = re.compile(r"(https?)://([a-z0-9.-]{1,253}(?::\d{1,5})?)/[a-z0-9._~/-]{1,200}", re.I)
PEM = b"-----BEGIN CERTIFICATE-----"
LARGEST = 64 * 1024
MOST_KEPT = 16
# Somebody waits for us meanwhile, and Slack's requests share these threads.
QUICK = Timeouts(connect=2.0, read=2.0, write=2.0, pool=2.0, whole=3.0)
MOST_WAITING = 4
FETCHES, FETCHES_IN = 10, 60.0
# A signature that is wrong may come of a new certificate at the old address.
FRESH = 300.0


class Untrusted(Exception):
    """Not a certificate to go by; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The public key of a certificate whose whole chain holds between two moments."""

    key: RSAPublicKey
    starts: datetime
    ends: datetime
    fetched: float


class Roots:
    """Whom we trust: authorities that sign for themselves; others only lie between."""

    def __init__(self, pem: bytes | None = None) -> None:
        """Without a bundle, those of the machine. Raises ValueError where it cannot be read."""
        self._named = [] if pem is None else x509.load_pem_x509_certificates(pem)
        if pem is not None and not any(map(_signs_itself, self._named)):
            raise ValueError("no certificate of it is a root")

    @cached_property
    def _all(self) -> list[x509.Certificate]:
        return self._named or list(_of_the_machine())

    @cached_property
    def _store(self) -> Store:
        return Store([one for one in self._all if _signs_itself(one)])

    def chain(
        self, leaf: x509.Certificate, others: Sequence[x509.Certificate], now: datetime
    ) -> list[x509.Certificate]:
        """From this certificate to a root, all of them valid now. Raises Untrusted."""
        between = [*others, *(one for one in self._all if not _signs_itself(one))]
        policy = PolicyBuilder().store(self._store).time(now).extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
        )
        try:
            return policy.build_client_verifier().verify(leaf, between).chain
        except VerificationError as error:
            raise Untrusted(f"the certificate leads to no trusted root: {error}") from None


class Certificates:
    """Certificates by their addresses, kept while they hold."""

    def __init__(
        self,
        hosts: Sequence[str],
        roots: Roots,
        *,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        fresh: float = FRESH,
    ) -> None:
        self._origins = frozenset(map(_origin, hosts))
        self._roots, self._clock = roots, clock
        self._transport, self._resolve, self._fresh = transport, resolve, fresh
        self._http: dict[str, HttpClient] = {}
        self._kept: dict[str, Signer] = {}
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(MOST_WAITING)
        self._allowance = Allowance(FETCHES, FETCHES_IN)

    def signer(self, url: str) -> Signer:
        """The signer at this address. Raises Untrusted."""
        origin = self._allowed(url)
        known = self._known(url)
        if known is not None:
            return known
        with self._turn():
            return self._known(url) or self._fetch(origin, url)

    def renewed(self, url: str, seen: Signer) -> Signer | None:
        """What is there by now, instead of one that was fetched a while ago. Raises Untrusted."""
        if time.monotonic() - seen.fetched < self._fresh:
            return None
        origin = self._allowed(url)
        with self._turn():
            known = self._known(url)
            return known if known is not None and known is not seen else self._fetch(origin, url)

    def close(self) -> None:
        for http in self._http.values():
            http.close()

    def _allowed(self, url: str) -> str:
        found = ADDRESS.fullmatch(url)
        origin = f"{found[1]}://{found[2]}".lower().removesuffix(":443") if found else ""
        if origin not in self._origins:
            raise Untrusted("its certificate lies at an address that is not allowed")
        return origin

    def _known(self, url: str) -> Signer | None:
        kept = self._kept.get(url)
        return kept if kept is not None and kept.starts <= self._clock() <= kept.ends else None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One fetches at a time, few wait for it, and nobody makes us fetch without end."""
        if not self._slots.acquire(blocking=False):
            raise Untrusted("too many wait for a certificate")
        try:
            with self._lock:
                yield
        finally:
            self._slots.release()

    def _fetch(self, origin: str, url: str) -> Signer:
        if not self._allowance.take():
            raise Untrusted("certificates were fetched too often")
        if origin not in self._http:
            self._http[origin] = HttpClient(
                origin, timeouts=QUICK, transport=self._transport, resolve=self._resolve
            )
        try:
            reply = self._http[origin].once(Call("GET", url, way=Way.CERTIFICATE))
        except CallFailed as failed:
            raise Untrusted(f"its certificate cannot be fetched: {failed}") from None
        if reply.status != 200 or len(reply.body) > LARGEST:
            raise Untrusted(f"its certificate: answered {reply.status}, {len(reply.body)} bytes")
        signer = read_signer(reply.body, self._roots, self._clock())
        self._keep(url, signer)
        return signer

    def _keep(self, url: str, signer: Signer) -> None:
        self._kept.pop(url, None)
        if len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[url] = signer


def read_signer(file: bytes, roots: Roots, now: datetime) -> Signer:
    """A certificate of Microsoft's, PEM or DER, perhaps with those between. Raises Untrusted."""
    try:
        leaf, *others = _certificates(file)
        key, names = leaf.public_key(), leaf.subject.rdns
        organizations = [
            one.value for name in names for one in name
            if one.oid == x509.NameOID.ORGANIZATION_NAME
        ]  # fmt: skip
        authority = _is_authority(leaf)
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        raise Untrusted("its certificate cannot be read") from None
    if organizations != [ORGANIZATION]:
        raise Untrusted(f"its certificate is not {ORGANIZATION}'s")
    if authority or not isinstance(key, RSAPublicKey) or key.key_size < 2048:
        raise Untrusted("its certificate is not one to sign deliveries with")
    chain = roots.chain(leaf, others, now)
    starts = max(one.not_valid_before_utc for one in chain)
    ends = min(one.not_valid_after_utc for one in chain)
    return Signer(key, starts, ends, time.monotonic())


def _certificates(file: bytes) -> list[x509.Certificate]:
    if PEM in file:
        return x509.load_pem_x509_certificates(file)
    return [x509.load_der_x509_certificate(file)]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return found.value.ca


def _signs_itself(certificate: x509.Certificate) -> bool:
    return certificate.subject == certificate.issuer


def _of_the_machine() -> Iterator[x509.Certificate]:
    for der in ssl.create_default_context().get_ca_certs(binary_form=True):
        try:
            yield x509.load_der_x509_certificate(der)
        except ValueError:
            continue


def _origin(host: str) -> str:
    """https, but for the sandbox on this machine."""
    return f"{'http' if _is_here(host) else 'https'}://{host.lower()}"


def _is_here(host: str) -> bool:
    name = host.partition(":")[0]
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
