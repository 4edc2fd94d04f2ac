"""A letter leaves once, at its hour, and for a reason that still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import POLICY
from core.domain.errors import NoRole
from core.domain.events import (
    Frozen,
    LetterAccepted,
    LetterDeferred,
    LetterQueued,
    LetterSending,
    LetterUnclear,
    LetterWithdrawn,
)
from core.domain.facts import Delivered
from core.domain.notice_errors import (
    LetterElsewhere,
)
from core.domain.notices import MOST_TRIES, LetterState, Outgoing
from core.domain.policy_file import read_policy
from core.ports.engine import Job
from core.ports.outside import Answer
from core.ports.records import Freeze
from core.usecases import letters
from core.usecases.letter_ticks import tick
from tests.a_policy import put_in_force
from tests.a_post_office import (
    A_DAY,
    A_MINUTE,
    DONE,
    NEVER,
    NOT_NOW,
    UNKNOWN,
    UNREACHED,
    MailServer,
    PostOffice,
)
from tests.builders import a_stamp
from tests.office import AGENT, READER, Desk

S = LetterState
FINAL = {"name": "final", "access_from": date(2026, 11, 2)}


@pytest.fixture
def post(desk: Desk) -> PostOffice:
    return PostOffice(desk)


def test_a_letter_is_written_down_before_it_leaves_and_counts_a_day_later(
    post: PostOffice,
) -> None:
    letter = post.sent()
    assert (letter.state, letter.sent_at) == (S.ACCEPTED, post.desk.now)
    assert letter.message_id == f"<{letter.letter_id}@rheinland.example>"
    (queued,), (sending,) = post.events(LetterQueued), post.events(LetterSending)
    assert "rechnung@" not in f"{queued}{sending}"
    post.later(A_DAY - A_MINUTE)
    with post.desk.store.reading() as work:
        assert work.letters.delivered(post.customer) == []
    post.later(A_MINUTE)
    with post.desk.store.reading() as work:
        counted = [Delivered("reminder", date(2026, 10, 12))]
        assert work.letters.delivered(post.customer) == counted
    assert post.server.taken == [letter.letter_id]


def test_silence_of_a_mailbox_that_nobody_reads_delivers_nothing(post: PostOffice) -> None:
    letter = post.sent()
    post.later(3 * A_DAY, read=False)
    assert post.again(letter).state is S.ACCEPTED
    post.later(A_MINUTE)
    assert post.again(letter).state is S.DELIVERED


def test_it_is_the_day_of_the_customer_that_counts(post: PostOffice) -> None:
    post.desk.now = datetime(2026, 10, 12, 22, 30, tzinfo=UTC)
    letter = post.sent(name="suspended")
    post.later(A_DAY)
    assert post.again(letter).delivered_on == date(2026, 10, 13)


def test_told_twice_it_leaves_once(post: PostOffice) -> None:
    letter = post.sent()
    for _ in range(3):
        post.send(letter)
    assert post.server.taken == [letter.letter_id]


def test_whoever_dies_while_sending_leaves_a_letter_to_a_person(post: PostOffice) -> None:
    post.server.dies = RuntimeError("killed")
    letter = post.queued()
    with pytest.raises(RuntimeError):
        post.send(letter)
    assert post.again(letter).state is S.SENDING
    post.server.dies = None
    for _ in range(3):
        post.send(letter)
        post.later(A_DAY)
    assert post.again(letter).state is S.UNCLEAR
    assert post.server.taken == [letter.letter_id]
    assert len(post.events(LetterUnclear)) == 1


def test_a_person_has_an_unclear_one_sent_again_under_the_same_id(post: PostOffice) -> None:
    post.server.answer = UNKNOWN
    letter = post.sent()
    post.server.answer = DONE
    letters.send_again(letter.letter_id, AGENT, office=post.desk.office)
    again = post.send(letter)
    assert (again.state, again.message_id) == (S.ACCEPTED, letter.message_id)
    assert len(post.server.taken) == 2
    with pytest.raises(LetterElsewhere):
        letters.send_again(letter.letter_id, AGENT, office=post.desk.office)


def test_a_person_says_that_an_unclear_one_arrived(post: PostOffice) -> None:
    post.server.answer = UNKNOWN
    letter = post.sent()
    with pytest.raises(NoRole):
        letters.it_arrived(letter.letter_id, READER, office=post.desk.office)
    letters.it_arrived(letter.letter_id, AGENT, office=post.desk.office)
    assert post.again(letter).state is S.ACCEPTED
    assert [one.how for one in post.events(LetterAccepted)] == ["said"]


def test_a_late_answer_settles_what_was_taken_for_unclear(post: PostOffice) -> None:
    class Slow(MailServer):
        def send(self, letter: Outgoing) -> Answer:
            PostOffice(post.desk).send(letter)
            return super().send(letter)

    post.server = Slow()
    assert post.sent().state is S.ACCEPTED
    assert len(post.events(LetterUnclear)) == 1


@pytest.mark.parametrize(
    ("answer", "state", "waits", "tries"),
    [
        pytest.param(NOT_NOW, S.QUEUED, "deferred", 1, id="not-now"),
        pytest.param(UNREACHED, S.QUEUED, "server", 0, id="no-server"),
        pytest.param(NEVER, S.BOUNCED, "", 0, id="never"),
        pytest.param(UNKNOWN, S.UNCLEAR, "", 0, id="unknown"),
    ],
)
def test_what_is_answered_decides(
    post: PostOffice, answer: Answer, state: LetterState, waits: str, tries: int
) -> None:
    post.server.answer = answer
    letter = post.sent()
    assert (letter.state, letter.waits, letter.tries) == (state, waits, tries)
    assert len(post.events(LetterDeferred)) == (state is S.QUEUED)


def test_a_server_that_always_says_not_now_is_believed_at_last(post: PostOffice) -> None:
    post.server.answer = NOT_NOW
    letter, began = post.queued(name="suspended"), post.desk.now
    while post.again(letter).state is S.QUEUED:
        post.desk.now = post.again(letter).try_at
        post.send(letter)
    assert post.again(letter).state is S.BOUNCED
    assert len(post.server.taken) == MOST_TRIES
    assert timedelta(days=2) < post.desk.now - began < timedelta(days=4)


def test_a_server_that_cannot_be_reached_bounces_nothing(post: PostOffice) -> None:
    post.server.answer = UNREACHED
    letter = post.queued(name="suspended")
    for _ in range(3 * MOST_TRIES):
        post.desk.now = post.again(letter).try_at
        post.send(letter)
    assert post.again(letter).state is S.QUEUED
    with post.desk.store.reading() as work:
        assert work.letters.sent_since(post.desk.now - A_DAY) == []


# When it goes


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-10-12T03:00", "2026-10-12T06:00", id="night"),
        pytest.param("2026-10-12T16:00", "2026-10-13T06:00", id="evening"),
        pytest.param("2026-10-16T16:30", "2026-10-19T06:00", id="friday-evening"),
        pytest.param("2026-12-24T19:00", "2026-12-28T07:00", id="christmas"),
    ],
)
def test_a_notice_goes_in_the_customers_hours(post: PostOffice, now: str, opens: str) -> None:
    post.desk.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    letter = post.sent()
    assert (letter.state, letter.waits) == (S.QUEUED, "hours")
    assert letter.try_at == datetime.fromisoformat(opens).replace(tzinfo=UTC)
    assert post.sent(name="suspended").state is S.ACCEPTED
    post.desk.now = letter.try_at
    assert post.send(letter).state is S.ACCEPTED


def test_a_day_off_by_decree_of_the_policy_is_none_for_notices(post: PostOffice) -> None:
    day_off = 'calendar = [{ country = "DE", day = 2026-10-13, business = false }]'
    text = Path(POLICY).read_text(encoding="utf-8").replace("quiet = []", day_off, 1)
    put_in_force(post.desk.store, read_policy(text))
    post.desk.now = datetime(2026, 10, 13, 8, tzinfo=UTC)
    letter = post.sent()
    assert (letter.waits, letter.try_at) == ("hours", datetime(2026, 10, 14, 6, tzinfo=UTC))


def test_one_that_bounced_was_not_heard(post: PostOffice) -> None:
    post.bounces(post.sent())
    assert post.sent().state is S.ACCEPTED


def test_a_customer_hears_at_most_once_in_three_days(post: PostOffice) -> None:
    first, second = post.sent(), post.sent(name="second")
    assert (first.state, second.state, second.waits) == (S.ACCEPTED, S.QUEUED, "pause")
    assert second.try_at == post.desk.now + timedelta(days=3)
    assert post.sent(name="reinstated").state is S.ACCEPTED
    post.desk.now += timedelta(days=3)
    assert post.send(second).state is S.ACCEPTED


def test_no_more_letters_leave_than_the_policy_allows(post: PostOffice) -> None:
    for _ in range(30):
        assert post.sent(name="suspended").state is S.ACCEPTED
    one_more = post.sent(name="suspended")
    assert (one_more.state, one_more.waits) == (S.QUEUED, "cap")
    assert one_more.try_at == post.desk.now + timedelta(hours=1)


def test_a_freeze_stops_what_says_that_access_will_be_affected(post: PostOffice) -> None:
    with post.desk.store() as work:
        work.freezes.add(Freeze("f", "person", "wait", "", post.desk.now))
        work.commit()
    final = post.sent(**FINAL)
    assert (final.state, final.waits) == (S.QUEUED, "freeze")
    assert post.sent().state is S.ACCEPTED
    assert post.sent(name="data_deletion", access_from=date(2026, 11, 2)).state is S.ACCEPTED
    assert post.events(Frozen) == []


def test_what_is_due_is_looked_at_by_itself_once_there_is_a_mail_server(post: PostOffice) -> None:
    letter = post.queued(name="suspended")
    waiting = post.desk.now + 2 * A_MINUTE
    with post.desk.store() as work:
        work.letters.move(replace(letter, try_at=waiting), S.QUEUED)
        work.commit()
    job = Job("letter", f"letter:{letter.letter_id}:{waiting:%Y-%m-%dT%H:%M}")

    def is_new() -> bool:
        with post.desk.store() as work:
            return work.jobs.enqueue(job)

    tick(office=post.desk.office, sends=True)
    assert is_new()
    post.desk.now = waiting
    tick(office=post.desk.office, sends=False)
    assert is_new()
    tick(office=post.desk.office, sends=True)
    assert not is_new()


# Why it does not go


def test_a_notice_of_what_was_paid_is_withdrawn(post: PostOffice) -> None:
    paid = PostOffice(post.desk, lambda work, letter: "paid")
    letter = paid.sent()
    assert (letter.state, letter.why) == (S.WITHDRAWN, "paid")
    assert paid.server.taken == []
    assert [one.why for one in paid.events(LetterWithdrawn)] == ["paid"]


def test_a_notice_waits_for_no_reply_and_no_week(post: PostOffice) -> None:
    old = post.queued()
    post.desk.now += timedelta(days=8)
    assert post.send(old).why == "outdated"
    letter = post.queued()
    post.comes_back()
    assert post.send(letter).why == "unread_reply"
    assert post.sent(name="suspended").state is S.ACCEPTED


def test_all_notices_that_wait_are_withdrawn_at_once(post: PostOffice) -> None:
    notice, news = post.queued(), post.queued(name="promise_recorded")
    with post.desk.store() as work:
        assert letters.withdraw_waiting(work, post.customer, "promise", a_stamp()) == 1
        work.commit()
    assert post.again(notice).state is S.WITHDRAWN
    assert post.again(news).state is S.QUEUED
