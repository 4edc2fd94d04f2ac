"""What did not arrive is somebody's, until it reached the customer after all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.domain.events import (
    ContactNeeded,
    LetterBounced,
    LetterRecorded,
)
from core.domain.facts import Delivered
from core.domain.notice_errors import (
    EvidenceMissing,
    LetterElsewhere,
    NotADay,
)
from core.domain.notices import LetterState, Means, Past
from core.usecases import contacts, letters
from core.usecases.letter_moves import codes
from core.usecases.undelivered import NOTHING, Bounce, undelivered
from tests.a_letter import a_contact
from tests.a_post_office import (
    A_DAY,
    UNKNOWN,
    PostOffice,
)
from tests.office import AGENT, Desk

S = LetterState
FINAL = {"name": "final", "access_from": date(2026, 11, 2)}


@pytest.fixture
def post(desk: Desk) -> PostOffice:
    return PostOffice(desk)


def test_a_bounce_does_not_count_and_has_an_owner(post: PostOffice) -> None:
    letter = post.bounces(post.sent(**FINAL))
    assert (letter.state, letter.why) == (S.BOUNCED, "5.1.1")
    assert [one.why for one in post.events(LetterBounced)] == ["5.1.1"]
    (asked,) = post.events(ContactNeeded)
    assert asked.owner
    post.later(2 * A_DAY)
    with post.desk.store.reading() as work:
        assert work.letters.delivered(post.customer) == []
        assert [one.letter_id for one in work.letters.bounced_open()] == [letter.letter_id]


def test_a_bounce_that_comes_late_undoes_the_delivery(post: PostOffice) -> None:
    assert post.bounces(post.delivered()).delivered_on is None


def test_after_five_business_days_all_administrators_are_asked_once(post: PostOffice) -> None:
    post.bounces(post.sent())
    for _ in range(10):
        post.later(A_DAY)
    owner, everyone = post.events(ContactNeeded)
    assert owner.administrators == ()
    assert everyone.administrators


@pytest.mark.parametrize("how", ["contact", "newer"])
def test_a_bounce_is_made_up_for(post: PostOffice, how: str) -> None:
    letter = post.bounces(post.sent())
    if how == "contact":
        new = a_contact(customer=post.customer, address="new@contoso.example")
        contacts.save(new, AGENT, office=post.desk.office)
    else:
        post.desk.now += timedelta(days=3)
        post.sent()
    post.later(A_DAY)
    with post.desk.store.reading() as work:
        assert work.letters.bounced_open() == []
    assert post.again(letter).settled_at is not None


# What a person records


def test_what_reached_the_customer_otherwise_is_recorded_with_its_proof(post: PostOffice) -> None:
    letter = post.bounces(post.sent(**FINAL))
    office = post.desk.office

    def recorded(day: date, proof: str) -> None:
        letters.record_delivery(letter.letter_id, Means.COURIER, day, proof, AGENT, office=office)

    with pytest.raises(EvidenceMissing):
        recorded(date(2026, 10, 12), "  ")
    for wrong in (date(2026, 10, 13), date(2026, 10, 11)):
        with pytest.raises(NotADay):
            recorded(wrong, "DHL 4711")
    recorded(date(2026, 10, 12), "DHL 4711")
    with post.desk.store.reading() as work:
        counted = [Delivered("final", date(2026, 10, 12), date(2026, 11, 2), "Europe/Berlin")]
        assert work.letters.delivered(post.customer) == counted
        assert work.letters.bounced_open() == []
    (told,) = post.events(LetterRecorded)
    assert "4711" not in str(told)
    with pytest.raises(LetterElsewhere):
        recorded(date(2026, 10, 12), "again")


def test_letters_sent_before_are_taken_over_once(post: PostOffice) -> None:
    past = Past(post.customer, "reminder", Means.EMAIL, date(2026, 9, 28), "mail of 28 Sep")
    for new in (1, 0):
        assert letters.take_over([past], office=post.desk.office) == new
    with post.desk.store.reading() as work:
        counted = [Delivered("reminder", date(2026, 9, 28), zone="Europe/Berlin")]
        assert work.letters.delivered(post.customer) == counted


def test_a_digest_names_what_bounced_and_who_waits_to_be_read(post: PostOffice) -> None:
    post.bounces(post.sent(**FINAL))
    post.comes_back()
    post.server.answer = UNKNOWN
    post.sent(name="suspended")
    with post.desk.store.reading() as work:
        found = undelivered(work)
    assert found.unclear == (Bounce("Contoso Handels GmbH", "suspended"),)
    assert found.bounced == (Bounce("Contoso Handels GmbH", "final"),)
    assert found.unread == ("Contoso Handels GmbH",)
    assert found
    assert not NOTHING


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 5.1.1 <anna@contoso.example> unknown", "550 5.1.1"),
        ("452 mailbox of Anna Lindner full", "452"),
        ("anna.555@contoso.example, 10.5.1.1", ""),
        ("nobody of that name", ""),
        ("5.1.1; 5.1.1", "5.1.1"),
    ],
)
def test_of_what_a_server_says_only_numbers_are_written_down_for_ever(said: str, kept: str) -> None:
    assert codes(said) == kept
