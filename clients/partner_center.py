"""Partner Center over HTTP: customers, subscriptions, and the one verb that changes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import httpx

from clients import partner_shapes as shapes
from clients.addresses import Resolve, resolve
from clients.http import Heard, NoAnswer, NotSent, Timeouts
from clients.partner_accounts import Lines, PartnerCenterAccount
from clients.partner_auth import AppTokens
from clients.partner_calls import PartnerCalls
from clients.partner_errors import one_line, outcome_of
from core.domain.clouds import Capability
from core.domain.customers import (
    Customer,
    CustomerKey,
    Generation,
    ReadBack,
    Subscription,
    is_guid,
)
from core.ports.outside import Answer, Clock, Missing, Outcome, Unreachable


class PartnerCenterClient:
    """The port `core.ports.outside.PartnerCenter` over HTTP.

    With a clock, what was read is stamped with the moment before it was asked for.
    """

    def __init__(
        self,
        accounts: Sequence[PartnerCenterAccount],
        *,
        clock: Clock | None = None,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
    ) -> None:
        self._clock = clock
        self.lines = Lines(
            accounts,
            clock=clock,
            timeouts=timeouts,
            transport=transport,
            resolve=resolve,
            heard=heard,
        )

    def accounts(self) -> Sequence[str]:
        return tuple(self.lines)

    def refused(self) -> dict[str, str]:
        """Accounts that are kept out by something that we have to mend, and why."""
        return self.lines.refused()

    def customers(self, account: str) -> Iterator[Customer]:
        """All customers; the list knows no countries."""
        calls, now = self._account(account), self._now()
        try:
            for page in calls.pages("/customers"):
                yield from shapes.customers(page, account, now)
        except Missing as error:
            raise Unreachable(f"no list of customers: {error}") from None

    def customer(self, key: CustomerKey) -> Customer:
        calls, now = self._account(key.account), self._now()
        path = _customer_path(key)
        said = calls.get(path)
        company = calls.get(f"{path}/profiles/company")
        found = shapes.customer(said, key.account, now)
        if found.key != key:
            raise Unreachable("another customer was answered")
        return replace(found, country=shapes.country(company))

    def subscriptions(self, key: CustomerKey) -> list[Subscription]:
        calls, now = self._account(key.account), self._now()
        found: list[Subscription] = []
        for page in calls.pages(f"{_customer_path(key)}/subscriptions"):
            found += shapes.subscriptions(page, key, now)
        if self.lines.line(key.account).offers(Capability.AZURE):
            plans = [one for one in found if one.generation is Generation.AZURE_PLAN]
            found += [azure for plan in plans for azure in self._beneath(plan)]
        return found

    def _beneath(self, plan: Subscription) -> list[Subscription]:
        """The Azure subscriptions of a plan."""
        calls, now = self._account(plan.customer.account), self._now()
        path = f"{_subscription_path(plan.customer, plan.subscription_id)}/azureEntitlements"
        return [
            azure
            for page in calls.pages(path)
            for azure in shapes.azure_subscriptions(page, plan.customer, plan.subscription_id, now)
        ]

    def read(self, key: CustomerKey, subscription_id: str, under: str = "") -> ReadBack:
        calls, now = self._account(key.account), self._now()
        if under:
            said = calls.get(_azure_path(key, under, subscription_id))
            found = shapes.azure_subscription(said, key, under, now)
        else:
            said = calls.get(_subscription_path(key, subscription_id))
            found = shapes.subscription(said, key, now)
        if found.subscription_id != subscription_id:
            raise Unreachable("another subscription was answered")
        return ReadBack(found, said)

    def change(
        self,
        read: ReadBack,
        changes: Mapping[str, object],
        *,
        request_id: str,
        correlation_id: str,
    ) -> Answer:
        _check_ids(request_id, correlation_id)
        ids = {"MS-RequestId": request_id, "MS-CorrelationId": correlation_id}
        send = self._end_or_begin if read.subscription.generation is Generation.AZURE else self._set
        try:
            return send(read, changes, ids)
        except (NotSent, Unreachable) as error:
            return Answer(Outcome.LATER, "", one_line(str(error)), error.retry_after)
        except Missing as error:
            return Answer(Outcome.REFUSED, "", str(error))
        except NoAnswer as error:
            return Answer(Outcome.UNKNOWN, "", one_line(str(error)))

    def _set(self, read: ReadBack, changes: Mapping[str, object], ids: Mapping[str, str]) -> Answer:
        """The whole resource goes back, with what changes on top."""
        subscription = read.subscription
        if not subscription.etag:
            return Answer(Outcome.REFUSED, "", "it was read without an ETag, so nothing was sent")
        path = _subscription_path(subscription.customer, subscription.subscription_id)
        headers = {"If-Match": f'"{subscription.etag}"', **ids}
        calls = self._account(subscription.customer.account)
        return outcome_of(calls.patch(path, {**read.resource, **changes}, headers))

    def _end_or_begin(
        self, read: ReadBack, changes: Mapping[str, object], ids: Mapping[str, str]
    ) -> Answer:
        """An Azure subscription is cancelled, with a reason, or reactivated, without a word."""
        azure = read.subscription
        path = _azure_path(azure.customer, azure.parent_id, azure.subscription_id)
        calls = self._account(azure.customer.account)
        if changes.get("status") == "active":
            return outcome_of(calls.post(f"{path}/reactivate", None, ids))
        if not (reason := changes.get("cancellationReason")):
            return Answer(Outcome.REFUSED, "", "it was to be ended without a reason")
        return outcome_of(calls.post(f"{path}/cancel", {"cancellationReason": reason}, ids))

    def close(self) -> None:
        self.lines.close()

    def _account(self, name: str) -> PartnerCalls[AppTokens]:
        return self.lines.line(name).calls

    def _now(self) -> datetime | None:
        return self._clock() if self._clock else None


def _customer_path(key: CustomerKey) -> str:
    if not is_guid(key.tenant_id):
        raise Missing("not a tenant id")
    return f"/customers/{key.tenant_id}"


def _subscription_path(key: CustomerKey, subscription_id: str) -> str:
    if not is_guid(subscription_id):
        raise Missing("not a subscription id")
    return f"{_customer_path(key)}/subscriptions/{subscription_id}"


def _azure_path(key: CustomerKey, plan_id: str, azure_id: str) -> str:
    if not is_guid(azure_id):
        raise Missing("not an Azure subscription id")
    return f"{_subscription_path(key, plan_id)}/azureEntitlements/{azure_id}"


def _check_ids(*ids: str) -> None:
    """Ours, made beforehand: a wrong one is a mistake in the program."""
    if wrong := [id for id in ids if not is_guid(id)]:
        raise ValueError(f"not a GUID: {wrong[0]}")
