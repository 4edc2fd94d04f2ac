"""Credit in the digest: what waits for a decision, who is over the limit, what comes to an end."""

from __future__ import annotations

from datetime import date

from core.usecases.credit_view import Listed, News
from handlers.messages.credit_words import bar, limit_line
from handlers.messages.text import Words


def waiting_lines(news: News, words: Words) -> list[str]:
    """One for each decision, with where it is taken."""
    return [_waiting(one, words) for one in news.waiting]


def _waiting(one: Listed, words: Words) -> str:
    limit = limit_line(one.credit, words)
    said = words("Credit of {customer}: {limit}", customer=one.customer_name, limit=limit)
    return f"{said} <{one.credit.link}|{words('Open')}>" if one.credit.link else said


def credit_lines(news: News, today: date, words: Words) -> list[str]:
    over = [_over(one, words) for one in news.over]
    return [*over, *(_coming(one, today, words) for one in news.coming)]


def _over(one: Listed, words: Words) -> str:
    assert one.use is not None
    used = bar(one.use, one.credit.limit, words)
    return words("Over the limit: {customer}, {used}", customer=one.customer_name, used=used)


def _coming(one: Listed, today: date, words: Words) -> str:
    """Its end is told rather than a review."""
    proposal = one.credit.proposal
    facts: dict[str, object] = {"customer": one.customer_name, "limit": proposal.limit}
    if (proposal.valid_until - today).days < 7:
        return words("Runs out {day}: {customer}, {limit}", day=proposal.valid_until, **facts)
    return words("To be reviewed {day}: {customer}, {limit}", day=proposal.review_on, **facts)
