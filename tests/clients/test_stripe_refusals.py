"""What keeps us out of a Stripe account, what is no answer of its, and what a check says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from clients.receivables_stripe import StripeBooks
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused
from sandbox.accounting.stripe import Key
from tests.clients.a_stripe import KEY, NOW, Shop, running
from tests.clients.scripted import Script, Step, addresses, said

OLD_KEY, NARROW_KEY, FULL_KEY, TEST_KEY = (
    "rk_live_ExOld", "rk_live_ExNarrow", "sk_live_ExEverything", "rk_test_ExTest",
)  # fmt: skip
NOTHING = {"object": "list", "has_more": False, "data": []}
PLACE = json.dumps({"list": "open", "now": NOW.isoformat()})


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running() as made:
        made.stripe.keys |= {
            OLD_KEY: Key(OLD_KEY, is_expired=True),
            NARROW_KEY: Key(NARROW_KEY, reads=frozenset({"invoices", "events"})),
            FULL_KEY: Key(FULL_KEY),
            TEST_KEY: Key(TEST_KEY),
        }
        yield made


@pytest.mark.parametrize(
    ("key", "options", "words"),
    [
        ("rk_live_ExUnknown", {}, "is not taken: make a new restricted key"),
        (OLD_KEY, {}, "has expired"),
        (NARROW_KEY, {}, "lacks the permission rak_customer_read"),
        (KEY, {"account": "acct_ExOther"}, "does not have access to account 'acct_ExOther'"),
        (KEY, {"page_size": 101}, "between 1 and 100"),
    ],
    ids=["key", "expired", "permission", "account", "question"],
)
def test_what_a_person_has_to_mend_is_said(
    shop: Shop, key: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(SourceRefused, match=words) as refused:
        shop.read(key=key, **options)
    assert key not in refused.value.why
    assert "****" not in refused.value.why


def test_a_check_names_the_permission_that_lacks(shop: Shop) -> None:
    with pytest.raises(SourceRefused, match="rak_customer_read"):
        shop.books(NARROW_KEY).check()


def test_a_key_that_may_do_everything_is_not_taken(shop: Shop) -> None:
    with pytest.raises(SourceRefused, match="restricted"):
        shop.books(FULL_KEY).check()
    assert shop.stripe.asked == []


def test_a_check_says_whose_books_they_are(shop: Shop) -> None:
    shop.bill()
    found = shop.books().check()
    assert (found.company, found.currency, len(found.lacking)) == ("Fabrikam Cloud", "", 1)


def test_a_key_of_test_mode_is_told(shop: Shop) -> None:
    found = shop.books(TEST_KEY).check()
    assert found.company == "Stripe"
    assert "test mode" in found.lacking[1]


@pytest.mark.parametrize("trouble", ["broken", "throttled", "cut", "nonsense"])
def test_a_trouble_is_never_a_shorter_page(shop: Shop, trouble: str) -> None:
    ids = shop.bill()
    books = shop.books()
    place = books.begin("", shop.moment).place
    shop.stripe.trouble = trouble
    for ask in (lambda: books.page(place), lambda: books.look(ids), books.check):
        with pytest.raises(Unreachable):
            ask()


def test_whoever_is_too_fast_is_sent_away(shop: Shop) -> None:
    shop.bill()
    shop.stripe.most = 1
    with pytest.raises(Unreachable, match="429"):
        shop.read()


def asking(*steps: Step) -> StripeBooks:
    script = Script(*steps)
    return StripeBooks(
        Secret(KEY), clock=lambda: NOW, base_url="http://127.0.0.1:9", transport=script.transport,
        resolve=addresses(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "step",
    [
        said({**NOTHING, "has_more": True}),
        said({**NOTHING, "has_more": "no"}),
        said({"object": "list", "data": []}),
        said({**NOTHING, "data": None}),
        said({**NOTHING, "data": [None]}),
        said({**NOTHING, "data": [{"object": "invoice"}]}),
        said({**NOTHING, "object": "search_result"}),
        said([]),
        httpx.Response(200, content=b'{"object": "list", "data": ['),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(404, content=b"<html>"),
        said({"error": "invalid_request"}, 400),
        said({"error": {"code": "rate_limit", "message": "Slow down"}}, 400),
        said({"error": {"code": "lock_timeout", "message": "Busy"}}, 409),
        httpx.ReadTimeout("slow"),
    ],
    ids=["endless", "more", "no more", "no data", "hole", "no id", "search", "array", "cut",
         "elsewhere", "no page", "bare word", "old limit", "lock", "slow"],
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_for_again(step: Step) -> None:
    with pytest.raises(Unreachable):
        asking(step).page(PLACE)


@pytest.mark.parametrize(
    "event",
    [
        {"id": "evt_1", "type": "invoice.paid", "created": 1},
        {"id": "evt_1", "type": "credit_note.created", "created": 1, "data": {"object": {}}},
        {"id": "evt_1", "type": "invoice.paid", "data": {"object": {"id": "in_1"}}},
    ],
    ids=["no object", "no invoice", "no moment"],
)
def test_an_event_that_does_not_say_what_changed_is_not_passed_by(event: dict[str, Any]) -> None:
    place = json.dumps({"list": "events", "now": NOW.isoformat(), "after": "evt_0"})
    with pytest.raises(Unreachable, match="does not say"):
        asking(said({**NOTHING, "data": [event]})).page(place)


@pytest.mark.parametrize(
    "id", ["", "in_none", "../account", "in_1?expand[]=x", "cash:", "cash:cus_none:eur", "lent:x:y"]
)
def test_what_the_books_do_not_know_is_left_out(shop: Shop, id: str) -> None:
    assert shop.books().look([id]) == ()
