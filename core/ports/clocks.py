"""The data clocks of suspended subscriptions, as they are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.clocks import Alarm, Clock
from core.domain.customers import CustomerKey


class Clocks(Protocol):
    def add(self, clock: Clock) -> None:
        """Raises LostRace where the subscription has a running one."""

    def get(self, clock_id: str) -> Clock: ...
    def hold(self, clock_id: str) -> Clock:
        """The clock, locked until the transaction ends."""

    def of(self, key: CustomerKey, subscription_id: str) -> Clock | None:
        """The one that runs for this subscription."""

    def running(self, key: CustomerKey | None = None) -> list[Clock]:
        """Of one customer or of all, those that end first first."""

    def of_plan(self, plan_id: str) -> list[Clock]:
        """Those that a plan started, also where they have ended."""

    def update(self, clock: Clock) -> None:
        """Save what may change, while it runs. Raises LostRace where it has ended."""

    def link(self, clock_id: str, link: str) -> None:
        """Where its question is."""

    def ring(self, clock_id: str, alarm: Alarm, at: datetime, *, said: bool) -> bool:
        """Write down that an alarm had its turn, said or missed; false if it had it before."""

    def heard(self, clock_id: str) -> set[str]:
        """The keys of the alarms that had their turn."""

    def missing(self) -> list[tuple[CustomerKey, str]]:
        """Customer and subscription of each suspension of ours that is not lifted, and of each
        subscription that was read as suspended, without a running clock."""

    def idle(self) -> list[Clock]:
        """Those that run although their subscription was read as active, and is not suspended by
        us."""
