"""`python -m tests.prove.loading.crowded`: the sandbox, with a crowd of customers besides."""

from __future__ import annotations

import os
import sys
import threading
from copy import deepcopy
from uuid import UUID

from sandbox.data.partner import CONTOSO
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource, make_etag
from sandbox.server import Sandbox

FIRST = 0xC0_0000


def main() -> int:
    bot_url, many, each = sys.argv[1:]
    secret, token = (os.environ[f"SLACK_{name}"] for name in ("SIGNING_SECRET", "BOT_TOKEN"))
    sandbox = Sandbox(bot_url=bot_url, signing_secret=secret, bot_token=token)
    for number in range(int(many)):
        _move_in(sandbox.partner_center.truth.accounts["main"], number, int(each))
    # Hours pass in minutes there, but not what a minute of Slack takes.
    sandbox.slack.allowance.lift()
    sandbox.start()
    sys.stdout.write(f"Sandbox: {sandbox.url}\n")
    sys.stdout.flush()
    threading.Event().wait()
    return 0


def tenant(number: int) -> str:
    """The id of the customer with this number."""
    return str(UUID(int=FIRST + number))


def _move_in(account: Account, number: int, each: int) -> None:
    """A customer like Contoso, with so many subscriptions that nothing hangs on."""
    id, domain = tenant(number), f"crowd{number}.example"
    customer = deepcopy(account.customers[CONTOSO])
    customer |= {"id": id, "commerceId": id, "customDomains": [domain]}
    customer["companyProfile"] |= {"tenantId": id, "domain": domain, "companyName": domain}
    known = account.subscriptions[CONTOSO].values()
    pattern = next(one for one in known if "Exchange" in one["offerName"])
    account.customers[id] = customer
    mine = (str(UUID(int=(FIRST + number) * 2**32 + one + 1)) for one in range(each))
    account.subscriptions[id] = {own: _subscription(own, pattern) for own in mine}


def _subscription(own: str, pattern: Resource) -> Resource:
    text = {"id": own, "attributes": {**pattern["attributes"], "etag": make_etag(own, 1)}}
    return deepcopy(pattern) | text


if __name__ == "__main__":
    sys.exit(main())
