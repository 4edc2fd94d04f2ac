"""The digest hears of the policy run what it found, and whom it was told about."""

from __future__ import annotations

from datetime import timedelta

from core.usecases.course_news import course_news
from tests.a_run import FIRST_DAY, Run


def test_it_names_what_is_due_and_who_comes_near(run: Run) -> None:
    run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    near = run.customer(2)
    run.owes(2, due=FIRST_DAY - timedelta(days=30))
    ago = (("reminder", 26), ("second", 19), ("formal", 8))
    run.told(near, *((name, FIRST_DAY - timedelta(days=days)) for name, days in ago))
    run.morning(FIRST_DAY)
    with run.store.reading() as work:
        news = course_news(work, office=run.office)
    assert news.held
    assert news.letters == {"reminder": ("Customer 1",), "final": ("Customer 2",)}
    run.release()
    with run.store.reading() as work:
        assert course_news(work, office=run.office).unread == ("final", "reminder")
    run.release_words()
    run.run()
    run.post()
    run.days(2)
    with run.store.reading() as work:
        news = course_news(work, office=run.office)
    assert [one.name for one in news.nearing] == ["Customer 2"]
    assert not news.held
    assert news.letters == {}
