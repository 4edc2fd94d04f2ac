"""Subscriptions and customers as Partner Center writes them down."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Resource: TypeAlias = dict[str, Any]
_COMPACT = json.JSONEncoder(separators=(",", ":"))


def make_etag(id: str, version: int) -> str:
    """What Partner Center puts in attributes.etag: base64 of an id and a version."""
    return base64.b64encode(_COMPACT.encode({"id": id, "version": version}).encode()).decode()


def etag_of(resource: Mapping[str, Any]) -> str:
    return str(resource["attributes"]["etag"])


def with_next_etag(resource: Resource) -> Resource:
    """The same resource, one version on."""
    now = json.loads(base64.b64decode(etag_of(resource)))
    etag = make_etag(now["id"], now["version"] + 1)
    return resource | {"attributes": resource["attributes"] | {"etag": etag}}


def is_new_commerce(subscription: Mapping[str, Any]) -> bool:
    """New-commerce offers are named product:sku:availability, legacy ones by a GUID."""
    return ":" in subscription["offerId"]


def is_azure_plan(subscription: Mapping[str, Any]) -> bool:
    return bool(subscription["billingType"] == "usage")


def is_software(subscription: Mapping[str, Any]) -> bool:
    """Perpetual licences and software: nothing runs that could be suspended."""
    return bool(subscription["productType"]["id"] == "Software")


def is_add_on_of(base_id: str, subscription: Mapping[str, Any]) -> bool:
    return bool(subscription.get("parentSubscriptionId") == base_id)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Every field that changed, with both values; the ETag is told elsewhere."""
    fields = sorted((before.keys() | after.keys()) - {"attributes"})
    return {
        field: [before.get(field), after.get(field)]
        for field in fields
        if before.get(field) != after.get(field)
    }


def camel_case(sent: Mapping[str, Any]) -> Resource:
    """Field names with a small first letter: Microsoft takes both and answers with this one."""
    return {name[:1].lower() + name[1:]: value for name, value in sent.items()}


def collection(items: Iterable[Resource], uri: str) -> Resource:
    """The envelope of a whole list."""
    listed = list(items)
    return {
        "totalCount": len(listed),
        "items": listed,
        "links": {"self": {"uri": uri, "method": "GET", "headers": []}},
        "attributes": {"objectType": "Collection"},
    }
