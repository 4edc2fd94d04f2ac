"""The card that asks for a decision on credit, what becomes of it, and its owner's reminder."""

from __future__ import annotations

from core.domain.credit import Credit, CreditState, Mark
from core.usecases.credit_view import Asked, Listed
from handlers.messages.behaviour_lines import lines_in
from handlers.messages.blocks import Block, Confirm, Message, actions, button, plain, section
from handlers.messages.credit_advice import advice_line, reason_line
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

MOST_CHECKS, MOST_REASONS = 6, 3


def decision_card(view: Asked, token: str, words: Words) -> Message:
    """With buttons while it waits, with the record after."""
    credit = view.credit
    first = words(
        "CREDIT {limit} for {customer}: {terms}, until {day}.",
        limit=credit.limit,
        customer=view.customer.name,
        terms=terms_words(credit.proposal.terms, words),
        day=credit.proposal.valid_until,
    )
    blocks: list[Block] = [section(f"*{first}*"), section("\n".join(_facts(view, words)))]
    if credit.state is CreditState.PENDING:
        return Message(first, (*blocks, _buttons(view, token, words)))
    return Message(first, (*blocks, section(_record(view, words))))


def _facts(view: Asked, words: Words) -> list[str]:
    credit = view.credit
    pending = credit.state is CreditState.PENDING
    said = [
        words("*Now:* {before}.", before=_before(view, words)) if pending else "",
        words("*With it:* {bar}. {parts}.", bar=bar(view.use, credit.limit, words),
              parts=Safe(parts(view.use, words))),
        unknown(view.use.gaps, words),
        words("*Why:* {reason} ({who})", reason=quoted(credit.proposal.reason),
              who=_name(credit.requested_by, view, words)),
        _rests_on(view, words),
        _advice(view, words),
        *(lines_in(view.pays, credit.currency, words) if view.pays else ()),
        words("*Review:* {day}.", day=credit.proposal.review_on),
    ]  # fmt: skip
    if pending:
        who = _name(credit.requested_by, view, words)
        said.append(words("*Takes:* one vote of somebody else than {who}.", who=who))
    return [line for line in said if line]


def _before(view: Asked, words: Words) -> Safe:
    if view.before is None or view.before.credit_id == view.credit.credit_id:
        return Safe(words("no limit in {currency}", currency=Safe(view.credit.currency)))
    return limit_line(view.before, words)


def _rests_on(view: Asked, words: Words) -> str:
    if not view.rests_on:
        return words("*Rests on:* nothing was checked.")
    lines = [f"• {check_line(check, words)}" for check in view.rests_on[:MOST_CHECKS]]
    left = len(view.rests_on) - len(lines)
    more = [words("and {count} more", count=left)] if left else []
    return "\n".join([words("*Rests on*"), *lines, *more])


def _advice(view: Asked, words: Words) -> str:
    reasons = words.strung(reason_line(one, words) for one in view.advice.reasons[:MOST_REASONS])
    return words(
        "*Advice:* {line}: {reasons}.",
        line=Safe(advice_line(view.advice, words)),
        reasons=Safe(reasons),
    )


def _buttons(view: Asked, token: str, words: Words) -> Block:
    dialog = Confirm(
        title=words("Give this credit?"),
        text=words(
            "{limit} for {customer}, {terms}.",
            limit=view.credit.limit,
            customer=view.customer.name,
            terms=terms_words(view.credit.proposal.terms, words),
        ),
        confirm=words("Approve"),
        deny=words("Cancel"),
    )
    return actions(
        button(words("Approve"), "credit_approve", token, style="primary", confirm=dialog),
        button(words("Reject…"), "credit_reject", token),
        block_id=f"credit-{view.credit.credit_id}",
    )


RECORDS = {
    CreditState.APPROVED: N_("*Approved* by {who}, {moment}."),
    CreditState.REJECTED: N_("*Rejected* by {who}, {moment}: {why}"),
    CreditState.EXPIRED: N_("*Run out:* it holds no longer."),
    CreditState.SUPERSEDED: N_("*Replaced* by a newer decision."),
    CreditState.WITHDRAWN: N_("*Withdrawn:* {why}"),
}


def _record(view: Asked, words: Words) -> str:
    credit = view.credit
    sentence = RECORDS.get(credit.state)
    if sentence is None:
        return words("It is {state}.", state=state_words(credit.state, words))
    return words(
        sentence,
        who=_name(credit.decided_by, view, words),
        moment=credit.decided_at or credit.requested_at,
        why=quoted(credit.why),
    )


def _name(person_id: str, view: Asked, words: Words) -> str:
    return view.people.get(person_id) or words("Goodstanding")


# For whoever asked for it


MARKS = {
    Mark.REVIEW: N_("Credit of {customer}, {limit}: it is to be reviewed. Decide anew if need be."),
    Mark.LAPSING: N_("Credit of {customer}, {limit}: it runs out soon; then there is no limit."),
}


def reminder(one: Listed, mark: Mark, token: str, words: Words) -> Message:
    """Leads to the credit card; `token` stands for the customer."""
    said = words(MARKS[mark], customer=one.customer_name, limit=limit_line(one.credit, words))
    go_on = button(words("Show Credit"), "customer_credit", token)
    return Message(said, (section(said), actions(go_on)))


# Answers


def asked(credit: Credit, customer_name: str, words: Words) -> Message:
    """What came of a form."""
    facts: dict[str, object] = {"customer": customer_name, "limit": limit_line(credit, words)}
    match credit.state:
        case CreditState.DRAFT:
            return plain(words("Kept as a draft for {customer}: {limit}.", **facts))
        case CreditState.PENDING:
            said = words(
                "Asked for {customer}: {limit}. Somebody else decides, in the approvals channel.",
                **facts,
            )
            return plain(said)
    return plain(words("In force for {customer}: {limit}.", **facts))


def decided(credit: Credit, customer_name: str, words: Words) -> Message:
    return plain(
        words(
            "Credit of {customer} is {state} now.",
            customer=customer_name,
            state=state_words(credit.state, words),
        )
    )
