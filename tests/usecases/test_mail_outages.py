"""A mail server that stays out of reach is told once, and once when letters leave again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.events import MailServerBack, MailServerLost
from core.domain.notices import LetterState
from core.ports.outside import Answer
from tests.a_post_office import DONE, NEVER, NOT_NOW, UNKNOWN, UNREACHED, PostOffice
from tests.office import Desk

FIVE_MINUTES, HALF_AN_HOUR = timedelta(minutes=5), timedelta(minutes=30)


@pytest.fixture
def post(desk: Desk) -> PostOffice:
    return PostOffice(desk)


def told(post: PostOffice) -> tuple[int, int]:
    return len(post.events(MailServerLost)), len(post.events(MailServerBack))


def goes_on(post: PostOffice, by: timedelta) -> None:
    """Time passes five minutes at a time; whatever is due is tried."""
    end = post.desk.now + by
    while post.desk.now < end:
        post.later(FIVE_MINUTES)
        with post.desk.store.reading() as work:
            due = work.letters.due(post.desk.now)
        for letter in due:
            post.send(letter)


def lost(post: PostOffice, count: int = 1) -> None:
    post.server.answer = UNREACHED
    for _ in range(count):
        post.sent(name="promise_recorded")


def test_an_outage_is_told_once_and_its_end_once(post: PostOffice) -> None:
    lost(post, 2)
    since = post.desk.now
    goes_on(post, HALF_AN_HOUR)
    assert told(post) == (0, 0)
    goes_on(post, 2 * HALF_AN_HOUR)
    assert post.events(MailServerLost) == [MailServerLost(since=since, letters=2)]
    post.server.answer = DONE
    goes_on(post, HALF_AN_HOUR)
    assert post.events(MailServerBack) == [MailServerBack(since=since)]
    assert told(post) == (1, 1)


def test_another_outage_is_told_anew(post: PostOffice) -> None:
    for number in (1, 2):
        lost(post)
        goes_on(post, 2 * HALF_AN_HOUR)
        post.server.answer = DONE
        goes_on(post, HALF_AN_HOUR)
        assert told(post) == (number, number)


@pytest.mark.parametrize("answer", [DONE, NOT_NOW, NEVER], ids=["taken", "not now", "never"])
def test_a_short_outage_is_no_news(post: PostOffice, answer: Answer) -> None:
    lost(post)
    goes_on(post, HALF_AN_HOUR - 2 * FIVE_MINUTES)
    post.server.answer = answer
    goes_on(post, FIVE_MINUTES)
    post.server.answer = UNREACHED
    goes_on(post, FIVE_MINUTES)
    assert told(post) == (0, 0)


def test_an_answer_that_was_lost_says_nothing_of_the_server(post: PostOffice) -> None:
    lost(post)
    goes_on(post, 2 * HALF_AN_HOUR)
    post.server.answer = UNKNOWN
    assert post.sent(name="promise_recorded").state is LetterState.UNCLEAR
    assert told(post) == (1, 0)


def test_what_failed_long_ago_was_another_outage(post: PostOffice) -> None:
    lost(post)
    post.desk.now += timedelta(hours=9)
    post.server.answer = UNREACHED
    goes_on(post, FIVE_MINUTES)
    assert told(post) == (0, 0)
    goes_on(post, 2 * HALF_AN_HOUR)
    assert told(post) == (1, 0)
