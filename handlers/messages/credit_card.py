"""Credit of one customer, in private: what is used, what is in force, the file, advice, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.domain.credit import Credit, CreditState
from core.usecases.credit_view import Line, View
from handlers.messages.behaviour_lines import behaviour_lines, formula
from handlers.messages.blocks import Block, Element, Message, actions, button, context, section
from handlers.messages.credit_advice import advice_lines
from handlers.messages.credit_words import (
    bar,
    check_line,
    limit_line,
    parts,
    quoted,
    state_words,
    terms_words,
    unknown,
)
from handlers.messages.text import N_, Safe, Words

MOST_LINES, MOST_CURRENCIES = 5, 5


def credit_card(view: View, token: str, tokens: Mapping[str, str], words: Words) -> Message:
    """`token` stands for the customer, `tokens` for the decisions that can be taken back."""
    first = words(
        "Credit of {customer}: {said}.",
        customer=view.customer.name,
        said=Safe(words.strung(_shortly(line, words) for line in view.lines) or words("no limit")),
    )
    blocks: list[Block] = [section(f"*{first}*")]
    for line in view.lines[:MOST_CURRENCIES]:
        blocks += _sections(line, view, tokens, words)
    paragraphs = [advice_lines(one, words) for one in view.advice[:MOST_CURRENCIES]]
    paragraphs.append(behaviour_lines(view.pays, words) if view.pays else [])
    paragraphs += [_file(view, words), _history(view, words)]
    blocks += [section("\n".join(said)) for said in paragraphs if said]
    counts = words(
        "A limit counts open invoices, Azure not billed yet and what is committed, less credits."
    )
    explained = formula(view.pays, words) if view.pays else ""
    said = [context(line) for line in (counts, explained) if line]
    return Message(first, (*blocks, _buttons(token, words), *said))


def _sections(line: Line, view: View, tokens: Mapping[str, str], words: Words) -> list[Block]:
    """What is in force and what is asked for, each with the button that takes it back."""
    back = _take_back(line.in_force, tokens, N_("Withdraw the credit of {amount}"), words)
    said = section("\n".join(_line(line, view, words)), back)
    if line.undecided is None:
        return [said]
    asked = _undecided(line.undecided, view, words)
    spoken = N_("Withdraw the wish for {amount}")
    return [said, section(asked, _take_back(line.undecided, tokens, spoken, words))]


def _take_back(
    credit: Credit | None, tokens: Mapping[str, str], spoken: str, words: Words
) -> Element | None:
    if credit is None or credit.credit_id not in tokens:
        return None
    said = words(spoken, amount=credit.limit)
    return button(words("Withdraw…"), "credit_withdraw", tokens[credit.credit_id], spoken=said)


def _shortly(line: Line, words: Words) -> str:
    if line.in_force is None:
        return words("no limit in {currency}, {used} used",
                     currency=Safe(line.currency), used=line.use.known)  # fmt: skip
    return bar(line.use, line.in_force.limit, words)


def standing_lines(lines: Sequence[Line], words: Words) -> list[str]:
    """For the standing card; currencies of which nothing is to be said share a line."""
    bare = [one for one in lines if one.in_force is None and not _waits(one)]
    said = [standing_line(one, words) for one in lines if one not in bare]
    if not bare:
        return said
    codes = [Safe(one.currency) for one in bare]
    return [*said, words("*Credit:* no limit in {currencies}.", currencies=codes)]


def standing_line(line: Line, words: Words) -> str:
    """For the standing card."""
    over = words(" *Over the limit.*") if line.over() else ""
    if line.in_force is None:
        waits = words(", a limit waits for a decision") if _waits(line) else ""
        return words("*Credit:* no limit in {currency}{waits}.",
                     currency=Safe(line.currency), waits=Safe(waits))  # fmt: skip
    used = bar(line.use, line.in_force.limit, words)
    terms = terms_words(line.in_force.proposal.terms, words)
    return words("*Credit:* {used}, {terms}.", used=used, terms=terms) + over


def _waits(line: Line) -> bool:
    return line.undecided is not None and line.undecided.state is CreditState.PENDING


def _line(line: Line, view: View, words: Words) -> list[str]:
    """With a single currency the title has said how much of what is used."""
    said = [_bar(line, words)] if len(view.lines) > 1 else []
    if line.over():
        said.append(words("*Over the limit.*"))
    if line.in_force is not None:
        said.append(_in_force(line.in_force, view, words))
    said.append(words("Used: {parts}.", parts=Safe(parts(line.use, words))))
    return [*said, *filter(None, [unknown(line.use.gaps, words)])]


def _bar(line: Line, words: Words) -> str:
    if line.in_force is None:
        return words("*{currency}:* no limit is in force.", currency=Safe(line.currency))
    return words("*{bar}*.", bar=bar(line.use, line.in_force.limit, words))


def _in_force(credit: Credit, view: View, words: Words) -> str:
    return words(
        "Limit: {limit}, review {review}. By {who}: {reason}",
        limit=limit_line(credit, words),
        review=credit.proposal.review_on,
        who=_who(credit.decided_by, view, words),
        reason=quoted(credit.proposal.reason),
    )


def _undecided(credit: Credit, view: View, words: Words) -> str:
    who, limit = _who(credit.requested_by, view, words), limit_line(credit, words)
    if credit.state is CreditState.DRAFT:
        return words("Draft of {who}: {limit}.", who=who, limit=limit)
    said = words("Waits for a decision, asked by {who}: {limit}.", who=who, limit=limit)
    return f"{said} <{credit.link}|{words('Open')}>" if credit.link else said


def _file(view: View, words: Words) -> list[str]:
    if not view.checks:
        return [words("*File:* nothing was checked yet.")]
    lines = [check_line(check, words) for check in view.checks]
    return _listed(words("*File*"), lines, words)


def _history(view: View, words: Words) -> list[str]:
    """What is over, newest first."""
    over = [one for one in view.history if not _is_shown(one, view)]
    lines = [_past(one, view, words) for one in over]
    return _listed(words("*Before*"), lines, words) if lines else []


def _is_shown(credit: Credit, view: View) -> bool:
    return credit.is_undecided() or credit.holds(view.today)


def _past(credit: Credit, view: View, words: Words) -> str:
    state = CreditState.EXPIRED if credit.state is CreditState.APPROVED else credit.state
    who = credit.decided_by or credit.requested_by
    said = words(
        "{day}: {limit}, {who}: {state}",
        day=(credit.decided_at or credit.requested_at).date(),
        limit=limit_line(credit, words),
        who=_who(who, view, words),
        state=state_words(state, words),
    )
    return words("{what}: {said}", what=Safe(said), said=quoted(credit.why)) if credit.why else said


def _listed(title: str, lines: Sequence[str], words: Words) -> list[str]:
    shown = [f"• {line}" for line in lines[:MOST_LINES]]
    left = len(lines) - len(shown)
    return [title, *shown, *([words("and {count} more", count=left)] if left else [])]


def _who(person_id: str, view: View, words: Words) -> str:
    return view.people.get(person_id) or words("Goodstanding")


def _buttons(token: str, words: Words) -> Block:
    return actions(
        button(words("Decide…"), "credit_ask", token),
        button(words("Add to File…"), "credit_check", token),
    )


def retractable(view: View, person_id: str) -> list[str]:
    """Ids of what this person may take back: limits in force, and own questions."""
    shown = [one for line in view.lines for one in (line.in_force, line.undecided) if one]
    return [
        one.credit_id for one in shown if not one.is_undecided() or one.requested_by == person_id
    ]
