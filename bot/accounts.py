"""The partner accounts of the settings: one plain, or several with a name each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.reading import Reading
from bot.webhook_settings import OF_NO_ACCOUNT
from clients.certificates import BadCertificate, Certificate, read_certificate
from core.domain.clouds import ENDPOINTS, Capability, Cloud
from core.domain.pace import PER_MINUTE
from core.domain.partners import Partner, Tier
from core.domain.secret import Secret

PREFIX = "PARTNER_CENTER"
ONLY_ACCOUNT = "main"
# What signs in. A process that only answers Slack is given none of these.
CREDENTIALS = ("CLIENT_ID", "CLIENT_SECRET", "CERTIFICATE")
ADDRESSES = ("URL", "TOKEN_URL", "GRAPH_URL")
PARTS = ("CLOUD", "TIER", "PROVIDER", "TENANT", "PER_MINUTE", *ADDRESSES, *CREDENTIALS)
NAMED = re.compile(rf"{PREFIX}_(?:([A-Z][A-Z0-9]*)_)?({'|'.join(PARTS)})")
# PARTNER_CENTER_TOKEN_URL is the token address of the plain account, and of no account "token".
PLAIN = {f"{PREFIX}_{part}" for part in PARTS}

GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
A_TENANT = "the id of your partner tenant, a GUID"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where an account's Partner Center answers, and its Graph where that knows of alerts, how
    often in a minute it may be asked, and what we sign in with."""

    url: str
    token_url: str
    graph_url: str
    client_id: str
    proof: Secret | Certificate = field(repr=False)
    per_minute: int = PER_MINUTE


@dataclass(frozen=True, slots=True)
class PartnerAccount:
    """One partner tenant in one cloud. There is no way to sign in for an indirect reseller, and
    none in a process that needs none."""

    partner: Partner
    sign_in: SignIn | None

    @property
    def name(self) -> str:
        return self.partner.name


def partners(accounts: Iterable[PartnerAccount]) -> dict[str, Partner]:
    """The accounts as the office knows them, by name."""
    return {account.name: account.partner for account in accounts}


def read_accounts(reading: Reading, *, signing_in: bool) -> tuple[PartnerAccount, ...]:
    """Every account that is named; without `signing_in` what they are, and no credentials."""
    prefixes = dict(sorted(set(_prefixes(reading))))
    if signing_in and not prefixes:
        prefixes = {ONLY_ACCOUNT: PREFIX}
    return tuple(_account(name, prefix, reading, signing_in) for name, prefix in prefixes.items())


def _prefixes(reading: Reading) -> Iterator[tuple[str, str]]:
    for name in reading.names():
        if not name.startswith(f"{PREFIX}_") or name in OF_NO_ACCOUNT:
            continue
        named = NAMED.fullmatch(name)
        if name in PLAIN:
            yield ONLY_ACCOUNT, PREFIX
        elif named:
            yield named[1].lower(), f"{PREFIX}_{named[1]}"
        else:
            reading.wrong(name, f"no such setting; its last part is one of {', '.join(PARTS)}")


def _account(name: str, prefix: str, reading: Reading, signing_in: bool) -> PartnerAccount:
    tier = reading.word(f"{prefix}_TIER", Tier, Tier.DIRECT)
    partner = Partner(
        name=name,
        cloud=reading.word(f"{prefix}_CLOUD", Cloud, Cloud.GLOBAL),
        tier=tier,
        tenant_id=reading.optional(f"{prefix}_TENANT", GUID, A_TENANT).lower(),
        provider=_provider(f"{prefix}_PROVIDER", tier, reading),
    )
    if not signing_in or tier is Tier.RESELLER:
        return PartnerAccount(partner, None)
    return PartnerAccount(partner, _sign_in(partner, prefix, reading))


def _provider(name: str, tier: Tier, reading: Reading) -> str:
    """Who an indirect reseller writes to; nobody else has one."""
    right = "the name of your indirect provider"
    if tier is Tier.RESELLER:
        return reading.required(name, r"\S.{0,99}", right)
    if reading.text(name):
        reading.wrong(name, f"{right}: only where TIER is {Tier.RESELLER}")
    return ""


def _sign_in(partner: Partner, prefix: str, reading: Reading) -> SignIn:
    cloud, tenant = ENDPOINTS[partner.cloud], partner.tenant_id
    token_url = f"{cloud.authority}/{tenant}/oauth2/token" if tenant else ""
    if not tenant and not reading.text(f"{prefix}_TOKEN_URL"):
        reading.wrong(f"{prefix}_TENANT", f"missing; {A_TENANT}")
    return SignIn(
        url=reading.address(f"{prefix}_URL", cloud.api),
        token_url=reading.address(f"{prefix}_TOKEN_URL", token_url),
        graph_url=_graph(partner, prefix, reading),
        client_id=reading.required(
            f"{prefix}_CLIENT_ID", GUID, "the application id of your app registration, a GUID"
        ),
        proof=_proof(prefix, reading),
        per_minute=_per_minute(f"{prefix}_PER_MINUTE", reading),
    )


def _per_minute(name: str, reading: Reading) -> int:
    return reading.number(name, 1, 1_000_000) if reading.text(name) else PER_MINUTE


def _graph(partner: Partner, prefix: str, reading: Reading) -> str:
    """None where Graph of this cloud tells a partner nothing."""
    name = f"{prefix}_GRAPH_URL"
    if partner.can(Capability.SECURITY_ALERTS):
        return reading.address(name, ENDPOINTS[partner.cloud].graph)
    if reading.text(name):
        reading.wrong(name, "nothing is asked of Graph in this cloud: leave it out")
    return ""


def _proof(prefix: str, reading: Reading) -> Secret | Certificate:
    """The application's secret or a certificate of its own: one of them, and not both."""
    right = "the secret of that application"
    certificate = reading.text(f"{prefix}_CERTIFICATE")
    if not certificate:
        return Secret(reading.required(f"{prefix}_CLIENT_SECRET", r"\S{8,}", right))
    if reading.text(f"{prefix}_CLIENT_SECRET"):
        reading.wrong(f"{prefix}_CERTIFICATE", "either a certificate or a secret, and not both")
    try:
        return read_certificate(Path(certificate).read_bytes())
    except OSError:
        why = "it cannot be read"
    except BadCertificate as error:
        why = str(error)
    reading.wrong(f"{prefix}_CERTIFICATE", f"a PEM file with certificate and key; {why}")
    return Secret("")
