"""The sets of books that the desk reads by itself: their names, kinds, and what each kind needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import available_timezones

from bot.part import Part
from bot.reading import Reading, is_loopback
from clients.receivables_sql import check_query
from core.domain.readings import Pace
from core.domain.secret import Secret
from core.ports.receivables import SourceRefused

BOOKS, EVERY, WHOLE, APART = "BOOKS", "BOOKS_EVERY", "BOOKS_WHOLE", "BOOKS_APART"
# Settings that begin as those of a set of books do.
OF_NO_BOOKS = frozenset({EVERY, WHOLE, APART})
NAME, A_NAME = r"[a-z][a-z0-9]{0,19}", "names of small letters and digits, such as main"
MEANINGS = (
    (BOOKS, "none", "Books that are read by the desk: a name each, separated by commas", ""),
    (f"{BOOKS}_<NAME>_KIND", "required with BOOKS", "stripe, business-central, sql, or https", ""),
    (f"{BOOKS}_<NAME>_…", "by kind", "What that kind needs: docs/sources.md", ""),
    (EVERY, "60", "How often they are read, in minutes", "60"),
    (WHOLE, "24", "How often all of them, where changes can be read: in hours", "24"),
    (APART, "5", "How many minutes their clock and ours may differ by", "5"),
)
GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
DATABASE = r"[a-z]+(\+[a-z0-9]+)?://\S+"
WORDS = r"\S.{0,199}"


class Kind(StrEnum):
    STRIPE = "stripe"
    BUSINESS_CENTRAL = "business-central"
    SQL = "sql"
    HTTPS = "https"


# What may stand behind BOOKS_<NAME>_ for each kind.
PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.STRIPE: ("KEY", "ACCOUNT", "ZONE", "WEBHOOK_SECRET", "URL"),
    Kind.BUSINESS_CENTRAL: (
        "TENANT", "ENVIRONMENT", "COMPANY", "CLIENT_ID", "CLIENT_SECRET", "SERVICE", "URL",
        "LOGIN_URL",
    ),
    Kind.SQL: ("URL", "QUERY"),
    Kind.HTTPS: ("URL", "TOKEN", "USER", "PASSWORD"),
}  # fmt: skip
ALL_PARTS = {part for parts in PARTS.values() for part in parts}
OF_ALL = ("KIND", "SOURCE")


@dataclass(frozen=True, slots=True)
class BookSource:
    """One set of books. `source` is what its documents are known by: its name, or what its files
    said before. `url` may hold a password; `plain` and `secrets` are what the kind needs besides,
    by the last part of the setting's name. A process that does not read books knows no secret but
    those of its webhooks."""

    name: str
    kind: Kind
    source: str
    url: Secret
    plain: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    webhook_secrets: tuple[Secret, ...] = ()

    @property
    def addresses(self) -> list[str]:
        """Whatever would be asked over a network; a file of SQLite's is not."""
        found = [self.url.reveal(), self.plain.get("LOGIN_URL", "")]
        return [one for one in found if one and not one.startswith("sqlite")]


@dataclass(frozen=True, slots=True)
class BookSettings:
    sources: tuple[BookSource, ...] = ()
    pace: Pace = field(default_factory=Pace)
    apart: timedelta = timedelta(minutes=5)


def read_books(reading: Reading, part: Part) -> BookSettings:
    """What signs in there is for whoever reads books, what proves a hint for whoever takes it."""
    names = reading.listed(BOOKS, NAME, A_NAME)
    for unknown in _unknown(reading, names):
        reading.wrong(unknown, f"no such setting; {BOOKS} names the books there are")
    pace = Pace(
        timedelta(minutes=reading.number(EVERY, 5, 24 * 60)),
        timedelta(hours=reading.number(WHOLE, 1, 7 * 24)),
    )
    found = tuple(_source(name, reading, part) for name in names)
    if len({one.source for one in found}) != len(found):
        reading.wrong(BOOKS, "two of them have the same SOURCE")
    return BookSettings(found, pace, timedelta(minutes=reading.number(APART, 1, 60)))


def _unknown(reading: Reading, names: tuple[str, ...]) -> Iterator[str]:
    parts = {*OF_ALL, *ALL_PARTS}
    known = {f"{_prefix(name)}{part}" for name in names for part in parts} | OF_NO_BOOKS
    return (one for one in reading.names() if one.startswith(f"{BOOKS}_") and one not in known)


def _prefix(name: str) -> str:
    return f"{BOOKS}_{name.upper()}_"


def _source(name: str, reading: Reading, part: Part) -> BookSource:
    prefix = _prefix(name)
    right = f"one of {', '.join(Kind)}"
    said = reading.required(f"{prefix}KIND", "|".join(Kind), right)
    kind = Kind(said) if said in list(Kind) else Kind.HTTPS
    for other in ALL_PARTS - set(PARTS[kind]):
        if said and reading.text(f"{prefix}{other}"):
            reading.wrong(f"{prefix}{other}", f"books of the kind {kind} have none: leave it out")
    source = reading.optional(f"{prefix}SOURCE", WORDS, "what its documents are known by", name)
    hooks = _listed_secrets(reading, f"{prefix}WEBHOOK_SECRET") if Part.WEB in part else ()
    found = BookSource(name, kind, source[:60], Secret(""), webhook_secrets=hooks)
    return READERS[kind](found, prefix, reading) if Part.WORKER in part and said == kind else found


def _listed_secrets(reading: Reading, name: str) -> tuple[Secret, ...]:
    right = "the endpoint's signing secret, whsec_…; two with a comma while it is being rolled"
    return tuple(map(Secret, reading.listed(name, r"whsec_\S+", right)))


def _stripe(found: BookSource, prefix: str, reading: Reading) -> BookSource:
    key = reading.required(f"{prefix}KEY", r"rk_(live|test)_\w+", "a restricted key, rk_live_…")
    account = reading.optional(f"{prefix}ACCOUNT", r"acct_\w+", "a connected account, acct_…")
    right = "the account's zone, such as Europe/Berlin"
    zone = reading.optional(f"{prefix}ZONE", r"[A-Za-z0-9_+/-]+", right)
    if zone and zone not in available_timezones():
        reading.wrong(f"{prefix}ZONE", right)
    plain = {"ACCOUNT": account, "ZONE": zone}
    return _with(found, reading.address(f"{prefix}URL"), plain, {"KEY": key})


def _business_central(found: BookSource, prefix: str, reading: Reading) -> BookSource:
    plain = {
        "TENANT": reading.required(f"{prefix}TENANT", GUID, "the tenant's id, a GUID"),
        "ENVIRONMENT": reading.optional(
            f"{prefix}ENVIRONMENT", r"[\w-]+", "the name of an environment", "Production"
        ),
        "COMPANY": reading.required(f"{prefix}COMPANY", WORDS, "the company's name or id"),
        "CLIENT_ID": reading.required(f"{prefix}CLIENT_ID", GUID, "the application's id, a GUID"),
        "SERVICE": reading.optional(f"{prefix}SERVICE", r"\w+", "the name of the web service"),
        "LOGIN_URL": reading.address(f"{prefix}LOGIN_URL"),
    }
    secret = reading.required(f"{prefix}CLIENT_SECRET", r"\S{8,}", "the application's secret")
    return _with(found, reading.address(f"{prefix}URL"), plain, {"CLIENT_SECRET": secret})


def _sql(found: BookSource, prefix: str, reading: Reading) -> BookSource:
    url = reading.required(f"{prefix}URL", DATABASE, "postgresql://user:password@host/database")
    right = "a file with one SELECT"
    path = reading.required(f"{prefix}QUERY", r"\S.*", right)
    query = ""
    try:
        query = Path(path).read_text(encoding="utf-8") if path else "SELECT 1"
        check_query(query)
    except (OSError, UnicodeDecodeError):
        reading.wrong(f"{prefix}QUERY", f"{right}, which can be read")
    except SourceRefused as refused:
        reading.wrong(f"{prefix}QUERY", f"{right}; {refused.why}")
    return _with(found, url, {"QUERY": query}, {})


def _https(found: BookSource, prefix: str, reading: Reading) -> BookSource:
    """The address may hold a key, so that it is none of those that are shown."""
    right = "an address such as https://host/receivables.csv (http only on this machine)"
    url = reading.required(f"{prefix}URL", r"https?://[^\s@#]+", right)
    if url.startswith("http://") and not is_loopback(url):
        reading.wrong(f"{prefix}URL", right)
    user = reading.optional(f"{prefix}USER", r"[^\s:]+", "a user's name")
    secrets = {part: reading.text(f"{prefix}{part}") for part in ("TOKEN", "PASSWORD")}
    if secrets["TOKEN"] and (user or secrets["PASSWORD"]):
        reading.wrong(f"{prefix}TOKEN", "either a token or user and password, and not both")
    elif bool(user) != bool(secrets["PASSWORD"]):
        reading.wrong(f"{prefix}PASSWORD", "USER and PASSWORD belong together")
    return _with(found, url, {"USER": user}, secrets)


def _with(
    found: BookSource, url: str, plain: Mapping[str, str], secrets: Mapping[str, str]
) -> BookSource:
    return BookSource(
        name=found.name,
        kind=found.kind,
        source=found.source,
        url=Secret(url),
        plain={part: text for part, text in plain.items() if text},
        secrets={part: Secret(text) for part, text in secrets.items() if text},
        webhook_secrets=found.webhook_secrets,
    )


READERS: Mapping[Kind, Callable[[BookSource, str, Reading], BookSource]] = {
    Kind.STRIPE: _stripe,
    Kind.BUSINESS_CENTRAL: _business_central,
    Kind.SQL: _sql,
    Kind.HTTPS: _https,
}
