"""Customers, subscriptions and suspensions as rows, and back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row

from core.domain.customers import Customer, CustomerKey, Generation, Subscription, Suspension
from storage.names import words_of


def customer_row(customer: Customer) -> dict[str, object]:
    return {
        "account": customer.key.account,
        "tenant_id": customer.key.tenant_id,
        "name": customer.name,
        "domain": customer.domain.casefold(),
        "country": customer.country,
        "relationship": customer.relationship,
        "read_at": customer.read_at,
        "words": words_of(customer.name),
    }


def customer_of(row: Row[Any]) -> Customer:
    return Customer(
        key=CustomerKey(row.account, row.tenant_id),
        name=row.name,
        domain=row.domain,
        country=row.country,
        relationship=row.relationship,
        read_at=row.read_at,
    )


def subscription_row(found: Subscription) -> dict[str, object]:
    return {
        "account": found.customer.account,
        "tenant_id": found.customer.tenant_id,
        "subscription_id": found.subscription_id,
        "name": found.name,
        "offer_name": found.offer_name,
        "status": found.status,
        "quantity": found.quantity,
        "generation": found.generation.value,
        "parent_id": found.parent_id,
        "auto_renew": found.auto_renew,
        "commitment_ends": found.commitment_ends,
        "suspension_reasons": json.dumps(found.suspension_reasons),
        "etag": found.etag,
        "term": found.term,
        "billing_cycle": found.billing_cycle,
        "cancel_until": found.cancel_until,
        "bought_at": found.bought_at,
        "read_at": found.read_at,
    }


def subscription_of(row: Row[Any]) -> Subscription:
    values = dict(row._mapping)
    return Subscription(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        generation=Generation(values.pop("generation")),
        suspension_reasons=tuple(json.loads(values.pop("suspension_reasons"))),
        **values,
    )


def suspension_row(suspension: Suspension) -> dict[str, object]:
    return {
        "suspension_id": suspension.suspension_id,
        "account": suspension.customer.account,
        "tenant_id": suspension.customer.tenant_id,
        "subscription_id": suspension.subscription_id,
        "plan_id": suspension.plan_id,
        "reason": suspension.reason,
        "before": as_it_was(suspension.before),
        "since": suspension.since,
        "lifted_at": suspension.lifted_at,
    }


def suspension_of(row: Row[Any]) -> Suspension:
    values = dict(row._mapping)
    return Suspension(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        before=json.loads(values.pop("before")),
        **values,
    )


def as_it_was(resource: object) -> str:
    """A resource of Partner Center as JSON: fields in their order, numbers as they came."""
    return json.dumps(resource, default=dict, ensure_ascii=False, allow_nan=False)
