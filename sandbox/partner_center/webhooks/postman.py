"""Signs webhooks and brings them to where they are wanted, ten times at most."""

from __future__ import annotations

import threading
from datetime import timedelta

import httpx

from sandbox.calling import caller
from sandbox.clock import Clock, as_text
from sandbox.faults import Fault, Faults
from sandbox.partner_center.webhooks.deliveries import (
    DROPPED,
    HELD,
    Attempt,
    Deliveries,
    Delivery,
)
from sandbox.partner_center.webhooks.notices import Notice
from sandbox.partner_center.webhooks.registrations import Registration, Registrations
from sandbox.partner_center.webhooks.seals import OLD, Sealed, Seals

CERTIFICATES = "webhook-certificates"
PATIENCE = 10.0
_LONGEST_SLEEP = 5.0


class Postman:
    """Works in a thread of its own, which the first notice starts."""

    def __init__(self, clock: Clock, faults: Faults) -> None:
        self.registrations = Registrations()
        self.deliveries = Deliveries()
        self.seals = Seals(clock)
        # Where the sandbox shows its certificates.
        self.served_at = ""
        self._clock = clock
        self._faults = faults
        self._turn = threading.Condition()
        self._is_stopping = False
        self._thread: threading.Thread | None = None
        self._http = caller(PATIENCE)

    def send(self, notice: Notice, *, correlation_id: str = "") -> Delivery | None:
        """Put a notice on its way, if its account wants to hear of such; returns at once."""
        registration = self.registrations.of(notice.account)
        if registration is None or notice.event not in registration.events:
            return None
        fault = self._faults.take("webhook", method=notice.event, path=notice.resource_uri)
        made = self._made(notice, registration, fault, correlation_id)
        if fault and fault.kind == "duplicate":
            self.deliveries.add(notice, made.url, made.sealed, made.due)
        self.wake()
        return made

    def send_again(self, n: int) -> Delivery:
        """The same bytes once more, as an eavesdropper could."""
        old = self.deliveries.one(n)
        made = self.deliveries.add(old.notice, old.url, old.sealed, self._clock.now())
        self.wake()
        return made

    def wake(self) -> None:
        with self._turn:
            if self._thread is None and not self._is_stopping:
                self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def close(self) -> None:
        with self._turn:
            self._is_stopping = True
            self._turn.notify_all()
        if self._thread:
            self._thread.join(PATIENCE + 1)
        self._http.close()

    def _made(
        self, notice: Notice, registration: Registration, fault: Fault | None, correlation_id: str
    ) -> Delivery:
        forged = fault.how if fault and fault.kind == "forge" else ""
        now = self._clock.now()
        hours = fault.hours if fault and fault.kind == "delay" else 0
        made = self.deliveries.add(
            notice,
            registration.url,
            self._sealed(notice, registration, forged),
            now + timedelta(hours=hours),
            forged=forged,
            correlation_id=correlation_id,
        )
        if fault and fault.kind in ("drop", "reorder"):
            made.state = DROPPED if fault.kind == "drop" else HELD
        return made

    def _sealed(self, notice: Notice, registration: Registration, forged: str) -> Sealed:
        at = self._clock.now() - (OLD if forged == "date" else timedelta())
        return self.seals.seal(
            notice.body(at),
            address=f"{self.served_at}/{CERTIFICATES}",
            in_own_header=registration.in_own_header,
            forged=forged,
        )

    def _work(self) -> None:
        while not self._is_stopping:
            for delivery in self.deliveries.due(self._clock.now()):
                if self._is_stopping:
                    return
                self._attempt(delivery)
            with self._turn:
                if not self._is_stopping and not self.deliveries.due(self._clock.now()):
                    self._turn.wait(self._seconds_until_next())

    def _seconds_until_next(self) -> float | None:
        """None sleeps until there is something; the clock may be moved meanwhile."""
        due = self.deliveries.next_due()
        if due is None:
            return None
        return min(_LONGEST_SLEEP, max(0.0, (due - self._clock.now()).total_seconds()))

    def _attempt(self, delivery: Delivery) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8", **delivery.sealed.headers}
        status, error = None, ""
        try:
            answer = self._http.post(delivery.url, content=delivery.sealed.body, headers=headers)
            status = answer.status_code
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        now = self._clock.now()
        delivery.after(Attempt(as_text(now), status, error), now)
        self.deliveries.release_held(delivery.notice.account, now)
