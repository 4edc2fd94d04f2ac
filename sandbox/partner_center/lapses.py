"""What Microsoft does by itself as time goes on: terms end, and suspensions last too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.clock import as_text
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource, is_azure_plan, is_new_commerce
from sandbox.partner_center.terms import after_term
from sandbox.partner_center.truth import Author, Truth

MICROSOFT = Author("microsoft")
IN_CHINA, ELSEWHERE = timedelta(days=60), timedelta(days=90)


def let_time_pass(truth: Truth, now: datetime) -> None:
    """Renew, extend, expire and delete whatever is due."""
    today = as_text(now)
    with truth.lock:
        for account in truth.accounts.values():
            for customer_id, subscription in list(account.all_subscriptions()):
                after = subscription
                if subscription["commitmentEndDate"] <= today:
                    after = after_term(subscription, now)
                if _is_over(account, subscription, now):
                    after = subscription | {"status": "deleted"}
                if after != subscription:
                    truth.change(account, customer_id, after, author=MICROSOFT)


def _is_over(account: Account, subscription: Resource, now: datetime) -> bool:
    """Whether a legacy licence was suspended for too long. New commerce ends with its term."""
    since = account.since.get(subscription["id"])
    if since is None or subscription["status"] != "suspended":
        return False
    if is_new_commerce(subscription) or is_azure_plan(subscription):
        return False
    limit = IN_CHINA if account.cloud == "china" else ELSEWHERE
    return now - datetime.fromisoformat(since) > limit
