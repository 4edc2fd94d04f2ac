"""What is true at Partner Center, and every change it accepted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.calls import NotHere
from sandbox.clock import Clock, as_text
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import (
    Resource,
    differences,
    is_add_on_of,
    with_next_etag,
)
from sandbox.partner_center.rules import follows_base, settled


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something: the API with the ids of its request, or somebody in the portal."""

    by: str
    request_id: str = ""
    correlation_id: str = ""


PORTAL = Author("portal")


class Truth:
    """The accounts behind one lock; callers hold `lock` over what has to be one step."""

    def __init__(self, accounts: Iterable[Account], clock: Clock) -> None:
        self.lock = threading.RLock()
        self.accounts = {account.name: account for account in accounts}
        self._clock = clock
        # Told of every change as it is recorded, under the lock: whoever listens is quick.
        self.on_change: Callable[[Mapping[str, Any]], None] = lambda change: None
        self._changes: list[dict[str, Any]] = []
        self._applied: dict[str, Resource] = {}
        self._outdated: dict[str, tuple[Resource, int]] = {}

    def account(self, name: str) -> Account:
        if name not in self.accounts:
            raise NotHere(f"there is no account {name}; there are {', '.join(self.accounts)}")
        return self.accounts[name]

    def find(self, subscription_id: str) -> tuple[Account, str, Resource]:
        """A subscription wherever it is, with its account and its customer's tenant id."""
        for account in self.accounts.values():
            for customer_id, subscription in account.all_subscriptions():
                if subscription["id"] == subscription_id:
                    return account, customer_id, subscription
        raise NotHere(f"there is no subscription {subscription_id}")

    def find_entitlement(self, id: str) -> tuple[Account, str, Resource]:
        """An Azure subscription wherever it is, with its account and its customer's tenant id."""
        for account in self.accounts.values():
            for under in account.entitlements.values():
                if id in under:
                    _, customer_id, _ = self.find(under[id]["subscriptionId"])
                    return account, customer_id, under[id]
        raise NotHere(f"there is no Azure subscription {id}")

    def looks(self, resource: Resource) -> Resource:
        """How a read would show it, without reading."""
        return self._outdated.get(resource["id"], (resource, 0))[0]

    def seen_by_api(self, subscription: Resource) -> Resource:
        """The subscription as a read shows it: for some reads perhaps as it was before."""
        old, reads = self._outdated.pop(subscription["id"], (subscription, 0))
        if reads > 1:
            self._outdated[subscription["id"]] = old, reads - 1
        return old

    def show_late(self, before: Resource, *, reads: int) -> None:
        """Let the next reads still see how it was."""
        self._outdated[before["id"]] = before, reads

    def change(
        self, account: Account, customer_id: str, after: Resource, *, author: Author
    ) -> Resource:
        """Store a subscription, let its add-ons follow, and record both."""
        with self.lock:
            stored = self._store(account, customer_id, after, author)
            for other in list(account.subscriptions[customer_id].values()):
                if is_add_on_of(stored["id"], other) and follows_base(stored, other):
                    follower = settled(other, other | {"status": stored["status"]})
                    self._store(account, customer_id, follower, author)
            return stored

    def change_entitlement(
        self, account: Account, customer_id: str, after: Resource, *, author: Author
    ) -> Resource:
        """Store an Azure subscription; these have no ETag."""
        with self.lock:
            under = account.entitlements[after["subscriptionId"]]
            before, under[after["id"]] = under[after["id"]], after
            self._record(account, customer_id, before, after, author)
            return after

    def change_relationship(self, account: Account, customer_id: str, to: str) -> Resource:
        """Somebody ends, or renews, the relationship with a customer in the portal."""
        with self.lock:
            before = account.customers[customer_id]
            after = before | {"relationshipToPartner": to}
            account.customers[customer_id] = after
            self._record(account, customer_id, before, after, PORTAL)
            return after

    def change_budget(
        self, account: Account, customer_id: str, to: float | None, *, author: Author
    ) -> None:
        """Somebody sets what a customer's Azure may cost in a month."""
        with self.lock:
            before = _budget(customer_id, account.budgets.get(customer_id))
            account.budgets[customer_id] = to
            self._record(account, customer_id, before, _budget(customer_id, to), author)

    def touch(self, account: Account, customer_id: str, subscription: Resource) -> Resource:
        """Microsoft moves the ETag on without a change that anybody could see."""
        touched = with_next_etag(subscription)
        account.subscriptions[customer_id][subscription["id"]] = touched
        return touched

    def answered_before(self, key: str) -> Resource | None:
        return self._applied.get(key)

    def remember_answer(self, key: str, answer: Resource) -> None:
        self._applied[key] = answer

    def changes(self, after: int = 0) -> list[dict[str, Any]]:
        with self.lock:
            return self._changes[after:]

    def to_json(self) -> dict[str, Any]:
        with self.lock:
            return {
                "accounts": {name: a.to_json() for name, a in self.accounts.items()},
                "changes": list(self._changes),
                "applied": dict(self._applied),
            }

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self.lock:
            for name, saved in state["accounts"].items():
                self.account(name).load_json(saved)
            self._changes = list(state["changes"])
            self._applied = dict(state["applied"])
            self._outdated.clear()

    def _store(
        self, account: Account, customer_id: str, after: Resource, author: Author
    ) -> Resource:
        before = account.subscriptions[customer_id][after["id"]]
        stored = with_next_etag(after)
        account.subscriptions[customer_id][after["id"]] = stored
        self._record(account, customer_id, before, stored, author)
        return stored

    def _record(
        self,
        account: Account,
        customer_id: str,
        before: Resource,
        after: Resource,
        author: Author,
    ) -> None:
        at, changed = as_text(self._clock.now()), differences(before, after)
        if "status" in changed:
            account.since[after["id"]] = at
        self._changes.append(
            {
                "n": len(self._changes) + 1,
                "at": at,
                "account": account.name,
                "customer_id": customer_id,
                **_whose(after, customer_id),
                "by": author.by,
                "changed": changed,
                "request_id": author.request_id,
                "correlation_id": author.correlation_id,
                "etag_before": before["attributes"].get("etag"),
                "etag_after": after["attributes"].get("etag"),
            }
        )
        self.on_change(self._changes[-1])


def _budget(customer_id: str, amount: float | None) -> Resource:
    return {"id": customer_id, "amount": amount, "attributes": {"objectType": "SpendingBudget"}}


def _whose(resource: Resource, customer_id: str) -> dict[str, str | None]:
    """Which subscription changed, or which Azure subscription under it; none for a customer."""
    if resource["attributes"]["objectType"] == "AzureEntitlement":
        return {"subscription_id": resource["subscriptionId"], "entitlement_id": resource["id"]}
    id = None if resource["id"] == customer_id else resource["id"]
    return {"subscription_id": id, "entitlement_id": None}
