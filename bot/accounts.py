"""The partner accounts of the settings: one plain, or several with a name each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.reading import Reading
from clients.secret import Secret

PREFIX = "PARTNER_CENTER"
ONLY_ACCOUNT = "main"
PARTS = ("URL", "TOKEN_URL", "TENANT", "CLIENT_ID", "CLIENT_SECRET", "CLOUD")
NAMED = re.compile(rf"{PREFIX}_(?:([A-Z][A-Z0-9]*)_)?({'|'.join(PARTS)})")
# PARTNER_CENTER_TOKEN_URL is the token address of the plain account, and of no account "token".
PLAIN = {f"{PREFIX}_{part}" for part in PARTS}

GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
CHINA = "https://partner.partnercenterapi.microsoftonline.cn"
# Where each cloud answers, and who signs its tokens.
CLOUDS = {
    "global": ("https://api.partnercenter.microsoft.com", "https://login.microsoftonline.com"),
    "us": ("https://api.partnercenter.microsoft.com", "https://login.microsoftonline.us"),
    "china": (CHINA, "https://login.partner.microsoftonline.cn"),
}


@dataclass(frozen=True, slots=True)
class PartnerAccount:
    """One partner tenant in one cloud, and how we sign in there."""

    name: str
    cloud: str
    url: str
    token_url: str
    client_id: str
    client_secret: Secret = field(repr=False)


def read_accounts(reading: Reading) -> tuple[PartnerAccount, ...]:
    prefixes = dict(sorted(set(_prefixes(reading)))) or {ONLY_ACCOUNT: PREFIX}
    return tuple(_account(name, prefix, reading) for name, prefix in prefixes.items())


def _prefixes(reading: Reading) -> Iterator[tuple[str, str]]:
    for name in reading.names():
        if not name.startswith(f"{PREFIX}_"):
            continue
        named = NAMED.fullmatch(name)
        if name in PLAIN:
            yield ONLY_ACCOUNT, PREFIX
        elif named:
            yield named[1].lower(), f"{PREFIX}_{named[1]}"
        else:
            reading.wrong(name, f"no such setting; its last part is one of {', '.join(PARTS)}")


def _account(name: str, prefix: str, reading: Reading) -> PartnerAccount:
    cloud = reading.text(f"{prefix}_CLOUD", "global")
    if cloud not in CLOUDS:
        reading.wrong(f"{prefix}_CLOUD", f"one of {', '.join(CLOUDS)}")
        cloud = "global"
    base, authority = CLOUDS[cloud]
    guid = "a GUID"
    tenant = reading.optional(f"{prefix}_TENANT", GUID, f"the id of your partner tenant, {guid}")
    token_url = f"{authority}/{tenant}/oauth2/token" if tenant else ""
    if not tenant and not reading.text(f"{prefix}_TOKEN_URL"):
        reading.wrong(f"{prefix}_TENANT", f"missing; the id of your partner tenant, {guid}")
    return PartnerAccount(
        name=name,
        cloud=cloud,
        url=reading.address(f"{prefix}_URL", base),
        token_url=reading.address(f"{prefix}_TOKEN_URL", token_url),
        client_id=reading.required(
            f"{prefix}_CLIENT_ID", GUID, f"the application id of your app registration, {guid}"
        ),
        client_secret=Secret(
            reading.required(f"{prefix}_CLIENT_SECRET", r"\S{8,}", "the secret of that application")
        ),
    )
