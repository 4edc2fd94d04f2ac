"""Which machines we may talk to: a name is resolved, every address judged, and that one called."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias

import httpx

Address: TypeAlias = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

TRIED = 3
NOTHING_REACHED = (httpx.ConnectError, httpx.ConnectTimeout)


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, in the order in which the system prefers them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedTransport(httpx.BaseTransport):
    """Calls the address that was judged, so that a name cannot mean another one a moment later."""

    def __init__(self, inner: httpx.BaseTransport, resolve: Resolve = resolve) -> None:
        self._inner = inner
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        addresses = self._judged(request.url)[:TRIED]
        for address in addresses[:-1]:
            try:
                return self._inner.handle_request(_pinned(request, address))
            except NOTHING_REACHED:
                continue
        return self._inner.handle_request(_pinned(request, addresses[-1]))

    def close(self) -> None:
        self._inner.close()

    def _judged(self, url: httpx.URL) -> list[Address]:
        port = url.port or {"https": 443, "http": 80}[url.scheme]
        try:
            addresses = [_plain(ip_address(text)) for text in self._resolve(url.host, port)]
        except (OSError, ValueError):
            addresses = []
        if not addresses:
            raise httpx.ConnectError(f"{url.host} has no address")
        if complaint := _complaint(url, addresses):
            raise httpx.ConnectError(complaint)
        return addresses


def _complaint(url: httpx.URL, addresses: Sequence[Address]) -> str:
    """This machine, or public addresses by https; a mixture is a trick."""
    if all(address.is_loopback for address in addresses):
        return ""
    if url.scheme != "https":
        return f"{url.host} is another machine, and http is not encrypted"
    for address in addresses:
        if not address.is_global or address.is_multicast:
            return f"{url.host} points at {address}, which is no public address"
    return ""


def _plain(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _pinned(request: httpx.Request, address: Address) -> httpx.Request:
    """The same request to one address; Host header and certificate keep the name."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
