"""Pages of Business Central's ledger: their size, the links between them, and places in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Response

from core.ports.outside import Unreachable
from core.ports.receivables import PlaceLost, SourceRefused
from tests.clients.a_business_central import (
    Place,
    first_page,
    more_of,
    numbers,
    opened,
    read,
    scripted,
)
from tests.clients.scripted import said

ELSEWHERE = "https://elsewhere.example/v2.0/x/y/ODataV4/Company('z')/Cust_LedgerEntries"


@pytest.fixture
def place() -> Iterator[Place]:
    with opened() as made:
        yield made


def test_what_is_settled_is_not_read(place: Place) -> None:
    place.truth.entries[2803].open = False
    assert numbers(read(place.books())) == [2801, 2802, 2804, 2805]


def test_the_size_of_a_page_is_said_for_each(place: Place) -> None:
    read(place.books(page_size=2))
    sizes = [one.size for one in place.stand_in.asked if "ODataV4" in one.path]
    assert sizes == [2, 2, 2]


def test_what_takes_too_long_is_asked_for_in_smaller_pages_from_then_on(place: Place) -> None:
    place.truth.slow_above = 200
    after = first_page(more_of(place).books(page_size=1000))
    assert json.loads(after)[-1] == 200
    place.stand_in.asked.clear()
    place.books().page(after)
    assert {one.size for one in place.stand_in.asked if "ODataV4" in one.path} == {200}


def test_what_is_too_slow_in_the_smallest_page_is_not_to_be_had(place: Place) -> None:
    place.truth.slow_above = 1
    with pytest.raises(Unreachable, match="408"):
        read(place.books(page_size=1000))


def test_of_a_link_to_the_next_page_only_the_query_is_believed(place: Place) -> None:
    place.stand_in.trouble = linking(lambda link: f"{ELSEWHERE}?{link.partition('?')[2]}")
    assert len(read(place.books())) == 5


@pytest.mark.parametrize(
    "link", [ELSEWHERE, "", 7, ["x"]], ids=["no query", "empty", "number", "list"]
)
def test_a_link_that_leads_nowhere_is_no_end(place: Place, link: object) -> None:
    place.stand_in.trouble = linking(lambda _: link)
    with pytest.raises(Unreachable, match="leads nowhere"):
        read(place.books())


def test_a_link_that_leads_back_is_no_end(place: Place) -> None:
    books = place.books()
    after = first_page(books)
    query = json.loads(after)[2]
    place.stand_in.trouble = linking(lambda _: f"{ELSEWHERE}?{query}")
    with pytest.raises(Unreachable, match="leads nowhere"):
        books.page(after)


@pytest.mark.parametrize(
    "body", [[], {}, {"value": None}, {"value": [1]}, {"value": {}}, 7],
    ids=["list", "empty", "none", "numbers", "object", "number"],
)  # fmt: skip
def test_another_shape_is_no_page(body: object) -> None:
    token = said({"access_token": "t", "expires_in": 3599})
    with pytest.raises(Unreachable):
        scripted(token, said(body)).check()


def test_a_place_that_is_not_taken_any_more_begins_anew(place: Place) -> None:
    as_of, company, _, size = json.loads(first_page(place.books()))
    stale = json.dumps([as_of, company, "$skiptoken=1&$unknown=1", size])
    other = json.dumps([as_of, "another company", "$skiptoken=1", size])
    for lost in ("", "[]", "nonsense", stale, other):
        with pytest.raises(PlaceLost):
            place.books().page(lost)


def test_a_question_that_is_never_taken_is_somebodys_to_mend(place: Place) -> None:
    no = '{"error":{"code":"BadRequest","message":"No."}}'

    def refuse(path: str, response: Response) -> Response:
        return Response(no, 400) if "ODataV4" in path else response

    place.stand_in.trouble = refuse
    with pytest.raises(SourceRefused, match="does not take the question: 400 BadRequest"):
        read(place.books())


@pytest.mark.parametrize("away", [0, 90], ids=["says nothing", "says how long"])
def test_too_many_questions_wait(place: Place, away: int) -> None:
    place.truth.limit, place.truth.retry_after = 1, away
    with pytest.raises(Unreachable, match="429") as raised:
        read(place.books())
    assert raised.value.retry_after == away


def linking(of: Callable[[str], object]) -> Callable[[str, Response], Response]:
    """Another link to the next page of the ledger, where there is one."""

    def changed(path: str, response: Response) -> Response:
        body = json.loads(response.get_data(), parse_float=str)
        if "ODataV4" in path and "@odata.nextLink" in body:
            body["@odata.nextLink"] = of(body["@odata.nextLink"])
            response.set_data(json.dumps(body))
        return response

    return changed
