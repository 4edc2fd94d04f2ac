"""Service requests in the Partner Center stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from sandbox.data.partner import CONTOSO, NORDWIND
from tests.sandbox.partner_center_desk import Desk, running

Resource = dict[str, Any]
WISH = {
    "Title": "Subscription stays suspended",
    "Description": "It was reactivated an hour ago.",
    "Severity": "critical",
    "SupportTopicId": "32569836",
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        made.sign_in_as_a_person()
        yield made


def create(desk: Desk, *, request_id: str = "", **changed: Any) -> httpx.Response:
    return desk.post("servicerequests/en-US", WISH | changed, request_id=request_id)


def created(desk: Desk, **changed: Any) -> Resource:
    answer = create(desk, **changed)
    assert answer.status_code == 201, answer.text
    ticket: Resource = answer.json()
    return ticket


def patch(desk: Desk, id: str, **body: Any) -> httpx.Response:
    path = f"/partner-center/main/v1/servicerequests/{id}"
    headers = {"Authorization": f"Bearer {desk.token}"}
    return desk.http.patch(path, json=body, headers=headers)


def agent(desk: Desk, **asked: Any) -> httpx.Response:
    return desk.http.post("/sandbox/partner-center/tickets", json=asked)


def test_a_request_is_opened_under_a_topic_and_gets_a_number(desk: Desk) -> None:
    topics = [one["id"] for one in desk.read("servicerequests/supporttopics")["items"]]
    ticket = created(desk)

    assert int(ticket["supportTopicId"]) in topics
    assert (len(ticket["id"]), ticket["id"].isdecimal()) == (15, True)
    assert (ticket["status"], ticket["severity"]) == ("open", "critical")
    assert ticket["lastClosedDate"].startswith("0001-01-01")
    assert desk.read(f"servicerequests/{ticket['id']}") == ticket


@pytest.mark.parametrize(
    "changed",
    [{"Title": ""}, {"Severity": "awful"}, {"SupportTopicId": "1"}],
    ids=["title", "severity", "topic"],
)
def test_a_request_is_whole(desk: Desk, changed: Resource) -> None:
    assert create(desk, **changed).status_code == 400
    assert desk.read("servicerequests")["totalCount"] == 0


def test_the_same_request_id_opens_one(desk: Desk) -> None:
    id = str(uuid4())

    assert create(desk, request_id=id).json() == create(desk, request_id=id).json()
    assert desk.read("servicerequests")["totalCount"] == 1


def test_the_page_for_new_requests_may_be_gone(desk: Desk) -> None:
    desk.options(create_gone=True)

    assert create(desk).status_code == 404
    assert desk.get("servicerequests").status_code == 200


def test_lists_have_numbers_where_one_alone_has_words(desk: Desk) -> None:
    ticket = created(desk, Organization={"Id": CONTOSO}, Severity="minimal")
    created(desk)

    (listed,) = desk.read(f"customers/{CONTOSO}/servicerequests")["items"]
    assert (listed["id"], listed["severity"], listed["status"]) == (ticket["id"], 3, 1)
    assert "notes" not in listed
    assert desk.read(f"customers/{CONTOSO}/servicerequests/{ticket['id']}")["status"] == "open"
    assert desk.get(f"customers/{NORDWIND}/servicerequests/{ticket['id']}").status_code == 404
    assert desk.read("servicerequests")["totalCount"] == 2


def test_lists_are_filtered_by_status_and_paged(desk: Desk) -> None:
    first = created(desk)["id"]
    others = {created(desk)["id"] for _ in range(3)}
    patch(desk, first, Status="closed")
    closed = json.dumps({"Field": "Status", "Value": "closed", "Operator": "equals"})

    page = desk.read("servicerequests?status=open&size=2")

    assert {one["id"] for one in page["items"]} < others
    assert page["totalCount"] == 3
    assert "offset=2" in page["links"]["next"]["uri"]
    found = desk.read(f"servicerequests?filter={closed}")["items"]
    assert [one["id"] for one in found] == [first]


def test_a_note_is_added_and_the_request_closed(desk: Desk) -> None:
    id = created(desk)["id"]

    noted = patch(desk, id, NewNote={"Text": "It works now."}).json()
    closed = patch(desk, id, Status="closed").json()

    assert [note["text"] for note in noted["notes"]] == ["It works now."]
    assert noted["status"] == "open"
    assert closed["status"] == "closed"
    assert closed["lastClosedDate"].startswith("2026-10-12")
    assert patch(desk, id, NewNote={"Text": "More."}).status_code == 400


@pytest.mark.parametrize("body", [{}, {"Status": "open"}, {"NewNote": {"Text": " "}}])
def test_a_partner_changes_nothing_else(desk: Desk, body: Resource) -> None:
    assert patch(desk, created(desk)["id"], **body).status_code == 400


def test_an_agent_at_microsoft_answers(desk: Desk) -> None:
    id = created(desk)["id"]

    assert agent(desk, id=id, note="Which user?").json()["status"] == "attention_needed"
    assert agent(desk, id=id, status="closed").status_code == 200

    ticket = desk.read(f"servicerequests/{id}")
    assert (ticket["status"], ticket["lastUpdatedBy"]) == ("closed", "Microsoft Support")
    assert [note["createdByName"] for note in ticket["notes"]] == ["Microsoft Support"]
    assert agent(desk, id="1", note="x").status_code == 404
    assert agent(desk, id=id, status="gone").status_code == 400
    (shown,) = desk.control("tickets?account=main")
    assert shown == ticket | {"account": "main"}


def test_requests_outlive_the_sandbox(desk: Desk) -> None:
    id = created(desk)["id"]
    saved = json.loads(json.dumps(desk.stand_in.to_json()))

    with running() as other:
        other.stand_in.load_json(saved)
        assert [one["id"] for one in other.control("tickets")] == [id]


def test_in_21vianet_there_are_none() -> None:
    with running("china") as china:
        china.sign_in_as_a_person()
        answer = china.post("servicerequests/zh-CN", WISH)

    assert (answer.status_code, answer.json()["code"]) == (400, "900127")
