"""What a plan's card says of the money and of what changes; a line with nothing to say is empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.domain.money import Money
from core.domain.plans import AUTOMATIC, CUTS, Action, Line, Plan, PlanState, Reason
from core.domain.retention import Kind
from core.domain.short_codes import is_confirmed_by_code, short_code
from core.usecases.plan_view import PlanView
from handlers.messages.seats import and_seats, seats_of, with_seats
from handlers.messages.text import Safe, Words, forms

IN_AZURE = frozenset({Kind.AZURE, Kind.AZURE_PLAN})
ASKED = {
    Action.SUSPEND: forms(
        "SUSPEND {count} subscription{seats}:",
        "SUSPEND {count} subscriptions{seats}:",
    ),
    Action.REINSTATE: forms(
        "REINSTATE {count} subscription{seats}:",
        "REINSTATE {count} subscriptions{seats}:",
    ),
    Action.STOP_RENEWAL: forms(
        "STOP THE RENEWAL of {count} subscription{seats}:",
        "STOP THE RENEWAL of {count} subscriptions{seats}:",
    ),
    Action.CANCEL: forms(
        "CANCEL {count} subscription{seats}:",
        "CANCEL {count} subscriptions{seats}:",
    ),
    Action.ADOPT: forms(
        "TAKE OVER {count} suspension of others{seats}:",
        "TAKE OVER {count} suspensions of others{seats}:",
    ),
}
DONE = {
    Action.SUSPEND: forms(
        "SUSPENDED {count} subscription{seats}:",
        "SUSPENDED {count} subscriptions{seats}:",
    ),
    Action.REINSTATE: forms(
        "REINSTATED {count} subscription{seats}:",
        "REINSTATED {count} subscriptions{seats}:",
    ),
    Action.STOP_RENEWAL: forms(
        "STOPPED THE RENEWAL of {count} subscription{seats}:",
        "STOPPED THE RENEWAL of {count} subscriptions{seats}:",
    ),
    Action.CANCEL: forms(
        "CANCELLED {count} subscription{seats}:",
        "CANCELLED {count} subscriptions{seats}:",
    ),
    Action.ADOPT: forms(
        "TOOK OVER {count} suspension of others{seats}:",
        "TOOK OVER {count} suspensions of others{seats}:",
    ),
}


def headline(view: PlanView, words: Words) -> str:
    """What is asked for, or was done, for whom and why, in one line."""
    content = view.plan.content
    found = subscriptions_of(view.plan)
    one, several = (DONE if view.plan.state is PlanState.FINISHED else ASKED)[content.action]
    seats = sum(line_seats(line, view) for line in found)
    what = words.many(one, several, len(found), seats=Safe(and_seats(seats, words)))
    return " ".join(filter(None, (what, _customer(view, words), _because(view, words))))


def subscriptions_of(plan: Plan) -> list[Line]:
    """One line for each subscription: reinstating takes two steps on the same one."""
    return list({line.subscription_id: line for line in plan.content.lines}.values())


def to_be_picked(view: PlanView, words: Words) -> str:
    """The code by which an approval confirms whose service is taken away."""
    key = view.plan.content.customer
    asked = is_confirmed_by_code(view.plan) and view.plan.state is PlanState.PENDING
    if key is None or not asked:
        return ""
    return words(
        "*Code of this customer:* {code}. Whoever approves picks it out of three.",
        code=short_code(key),
    )


def _customer(view: PlanView, words: Words) -> str:
    content, customer = view.plan.content, view.customer
    tenant = content.customer.tenant_id if content.customer else ""
    return words(
        "{customer} ({domain}, {tenant}).",
        customer=content.customer_name,
        domain=customer.domain if customer else words("domain unknown"),
        tenant=Safe(f"{tenant[:4]}…{tenant[-4:]}"),
    )


def _because(view: PlanView, words: Words) -> str:
    content = view.plan.content
    if content.action is Action.REINSTATE:
        return ""
    if content.reason is Reason.FRAUD:
        return words("For fraud.")
    if content.reason is Reason.MISUSE:
        return words("For misuse.")
    days = _days_unpaid(view)
    if not days:
        return words("Unpaid.")
    return words.many("Unpaid for {count} day.", "Unpaid for {count} days.", days)


def _days_unpaid(view: PlanView) -> int:
    """As of now while the plan is open; a record says what it was filed for."""
    content, ledger = view.plan.content, view.facts.ledger
    if view.plan.is_open():
        return ledger.exposure.days_overdue() if ledger else 0
    dues = [basis.due for basis in content.basis]
    return (content.filed_at.date() - min(dues)).days if dues else 0


def owed(view: PlanView, words: Words) -> str:
    """Then and now where the debt changed but stands; what is in dispute is never counted."""
    content, ledger = view.plan.content, view.facts.ledger
    if ledger is None or not (content.overdue or ledger.exposure.overdue()):
        return ""
    now = ledger.exposure.overdue()
    then = {money.currency: money for money in content.overdue}
    parts = [_sum_owed(then, now, words), _oldest(view, words), _not_counted(view, words)]
    return " ".join(filter(None, parts))


def _sum_owed(then: dict[str, Money], now: dict[str, Money], words: Words) -> str:
    if then == now:
        return words("*Owed:* {amounts} overdue.", amounts=_amounts(now.values(), words))
    return words(
        "*Owed:* {then} overdue when this was filed, {now} now.",
        then=_amounts(then.values(), words),
        now=_amounts(now.values(), words),
    )


def _amounts(amounts: Iterable[Money], words: Words) -> Safe:
    return Safe(words.listed(words.value(money) for money in amounts) or words("nothing"))


def _oldest(view: PlanView, words: Words) -> str:
    basis = sorted(view.plan.content.basis, key=lambda b: (b.due, b.number))
    if not basis:
        return ""
    return words.many(
        "{count} invoice: {number}, due {due}.",
        "{count} invoices, oldest {number}, due {due}.",
        len(basis),
        number=basis[0].number,
        due=basis[0].due,
    )


def _not_counted(view: PlanView, words: Words) -> str:
    ledger = view.facts.ledger
    disputed = [m for m in ledger.exposure.disputed.values() if m] if ledger else []
    if not disputed:
        return ""
    return words("Not counted: {amounts} in dispute.", amounts=_amounts(disputed, words))


def paid_meanwhile(view: PlanView, words: Words) -> str:
    """The last payment, how old the books are and who looked at the bank; only a cut for money
    asks."""
    if not view.facts.cuts_for_money():
        return ""
    ledger = view.facts.ledger
    as_of = ledger.as_of if ledger else None
    books = words("Books of {moment}.", moment=as_of) if as_of else words("Books: age unknown.")
    said = (words("*Paid meanwhile?*"), _last_payment(view, words), books, _bank(view, words))
    return " ".join(said)


def paid(view: PlanView, words: Words) -> str:
    """Why a reinstatement is asked for, as far as the books know."""
    content, ledger = view.plan.content, view.facts.ledger
    lifts = content.action is Action.REINSTATE and content.reason is Reason.NON_PAYMENT
    if not lifts or ledger is None or ledger.as_of is None or ledger.exposure.overdue():
        return ""
    if content.filed_by == AUTOMATIC:
        said = words("*Paid:* nothing is overdue in the books of {moment}.", moment=ledger.as_of)
    else:
        said = words("*Owed:* nothing in the books of {moment}.", moment=ledger.as_of)
    if not view.owed_before:
        return said
    then = _amounts(view.owed_before, words)
    return f"{said} {words('At the suspension: {amounts}.', amounts=then)}"


def _last_payment(view: PlanView, words: Words) -> str:
    paid = view.last_paid
    if paid is None:
        return words("The books note no payment.")
    if paid.last_payment is None:
        return words("Last payment {day}, amount unknown.", day=paid.last_payment_on)
    return words(
        "Last payment {day}, {amount}.", day=paid.last_payment_on, amount=paid.last_payment
    )


def _bank(view: PlanView, words: Words) -> str:
    plan = view.plan
    if plan.bank_checked_at is None:
        return words("Nobody has looked at the bank yet.")
    return words(
        "Bank checked {moment} by {name}.",
        moment=plan.bank_checked_at,
        name=name_of(plan.bank_checked_by, view, words),
    )


def name_of(person_id: str, view: PlanView, words: Words) -> str:
    person = view.people.get(person_id)
    return person.name if person else words("unknown")


def stops(view: PlanView, words: Words) -> str:
    """What the customer will notice."""
    names = _named(view, words)
    match view.plan.content.action:
        case Action.REINSTATE:
            return words("*Comes back:* {names}: users can sign in again.", names=names)
        case Action.STOP_RENEWAL:
            return words("*Ends with its term:* {names}. Nothing changes today.", names=names)
        case Action.ADOPT:
            return words("*Becomes ours:* the suspension of {names}. Nothing is sent.", names=names)
        case Action.CANCEL:
            return words("*Ends today:* {names}, with all its data.", names=names)
    return words("*Stops:* {names}: {said}", names=names, said=Safe(_notices(view, words)))


def _notices(view: PlanView, words: Words) -> str:
    in_azure = [one for one in view.consequences if one.retention.kind in IN_AZURE]
    said = []
    if len(in_azure) < len(subscriptions_of(view.plan)):
        said.append(words("users cannot sign in. Administrators still can, and can export."))
    if in_azure:
        said.append(
            words("in Azure machines stop, addresses are lost and storage can only be read.")
        )
    return " ".join(said)


def _named(view: PlanView, words: Words) -> Safe:
    return words.strung(_with_addons(line, view, words) for line in subscriptions_of(view.plan))


def _with_addons(line: Line, view: PlanView, words: Words) -> str:
    """Add-ons fall with their base, so whoever decides on it decides on them."""
    said = with_seats(line.name, line_seats(line, view), words)
    falling = view.plan.content.action in CUTS
    addons = [
        with_seats(found.name, seats_of(found), words)
        for found in view.subscriptions.values()
        if falling
        and found.is_addon()
        and found.parent_id == line.subscription_id
        and found.status == "active"
    ]
    if not addons:
        return said
    return words("{base}, and with it {addons}", base=Safe(said), addons=words.strung(addons))


def line_seats(line: Line, view: PlanView) -> int:
    """As they stood at the request."""
    found = view.subscriptions.get(line.subscription_id)
    return seats_of(replace(found, quantity=line.quantity)) if found else line.quantity


def stays_on(view: PlanView, words: Words) -> str:
    content = view.plan.content
    if content.action is not Action.SUSPEND or not content.left_out:
        return ""
    names = words.strung(_left_out(one, view, words) for one in content.left_out)
    return words("*Stays on:* {names}.", names=Safe(names))


def _left_out(subscription_id: str, view: PlanView, words: Words) -> str:
    found = view.subscriptions.get(subscription_id)
    if found is None:
        return words("{subscription} (name unknown)", subscription=subscription_id)
    seats = with_seats(found.name, seats_of(found), words)
    kept = view.facts.policy.keeps(found.name)
    return words("{seats} (kept by policy)", seats=Safe(seats)) if kept else seats
