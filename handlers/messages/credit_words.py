"""How credit is spoken of: terms, states, what was checked, what is used and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal

from core.domain.credit import Check, CheckKind, Credit, CreditState, TermKind, Terms
from core.domain.credit_use import Gap, Use
from core.domain.money import Money
from handlers.messages.escaping import clean
from handlers.messages.text import N_, Safe, Words

LONGEST_TEXT, LONGEST_IN_LIST = 300, 120

TERMS: Mapping[TermKind, str] = {
    TermKind.PREPAYMENT: N_("prepayment"),
    TermKind.MONTHLY: N_("monthly terms"),
}
STATES: Mapping[CreditState, str] = {
    CreditState.DRAFT: N_("draft"),
    CreditState.PENDING: N_("waits for a decision"),
    CreditState.APPROVED: N_("in force"),
    CreditState.REJECTED: N_("rejected"),
    CreditState.EXPIRED: N_("run out"),
    CreditState.SUPERSEDED: N_("replaced by a newer one"),
    CreditState.WITHDRAWN: N_("withdrawn"),
}
KINDS: Mapping[CheckKind, str] = {
    CheckKind.REFERENCES: N_("Trade references"),
    CheckKind.BUREAU: N_("Credit bureau"),
    CheckKind.REGISTRY: N_("Registry extract"),
    CheckKind.AGREEMENT: N_("Customer agreement"),
    CheckKind.DEPOSIT: N_("Deposit"),
}
GAPS: Mapping[Gap, str] = {
    Gap.BOOKS: N_("what is open, since no books are confirmed as this customer's"),
    Gap.ROWS: N_("rows of the books that cannot be read"),
    Gap.DOCUMENTS: N_("documents that are missing from the newest books"),
    Gap.SPENDING: N_("what Azure costs this month"),
    Gap.PRICES: N_("what is still committed, since some prices or terms are not known"),
}


def terms_words(terms: Terms, words: Words) -> Safe:
    if terms.kind is TermKind.NET:
        return Safe(words.many("net {count} day", "net {count} days", terms.days))
    return Safe(words(TERMS[terms.kind]))


def state_words(state: CreditState, words: Words) -> Safe:
    return Safe(words(STATES[state]))


def whole(share: Decimal) -> Decimal:
    """Whole percents, never rounded up to a hundred."""
    return share.to_integral_value(ROUND_FLOOR)


def bar(use: Use, limit: Money, words: Words) -> Safe:
    """How much of a limit is used, as a bar in words."""
    share = use.share(limit)
    amounts = {"used": use.known, "limit": Safe(_number(limit, words))}
    if share is None:
        said = words("{used} used, where no credit is given", used=use.known)
    else:
        said = words("{used} of {limit}, {percent}%", percent=whole(share), **amounts)
    return Safe(words("at least {said}", said=Safe(said)) if use.gaps else said)


def _number(money: Money, words: Words) -> str:
    """An amount whose currency was said already."""
    return words.value(money).removeprefix(money.currency).strip()


def parts(use: Use, words: Words) -> str:
    """What it is made of; what is nothing is left out, unless all is."""
    said = [
        words("{amount} open", amount=use.open),
        words("{amount} not billed yet", amount=use.unbilled),
        words("{amount} still committed", amount=use.committed),
        words("less {amount} of credits", amount=use.credits),
    ]
    amounts = (use.open, use.unbilled, use.committed, use.credits)
    shown = [text for text, money in zip(said, amounts, strict=True) if money]
    return words.listed(shown) or words("nothing is used")


def unknown(gaps: Iterable[Gap], words: Words) -> str:
    """A sentence on what is not known, or nothing."""
    said = [words(GAPS[gap]) for gap in Gap if gap in set(gaps)]
    return words("Not known: {what}.", what=words.strung(said)) if said else ""


def limit_line(credit: Credit, words: Words) -> Safe:
    """The limit, the terms and until when."""
    return Safe(
        words(
            "{limit}, {terms}, until {day}",
            limit=credit.limit,
            terms=terms_words(credit.proposal.terms, words),
            day=credit.proposal.valid_until,
        )
    )


def check_line(check: Check, words: Words) -> str:
    """One thing in the file, with where it is kept."""
    kind = words(KINDS[check.kind])
    said = words("{kind}, {day}", kind=Safe(kind), day=check.on)
    if check.amount is not None:
        said = words.clauses((said, words.value(check.amount)))
    if check.given_by:
        said += words(", by {name}", name=check.given_by)
    if check.note:
        note = Safe(clean(check.note, LONGEST_IN_LIST))
        said = words("{what}: {how}", what=Safe(said), how=note)
    return f"{said} <{check.link}|{words('Open')}>" if check.link else said


def quoted(text: str) -> Safe:
    return Safe(clean(text, LONGEST_TEXT))
