"""Books that are read by the desk: an adapter for each set of the settings, and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from bot.book_settings import BookSource, Kind
from bot.config import Settings
from bot.jobs import Timetable
from bot.wiring import Ledger
from clients.http import Heard
from clients.reading_files import ReadingFiles
from clients.receivables_business_central import BusinessCentralAccount, BusinessCentralBooks
from clients.receivables_https import CsvOverHttps, basic, bearer
from clients.receivables_sql import SqlBooks
from clients.receivables_stripe import API, StripeBooks
from clients.their_clock import in_step
from core.domain.event import Route
from core.domain.readings import JOBS
from core.domain.secret import Secret
from core.ports.outside import Clock
from core.usecases.reading_books import BookReader
from core.usecases.reading_jobs import READ_BOOKS, forget_others

Adapter: TypeAlias = StripeBooks | BusinessCentralBooks | SqlBooks | CsvOverHttps
A_MINUTE = 60
# The longest silence of one delivery: a file that comes in one piece, or a million rows taken in.
PATIENCE = 1800
FOLDER, FETCHED = "readings", "fetched"
NONE = Secret("")


def adapter_of(source: BookSource, settings: Settings, home: Path, clock: Clock) -> Adapter:
    """Raises SourceRefused where a query is none."""
    folder = home / FOLDER / FETCHED / source.name
    heard = in_step(clock, settings.books.apart)
    match source.kind:
        case Kind.STRIPE:
            return _stripe(source, settings.time_zone, clock, heard)
        case Kind.BUSINESS_CENTRAL:
            return BusinessCentralBooks(_account(source), clock=clock, heard=heard)
        case Kind.SQL:
            query = source.plain.get("QUERY", "")
            return SqlBooks(source.url, query, folder, source=source.source, clock=clock)
        case Kind.HTTPS:
            return CsvOverHttps(
                source.url,
                folder,
                source=source.source,
                zone=settings.time_zone,
                login=_login(source),
                heard=heard,
            )


def _stripe(source: BookSource, zone: str, clock: Clock, heard: Heard) -> StripeBooks:
    return StripeBooks(
        source.secrets.get("KEY", NONE),
        clock=clock,
        account=source.plain.get("ACCOUNT", ""),
        source=source.source,
        zone=source.plain.get("ZONE", zone),
        base_url=source.url.reveal() or API,
        heard=heard,
    )


def _account(source: BookSource) -> BusinessCentralAccount:
    named = {
        "service": source.plain.get("SERVICE", ""),
        "api_url": source.url.reveal(),
        "login_url": source.plain.get("LOGIN_URL", ""),
    }
    return BusinessCentralAccount(
        tenant=source.plain["TENANT"],
        environment=source.plain["ENVIRONMENT"],
        company=source.plain["COMPANY"],
        client_id=source.plain["CLIENT_ID"],
        secret=source.secrets["CLIENT_SECRET"],
        source=source.source,
        **{name: value for name, value in named.items() if value},
    )


def _login(source: BookSource) -> Secret | None:
    if token := source.secrets.get("TOKEN"):
        return bearer(token)
    if password := source.secrets.get("PASSWORD"):
        return basic(source.plain["USER"], password)
    return None


def adapters(settings: Settings, home: Path, clock: Clock) -> dict[str, Adapter]:
    """By what their documents are known by."""
    found = settings.books.sources
    return {one.source: adapter_of(one, settings, home, clock) for one in found}


def close_all(books: Mapping[str, Adapter]) -> None:
    for one in books.values():
        if not isinstance(one, SqlBooks):
            one.close()


def reader_of(
    ledger: Ledger,
    books: Mapping[str, Adapter],
    *,
    holder: str = JOBS,
    route: Route = Route.AUTOMATION,
    ending: Callable[[], bool] = lambda: False,
) -> BookReader:
    settings, home = ledger.settings, ledger.database.home
    return BookReader(
        ledger.office,
        books,
        ReadingFiles(home / FOLDER, settings.time_zone),
        settings.books.pace,
        holder,
        route,
        ending,
    )


def give_books(timetable: Timetable, ledger: Ledger) -> Callable[[], None]:
    """The job and its tick, where there are such books. What comes back ends it."""
    books = adapters(ledger.settings, ledger.database.home, ledger.clock)
    reader = reader_of(ledger, books, ending=timetable.is_ending)
    for gone in forget_others(books, office=ledger.office):
        reader.spools.sweep(gone, ())
    ledger.engine.handler(READ_BOOKS, reader.handle, max_attempts=5, timeout=PATIENCE)
    if books:
        timetable.every(A_MINUTE, "books", reader.tick, leaps=True)
    return lambda: close_all(books)
