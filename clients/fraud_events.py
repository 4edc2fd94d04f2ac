"""Partner Center's fraud events, in the new model and in the one before it, as the person who
consented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from urllib.parse import urlencode

from clients import alert_fields
from clients.partner_calls import PartnerCalls
from clients.partner_errors import NotAllowed
from clients.partner_fields import instant, is_yes, text
from clients.user_calls import answered, logged_in
from clients.user_lines import UserLines
from clients.user_tokens import UserTokens
from core.domain.alert_answers import SAID, ReportIds, Wanted
from core.domain.alerts import Report, Source
from core.domain.customers import is_guid
from core.ports.alerts import NoLogin, NoPermission
from core.ports.outside import Answer, Missing, Outcome, Unreachable

EVENTS = "/fraudEvents"
PAGE_SIZE, MOST_PAGES = 100, 500
EVENT_ID = re.compile(r"[\x21-\x7e]{1,200}")
# As the page on them spells it.
STATUSES = {"investigating": "Investigating", "resolved": "Resolved"}


class Model(Enum):
    """By the header that asks for it."""

    NEW = "true"
    LEGACY = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"X-NewEventsModel": self.value} if self.value else {}


class PartnerFraudEvents:
    """The port `core.ports.alerts.AlertSource` over HTTP. An account that has no new model is asked
    in the old one from then on."""

    def __init__(self, lines: UserLines) -> None:
        self._lines = lines
        self._models: dict[str, Model] = {}

    def reports(self, account: str, subscription_id: str = "") -> Sequence[Report]:
        if subscription_id and not is_guid(subscription_id):
            raise Missing("not the id of an Azure subscription")
        with logged_in(account, NoLogin), _allowed(account):
            said = self._read(account, subscription_id)
        found = [_report(one) for one in said]
        return alert_fields.told_of(found, subscription_id, account, Source.FRAUD_EVENTS)

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
        """An empty list means every event of the subscription to Microsoft: none ever leaves."""
        named = list(ids)
        if not named or not all(map(EVENT_ID.fullmatch, named)) or not is_guid(subscription_id):
            return Answer(Outcome.REFUSED, "", "no fraud event is named, so nothing was sent")
        body: dict[str, object] = {"EventIds": named, "EventStatus": STATUSES[wanted.status]}
        if wanted.resolution is not None:
            reason = SAID[Source.FRAUD_EVENTS, wanted.resolution]
            body["ResolvedReason"] = reason.value.capitalize()
        told = {"MS-RequestId": request_id, "MS-CorrelationId": correlation_id}
        headers = {**self._model(account).headers, **told}
        path = f"{EVENTS}/subscription/{subscription_id}/status"
        with logged_in(account, NoLogin):
            return answered(lambda: self._calls(account).post(path, body, headers))

    def _read(self, account: str, subscription_id: str) -> list[dict[str, object]]:
        try:
            return list(self._pages(account, subscription_id))
        except Missing:
            if self._model(account) is Model.LEGACY:
                raise
            self._models[account] = Model.LEGACY
            return list(self._pages(account, subscription_id))

    def _pages(self, account: str, subscription_id: str) -> Iterator[dict[str, object]]:
        """One page after the other; whoever does not know pages shows all of them on the first."""
        model, seen = self._model(account), set[str]()
        for number in range(1, MOST_PAGES + 1):
            asked = {"SubscriptionId": subscription_id} if subscription_id else {}
            if model is Model.NEW:
                asked |= {"PageSize": str(PAGE_SIZE), "PageNumber": str(number)}
            page = self._calls(account).page(EVENTS, urlencode(asked), model.headers)
            new = [one for one in page if text(one, "eventId") not in seen]
            seen |= {text(one, "eventId") for one in page}
            yield from new
            if model is Model.LEGACY or not new or len(page) < PAGE_SIZE:
                return
        raise Unreachable("the list does not end")

    def _model(self, account: str) -> Model:
        return self._models.get(account, Model.NEW)

    def _calls(self, account: str) -> PartnerCalls[UserTokens]:
        return self._lines.line(account).calls


@contextmanager
def _allowed(account: str) -> Iterator[None]:
    """Raises NoPermission where our own access does not do."""
    try:
        yield
    except NotAllowed as error:
        raise NoPermission(f"{account}: {error}") from None


def _report(said: Mapping[str, object]) -> Report:
    """Times without a zone are UTC, and the year 9999 is none."""
    stands = alert_fields.status(said, "eventStatus")
    first = instant(said.get("firstObserved")) or instant(said.get("firstOccurrence"))
    last = instant(said.get("lastObserved")) or instant(said.get("lastOccurrence"))
    at = instant(said.get("eventTime"))
    return Report(
        source=Source.FRAUD_EVENTS,
        report_id=text(said, "eventId"),
        tenant_id=text(said, "customerTenantId").lower(),
        subscription_id=text(said, "subscriptionId").lower(),
        kind=alert_fields.kind(said, "eventType"),
        status=stands,
        severity=alert_fields.level(said, "severity"),
        confidence=alert_fields.level(said, "confidenceLevel"),
        first_seen=first or at,
        last_seen=last or at,
        count=alert_fields.count(said, "hitCount"),
        resources=alert_fields.resources(said, "azureResourceId") or _named(said),
        resolution=alert_fields.resolution(said, "resolvedReason", stands),
        is_test=is_yes(said.get("isTest")),
        course=alert_fields.course(said),
    )


def _named(said: Mapping[str, object]) -> tuple[str, ...]:
    """What the old model says of the resource."""
    parts = [text(said, name) for name in ("resourceGroupName", "resourceName")]
    whole = "/".join(filter(None, parts)) or text(said, "entityName")
    return (whole[: alert_fields.LONGEST_RESOURCE],) if whole else ()
