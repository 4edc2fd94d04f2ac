"""Lists in pages: the place comes from the query, or from the token of the page before."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.resources import Resource

TOKEN = "MS-ContinuationToken"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins, how long it is, and which items the list is about."""

    size: int
    filter: str = ""
    offset: int = 0

    def token(self) -> str:
        return base64.b64encode(json.dumps(asdict(self)).encode()).decode()


def place_asked(call: Call, *, usual: int, largest: int) -> Place:
    token = call.headers.get(TOKEN)
    if token is None:
        offset = _number(call, "offset")
        size = _number(call, "size", largest) or usual
        return Place(size, call.query.get("filter", ""), offset)
    if call.query.get("seekOperation", "").lower() != "next":
        raise Refused(400, "400", "A continuation token needs seekOperation=Next.")
    try:
        said = json.loads(base64.b64decode(token, validate=True))
        return Place(int(said["size"]), str(said["filter"]), int(said["offset"]))
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "400", "The continuation token is not valid.") from None


def page_by_token(
    items: Sequence[Resource], place: Place, path: str, query: Mapping[str, str]
) -> Answer:
    """A page whose next one is named by a token, in the header that its link says."""
    body = _page(items, place, path, query)
    if _has_more(items, place):
        token = replace(place, offset=place.offset + place.size).token()
        uri = f"{path}?{urlencode({**query, 'seekOperation': 'Next'})}"
        body["links"]["next"] = _link(uri, {"key": TOKEN, "value": token})
        body["continuationToken"] = token
    return Answer(200, body, is_list=True)


def page_by_offset(
    items: Sequence[Resource], place: Place, path: str, query: Mapping[str, str]
) -> Answer:
    """A page whose next one is named by its offset."""
    body = _page(items, place, path, query)
    if _has_more(items, place):
        further = {**query, "offset": str(place.offset + place.size)}
        body["links"]["next"] = _link(f"{path}?{urlencode(further)}")
    return Answer(200, body, is_list=True)


def _page(
    items: Sequence[Resource], place: Place, path: str, query: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "totalCount": len(items),
        "items": list(items[place.offset : place.offset + place.size]),
        "links": {"self": _link(f"{path}?{urlencode(query)}")},
        "attributes": {"objectType": "Collection"},
    }


def _has_more(items: Sequence[Resource], place: Place) -> bool:
    return place.offset + place.size < len(items)


def _link(uri: str, *headers: Mapping[str, str]) -> dict[str, Any]:
    """Without /v1 in front, as Microsoft's own samples have it."""
    return {"uri": uri, "method": "GET", "headers": list(headers)}


def _number(call: Call, name: str, most: int = 1_000_000) -> int:
    text = call.query.get(name, "0")
    if not text.isdecimal() or int(text) > most:
        raise Refused(400, "400", f"The {name} must be a number from 0 to {most}.")
    return int(text)
