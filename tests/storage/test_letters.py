"""Letters are moved by condition, a message comes in once, and whoever is named last wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.customers import MappingState
from core.domain.errors import LostRace
from core.domain.facts import Delivered
from core.domain.notices import (
    Came,
    ContactKind,
    LetterState,
    Meaning,
    Means,
    Outgoing,
    Source,
    chosen,
)
from core.ports.store import Store
from tests.a_letter import ADDRESS, a_contact, a_draft, a_final, a_letter, a_reply
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    NOW,
    a_customer,
    a_debtor,
    a_sheet_row,
    a_snapshot,
)

A_DAY = timedelta(days=1)
S = LetterState


def add(store: Store, *letters: Outgoing) -> None:
    with store() as work:
        for letter in letters:
            work.letters.add(letter)
        work.commit()


def test_what_was_written_is_read_again(store: Store) -> None:
    letter = a_letter(
        a_final(
            html="<p>세금</p>", case_id="c1", basis="b" * 64, to=(ADDRESS, "cfo@contoso.example")
        ),
        state=S.RECORDED,
        sent_at=NOW,
        delivered_at=NOW,
        delivered_on=date(2026, 10, 12),
        means=Means.COURIER,
        evidence="快递 4711",
        person_id="kang",
    )
    add(store, letter)
    with store.reading() as work:
        assert work.letters.get(letter.letter_id) == letter
        assert work.letters.find("nobody") is None
        assert work.letters.of_customer(CONTOSO) == [letter]
        assert work.letters.of_customer(FABRIKAM) == []
        counted = Delivered("final", date(2026, 10, 12), date(2026, 11, 2))
        assert work.letters.delivered(CONTOSO) == [counted]


def test_only_what_reached_the_customer_counts(store: Store) -> None:
    add(store, *(a_letter(state=state) for state in S if state not in {S.DELIVERED, S.RECORDED}))
    with store.reading() as work:
        assert work.letters.delivered(CONTOSO) == []


def test_of_two_who_move_a_letter_one_wins(store: Store) -> None:
    letter = a_letter()
    add(store, letter)
    with store() as work:
        work.letters.move(replace(letter, state=S.SENDING), S.QUEUED)
        with pytest.raises(LostRace):
            work.letters.move(replace(letter, state=S.WITHDRAWN), S.QUEUED)


def test_letters_wait_until_their_time(store: Store) -> None:
    soon, later = a_letter(), a_letter(try_at=NOW + A_DAY)
    add(store, soon, later, a_letter(state=S.SENDING))
    with store.reading() as work:
        assert work.letters.due(NOW) == [soon]
        assert {one.letter_id for one in work.letters.waiting()} == {
            soon.letter_id,
            later.letter_id,
        }


def test_what_left_is_counted_for_caps_and_pauses(store: Store) -> None:
    sent = a_letter(state=S.ACCEPTED, sent_at=NOW, accepted_at=NOW)
    news = a_letter(a_draft(name="suspended"), state=S.BOUNCED, sent_at=NOW + A_DAY)
    never = a_letter(state=S.QUEUED, sent_at=NOW + A_DAY)
    add(store, sent, news, never)
    with store.reading() as work:
        assert work.letters.sent_since(NOW - A_DAY) == [NOW, NOW + A_DAY]
        assert work.letters.sent_since(NOW) == [NOW + A_DAY]
        assert work.letters.last_sent(CONTOSO, ["suspended"]) == NOW
        assert work.letters.last_sent(FABRIKAM, []) is None
        assert work.letters.accepted_before(NOW) == [sent]
        assert work.letters.accepted_before(NOW - A_DAY) == []


def test_a_bounce_is_open_until_somebody_made_up_for_it(store: Store) -> None:
    bounced = a_letter(state=S.BOUNCED, bounced_at=NOW)
    add(store, bounced, a_letter(state=S.BOUNCED, bounced_at=NOW, settled_at=NOW))
    with store.reading() as work:
        assert work.letters.bounced_open() == work.letters.bounced_open(CONTOSO) == [bounced]
        assert work.letters.bounced_open(FABRIKAM) == []


def test_a_message_comes_in_once_and_is_unread_until_somebody_says_what_it_means(
    store: Store,
) -> None:
    reply, away = a_reply(), a_reply(came=Came.AUTOMATIC)
    stranger = a_reply(customer=None)
    with store() as work:
        for one in (reply, away, stranger):
            work.letters.add_reply(one)
        with pytest.raises(LostRace):
            work.letters.add_reply(replace(a_reply(), digest=reply.digest))
        assert work.letters.unread(CONTOSO) == [reply]
        assert work.letters.unread_customers() == {CONTOSO}
        assert work.letters.unread_of_nobody() == [stranger]
        read = replace(reply, meaning=Meaning.OTHER, read_by="kang", read_at=NOW)
        work.letters.update_reply(read)
        with pytest.raises(LostRace):
            work.letters.update_reply(replace(read, meaning=Meaning.AWAY))
        assert work.letters.unread(CONTOSO) == []
        assert work.letters.reply(reply.reply_id) == read
        assert len(work.letters.replies(CONTOSO)) == 2


def test_a_contact_takes_the_place_of_the_same_and_is_found_by_its_address(store: Store) -> None:
    contact = a_contact()
    with store() as work:
        work.contacts.save(contact)
        work.contacts.save(replace(contact, language="ko"))
        assert work.contacts.of(CONTOSO) == work.contacts.all() == [replace(contact, language="ko")]
        assert work.contacts.known_as(ADDRESS.upper()) == {CONTOSO}
        work.contacts.remove(contact)
        assert work.contacts.all() == []


@pytest.mark.parametrize(
    ("mapping", "current", "found"),
    [
        pytest.param(MappingState.CONFIRMED, True, [ADDRESS], id="confirmed"),
        pytest.param(MappingState.PROPOSED, True, [], id="only-proposed"),
        pytest.param(MappingState.CONFIRMED, False, [], id="books-not-shown"),
    ],
)
def test_the_books_name_contacts_of_confirmed_customers(
    store: Store, mapping: MappingState, current: bool, found: list[str]
) -> None:
    snapshot = a_snapshot()
    with store() as work:
        work.customers.save([a_customer(country="KR")])
        work.books.begin(snapshot)
        rows = [
            replace(a_sheet_row(document_id=name), billing_email=ADDRESS) for name in ("1", "2")
        ]
        work.books.write(snapshot.snapshot_id, rows)
        work.books.save_debtor(a_debtor(mapping=mapping))
        if current:
            work.books.make_current(replace(snapshot, state="current"), None)
        contacts = work.contacts.of(CONTOSO)
        assert [one.address for one in contacts] == found
        assert all((one.source, one.language) == (Source.BOOKS, "ko") for one in contacts)
        assert work.contacts.known_as(ADDRESS) == ({CONTOSO} if found else set())


def test_what_a_person_wrote_wins() -> None:
    written = a_contact(address="accounts@contoso.example")
    books = a_contact(source=Source.BOOKS)
    boss = a_contact(kind=ContactKind.ESCALATION)
    assert chosen([books, boss, written], ContactKind.BILLING) == [written]
    assert chosen([books, boss], ContactKind.BILLING) == [books]
    assert chosen([books], ContactKind.ESCALATION) == []
