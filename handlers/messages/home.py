"""The Home tab: what waits for me, what I look after, who is at risk, what was decided, and how
well the desk is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.exposure import Standing
from core.usecases.credit_view import News
from core.usecases.deciding import Decision
from core.usecases.home import View
from core.usecases.overdue import Row
from core.usecases.renewals import Due
from handlers.messages.blocks import Block, Element, actions, button, context, header, link, section
from handlers.messages.case_card import case_line
from handlers.messages.clock_lines import near_line
from handlers.messages.credit_news import waiting_lines
from handlers.messages.digest import ask_of, course_of
from handlers.messages.exposure_lines import amounts, standing_word
from handlers.messages.finding import customer_select
from handlers.messages.freeze_lines import narrow_line
from handlers.messages.health_lines import decided_line, health_lines
from handlers.messages.notify_lines import choices, mine
from handlers.messages.plan_buttons import revision_block
from handlers.messages.renewal_lines import renewal_buttons, renewal_line
from handlers.messages.text import Safe, Words
from handlers.messages.ticket_card import ticket_line

# Slack takes a hundred blocks: what has buttons takes two, and a list is one.
MOST, MOST_WITH_BUTTONS, MOST_FROZEN = 10, 5, 5


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of the buttons: for the plans and the renewals that are shown, and for how one is asked. None
    where it is only looked at how the tab looks."""

    plans: Sequence[str] = ()
    renewals: Sequence[str] = ()
    notify: str = ""


def shown_votes(view: View) -> Sequence[Decision]:
    return view.votes[:MOST_WITH_BUTTONS]


def shown_renewals(view: View) -> Sequence[Due]:
    return view.renewals[:MOST_WITH_BUTTONS]


def home(view: View, words: Words, tokens: Tokens = Tokens()) -> Block:
    """A view of type home; whatever is empty is left out."""
    blocks = _votes(view, tokens, words)
    blocks += _lines(words("Your cases"), [case_line(one, words) for one in view.cases], words)
    credit = [f"• {line}" for line in waiting_lines(News(waiting=view.credits), words)]
    blocks += _lines(words("Credit for you to decide"), credit, words)
    clocks = [f"• {near_line(one, words)}" for one in view.clocks]
    blocks += _lines(words("Data that is about to be deleted"), clocks, words)
    blocks += _renewals(view, tokens, words)
    blocks += _asked(view, words)
    tickets = [ticket_line(one, words) for one in view.tickets]
    blocks += _lines(words("Your service requests"), tickets, words)
    severe = [_severe(row, words) for row in view.at_risk]
    blocks += _lines(words("At risk"), severe, words)
    if not blocks:
        blocks.append(section(words("Nothing waits for you, and nobody is at risk.")))
    decided = [decided_line(one, words) for one in view.decided]
    blocks += _lines(words("Decided in the last seven days"), decided, words)
    said = health_lines(view.health, view.overview, words)
    blocks += [header(words("Freeze and health")), section("\n".join(said))]
    blocks += _notify(view, tokens, words)
    return {"type": "home", "blocks": [*_frozen(view, words), _find(words), *blocks]}


def stranger(words: Words) -> Block:
    """For whoever has no role: nothing of any customer."""
    said = words("This desk is for people who look after customers' accounts. You have no role.")
    return {"type": "home", "blocks": [section(said)]}


def _frozen(view: View, words: Words) -> list[Block]:
    blocks: list[Block] = []
    if view.freeze is not None:
        since = words("*Everything is frozen* since {moment}.", moment=view.freeze.since)
        blocks.append(section(since))
    narrow = view.overview.narrow[:MOST_FROZEN]
    return blocks + [section(f"*{narrow_line(one, words)}*") for one in narrow]


def _find(words: Words) -> Block:
    """Whoever is found is shown as `/standing` shows it."""
    return section(words("Find a customer:"), customer_select("customer_standing", words))


def _votes(view: View, tokens: Tokens, words: Words) -> list[Block]:
    """Decided on right here; the card has all that there is to know."""
    if not view.votes:
        return []
    blocks: list[Block] = [header(words("Waiting for your vote"))]
    for number, one in enumerate(shown_votes(view)):
        blocks.append(section(_decision(one, words)))
        row = _vote_buttons(one, number + 1, _at(tokens.plans, number), words)
        blocks.append(actions(*row, block_id=revision_block(one.plan)))
    return blocks + _more(len(view.votes), MOST_WITH_BUTTONS, words)


def _vote_buttons(one: Decision, number: int, token: str, words: Words) -> list[Element]:
    of = {"number": number, "ask": Safe(ask_of(one, words))}
    return [
        button(
            words("Approve…"), "plan_approve", token, spoken=words("Approve {number}: {ask}", **of)
        ),
        button(
            words("Reject…"), "plan_reject", token, spoken=words("Reject {number}: {ask}", **of)
        ),
        *filter(None, [_open(one, number, words)]),
    ]


def _asked(view: View, words: Words) -> list[Block]:
    if not view.asked:
        return []
    shown = enumerate(view.asked[:MOST], start=len(view.votes) + 1)
    blocks: list[Block] = [header(words("Asked for by you"))]
    blocks += [section(_decision(one, words), _open(one, number, words)) for number, one in shown]
    return blocks + _more(len(view.asked), MOST, words)


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


def _renewals(view: View, tokens: Tokens, words: Words) -> list[Block]:
    if not view.renewals:
        return []
    blocks: list[Block] = [header(words("Renewals of customers who are late"))]
    for number, one in enumerate(shown_renewals(view)):
        token = _at(tokens.renewals, number)
        blocks += [section(renewal_line(one, words)), renewal_buttons(one, token, words)]
    return blocks + _more(len(view.renewals), MOST_WITH_BUTTONS, words)


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


def _notify(view: View, tokens: Tokens, words: Words) -> list[Block]:
    """For whoever has a vote."""
    if view.preference is None or view.health is None:
        return []
    said = mine(view.preference, view.health.today, words)
    row = choices(view.preference, view.health.today, tokens.notify, words)
    return [header(words("How you are asked")), section(said), row]


def _lines(name: str, lines: Sequence[str], words: Words) -> list[Block]:
    if not lines:
        return []
    return [header(name), section("\n".join(lines[:MOST])), *_more(len(lines), MOST, words)]


def _more(count: int, most: int, words: Words) -> list[Block]:
    return [context(words("and {count} more", count=count - most))] if count > most else []


def _at(tokens: Sequence[str], number: int) -> str:
    return tokens[number] if number < len(tokens) else ""
