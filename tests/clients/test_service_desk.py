"""Service requests: in the documented shapes, for whoever consented, and at the stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from clients.consent import ConsentRequest, Denied, NotOurs
from clients.service_desk import PartnerServiceDesk
from clients.user_lines import UserLines
from core.domain.customers import CustomerKey
from core.domain.secret import Secret
from core.domain.tickets import Seen, SeenNote, Severity, Topic
from core.ports.outside import Missing, Outcome, Unreachable
from core.ports.tickets import Gone, NotLoggedIn, Request
from tests.clients.a_key import NOW
from tests.clients.consenting import consent
from tests.clients.scripted import (
    BASE,
    KEY,
    TENANT,
    Script,
    Step,
    account,
    addresses,
    listed,
    refusal,
    said,
)
from tests.clients.stand_in import CONTOSO, main
from tests.clients.test_user_tokens import Drawer, granted
from tests.sandbox.partner_center_desk import Desk

NUMBER = "615021193007512"
TICKET = {
    "title": "Fraud [GS-12345678]",
    "description": "What happened",
    "severity": "critical",
    "supportTopicId": "32569872",
    "supportTopicName": "Fraud",
    "id": NUMBER,
    "status": "attention_needed",
    "lastClosedDate": "0001-01-01T00:00:00",
    "fileLinks": [],
    "notes": [
        {"createdByName": "Agent", "createdDate": "2026-10-11T10:00:00Z", "text": "Which id?"},
        {"CreatedByName": "", "CreatedDate": "0001-01-01T00:00:00", "Text": "This one."},
    ],
    "attributes": {"objectType": "ServiceRequest"},
}
REQUEST = Request(
    "Fraud [GS-12345678]", "What happened", Severity.CRITICAL, Topic("32569872", "Fraud"),
    str(uuid4()), str(uuid4()),
)  # fmt: skip
IDS = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}


def asking(*steps: Step, drawer: Drawer | None = None) -> tuple[Script, PartnerServiceDesk]:
    script = Script(granted(1), *steps)
    lines = UserLines(
        [account()],
        drawer or Drawer(),
        clock=lambda: NOW,
        transport=script.transport,
        resolve=addresses(),
    )
    return script, PartnerServiceDesk(lines)


def test_a_request_is_read_with_its_notes() -> None:
    _, desk = asking(said(TICKET))
    assert desk.get("main", NUMBER) == Seen(
        NUMBER,
        "Fraud [GS-12345678]",
        "attention_needed",
        (
            SeenNote("Which id?", "Agent", datetime(2026, 10, 11, 10, tzinfo=UTC)),
            SeenNote("This one."),
        ),
    )


@pytest.mark.parametrize(
    ("status", "word"),
    [(0, "none"), (1, "open"), (2, "closed"), (3, "attention_needed"), (9, "9"),
     ("Attention_Needed", "attention_needed"), ("brand_new", "brand_new"), (None, "unknown")],
    ids=str,
)  # fmt: skip
def test_lists_have_numbers_where_words_are_meant(status: object, word: str) -> None:
    item = {"id": int(NUMBER), "title": "x", "status": status, "severity": 1}
    script, desk = asking(said(listed([item], next={"uri": "/servicerequests?offset=1"})),
                          said(listed([])))  # fmt: skip
    assert list(desk.list("main")) == [Seen(NUMBER, "x", word)]
    assert str(script.requests[-1].url) == f"{BASE}/v1/servicerequests?offset=1"


def test_a_customers_requests_have_an_address_of_their_own() -> None:
    script, desk = asking(said(listed([])))
    assert list(desk.list("main", KEY)) == []
    assert script.requests[-1].url.path.endswith(f"/v1/customers/{TENANT}/servicerequests")
    with pytest.raises(Missing):
        list(desk.list("main", CustomerKey("main", "../x")))


def test_topics_come_with_ids_as_numbers() -> None:
    _, desk = asking(said(listed([{"id": 32569872, "name": "Fraud"}, {"Id": "7", "Name": "x"}])))
    assert desk.topics("main") == (Topic("32569872", "Fraud"), Topic("7", "x"))


def test_a_creation_is_sent_once_with_our_ids_and_brings_the_number() -> None:
    script, desk = asking(said(TICKET, 201))
    created = desk.create("main", REQUEST)
    assert (created.answer.outcome, created.number) == (Outcome.DONE, NUMBER)
    asked = script.requests[-1]
    assert (asked.method, asked.url.path[-22:]) == ("POST", "/servicerequests/en-US")
    assert asked.headers["MS-RequestId"] == REQUEST.request_id
    assert asked.headers["MS-CorrelationId"] == REQUEST.correlation_id
    assert json.loads(asked.content) == {
        "title": "Fraud [GS-12345678]",
        "description": "What happened",
        "severity": "critical",
        "supportTopicId": "32569872",
        "attributes": {"objectType": "ServiceRequest"},
    }


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (said({}, 201), Outcome.UNKNOWN),
        (said({"id": "../x"}, 201), Outcome.UNKNOWN),
        (httpx.Response(201, content=b'{"id": '), Outcome.UNKNOWN),
        (refusal(500, "500"), Outcome.UNKNOWN),
        (httpx.ReadTimeout("slow"), Outcome.UNKNOWN),
        (httpx.ConnectError("refused"), Outcome.LATER),
        (refusal(429, "429", Retry_After="7"), Outcome.LATER),
        (refusal(400, "400"), Outcome.REFUSED),
        (refusal(403, "900308"), Outcome.REFUSED),
    ],
    ids=["no number", "no such number", "cut", "server", "slow", "nobody", "busy", "no", "role"],
)
def test_a_creation_whose_number_is_not_known_is_never_called_done(
    step: Step, outcome: Outcome
) -> None:
    script, desk = asking(step)
    created = desk.create("main", REQUEST)
    assert (created.answer.outcome, created.number) == (outcome, "")
    assert sum(request.method == "POST" for request in script.requests) == 2  # token and creation


@pytest.mark.parametrize("status", [404, 405, 410])
def test_an_interface_that_is_gone_is_gone(status: int) -> None:
    _, desk = asking(refusal(status, str(status)))
    with pytest.raises(Gone):
        desk.create("main", REQUEST)


def test_topics_that_are_gone_are_gone() -> None:
    _, desk = asking(refusal(404, "404"))
    with pytest.raises(Gone):
        desk.topics("main")


def test_a_note_and_an_end_send_nothing_else() -> None:
    script, desk = asking(said(TICKET), said(TICKET))
    assert desk.note("main", NUMBER, "Hello <b>", **IDS).outcome is Outcome.DONE
    assert desk.close("main", NUMBER, **IDS).outcome is Outcome.DONE
    note, end = script.requests[1:]
    kind = {"objectType": "ServiceRequest"}
    assert json.loads(note.content) == {"newNote": {"text": "Hello <b>"}, "attributes": kind}
    assert json.loads(end.content) == {"status": "closed", "attributes": kind}
    assert note.headers["MS-RequestId"] == IDS["request_id"]


def test_no_address_is_built_from_what_is_no_number() -> None:
    script, desk = asking(said(TICKET))
    with pytest.raises(Missing):
        desk.get("main", "../customers")
    assert desk.note("main", "", "x", **IDS).outcome is Outcome.REFUSED
    assert script.requests == []


def test_another_request_than_asked_for_is_no_answer() -> None:
    _, desk = asking(said(TICKET | {"id": "1"}))
    with pytest.raises(Unreachable, match="another service request"):
        desk.get("main", NUMBER)


def test_whoever_has_to_sign_in_first_is_told_so() -> None:
    ended = said({"error": "invalid_grant", "error_description": "It ended."}, 400)
    drawer = Drawer()
    script = Script(ended)
    lines = UserLines([account()], drawer, clock=lambda: NOW, transport=script.transport,
                      resolve=addresses())  # fmt: skip
    desk = PartnerServiceDesk(lines)
    with pytest.raises(NotLoggedIn, match="invalid_grant"):
        desk.note("main", NUMBER, "x", **IDS)
    assert drawer.refused
    for ask in (lambda: desk.get("main", NUMBER), lambda: desk.create("main", REQUEST),
                lambda: desk.topics("main"), lambda: list(desk.list("main"))):  # fmt: skip
        with pytest.raises(NotLoggedIn):
            ask()
    assert len(script.requests) == 1


def test_a_secret_that_is_wrong_is_ours_and_no_reason_to_sign_in() -> None:
    script = Script(said({"error": "invalid_client", "error_description": "Bad."}, 401))
    lines = UserLines([account()], Drawer(), clock=lambda: NOW, transport=script.transport,
                      resolve=addresses())  # fmt: skip
    desk = PartnerServiceDesk(lines)
    assert desk.note("main", NUMBER, "x", **IDS).outcome is Outcome.LATER
    assert "invalid_client" in lines.refused()["main"]


# What comes back to the terminal


def test_only_the_answer_to_our_own_question_counts() -> None:
    request = ConsentRequest("http://127.0.0.1:5/")
    assert request.code(f"code=abc&state={request.state}") == Secret("abc")
    for query in ("", "code=abc", "code=abc&state=", f"code=abc&state={request.state}x"):
        with pytest.raises(NotOurs):
            request.code(query)
    for query in (f"state={request.state}", f"error=access_denied&state={request.state}"):
        with pytest.raises(Denied):
            request.code(query)
    assert request.state not in repr(request)


# The stand-in


@pytest.fixture
def at_microsoft(desk: Desk) -> Iterator[PartnerServiceDesk]:
    """Somebody consented for the account main."""
    drawer = Drawer(consent(desk).reveal())
    lines = UserLines([main(desk)], drawer, clock=lambda: NOW)
    yield PartnerServiceDesk(lines)
    lines.close()


def test_the_stand_in_takes_a_request_answers_and_ends_it(
    desk: Desk, at_microsoft: PartnerServiceDesk
) -> None:
    topics = at_microsoft.topics("main")
    created = at_microsoft.create("main", REQUEST)
    number = created.number
    assert REQUEST.topic.topic_id in {topic.topic_id for topic in topics}
    assert created.answer.outcome is Outcome.DONE
    assert at_microsoft.get("main", number).status == "open"

    desk.http.post("/sandbox/partner-center/tickets", json={"id": number, "note": "Which one?"})
    at_microsoft.note("main", number, "The first.", **IDS)
    seen = at_microsoft.get("main", number)
    assert [note.text for note in seen.notes] == ["Which one?", "The first."]
    assert seen.status == "attention_needed"
    [in_list] = at_microsoft.list("main")
    assert (in_list.number, in_list.status, in_list.title) == (number, seen.status, REQUEST.title)
    assert list(at_microsoft.list("main", CONTOSO)) == []

    assert at_microsoft.close("main", number, **IDS).outcome is Outcome.DONE
    assert at_microsoft.get("main", number).status == "closed"


def test_the_stand_in_sends_whoever_lost_the_second_factor_back(
    desk: Desk, at_microsoft: PartnerServiceDesk
) -> None:
    asked = {"account": "main", "do": "forget_mfa"}
    desk.http.post("/sandbox/partner-center/tokens", json=asked)
    answer = at_microsoft.note("main", NUMBER, "x", **IDS)
    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "900421")
    assert "sign in anew" in answer.detail


def test_the_stand_in_may_have_no_creation_any_more(
    desk: Desk, at_microsoft: PartnerServiceDesk
) -> None:
    assert desk.options(create_gone=True).status_code == 200
    with pytest.raises(Gone):
        at_microsoft.create("main", REQUEST)
    assert desk.control("tickets") == []
