"""The books of a company in Business Central: the open entries of its customer ledger.

The ledger is no part of Microsoft's API v2.0, whose invoices lack what came by a journal, what was
paid on account and what is left of a credit memo. It is read as the OData web service that query
262, "Cust. Ledger Entries", is published as. It tells nobody when an entry last changed, so that
each reading reads all that is open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx

from clients.addresses import Resolve, resolve
from clients.business_central_calls import (
    MOST,
    BusinessCentralCalls,
    Listing,
    Misunderstood,
    NotThere,
    asked,
    segment,
)
from clients.business_central_check import lacking
from clients.business_central_company import Company, batches, companies
from clients.business_central_rows import Beside, row
from clients.grants import Application, TokenAddress
from clients.http import Heard, HttpClient, Timeouts
from clients.partner_auth import AppTokens
from core.domain.secret import Secret
from core.ports.outside import Clock
from core.ports.receivables import Page, PlaceLost, Row, SourceRefused, Start, Whose

API = "https://api.businesscentral.dynamics.com"
LOGIN = "https://login.microsoftonline.com"
SERVICE = "Cust_LedgerEntries"
COLUMNS = (
    "Entry_No,Customer_No,Customer_Name,Document_Type,Document_No,Document_Date,Posting_Date,"
    "Due_Date,Currency_Code,Amount,Remaining_Amount,Open"
)
# What their server may need for a thousand entries: each amount is added up when it is asked for.
PATIENT = Timeouts(read=60.0, whole=120.0)


@dataclass(frozen=True, slots=True)
class BusinessCentralAccount:
    """A company, by its id or its name, in an environment of a tenant, and the application that
    reads it. `service` is the name under which query 262 is published there."""

    tenant: str
    environment: str
    company: str
    client_id: str
    secret: Secret = field(repr=False)
    source: str = "business_central"
    service: str = SERVICE
    api_url: str = API
    login_url: str = LOGIN
    scope: str = f"{API}/.default"


@dataclass(frozen=True, slots=True)
class _Place:
    """Between two pages: the moment and the company of the reading, and the query that goes on. A
    page that was too large makes the rest of them smaller."""

    as_of: str
    company_id: str
    query: str
    size: int

    @staticmethod
    def read(text: str) -> _Place:
        """Raises PlaceLost."""
        match _loaded(text):
            case [str(as_of), str(company_id), str(query), int(size)]:
                return _Place(as_of, company_id, query, size)
        raise PlaceLost("this is no place in the books of Business Central")

    def written(self) -> str:
        return json.dumps([self.as_of, self.company_id, self.query, self.size])

    def after(self, listing: Listing, company: Company) -> str:
        """The next place, empty at the end."""
        on = replace(self, company_id=company.id, query=listing.next, size=listing.size)
        return on.written() if listing.next else ""


class BusinessCentralBooks:
    """The port `core.ports.receivables.Receivables` over OData. The company is looked up for each
    page: its ledger goes by its name, and names change."""

    def __init__(
        self,
        account: BusinessCentralAccount,
        *,
        clock: Clock,
        page_size: int = MOST,
        timeouts: Timeouts = PATIENT,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
    ) -> None:
        tenant, environment = segment(account.tenant), segment(account.environment)
        self._http, self._sign_in = (
            HttpClient(url, timeouts=timeouts, transport=transport, resolve=resolve, heard=heard)
            for url in (
                f"{account.api_url.rstrip('/')}/v2.0/{tenant}/{environment}",
                f"{account.login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token",
            )
        )
        application = Application(account.client_id, account.secret, scope=account.scope)
        tokens = AppTokens(TokenAddress(self._sign_in, application, clock))
        self.source = account.source
        self._account = account
        self._calls = BusinessCentralCalls(self._http, tokens, account.client_id)
        self._clock = clock
        self._size = page_size
        self._beside: Beside | None = None

    def check(self) -> Whose:
        company = self._company()
        company.entries(asked(top=1), 1)
        currency = company.currency()
        return Whose(company.shown, currency, tuple(lacking(company, currency)))

    def begin(self, mark: str, now: datetime) -> Start:
        """Always of everything: there is no mark."""
        self._beside = None
        return Start(_Place(_iso(now), "", "", self._size).written(), whole=True)

    def page(self, place: str) -> Page:
        at, company = _Place.read(place), self._company()
        if at.company_id not in ("", company.id):
            raise PlaceLost("the reading began in another company")
        query = at.query or asked(filter="Open eq true", select=COLUMNS)
        try:
            listing = company.entries(query, at.size)
        except Misunderstood as error:
            if not at.query:
                raise
            raise PlaceLost(f"the next page is not to be had any more: {error.why}") from None
        beside = self._beside_all(company, at.as_of)
        return Page(tuple(row(one, beside) for one in listing.rows), at.after(listing, company))

    def look(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        """As of the reading that is under way here, or else of now."""
        company = self._company()
        as_of = self._beside.as_of if self._beside else _iso(self._clock())
        numbers = [number for id in document_ids if (number := _entry_number(id, company.id))]
        found: list[Row] = []
        for some in batches(numbers):
            wanted = " or ".join(f"Entry_No eq {number}" for number in some)
            entries = company.every_entry(asked(filter=wanted, select=COLUMNS))
            beside = company.beside(self.source, as_of, entries)
            found += (row(one, beside) for one in entries)
        return tuple(found)

    def close(self) -> None:
        self._http.close()
        self._sign_in.close()

    def _company(self) -> Company:
        """By its id, its name, or what it calls itself, in this order."""
        account = self._account
        try:
            known = companies(self._calls, account.service)
        except NotThere as error:
            where = f"no environment {account.environment} in the tenant {account.tenant}"
            raise SourceRefused(f"there is {where}, or we may not see it ({error})") from None
        wanted = account.company.casefold()
        for called in ("id", "name", "shown"):
            for one in known:
                if getattr(one, called).casefold() == wanted:
                    return one
        there = ", ".join(one.name for one in known[:10]) or "none"
        missing = f"there is no company {account.company} in {account.environment}"
        raise SourceRefused(f"{missing}, or we may not see it; there are: {there}")

    def _beside_all(self, company: Company, as_of: str) -> Beside:
        """Once for a reading, and again in a process that goes on with it."""
        if self._beside is None or self._beside.as_of != as_of:
            self._beside = company.beside_all(self.source, as_of)
        return self._beside


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _entry_number(id: str, company_id: str) -> str:
    """Empty for a document of other books."""
    owner, _, number = id.rpartition(":")
    ours = owner == company_id and number.isascii() and number.isdecimal() and len(number) < 11
    return number if ours else ""
