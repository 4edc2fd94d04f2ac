"""Signatures under webhooks: Microsoft's own, and those of somebody who would like to be it."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sandbox.calls import NotHere
from sandbox.clock import Clock
from sandbox.partner_center.sign_in.keys import Pair, self_signed, signed_by

MICROSOFT = "Microsoft Corporation"
NAME = "pcnotifications-dispatch.microsoft.com"
ELSEWHERE = f"https://elsewhere.example/{NAME}.cer"
# Long enough ago for any receiver.
OLD = timedelta(days=30)
GENUINE, STRANGER, OTHERS = NAME, "stranger", "others"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A body and the headers that vouch for it."""

    body: bytes
    headers: Mapping[str, str]


class Seals:
    """A root and the certificates under it, made when the first webhook is signed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._pairs: dict[str, Pair] = {}

    @property
    def root_pem(self) -> str:
        """Whom a receiver has to trust."""
        return self._pair("root").certificate_pem

    def certificate(self, name: str) -> bytes:
        """A certificate by the name in its address."""
        if name not in (GENUINE, STRANGER, OTHERS):
            raise NotHere(f"there is no certificate {name}")
        return self._pair(name).certificate_der

    def seal(self, body: bytes, *, address: str, in_own_header: bool, forged: str = "") -> Sealed:
        """Sign a body; `address` is where the sandbox shows its certificates."""
        signer = {"key": STRANGER, "chain": STRANGER, "organization": OTHERS}.get(forged, GENUINE)
        shown = {"chain": STRANGER, "organization": OTHERS}.get(forged, GENUINE)
        url = ELSEWHERE if forged == "host" else f"{address}/{shown}.cer"
        signature = base64.b64encode(self._pair(signer).sign(body)).decode()
        headers = {
            "x-ms-signature" if in_own_header else "Authorization": f"Signature {signature}",
            "X-MS-Certificate-Url": url,
            "X-MS-Signature-Algorithm": "rsa-md5" if forged == "algorithm" else "rsa-sha256",
        }
        return Sealed(body + b" " if forged == "body" else body, headers)

    def _pair(self, name: str) -> Pair:
        with self._lock:
            if name not in self._pairs:
                self._pairs[name] = self._made[name](self)
            return self._pairs[name]

    def _root(self, name: str) -> Pair:
        return self_signed(name, self._clock.now(), organization=MICROSOFT, is_ca=True)

    def _under(self, root: Pair, organization: str) -> Pair:
        return signed_by(root, NAME, self._clock.now(), organization=organization)

    _made: Mapping[str, Callable[[Seals], Pair]] = {
        "root": lambda self: self._root("Microsoft Sandbox Root"),
        GENUINE: lambda self: self._under(self._pair("root"), MICROSOFT),
        OTHERS: lambda self: self._under(self._pair("root"), "Elsewhere Ltd"),
        STRANGER: lambda self: self._under(self._root("Microsoft Sandbox Root"), MICROSOFT),
    }
