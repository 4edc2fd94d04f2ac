"""What is said of data clocks: one line each on cards and lists, and the question near the end."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.retention import Kind
from core.usecases.clock_view import Ticking
from handlers.messages.blocks import Block, Message, actions, button, modal, section
from handlers.messages.escaping import clean
from handlers.messages.inputs import Question, text_input
from handlers.messages.seats import and_seats, seats_of
from handlers.messages.text import N_, Safe, Words

LONGEST_LETTER = 300
OVER = {
    "reinstated": N_("*Reinstated:* the data is safe."),
    "lifted": N_("*No longer suspended:* the data is safe."),
    "deleted": N_("*Deleted* at Microsoft."),
    "suspended_again": N_("*Suspended again:* its clock started anew."),
}


def clock_lines(found: Iterable[Ticking], words: Words) -> list[str]:
    """One line for each that holds data."""
    return [clock_line(one, words) for one in found if one.clock.kind is not Kind.AZURE_PLAN]


def clock_line(one: Ticking, words: Words) -> str:
    """From when, how far, who answers, and what is not sure about it."""
    said = [_gone_from(one, words), words("owner {owner}", owner=_owner(one, words))]
    if one.clock.found:
        day = one.clock.began
        said.append(words("found suspended {day}, so perhaps earlier", day=day))
    if one.clock.let_go_at is not None:
        said.append(words("let go {moment}", moment=one.clock.let_go_at))
    return words.clauses(said)


def near_line(one: Ticking, words: Words) -> str:
    """For lists of several customers, with where it is decided."""
    seats = seats_of(one.subscription) if one.subscription else 0
    said = words(
        "{line}, {customer}{seats}: reinstate it or let it go",
        line=Safe(clock_line(one, words)),
        customer=one.customer_name,
        seats=Safe(and_seats(seats, words)),
    )
    return f"{said} <{one.clock.link}|{words('Open')}>" if one.clock.link else said


def _gone_from(one: Ticking, words: Words) -> str:
    clock = one.clock
    if clock.gone_from is None:
        return words("Data of {name}: from when it may be deleted is unknown", name=one.name)
    if clock.is_over(one.today):
        return words("Data of {name} could be deleted from {day} on, and may be gone",
                     name=one.name, day=clock.gone_from)  # fmt: skip
    return words(
        "Data of {name} may be deleted from {day}, day {number} of {days}",
        name=one.name,
        day=clock.gone_from,
        number=clock.day(one.today),
        days=clock.days(),
    )


def _owner(one: Ticking, words: Words) -> str:
    return one.owner.name if one.owner else words("nobody")


def question(one: Ticking, token: str, words: Words) -> Message:
    """With buttons while somebody has to decide, with the answer after."""
    first = words(
        "Reinstate {name} of {customer}, or let its data go?",
        name=one.name,
        customer=one.customer_name,
    )
    if not one.clock.asks(one.today):
        answer = _answer(one, words)
        return Message(first, (section(f"{_head(one, words)}\n{answer}"),))
    blocks: list[Block] = [section(f"*{first}*"), section("\n".join(_facts(one, words)))]
    return Message(first, (*blocks, _buttons(one, token, words)))


def _head(one: Ticking, words: Words) -> str:
    return words("Data of {name} of {customer}", name=one.name, customer=one.customer_name)


def _facts(one: Ticking, words: Words) -> list[str]:
    said = [
        words("{line}.", line=Safe(clock_line(one, words))),
        words("Letting it go takes two votes and changes nothing at Microsoft."),
    ]
    if not one.ours:
        said.append(words("This desk did not suspend it, so it is reinstated in Partner Center."))
    if one.letting_go:
        said.append(words("Letting it go is asked for and waits for its votes."))
    return said


def _buttons(one: Ticking, token: str, words: Words) -> Block:
    back = button(words("Reinstate…"), "clock_reinstate", token, style="primary")
    go = button(words("Let It Go…"), "clock_let_go", token)
    return actions(*([back, go] if one.ours else [go]))


def _answer(one: Ticking, words: Words) -> str:
    clock = one.clock
    if clock.ended_at is not None:
        return words(OVER.get(clock.ended_why, OVER["lifted"]))
    if clock.let_go_at is not None:
        return words(
            "*Let go* {moment}, by two votes. Last letter: {letter}",
            moment=clock.let_go_at,
            letter=Safe(clean(clock.letter, LONGEST_LETTER)),
        )
    if clock.gone_from is not None and clock.is_over(one.today):
        return words(
            "*Over:* it could be deleted from {day} on, and may be gone.", day=clock.gone_from
        )
    return words("Its end has moved: {line}.", line=Safe(clock_line(one, words)))


def let_go_form(one: Ticking, token: str, words: Words) -> Block:
    letter = Question("letter", words("Last letter to the customer: its date or reference"))
    warning = words(
        "Two other people decide. Nothing is sent to Microsoft; nobody is asked about this data "
        "any more, and it may be deleted."
    )
    return modal(
        words("Let Data Go"),
        [
            section(words("{line}.", line=Safe(clock_line(one, words)))),
            section(warning),
            text_input(letter, most=LONGEST_LETTER),
        ],
        callback_id="clock_let_go_form",
        submit=words("Ask for It"),
        close=words("Cancel"),
        token=token,
    )


def letting_go_headline(found: Iterable[Ticking], words: Words) -> str:
    """What the card of such a plan asks for, in one line."""
    one = next(iter(found), None)
    if one is None:
        return words("LET DATA GO.")
    return words("LET DATA GO: {name} of {customer}.", name=one.name, customer=one.customer_name)


def letting_go_lines(found: Iterable[Ticking], letter: str, words: Words) -> list[str]:
    sent = Safe(clean(letter, LONGEST_LETTER))
    return [
        *(words("*Data:* {line}.", line=Safe(clock_line(one, words))) for one in found),
        words("*Last letter to the customer:* {letter}", letter=sent),
        words("*Then:* nothing changes at Microsoft; nobody is asked about it any more."),
    ]
