"""Graph's security alerts for partners (beta), read and answered as the application."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import httpx

from clients import alert_fields
from clients.addresses import Resolve, resolve
from clients.grants import Application, SignInRefused, TokenAddress
from clients.graph_calls import GraphCalls
from clients.http import HttpClient, Timeouts
from clients.partner_accounts import PartnerCenterAccount
from clients.partner_auth import AppTokens
from clients.partner_errors import NotAllowed
from clients.partner_fields import instant, is_yes, text
from clients.user_calls import answered
from core.domain.alert_answers import SAID, ReportIds, Wanted
from core.domain.alerts import Report, Source
from core.domain.clouds import Capability, Cloud, offers
from core.ports.alerts import NoPermission
from core.ports.outside import Answer, Clock, Outcome, Unreachable

ALERTS = "/security/partner/securityAlerts"
ALERT_ID = re.compile(r"[0-9A-Za-z_.-]{1,200}")


class GraphSecurityAlerts:
    """The port `core.ports.alerts.AlertSource` over HTTP. A token for Partner Center opens nothing
    at Graph, so each account has one of its own for it."""

    def __init__(
        self,
        accounts: Sequence[PartnerCenterAccount],
        *,
        clock: Clock,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._http: list[HttpClient] = []
        self._lines: dict[str, tuple[GraphCalls, AppTokens]] = {}
        for account in filter(has_alerts, accounts):
            graph, sign_in = (
                HttpClient(url, timeouts=timeouts, transport=transport, resolve=resolve)
                for url in (account.graph_url, account.token_url)
            )
            application = Application(account.client_id, account.proof, graph.base_url)
            tokens = AppTokens(TokenAddress(sign_in, application, clock))
            self._lines[account.name] = GraphCalls(graph, tokens), tokens
            self._http += graph, sign_in

    def reports(self, account: str, subscription_id: str = "") -> Sequence[Report]:
        try:
            listed = [said for page in self._calls(account).pages(ALERTS) for said in page]
        except (NotAllowed, SignInRefused) as error:
            raise NoPermission(f"{account}: {error}") from None
        found = [_report(one) for one in listed]
        return alert_fields.told_of(found, subscription_id, account, Source.SECURITY_ALERTS)

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
        """One alert at a time."""
        named = list(ids)
        if len(named) != 1 or not ALERT_ID.fullmatch(named[0]):
            return Answer(Outcome.REFUSED, "", "not one security alert is named: nothing was sent")
        body: dict[str, object] = {"status": wanted.status.value}
        if wanted.resolution is not None:
            body["resolvedReason"] = SAID[Source.SECURITY_ALERTS, wanted.resolution].value
        # Graph knows no idempotency key; the id is for finding the call in its logs.
        told = {"client-request-id": correlation_id}
        try:
            return answered(lambda: self._calls(account).patch(f"{ALERTS}/{named[0]}", body, told))
        except SignInRefused as error:
            return Answer(Outcome.LATER, error.error, error.why)

    def refused(self) -> dict[str, str]:
        """Accounts that are kept out by something that we have to mend, and why."""
        found = {
            name: tokens.refused or calls.wrong for name, (calls, tokens) in self._lines.items()
        }
        return {name: why for name, why in found.items() if why}

    def close(self) -> None:
        for http in self._http:
            http.close()

    def _calls(self, account: str) -> GraphCalls:
        if account not in self._lines:
            raise Unreachable(f"account {account} has no address of Graph")
        return self._lines[account][0]


def has_alerts(account: PartnerCenterAccount) -> bool:
    return bool(account.graph_url) and offers(Cloud(account.cloud), Capability.SECURITY_ALERTS)


def _report(said: Mapping[str, object]) -> Report:
    stands, at = alert_fields.status(said, "status"), instant(said.get("detectedDateTime"))
    return Report(
        source=Source.SECURITY_ALERTS,
        report_id=text(said, "id"),
        tenant_id=text(said, "customerTenantId").lower(),
        subscription_id=text(said, "subscriptionId").lower(),
        kind=alert_fields.kind(said, "alertType"),
        status=stands,
        severity=alert_fields.level(said, "severity"),
        confidence=alert_fields.level(said, "confidenceLevel"),
        first_seen=instant(said.get("firstObservedDateTime")) or at,
        last_seen=instant(said.get("lastObservedDateTime")) or at,
        count=_connections(said),
        resources=alert_fields.resources(said, "resourceId"),
        resolution=alert_fields.resolution(said, "resolvedReason", stands),
        is_test=is_yes(said.get("isTest")),
        course=alert_fields.course(said),
    )


def _connections(said: Mapping[str, object]) -> int:
    """How often it was hit, where it says so."""
    details = said.get("additionalDetails")
    if not isinstance(details, Mapping):
        return 0
    return alert_fields.count(details, "connectionCount", "hitCount")
