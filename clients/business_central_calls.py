"""Business Central's OData, asked as an application: lists in pages, and what its refusals mean.

Sources: Microsoft, "Server-driven paging in OData web services", "Dynamics 365 Business Central
error codes", "Operational limits", "Using service-to-service authentication"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import quote, urlencode, urlsplit

from clients.grants import SignInRefused
from clients.http import Call, HttpClient, Reply, TooMuchAsked
from clients.partner_auth import AppTokens
from clients.partner_errors import complaint_of, one_line
from core.faults import Way
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused

# Microsoft gives out 20,000 at most; these stay well below what we take in one answer.
MOST, FEWEST = 1000, 40
MOST_PAGES = 20_000
# Entra itself cannot answer just now; every other refusal is somebody's to mend.
PASSING = frozenset({"server_error", "temporarily_unavailable"})
# Somebody else changed it, or it is locked: the question was right.
LATER = frozenset({409, 412, 423})
FIXED = {"Accept": "application/json", "Accept-Language": "en-US"}
THEIR_PAGE = "the page Microsoft Entra Applications of Business Central"

Fields = Mapping[str, object]


class NotThere(Exception):
    """No such company, environment or web service; `code` and the text are Microsoft's."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


class Misunderstood(SourceRefused):
    """The question is not taken as it is."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, asked for by so many rows; `next` is the query of the next, empty at the end."""

    rows: tuple[Fields, ...]
    next: str
    size: int


class BusinessCentralCalls:
    """Questions below one environment of one tenant, one after the other: five at once are what
    Microsoft answers, for everything that signs in as this application."""

    def __init__(self, http: HttpClient, tokens: AppTokens, client_id: str) -> None:
        self._http = http
        self._tokens = tokens
        self._client_id = client_id

    def page(self, path: str, query: str = "", size: int = MOST) -> Listing:
        """Raises Unreachable, SourceRefused or NotThere. A page that takes too long, or is too
        large, is asked for with fewer rows. Of the link to the next one only the query is believed:
        the token goes to the address that we asked for, and to no other."""
        while True:
            try:
                return self._page(path, query, size)
            except TooMuchAsked:
                if size <= FEWEST:
                    raise
                size = max(FEWEST, size // 5)

    def rows(self, path: str, query: str = "", size: int = MOST) -> Iterator[Fields]:
        """All pages of a list."""
        for _ in range(MOST_PAGES):
            listing = self.page(path, query, size)
            yield from listing.rows
            query, size = listing.next, listing.size
            if not query:
                return
        raise Unreachable("the list does not end")

    def close(self) -> None:
        self._http.close()

    def _page(self, path: str, query: str, size: int) -> Listing:
        url = f"{self._http.base_url}/{path}" + (f"?{query}" if query else "")
        # The wish holds for one page: it is said again for each.
        headers = {**FIXED, "Prefer": f"odata.maxpagesize={size}"}
        reply = self._ask(Call("GET", url, headers, way=Way.BOOKS))
        if reply.status != 200:
            raise self._refused(reply)
        body = _read(reply)
        return Listing(tuple(body["value"]), _next(body.get("@odata.nextLink"), query), size)

    def _ask(self, call: Call) -> Reply:
        """With a token; one that is no longer taken is replaced once."""
        try:
            token = self._tokens.token()
            reply = self._http.ask(replace(call, token=token))
            if reply.status != 401:
                return reply
            self._tokens.drop(token)
            return self._http.ask(replace(call, token=self._tokens.token()))
        except SignInRefused as error:
            if error.error in PASSING:
                raise
            mend = "check the tenant, the client id and the client secret in the settings"
            raise SourceRefused(f"{error.why}; {mend}") from None

    def _refused(self, reply: Reply) -> Exception:
        complaint = complaint_of(reply)
        said = one_line(f"{reply.status} {complaint.code} {complaint.words}")
        if reply.status == 401:
            mend = f"on {THEIR_PAGE}, enable the application {self._client_id}"
            return SourceRefused(f"Business Central does not let us in: {mend} ({said})")
        if reply.status == 403:
            mend = f"on {THEIR_PAGE}, give {self._client_id} a permission set that covers it"
            return SourceRefused(f"something may not be read: {mend} ({said})")
        if reply.status == 404:
            return NotThere(complaint.code, said)
        if 400 <= reply.status < 500 and reply.status not in LATER:
            return Misunderstood(f"Business Central does not take the question: {said}")
        return Unreachable(f"answered {said}", reply.retry_after())


def asked(**options: str | int) -> str:
    """A query of OData's options, such as `filter` and `select`."""
    said = {f"${name}": value for name, value in options.items()}
    return urlencode(said, quote_via=quote, safe="$(),'")


def literal(text: str) -> str:
    """A text inside of a filter."""
    return "'" + text.replace("'", "''") + "'"


def segment(text: str) -> str:
    """A text inside of a path, whatever is in it."""
    return quote(text, safe="")


def _read(reply: Reply) -> Mapping[str, tuple[Fields, ...]]:
    try:
        body = reply.json(number=Decimal)
    except ValueError:
        raise Unreachable("the answer cannot be read") from None
    rows = body.get("value") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(rows, list):
        raise Unreachable("the answer is not a list")
    if not all(isinstance(row, dict) for row in rows):
        raise Unreachable("the list holds something that is no entry")
    return body


def _next(link: object, query: str) -> str:
    if link is None:
        return ""
    found = urlsplit(link).query if isinstance(link, str) else ""
    if not found or found == query:
        raise Unreachable("the link to the next page leads nowhere")
    return found
