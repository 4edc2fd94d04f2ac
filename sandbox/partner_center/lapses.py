"""What Microsoft ends by itself: a suspension that lasted too long takes the subscription away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource, is_azure_plan, is_new_commerce
from sandbox.partner_center.truth import Author, Truth

MICROSOFT = Author("microsoft")
IN_CHINA, ELSEWHERE = timedelta(days=60), timedelta(days=90)


def let_time_pass(truth: Truth, now: datetime) -> None:
    """Delete what could no longer be reactivated. New commerce ends with its term, not here."""
    with truth.lock:
        for account in truth.accounts.values():
            for customer_id, subscription in list(_over(account, now)):
                ended = subscription | {"status": "deleted"}
                truth.change(account, customer_id, ended, author=MICROSOFT)


def _over(account: Account, now: datetime) -> Iterator[tuple[str, Resource]]:
    if not account.since:
        return
    limit = IN_CHINA if account.cloud == "china" else ELSEWHERE
    for customer_id, subscription in account.all_subscriptions():
        since = account.since.get(subscription["id"])
        if since is None or subscription["status"] != "suspended":
            continue
        if is_new_commerce(subscription) or is_azure_plan(subscription):
            continue
        if now - datetime.fromisoformat(since) > limit:
            yield customer_id, subscription
