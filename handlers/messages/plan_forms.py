"""The forms in which an approver says yes or no, and what is shown in private on request."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.next_steps import NextStep
from core.domain.plans import ON_CUSTOMERS, Basis, By, Line, Verb
from core.gate import Verdict
from core.usecases.plan_view import PlanView
from handlers.messages import consequence_lines as brings
from handlers.messages import plan_lines as lines
from handlers.messages.blocks import Block, Message, Option, modal, section
from handlers.messages.desk_lines import desk_lines, held_up
from handlers.messages.factor_lines import code_input, customer_code
from handlers.messages.inputs import (
    Question,
    checkboxes,
    static_select,
    text_input,
)
from handlers.messages.plan_card import first_line
from handlers.messages.plan_course import frozen, votes
from handlers.messages.plan_lines import line_seats
from handlers.messages.plan_timeline import timeline
from handlers.messages.plan_waits import waits
from handlers.messages.renewal_lines import ways_section
from handlers.messages.seats import with_seats
from handlers.messages.text import N_, Safe, Words

VERBS = {
    Verb.SUSPEND: N_("Suspend"),
    Verb.REACTIVATE: N_("Reinstate"),
    Verb.RESTORE: N_("Put the renewal settings back of"),
    Verb.STOP_RENEWAL: N_("Stop the renewal of"),
    Verb.CANCEL: N_("Cancel"),
    Verb.ADOPT: N_("Take over the suspension of"),
}
DAYS = (1, 2, 3, 5, 10, 15, 20, 30)
DEFAULT_DAYS = 5
MOST_SHOWN = 30


def approve_form(view: PlanView, token: str, words: Words, *, codes: Sequence[str] = ()) -> Block:
    """Repeats what is agreed to; a cut for money also asks whether somebody looked at the bank, and
    whatever takes service away which of these `codes` is the customer's."""
    blocks: list[Block] = [section(f"*{first_line(view, words)}*")]
    if view.plan.content.action in ON_CUSTOMERS:
        said = [lines.stops(view, words), lines.owed(view, words), lines.paid(view, words)]
        said += [brings.keeps_billing(view, words), brings.way_back(view, words)]
    else:
        together = filter(None, [*desk_lines(view, words), held_up(view, words)])
        said = ["\n".join(together)]
    blocks += [section(line) for line in said if line]
    if view.facts.cuts_for_money():
        blocks.append(_bank(words))
    if codes:
        blocks.append(customer_code(codes, words("It stands on the card."), words))
    if view.facts.ballot.takes_code:
        blocks.append(code_input(words))
    return modal(
        words("Approve Plan"),
        blocks,
        callback_id="plan_approve_form",
        submit=words("Approve"),
        close=words("Cancel"),
        token=token,
    )


def _bank(words: Words) -> Block:
    """The books come from files, so money may have arrived since the last one."""
    question = Question("bank", words("Bank"), optional=True, hint=words(
        "Without a look at the bank within 4 hours an approved plan waits."
    ))  # fmt: skip
    label = words("I looked at the bank just now: nothing has arrived.")
    return checkboxes(question, [Option("checked", label)])


def reject_form(view: PlanView, token: str, words: Words) -> Block:
    blocks = [
        section(f"*{first_line(view, words)}*"),
        text_input(Question("reason", words("Why not?")), multiline=True),
        static_select(
            Question("again", words("Ask again in")), _days(words), initial=str(DEFAULT_DAYS)
        ),
    ]
    return modal(
        words("Reject Plan"),
        blocks,
        callback_id="plan_reject_form",
        submit=words("Reject"),
        close=words("Cancel"),
        token=token,
    )


def _days(words: Words) -> list[Option]:
    return [
        Option(str(n), words.many("{count} business day", "{count} business days", n)) for n in DAYS
    ]


def evidence(view: PlanView, words: Words) -> Message:
    """Its documents and what happened, then everything by its id: subscriptions and the plan."""
    paragraphs = [_documents(view, words), timeline(view, words)]
    paragraphs += ["\n".join(f"• {one}" for one in brings.each(view, words)[:MOST_SHOWN])]
    paragraphs += [_changes(view, words), _ids(view, words)]
    first = words("Evidence: {headline}", headline=Safe(first_line(view, words)))
    return Message(first, (section(f"*{first}*"), *(section(p) for p in paragraphs if p)))


def _ids(view: PlanView, words: Words) -> str:
    plan, content = view.plan, view.plan.content
    said = [
        words("Plan: {plan}", plan=plan.plan_id),
        words("Hash: {hash}", hash=plan.hash),
        words("Policy: {name}, {version}", name=view.facts.policy.name, version=content.policy),
    ]
    if content.customer:
        said.append(words("Customer: {customer}", customer=str(content.customer)))
    if view.case:
        said.append(words("Case: {number}", number=view.case.number))
    return "\n".join(said)


def _changes(view: PlanView, words: Words) -> str:
    said = [_change(line, view, words) for line in view.plan.content.lines[:MOST_SHOWN]]
    return "\n".join([*said, *_more(len(view.plan.content.lines), words)])


def _change(line: Line, view: PlanView, words: Words) -> str:
    said = words(
        "• {verb} {name}, {subscription}",
        verb=Safe(words(VERBS[line.verb])),
        name=Safe(with_seats(line.name, line_seats(line, view), words)),
        subscription=line.subscription_id,
    )
    return said if line.by is By.DESK else words("{said} (by a person)", said=Safe(said))


def _documents(view: PlanView, words: Words) -> str:
    basis = sorted(view.plan.content.basis, key=lambda b: (b.due, b.number))
    said = [_document(b, words) for b in basis[:MOST_SHOWN]]
    return "\n".join([*said, *_more(len(basis), words)])


def _document(basis: Basis, words: Words) -> str:
    said = words(
        "• {number} ({source}), due {due}: {amount} open",
        number=basis.number,
        source=basis.source,
        due=basis.due,
        amount=basis.open,
    )
    if not basis.disputed:
        return said
    return said + words(", of which {amount} in dispute", amount=basis.disputed)


def _more(count: int, words: Words) -> list[str]:
    left = count - MOST_SHOWN
    return [words("and {count} more", count=left)] if left > 0 else []


def explain(view: PlanView, words: Words, ways: Sequence[NextStep] = ()) -> Message:
    """What the gate says now, on which facts, and what could be done instead."""
    headline = Safe(first_line(view, words))
    first = words("{headline} {said}", headline=headline, said=Safe(_ruling(view, words)))
    facts = [
        lines.paid_meanwhile(view, words),
        lines.owed(view, words),
        votes(view, words),
        frozen(view, words) or words("*Frozen:* no."),
        words(
            "*Policy:* {name}, version {version}.",
            name=view.facts.policy.name,
            version=view.facts.policy.version[:8],
        ),
    ]
    blocks = [section(f"*{first}*"), section("\n".join(fact for fact in facts if fact))]
    if ways:
        blocks.append(section(ways_section(ways, words)))
    return Message(first, tuple(blocks))


def _ruling(view: PlanView, words: Words) -> str:
    ruling = view.ruling
    if view.plan.is_scheduled():
        return words("It is decided, and waits for its day.")
    if ruling.verdict is Verdict.GO:
        return words("Nothing stands in the way: the next step may be sent now.")
    if ruling.verdict is Verdict.END:
        return words("The reason is gone: the plan ends by itself at the next look.")
    return waits(view, words)
