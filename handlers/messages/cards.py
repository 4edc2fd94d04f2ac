"""The standing card: everything about one customer, for whoever has to answer the telephone."""

from __future__ import annotations

from core.domain.customers import Subscription
from core.domain.exposure import Exposure
from core.domain.plans import Action
from core.domain.short_codes import short_code
from core.usecases.drift import LOST
from core.usecases.standing import View
from handlers.messages.adopt_form import adopt_button
from handlers.messages.agreement_lines import agreed_lines, agreement_buttons
from handlers.messages.behaviour_lines import behaviour_lines, formula
from handlers.messages.billing_lines import spending_lines
from handlers.messages.blocks import Block, Message, actions, button, context, section
from handlers.messages.choices import short_tenant
from handlers.messages.clock_lines import clock_lines
from handlers.messages.containment_lines import state_line
from handlers.messages.credit_card import standing_lines
from handlers.messages.drift_lines import lost_line
from handlers.messages.explanation import standing_stage
from handlers.messages.exposure_lines import amounts, bucket_lines, other_lines, standing_word
from handlers.messages.freeze_lines import narrow_line
from handlers.messages.mapping_words import payer_lines
from handlers.messages.place_words import place_line
from handlers.messages.reasons import KINDS, named
from handlers.messages.renewal_lines import ways_section
from handlers.messages.seats import seats_of, with_seats
from handlers.messages.subscription_words import status_word
from handlers.messages.text import N_, Safe, Words
from handlers.messages.ticket_card import headline

MOST_SUBSCRIPTIONS = 15


def standing_card(view: View, token: str, words: Words) -> Message:
    """Private, so whatever is known is said; what is not known is called unknown."""
    first = words(
        "{customer}: {standing}. Overdue: {amounts}.",
        customer=view.customer.name,
        standing=standing_word(view.standing, words),
        amounts=_overdue(view, words),
    )
    paragraphs = (
        _owed(view, words),
        _subscriptions(view, words),
        spending_lines(view.spending, words),
        standing_lines(view.credit, words),
        behaviour_lines(view.pays, words) if view.pays else [],
        agreed_lines(view.agreed, words),
        _open(view, words),
    )
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [section("\n".join(said)) for said in paragraphs if said]
    blocks += _ways(view, words)
    counted = formula(view.pays, words) if view.pays else ""
    said = [context(line) for line in (_who(view, words), counted) if line]
    return Message(first, (*blocks, *_buttons(view, token, words), *said))


def _overdue(view: View, words: Words) -> Safe:
    """How much and for how long, which is why somebody stands as they do."""
    if not view.books_as_of:
        return Safe(words("unknown"))
    owed, days = amounts(view.exposure.overdue(), words), view.exposure.days_overdue()
    if not days:
        return owed
    return Safe(words.many("{owed} for {count} day", "{owed} for {count} days", days, owed=owed))


def _owed(view: View, words: Words) -> list[str]:
    if view.books_as_of is None:
        unknown = words("*Owed:* unknown: no books are confirmed as this customer's.")
        return [unknown, *_doubts(view, words), *payer_lines(view.payers, words)]
    said = [_oldest(view.exposure, words), *bucket_lines(view.exposure.buckets(), words)]
    said += [*other_lines(view.exposure, words), *_doubts(view, words)]
    said += payer_lines(view.payers, words)
    said.append(standing_stage(view.place, words))
    return [*filter(None, said), words("Books of {moment}.", moment=view.books_as_of)]


def _oldest(exposure: Exposure, words: Words) -> str:
    late = exposure.late()
    if not late:
        return words("*Owed:* nothing is late.")
    return words.many(
        "*Owed:* {count} document late: {number}, due {due}.",
        "*Owed:* {count} documents late, oldest {number}, due {due}.",
        len(late),
        number=late[0].number,
        due=late[0].due,
    )


def _doubts(view: View, words: Words) -> list[str]:
    said = [
        words(
            "“{name}” in the books of {source} may be this customer, which nobody has confirmed.",
            name=debtor.name,
            source=debtor.source,
        )
        for debtor in view.unconfirmed
    ]
    if view.unreadable:
        said.append(words("Some rows of this customer cannot be read, so it is left alone."))
    return said


def _subscriptions(view: View, words: Words) -> list[str]:
    customer = view.customer
    is_lost = customer.relationship == LOST
    lost = [words("{line}.", line=Safe(lost_line(customer.name, words)))] if is_lost else []
    return [*lost, *_each_subscription(view, words)]


def _each_subscription(view: View, words: Words) -> list[str]:
    shown = [_subscription(s, view, words) for s in view.subscriptions[:MOST_SUBSCRIPTIONS]]
    left = len(view.subscriptions) - len(shown)
    if left:
        shown.append(words("and {count} more", count=left))
    shown += [f"• {line}" for line in clock_lines(view.clocks, words)]
    return shown or [words("No subscriptions are known.")]


def _subscription(found: Subscription, view: View, words: Words) -> str:
    ours = {s.subscription_id: s.since for s in view.suspensions}
    said = words(
        "• {name}: {status}",
        name=Safe(with_seats(found.name, seats_of(found), words)),
        status=status_word(found.status, words),
    )
    since = ours.get(found.subscription_id)
    return said + words(", by us since {day}", day=since.date()) if since else said


def _open(view: View, words: Words) -> list[str]:
    said = [
        words("Case {number}: {kind}, open since {day}.",
              number=case.number, kind=named(case.kind, KINDS, words), day=case.opened_at.date())
        for case in view.cases
    ]  # fmt: skip
    said += [state_line(one, words) for one in view.contained]
    said += [headline(ticket, words) for ticket in view.tickets]
    if view.open_plan is not None:
        said.append(_plan(view, words))
    if view.freeze is not None:
        said.append(words("*Frozen* since {moment}: nothing is sent.", moment=view.freeze.since))
    return [*said, *(narrow_line(one, words) for one in view.narrow)]


OPEN_PLANS = {
    Action.SUSPEND: N_("A suspension is open: see the approvals channel."),
    Action.REINSTATE: N_("A reinstatement is open: see the approvals channel."),
    Action.STOP_RENEWAL: N_("Stopping a renewal is open: see the approvals channel."),
    Action.CANCEL: N_("A cancellation is open: see the approvals channel."),
    Action.ADOPT: N_("Taking over a suspension is open: see the approvals channel."),
}


def _plan(view: View, words: Words) -> str:
    assert view.open_plan is not None
    return words(OPEN_PLANS.get(view.open_plan.content.action, OPEN_PLANS[Action.SUSPEND]))


def _buttons(view: View, token: str, words: Words) -> list[Block]:
    """Only what can be asked for now."""
    elements, free = [], view.open_plan is None
    if free and any(s.status == "active" for s in view.subscriptions):
        elements.append(button(words("Suspend…"), "customer_suspend", token))
    if free and view.can_end:
        elements.append(button(words("Decide Renewal…"), "customer_renewal", token))
    if free and view.suspensions:
        elements.append(button(words("Reinstate…"), "customer_reinstate", token))
    if view.not_ours:
        elements.append(adopt_button(token, words))
    elements += agreement_buttons(view, token, words)
    if view.place is not None:
        elements.append(button(words("Explain"), "customer_explain", token))
    elements.append(button(words("Show Credit"), "customer_credit", token))
    elements.append(button(words("Ask Microsoft…"), "ticket_open", token))
    return [actions(*elements)]


def _ways(view: View, words: Words) -> list[Block]:
    """While a plan is open, that one is to be decided first."""
    if view.open_plan is not None or not view.next_steps:
        return []
    return [section(ways_section(view.next_steps, words))]


def _who(view: View, words: Words) -> str:
    customer = view.customer
    said = words(
        "{domain} · {tenant} · code {code} · {country}",
        domain=customer.domain or words("domain unknown"),
        tenant=short_tenant(customer.key.tenant_id),
        code=short_code(customer.key),
        country=customer.country or words("country unknown"),
    )
    said = f"{said} · {place_line(view.where, words)}" if view.where else said
    if not view.owners:
        return said
    owners = words("account of {names}", names=[one.name for one in view.owners])
    return f"{said} · {owners}"
