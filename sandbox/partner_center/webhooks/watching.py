"""Notices what deserves a webhook: changes, new invoices, budgets that are used up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.invoices import invoices
from sandbox.partner_center.truth import Truth
from sandbox.partner_center.usage import Usage, over_budget
from sandbox.partner_center.webhooks.notices import (
    invoice_ready,
    subscription_updated,
    threshold_exceeded,
)
from sandbox.partner_center.webhooks.postman import Postman

_LONGEST_WAIT = 5.0


class Watch:
    """Looks after every move of the clock, once somebody is registered."""

    def __init__(
        self, truth: Truth, clock: Clock, postman: Postman, let_time_pass: Callable[[], None]
    ) -> None:
        self._truth = truth
        self._clock = clock
        self._postman = postman
        self._let_time_pass = let_time_pass
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        # What was told already: invoices, and customers over their budget in a month.
        self._told: dict[str, set[str]] = {}
        truth.on_change = self._changed

    def start(self) -> None:
        """From now on; what is there already is no news."""
        with self._truth.lock:
            self._look()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """The clock is closed before, so that nobody waits for it."""
        self._stopping.set()
        if self._thread:
            self._thread.join(_LONGEST_WAIT + 1)

    def _changed(self, change: Mapping[str, Any]) -> None:
        """Subscriptions only: what hangs under one of them is told nobody."""
        if change["subscription_id"] and not change["entitlement_id"]:
            self._postman.send(subscription_updated(change))

    def _run(self) -> None:
        while not self._stopping.is_set():
            moves = self._clock.moves
            with self._truth.lock:
                self._let_time_pass()
                self._look()
            self._postman.wake()
            self._clock.wait(moves, _LONGEST_WAIT)

    def _look(self) -> None:
        for name in self._postman.registrations.accounts():
            found, told = self._news(self._truth.account(name)), self._told.get(name)
            self._told[name] = found | (told or set())
            for news in sorted(found - told if told is not None else ()):
                self._tell(name, news)

    def _news(self, account: Account) -> set[str]:
        now = self._clock.now()
        usage = Usage(account, self._truth, now)
        over = {f"budget {id} {usage.month.first}" for id in over_budget(usage)}
        return over | {f"invoice {one.id}" for one in invoices(account, self._truth, now)}

    def _tell(self, account: str, news: str) -> None:
        kind, id, *_ = news.split()
        told = invoice_ready(account, id) if kind == "invoice" else threshold_exceeded(account)
        self._postman.send(told)
