"""Every error code that we know: what it does to a change, and what it says."""

from __future__ import annotations

import httpx
import pytest

from clients import partner_calls
from clients.partner_codes import CODES, Kind
from clients.partner_errors import NotAllowed
from core.ports.outside import Missing, Outcome, RelationshipLost, Unreachable
from tests.clients.scripted import (
    IDS,
    KEY,
    RESOURCE,
    SUBSCRIPTION,
    PartnerScript,
    read_then,
    refusal,
    said,
)

R, S, L = Outcome.REFUSED, Outcome.STALE, Outcome.LATER
# Status and code as documented, what becomes of a change, and some of what a card says then.
ANSWERED = (
    (401, "800001", L, "token"),
    (401, "900420", R, "another address"),
    (401, "900421", R, "second factor"),
    (403, "900329", R, "person's sign-in"),
    (403, "900308", R, "role is missing"),
    (403, "900309", R, "Conditional Access"),
    (403, "20002", R, "not ours any more"),
    (403, "900159", R, "not ours any more"),
    (404, "20003", R, "no such subscription"),
    (404, "60003", R, "no such customer"),
    (400, "2055", S, "changed since"),
    (400, "2011", R, "deleted"),
    (400, "2001", R, "seats"),
    (400, "800040", R, "from its status"),
    (400, "800091", R, "is suspended"),
    (400, "800096", R, "cannot be changed"),
    (400, "800012", R, "not active"),
    (400, "800063", R, "order not cancelled"),
    (409, "27009", R, "comes first"),
    (403, "900115", R, "come first"),
    (400, "900307", R, "no reason"),
    (404, "800111", R, "no such subscription"),
    (400, "900337", R, "only Microsoft"),
    (403, "900335", R, "only Microsoft"),
    (400, "900117", R, "window is over"),
    (400, "900213", R, "window is over"),
    (409, "900278", L, "under way"),
    (400, "900279", R, "come to its end"),
    (400, "900311", R, "too often"),
    (403, "800073", R, "reviews"),
    (403, "800074", R, "reviews"),
    (403, "800075", R, "not approved"),
    (403, "900416", R, "locked"),
    (403, "800023", R, "credit line"),
    (400, "800025", R, "credit line"),
    (403, "900121", R, "credit line"),
    (403, "800039", R, "reseller status"),
    (403, "900149", R, "reseller status"),
    (400, "900127", R, "does not have it"),
    (400, "800018", R, "does not have it"),
)


def test_every_known_code_is_answered_here() -> None:
    assert [code for _, code, _, _ in ANSWERED] == list(dict.fromkeys(c for _, c, _, _ in ANSWERED))
    assert {code for _, code, _, _ in ANSWERED} == set(CODES)


@pytest.mark.parametrize(
    ("status", "code", "outcome", "says"), ANSWERED, ids=[code for _, code, _, _ in ANSWERED]
)
def test_what_a_code_does_to_a_change(status: int, code: str, outcome: Outcome, says: str) -> None:
    _, client, read = read_then(refusal(status, code, "Microsoft's words."))

    answer = client.change(read, {"status": "suspended"}, **IDS)

    assert (answer.outcome, answer.code) == (outcome, code)
    assert says in answer.detail
    assert answer.detail.endswith(": Microsoft's words.")
    is_ours = CODES[code].kind is Kind.CONFIGURATION
    assert ("main" in client.refused()) == is_ours


def test_a_change_under_way_at_microsoft_is_asked_for_again_after_a_day() -> None:
    _, client, read = read_then(refusal(409, "900278"))
    assert client.change(read, {}, **IDS).retry_after == 86_400


def test_the_same_code_on_a_failing_server_proves_nothing() -> None:
    _, client, read = read_then(refusal(500, "2011"))
    assert client.change(read, {}, **IDS).outcome is Outcome.UNKNOWN


def test_a_throttled_call_may_say_its_pause_in_words_alone() -> None:
    body = {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds."}
    _, client, read = read_then(said(body, 429))
    answer = client.change(read, {}, **IDS)
    assert (answer.outcome, answer.retry_after) == (Outcome.LATER, 57)


def test_what_keeps_us_out_is_told_until_a_call_of_its_kind_goes_well() -> None:
    script = PartnerScript(
        said(RESOURCE), refusal(403, "900308"), said(RESOURCE), said(RESOURCE), said(RESOURCE)
    )
    client = script.client()
    read = client.read(KEY, SUBSCRIPTION)

    client.change(read, {}, **IDS)
    client.read(KEY, SUBSCRIPTION)
    assert "900308 a role is missing in Partner Center" in client.refused()["main"]

    client.change(read, {}, **IDS)
    assert client.refused() == {}


def test_what_keeps_us_out_is_not_told_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    _, client, read = read_then(refusal(403, "900308"))
    client.change(read, {}, **IDS)
    assert "main" in client.refused()
    monkeypatch.setattr(partner_calls, "TOLD_FOR", 0.0)
    assert client.refused() == {}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "20002", RelationshipLost),
        (403, "900159", RelationshipLost),
        (404, "20003", Missing),
        (403, "900308", NotAllowed),
        (403, "800073", Unreachable),
        (409, "900278", Unreachable),
    ],
    ids=["lost", "lost too", "gone", "role", "review", "under way"],
)
def test_what_a_code_does_to_a_read(status: int, code: str, kind: type[Exception]) -> None:
    client = PartnerScript(refusal(status, code)).client()
    with pytest.raises(kind, match=CODES[code].says) as raised:
        client.read(KEY, SUBSCRIPTION)
    assert type(raised.value) is kind


def test_what_the_other_side_calls_a_call_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    answer = said(
        RESOURCE, MS_CV="cv.7", MS_ServerId="102031201", MS_CorrelationId="their-correlation"
    )
    with caplog.at_level("INFO"):
        PartnerScript(answer).client().read(KEY, SUBSCRIPTION)
    assert "cv=cv.7 server=102031201 answered=their-correlation" in caplog.text


def test_an_answer_without_a_body_is_judged_by_its_status() -> None:
    _, client, read = read_then(httpx.Response(401))
    assert client.change(read, {}, **IDS).outcome is Outcome.LATER
