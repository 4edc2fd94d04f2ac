"""What comes back is nobody's loss: it comes in once, and waits until a person has read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.accounts import unread_of
from core.domain.cases import Case
from core.domain.errors import NoRole
from core.domain.events import LetterAccepted, LetterBounced, ReplyCame, ReplyRead
from core.domain.notice_errors import ReplyRead as AlreadyRead
from core.domain.notices import Came, LetterState, Meaning, Reply
from core.domain.plans import Reason
from core.usecases import contacts
from core.usecases.letter_replies import read
from tests.a_letter import ADDRESS, a_contact, an_incoming
from tests.a_post_office import UNKNOWN, PostOffice, read_twice
from tests.office import AGENT, READER, Desk

STRANGER = "somebody@elsewhere.example"
S = LetterState


@pytest.fixture
def post(desk: Desk) -> PostOffice:
    return PostOffice(desk)


def cases(post: PostOffice) -> list[Case]:
    with post.desk.store.reading() as work:
        return work.cases.open_for(post.customer, Reason.NON_PAYMENT)


def unread(post: PostOffice) -> list[Reply]:
    with post.desk.store.reading() as work:
        return work.letters.unread(post.customer)


@pytest.mark.parametrize(
    ("named", "sender"),
    [
        pytest.param(True, STRANGER, id="by-its-letter"),
        pytest.param(False, ADDRESS, id="by-its-sender"),
    ],
)
def test_a_reply_opens_the_customers_case_and_is_unread(
    post: PostOffice, named: bool, sender: str
) -> None:
    letter = post.sent()
    reply = post.comes_back(letter if named else None, sender=sender)
    assert reply is not None
    (case,) = cases(post)
    assert unread(post) == [reply]
    assert (reply.case_id, reply.customer) == (case.case_id, post.customer)
    (told,) = post.events(ReplyCame)
    assert (told.case_id, told.came) == (case.case_id, "reply")
    assert reply.text not in str(told)


def test_a_message_that_is_fetched_again_is_the_same(post: PostOffice) -> None:
    first, second = read_twice(post, an_incoming())
    assert first is not None
    assert second is None
    assert len(post.events(ReplyCame)) == len(unread(post)) == 1


def test_whoever_writes_for_two_customers_is_asked_about_whom(post: PostOffice) -> None:
    with post.desk.store.reading() as work:
        other = next(one.key for one in work.customers.all() if one.key != post.customer)
    contacts.save(a_contact(customer=other, address=ADDRESS), AGENT, office=post.desk.office)
    reply = post.comes_back(sender=ADDRESS)
    assert reply is not None
    assert reply.customer is None
    for key in (post.customer, other):
        with post.desk.store.reading() as work:
            assert unread_of(work, key) == [reply]
    read(reply.reply_id, Meaning.OTHER, AGENT, office=post.desk.office)
    with post.desk.store.reading() as work:
        assert unread_of(work, other) == []


def test_what_a_stranger_writes_is_kept_and_told(post: PostOffice) -> None:
    reply = post.comes_back(sender=STRANGER)
    assert reply is not None
    with post.desk.store.reading() as work:
        assert work.letters.reply(reply.reply_id).text == reply.text
    assert not cases(post)
    assert not unread(post)
    (told,) = post.events(ReplyCame)
    assert (told.case_id, told.customer) == ("", "")


@pytest.mark.parametrize("meaning", list(Meaning), ids=str)
def test_a_reply_that_was_read_silences_nothing_by_itself(
    post: PostOffice, meaning: Meaning
) -> None:
    reply, office = post.comes_back(), post.desk.office
    assert reply is not None
    with pytest.raises(NoRole):
        read(reply.reply_id, meaning, READER, office=office)
    said = read(reply.reply_id, meaning, AGENT, office=office)
    assert (said.reply.meaning, said.reply.read_at) == (meaning, post.desk.now)
    assert not unread(post)
    assert [one.meaning for one in post.events(ReplyRead)] == [meaning.value]
    with pytest.raises(AlreadyRead):
        read(reply.reply_id, Meaning.OTHER, AGENT, office=office)


def holds(post: PostOffice) -> list[tuple[str, date | None]]:
    with post.desk.store.reading() as work:
        return [(one.kind.value, one.until) for one in work.holds.of(post.customer)]


def test_says_paid_holds_for_three_business_days_once_in_an_episode(post: PostOffice) -> None:
    first, second = post.comes_back(), post.comes_back(text="Really, we paid.")
    assert first is not None
    assert second is not None
    office = post.desk.office
    assert not read(first.reply_id, Meaning.SAYS_PAID, AGENT, office=office).said_before
    assert holds(post) == [("says_paid", date(2026, 10, 15))]
    assert read(second.reply_id, Meaning.SAYS_PAID, AGENT, office=office).said_before
    assert len(holds(post)) == 1
    assert not unread(post)


def test_an_absence_is_noted_and_silences_nothing(post: PostOffice) -> None:
    away = post.comes_back(post.sent(), came=Came.AUTOMATIC, text="I am away.")
    assert away is not None
    assert not unread(post)
    assert not cases(post)
    assert post.sent(name="suspended").state is S.ACCEPTED
    with post.desk.store.reading() as work:
        assert [one.reply_id for one in work.letters.replies(post.customer)] == [away.reply_id]


def test_whoever_answers_has_it(post: PostOffice) -> None:
    post.server.answer = UNKNOWN
    letter = post.sent()
    post.comes_back(letter)
    assert post.again(letter).state is S.ACCEPTED
    assert [one.how for one in post.events(LetterAccepted)] == ["replied"]


@pytest.mark.parametrize("state", [S.QUEUED, S.WITHDRAWN, S.RECORDED, S.BOUNCED], ids=str)
def test_a_report_of_what_did_not_leave_changes_nothing(
    post: PostOffice, state: LetterState
) -> None:
    letter = post.queued()
    with post.desk.store() as work:
        changed = replace(letter, state=state, bounced_at=post.desk.now)
        work.letters.move(changed, S.QUEUED)
        work.commit()
    assert post.bounces(letter).state is state
    assert post.events(LetterBounced) == []


def test_a_report_of_nobodys_letter_is_told(post: PostOffice) -> None:
    post.comes_back(came=Came.BOUNCE, sender="mailer-daemon@x.example")
    assert [one.came for one in post.events(ReplyCame)] == ["bounce"]
