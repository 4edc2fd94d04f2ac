"""The Home tab: what waits for me, my cases, who is at risk, and whether all is frozen."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.exposure import Standing
from core.usecases.credit_view import News
from core.usecases.deciding import Decision
from core.usecases.home import View
from core.usecases.overdue import Row
from handlers.messages.blocks import Block, Element, context, header, link, section
from handlers.messages.case_card import case_line
from handlers.messages.clock_lines import near_line
from handlers.messages.credit_news import waiting_lines
from handlers.messages.digest import ask_of, course_of
from handlers.messages.exposure_lines import amounts, standing_word
from handlers.messages.freeze_lines import narrow_line
from handlers.messages.overdue import state_lines
from handlers.messages.renewal_lines import renewal_buttons, renewal_line
from handlers.messages.text import Safe, Words
from handlers.messages.ticket_card import ticket_line

MOST = 10


def home(view: View, words: Words, tokens: Sequence[str] = ()) -> Block:
    """A view of type home; whatever is empty is left out. `tokens` are for the buttons of the
    renewals."""
    blocks: list[Block] = []
    if view.freeze is not None:
        since = words("*Everything is frozen* since {moment}.", moment=view.freeze.since)
        blocks.append(section(since))
    blocks += [section(f"*{narrow_line(one, words)}*") for one in view.overview.narrow]
    blocks += _decisions(words("Waiting for your vote"), view.votes, words)
    blocks += _lines(words("Your cases"), [case_line(one, words) for one in view.cases], words)
    credit = [f"• {line}" for line in waiting_lines(News(waiting=view.credits), words)]
    blocks += _lines(words("Credit for you to decide"), credit, words)
    blocks += _renewals(view, tokens, words)
    blocks += _decisions(words("Asked for by you"), view.asked, words)
    tickets = [ticket_line(one, words) for one in view.tickets]
    blocks += _lines(words("Your service requests"), tickets, words)
    blocks += _lines(words("At risk"), _at_risk(view, words), words)
    if not blocks:
        blocks.append(section(words("Nothing waits for you, and nobody is at risk.")))
    blocks.append(context(" ".join(state_lines(view.overview, words))))
    return {"type": "home", "blocks": blocks}


def stranger(words: Words) -> Block:
    """For whoever has no role: nothing of any customer."""
    said = words("This desk is for people who look after customers' accounts. You have no role.")
    return {"type": "home", "blocks": [section(said)]}


def _decisions(name: str, found: Sequence[Decision], words: Words) -> list[Block]:
    if not found:
        return []
    blocks: list[Block] = [header(name)]
    blocks += [
        section(_decision(one, words), _open(one, number, words))
        for number, one in enumerate(found[:MOST], start=1)
    ]
    return blocks + _more(len(found), words)


def _decision(one: Decision, words: Words) -> str:
    """Money is named where some is late: what is about something else has none."""
    late = amounts(one.overdue, words) if one.overdue else ""
    course = words.clauses(filter(None, (late, course_of(one, words))))
    return words("*{ask}*\n{course}", ask=Safe(ask_of(one, words)), course=Safe(course))


def _open(one: Decision, number: int, words: Words) -> Element | None:
    if not one.permalink:
        return None
    spoken = words("Open {number}: {ask}", number=number, ask=Safe(ask_of(one, words)))
    return link(words("Open"), "card_open", one.permalink, spoken=spoken)


def _renewals(view: View, tokens: Sequence[str], words: Words) -> list[Block]:
    if not view.renewals:
        return []
    blocks: list[Block] = [header(words("Renewals of customers who are late"))]
    for one, token in zip(view.renewals[:MOST], tokens, strict=False):
        blocks += [section(renewal_line(one, words)), renewal_buttons(one, token, words)]
    return blocks + _more(len(view.renewals), words)


def _at_risk(view: View, words: Words) -> list[str]:
    clocks = [f"• {near_line(one, words)}" for one in view.clocks]
    return [*clocks, *(_severe(row, words) for row in view.at_risk)]


def _severe(row: Row, words: Words) -> str:
    """Everybody here is at risk: said is only who is suspended."""
    said = words.many(
        "• {name}: {amounts}, {count} day",
        "• {name}: {amounts}, {count} days",
        row.exposure.days_overdue(),
        name=row.name,
        amounts=amounts(row.exposure.overdue(), words),
    )
    suspended = row.standing is Standing.SUSPENDED
    return words.clauses((said, standing_word(row.standing, words))) if suspended else said


def _lines(name: str, lines: Sequence[str], words: Words) -> list[Block]:
    if not lines:
        return []
    return [header(name), section("\n".join(lines[:MOST])), *_more(len(lines), words)]


def _more(count: int, words: Words) -> list[Block]:
    return [context(words("and {count} more", count=count - MOST))] if count > MOST else []
