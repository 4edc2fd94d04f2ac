"""The forms of credit: what is decided, what was checked, and why something ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.credit import (
    LONGEST_REASON,
    Credit,
    Proposal,
    TermKind,
    Terms,
)
from core.domain.customers import Customer
from core.domain.money import Money
from core.usecases.credit_checks import LONGEST_LINK, LONGEST_NAME, LONGEST_NOTE
from core.usecases.credit_view import Line, View
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.credit_advice import advice_line
from handlers.messages.credit_words import KINDS, bar, limit_line
from handlers.messages.inputs import (
    Question,
    date_picker,
    radio_buttons,
    static_select,
    text_input,
)
from handlers.messages.text import N_, Safe, Words

A_YEAR, HALF_A_YEAR = timedelta(days=365), timedelta(days=182)
LONGEST_AMOUNT = 30
NOW, DRAFT = "now", "draft"
TERMS = {
    TermKind.PREPAYMENT: N_("Prepayment"),
    TermKind.MONTHLY: N_("Monthly terms: paid month by month"),
    TermKind.NET: N_("Net: due so many days after the invoice"),
}


@dataclass(frozen=True, slots=True)
class Start:
    """What the form begins with."""

    currency: str
    limit: Money | None
    terms: Terms
    reason: str
    valid_until: date
    review_on: date


def ask_form(view: View, codes: Sequence[str], token: str, words: Words) -> Block:
    """`codes` are the currencies to choose from; the first with a question, a limit or a use
    begins."""
    start = _start(view, codes)
    head = [words("*{customer}*", customer=view.customer.name)]
    head += [_used(line, words) for line in view.lines]
    head += [words("Advice in {currency}: {line}.", currency=Safe(one.currency),
                   line=Safe(advice_line(one, words))) for one in view.advice]  # fmt: skip
    return modal(
        words("Decide on Credit"),
        [section("\n".join(head)), *_money(start, codes, words), *_days(start, words),
         *_reason(start, words)],
        callback_id="credit_ask_form",
        submit=words("Submit"),
        close=words("Cancel"),
        token=token,
    )  # fmt: skip


def _used(line: Line, words: Words) -> str:
    if line.in_force is None:
        return words("No limit in {currency}, {used} used.",
                     currency=Safe(line.currency), used=line.use.known)  # fmt: skip
    return words("Now: {bar}.", bar=bar(line.use, line.in_force.limit, words))


def _start(view: View, codes: Sequence[str]) -> Start:
    """The draft, else the limit in force, else what is advised."""
    drafts = [line.undecided for line in view.lines if line.undecided]
    held = [line.in_force for line in view.lines if line.in_force]
    year, half = view.today + A_YEAR, view.today + HALF_A_YEAR
    if drafts:
        return _from(drafts[0].proposal)
    if held:
        known = held[0].proposal
        return Start(known.limit.currency, known.limit, known.terms, "", year, half)
    if view.advice:
        first = view.advice[0]
        return Start(first.currency, first.limit, first.terms, "", year, half)
    return Start(codes[0], None, Terms(TermKind.PREPAYMENT), "", year, half)


def _from(known: Proposal) -> Start:
    return Start(
        known.limit.currency, known.limit, known.terms, known.reason, known.valid_until,
        known.review_on,
    )  # fmt: skip


def _money(start: Start, codes: Sequence[str], words: Words) -> list[Block]:
    amount = start.limit.plain() if start.limit is not None else ""
    hint = words("As in 10000 or 10000.00. Zero gives no credit.")
    days = str(start.terms.days) if start.terms.kind is TermKind.NET else ""
    terms = [Option(kind.value, words(said)) for kind, said in TERMS.items()]
    return [
        static_select(
            Question("currency", words("Currency")),
            [Option(code, code) for code in codes],
            initial=start.currency,
        ),
        text_input(
            Question("limit", words("Limit"), hint=hint), initial=amount, most=LONGEST_AMOUNT
        ),
        radio_buttons(Question("terms", words("Terms")), terms, initial=start.terms.kind.value),
        text_input(
            Question("days", words("Days, for net terms"), optional=True), initial=days, most=3
        ),
    ]


def _days(start: Start, words: Words) -> list[Block]:
    last = Question("valid_until", words("Last day"), hint=words("A year at most."))
    review = Question("review_on", words("Review on"), hint=words("Whoever asks is reminded."))
    return [date_picker(last, start.valid_until), date_picker(review, start.review_on)]


def _reason(start: Start, words: Words) -> list[Block]:
    now = Option(NOW, words("Decide now"), words("Large limits then wait for somebody else"))
    later = Option(DRAFT, words("Keep as a draft"), words("Nothing is asked yet"))
    reason = Question("reason", words("Reason"))
    return [
        text_input(reason, initial=start.reason, multiline=True, most=LONGEST_REASON),
        radio_buttons(Question("when", words("What now?")), [now, later], initial=NOW),
    ]


def check_form(customer: Customer, today: date, token: str, words: Words) -> Block:
    kinds = [Option(kind.value, words(said)) for kind, said in KINDS.items()]
    given_by = Question(
        "given_by", words("By whom"), optional=True,
        hint=words("Who accepted the agreement, answered, or issued it."),
    )  # fmt: skip
    amount = Question(
        "amount", words("Deposit"), optional=True, hint=words("Amount and currency: 500 EUR")
    )
    return modal(
        words("Add to File"),
        [
            section(words("*{customer}*", customer=customer.name)),
            static_select(Question("kind", words("What was checked?")), kinds),
            date_picker(Question("on", words("Day")), today),
            text_input(given_by, most=LONGEST_NAME),
            text_input(
                Question("note", words("Note"), optional=True), multiline=True, most=LONGEST_NOTE
            ),
            text_input(Question("link", words("Link"), optional=True), most=LONGEST_LINK),
            text_input(amount, most=LONGEST_AMOUNT),
        ],
        callback_id="credit_check_form",
        submit=words("Save"),
        close=words("Cancel"),
        token=token,
    )


ENDINGS = {
    "reject": (N_("Reject Credit"), N_("Reject"), N_("Why not?")),
    "withdraw": (N_("Withdraw Credit"), N_("Withdraw"), N_("Why?")),
}


def ending_form(what: str, credit: Credit, name: str, token: str, words: Words) -> Block:
    """Why somebody says no, or takes it back."""
    title, submit, question = ENDINGS[what]
    said = words("*{customer}*: {limit}", customer=name, limit=limit_line(credit, words))
    blocks = [section(said)]
    if what == "withdraw" and not credit.is_undecided():
        blocks.append(section(words("From then on no limit is in force.")))
    asked = text_input(Question("why", words(question)), multiline=True, most=LONGEST_REASON)
    return modal(
        words(title),
        [*blocks, asked],
        callback_id=f"credit_{what}_form",
        submit=words(submit),
        close=words("Cancel"),
        token=token,
    )
