"""The status of fraud events: what leaves when it is set, and that nothing does without a name."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from core.domain.alert_answers import INVESTIGATING, ReportIds, Wanted
from core.domain.alerts import AlertStatus, Resolution
from core.ports.outside import Outcome
from tests.clients.scripted import Step, refusal, said
from tests.clients.test_fraud_events import AZURE, EVENT_ID, IDS, RESOLVED, asking


def test_a_status_names_every_event_as_the_page_writes_it() -> None:
    script, client = asking(said({}))
    client.tell("main", AZURE, ReportIds(EVENT_ID, ("e2",)), RESOLVED, **IDS)
    asked = script.requests[-1]
    assert (asked.method, asked.url.path) == (
        "POST", f"/api/v1/fraudEvents/subscription/{AZURE}/status",
    )  # fmt: skip
    assert json.loads(asked.content) == {
        "EventIds": [EVENT_ID, "e2"],
        "EventStatus": "Resolved",
        "ResolvedReason": "Fraud",
    }
    assert asked.headers["X-NewEventsModel"] == "true"
    assert asked.headers["MS-RequestId"] == IDS["request_id"]


def test_somebody_looks_into_it_has_no_reason_and_what_was_legitimate_is_ignored() -> None:
    script, client = asking(said({}), said({}))
    client.tell("main", AZURE, ReportIds(EVENT_ID), INVESTIGATING, **IDS)
    legitimate = Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE)
    client.tell("main", AZURE, ReportIds(EVENT_ID), legitimate, **IDS)
    first, second = (json.loads(one.content) for one in script.requests[1:])
    assert first == {"EventIds": [EVENT_ID], "EventStatus": "Investigating"}
    assert second["ResolvedReason"] == "Ignore"


def emptied() -> ReportIds:
    """What cannot be made, made all the same."""
    ids = object.__new__(ReportIds)
    object.__setattr__(ids, "first", "")
    object.__setattr__(ids, "others", ())
    return ids


class NoIds(ReportIds):
    def __iter__(self) -> Any:
        return iter(())


@pytest.mark.parametrize(
    ("ids", "subscription"),
    [
        (emptied(), AZURE),
        (NoIds("x"), AZURE),
        (ReportIds("e1", ("with a blank",)), AZURE),
        (ReportIds("e1"), "not-a-guid"),
        (ReportIds("e1"), f"{AZURE}/../x"),
    ],
    ids=["empty name", "none at all", "odd name", "no subscription", "another address"],
)
def test_without_a_name_nothing_leaves(ids: ReportIds, subscription: str) -> None:
    script, client = asking(said({}))
    answer = client.tell("main", subscription, ids, RESOLVED, **IDS)
    assert answer.outcome is Outcome.REFUSED
    assert script.requests == []


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (said({}), Outcome.DONE),
        (httpx.Response(200), Outcome.UNKNOWN),
        (httpx.ReadTimeout("slow"), Outcome.UNKNOWN),
        (refusal(500, "500"), Outcome.UNKNOWN),
        (httpx.ConnectError("refused"), Outcome.LATER),
        (refusal(429, "429"), Outcome.LATER),
        (refusal(400, "400"), Outcome.REFUSED),
        (refusal(403, "900308"), Outcome.REFUSED),
    ],
    ids=["done", "no body", "slow", "server", "nobody", "busy", "no", "role"],
)
def test_what_became_of_a_status_is_never_guessed(step: Step, outcome: Outcome) -> None:
    script, client = asking(step)
    assert client.tell("main", AZURE, ReportIds("e"), RESOLVED, **IDS).outcome is outcome
    assert len(script.requests) == 2  # token and one call
