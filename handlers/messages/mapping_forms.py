"""Accounts in the books as a list for one person, and the form that says whose one is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.customers import Customer, CustomerKey, MappingState
from core.domain.mapping import Suggestion
from core.usecases.mapping_view import Entry, Unmapped
from handlers.messages.blocks import Block, Message, Option, button, context, modal, section
from handlers.messages.choices import short_tenant
from handlers.messages.customer_forms import LONGEST_NOTE
from handlers.messages.escaping import one_line
from handlers.messages.exposure_lines import amounts
from handlers.messages.finding import customer_input
from handlers.messages.inputs import Question, radio_buttons, text_input
from handlers.messages.mapping_words import why
from handlers.messages.text import Safe, Words

MOST_SHOWN = 20
MOST_CANDIDATES = 8
NOBODY, OTHER = "nobody", "other"


@dataclass(frozen=True, slots=True)
class Row:
    """An account, and the token of the button that settles whose it is."""

    entry: Entry
    token: str


def unmapped_card(found: Unmapped, rows: Sequence[Row], words: Words) -> Message:
    """The accounts that owe most and are nobody's; `rows` are as many as are shown."""
    if not found.entries:
        return Message(nothing := words("Everybody who owes something is somebody we know."),
                       (section(nothing),))  # fmt: skip
    first = words.many(
        "{count} account that owes something is not confirmed: {amounts} open.",
        "{count} accounts that owe something are not confirmed: {amounts} open.",
        len(found.entries),
        amounts=amounts(found.open, words),
    )
    blocks: list[Block] = [section(f"*{first}*"), *_rows(rows, words)]
    left = len(found.entries) - len(rows)
    if left:
        blocks.append(section(words("and {count} more", count=left)))
    said = words("Nobody is ever suspended for what is owed on them. {command} finds any account.",
                 command=Safe("`/mapping nordwind`"))  # fmt: skip
    return Message(first, (*blocks, context(said)))


def found_card(rows: Sequence[Row], words: Words) -> Message:
    """Accounts that fit what was typed, whosever they are."""
    first = words.many("{count} account fits.", "{count} accounts fit.", len(rows))
    return Message(first, (section(f"*{first}*"), *_rows(rows, words)))


def _rows(rows: Sequence[Row], words: Words) -> Iterator[Block]:
    for number, row in enumerate(rows, start=1):
        name = Safe(row.entry.debtor.name)
        spoken = words("Choose the customer of {number}: {name}", number=number, name=name)
        choose = button(words("Choose Customer…"), "mapping_settle", row.token, spoken=spoken)
        yield section("\n".join(_lines(row.entry, words)), choose)


def _lines(entry: Entry, words: Words) -> list[str]:
    debtor = entry.debtor
    first = words(
        "*{name}* ({source}, {ref})",
        name=debtor.name,
        source=debtor.source,
        ref=debtor.customer_ref,
    )
    if any(entry.open.values()):
        owed = amounts(entry.open, words)
        first = words("{account}: {amounts} open", account=Safe(first), amounts=owed)
    return [first, stands(entry, words)]


def stands(entry: Entry, words: Words) -> str:
    """Who it is, who it may be and why, or that nobody knows."""
    match entry.debtor.mapping:
        case MappingState.CONFIRMED:
            return words("It is {customer}, confirmed.", customer=_named(entry.customer, words))
        case MappingState.PROPOSED:
            customer = _named(entry.customer, words)
            return words("The books name the tenant of {customer}.", customer=customer)
    proposed = entry.proposed()
    if proposed is not None:
        return _suggested(proposed, entry, words)
    if entry.suggestions:
        count = len(entry.suggestions)
        return words.many(
            "{count} customer may be meant.", "{count} customers may be meant.", count
        )
    return words("Nothing says who it is.")


def _suggested(one: Suggestion, entry: Entry, words: Words) -> str:
    customer = _named(entry.candidates.get(one.customer), words)
    return words("{customer}? {why}", customer=customer, why=Safe(why(one, words)))


def _named(customer: Customer | None, words: Words) -> Safe:
    if customer is None:
        return Safe(words("unknown"))
    return Safe(
        words(
            "{customer} ({domain}, {tenant})",
            customer=customer.name,
            domain=customer.domain or words("domain unknown"),
            tenant=short_tenant(customer.key.tenant_id),
        )
    )


def candidates(entry: Entry) -> tuple[CustomerKey, ...]:
    """Whoever can be picked in the form, in its order."""
    shown = [one.customer for one in entry.suggestions if one.customer in entry.candidates]
    proposed = [entry.debtor.customer] if entry.debtor.mapping is MappingState.PROPOSED else []
    found = dict.fromkeys(key for key in (*proposed, *shown) if key is not None)
    return tuple(found)[:MOST_CANDIDATES]


def mapping_form(entry: Entry, token: str, words: Words) -> Block:
    """Options are numbered: what they stand for lies behind the token. One of several is picked by
    nobody but a person."""
    confirmed = entry.debtor.mapping is MappingState.CONFIRMED
    found = _options(entry, words)
    options = [*found, _nobody(confirmed, words)]
    options.append(Option(OTHER, words("Somebody else, named below")))
    initial = OTHER if not found else found[0].value if len(found) == 1 else ""
    named = Question("customer", words("Somebody else"), optional=True)
    reason = Question("reason", words("Why it changes"))
    blocks: list[Block] = [
        section("\n".join(_lines(entry, words))),
        radio_buttons(Question("what", words("Who is it?")), options, initial=initial),
        customer_input(named, words),
    ]
    if confirmed:
        blocks.append(text_input(reason, multiline=True, most=LONGEST_NOTE))
    return modal(
        words("Whose Account"),
        blocks,
        callback_id="mapping_form",
        submit=words("Save"),
        close=words("Cancel"),
        token=token,
    )


def _options(entry: Entry, words: Words) -> list[Option]:
    reasons: Mapping[CustomerKey, Suggestion] = {one.customer: one for one in entry.suggestions}
    found = []
    for at, key in enumerate(candidates(entry)):
        known = entry.candidates.get(key) or entry.customer
        name = known.name if known else key.tenant_id
        domain = known.domain if known else ""
        label = one_line(f"{name}, {domain}" if domain else name, 75)
        hint = why(reasons[key], words) if key in reasons else words("The books name its tenant.")
        found.append(Option(str(at), label, hint=one_line(hint, 75)))
    return found


def _nobody(confirmed: bool, words: Words) -> Option:
    if confirmed:
        return Option(NOBODY, words("Nobody we know: take it back"))
    return Option(NOBODY, words("None of these, and nobody we know"))
