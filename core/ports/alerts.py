"""Alerts: what is remembered of them, and Microsoft's sources that tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.domain.alert_answers import AlertAnswer, AnswerState, ReportIds, Wanted
from core.domain.alerts import Alert, Report, Source
from core.domain.customers import CustomerKey
from core.ports.outside import Answer


class Alerts(Protocol):
    def add(self, alert: Alert) -> None:
        """Raises LostRace where one of its reports belongs to another alert."""

    def get(self, alert_id: str) -> Alert: ...
    def update(self, alert: Alert) -> None:
        """Save it with all its reports. Raises LostRace as `add` does."""

    def with_report(self, account: str, report: Report) -> Alert | None: ...
    def of_subscription(self, account: str, subscription_id: str) -> list[Alert]:
        """Oldest first, also those that are over."""

    def of_case(self, case_id: str) -> list[Alert]:
        """Oldest first, also those that are over."""

    def of_customer(self, key: CustomerKey) -> list[Alert]:
        """Newest first, also those that are over."""

    def open(self) -> list[Alert]:
        """Newest first, tests as well."""

    def newest(self, limit: int) -> list[Alert]:
        """Also those that are over."""

    def answer(self, answer: AlertAnswer) -> bool:
        """Write it down; false if it was written for this occasion before."""

    def get_answer(self, answer_id: str) -> AlertAnswer: ...
    def answers(self, alert_id: str) -> list[AlertAnswer]:
        """Oldest first."""

    def move(self, answer: AlertAnswer, seen: AnswerState) -> None:
        """Conditional on the state that was seen. Raises LostRace."""


class NoPermission(Exception):
    """Our application, or whoever signed in, may not read or change alerts."""


class NoLogin(Exception):
    """A person has to sign in first."""


class AlertSource(Protocol):
    """One of Microsoft's interfaces. Reads raise Unreachable, Missing where it is there no more,
    NoLogin and NoPermission."""

    def reports(self, account: str, subscription_id: str = "") -> Sequence[Report]:
        """All that it shows, or what it shows of one subscription."""

    def tell(
        self,
        account: str,
        subscription_id: str,
        ids: ReportIds,
        wanted: Wanted,
        *,
        request_id: str,
        correlation_id: str,
    ) -> Answer:
        """Set the status of these reports of this subscription: sent once."""


Sources = Mapping[Source, AlertSource]


class NobodySignedIn:
    """Fraud events where no person can have consented."""

    def reports(self, account: str, subscription_id: str = "") -> Sequence[Report]:
        raise NoLogin(account)

    def tell(
        self,
        account: str,
        subscription_id: str,
        ids: ReportIds,
        wanted: Wanted,
        *,
        request_id: str,
        correlation_id: str,
    ) -> Answer:
        raise NoLogin(account)
