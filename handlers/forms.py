"""Modal submissions: typed values in, one use case, an answer in the acknowledgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.approvals import Choice
from core.domain.calendar import add_business_days
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, OutdatedCard
from core.domain.plans import Plan, PlanState, Reason
from core.ports.records import Button
from core.usecases import reinstatement, suspension, voting
from handlers.messages.blocks import Message, plain
from handlers.request import Form, Services

MOST_DAYS = 30


def _button(form: Form, services: Services, purpose: str) -> Button:
    button = services.find(form.token)
    if button is None or button.purpose != purpose:
        raise OutdatedCard()
    return button


def _suspend(form: Form, services: Services) -> Message:
    button = _button(form, services, "customer")
    wish = suspension.Wish(
        customer=CustomerKey.parse(button.subject),
        subscription_ids=(*form.many("subscriptions"), *form.many("kept")),
        reason=Reason(form.one("reason")),
        note=form.one("note"),
    )
    plan = suspension.ask(wish, form.account, office=services.office)
    return _filed(plan, form, services)


def _reinstate(form: Form, services: Services) -> Message:
    button = _button(form, services, "customer")
    wish = reinstatement.Wish(
        CustomerKey.parse(button.subject), tuple(form.many("subscriptions")), form.one("note")
    )
    plan = reinstatement.ask(wish, form.account, office=services.office)
    return _filed(plan, form, services)


def _filed(plan: Plan, form: Form, services: Services) -> Message:
    words = services.words(form.account)
    return plain(
        words.many(
            "Filed for {customer}. The card is in the approvals channel and needs {count} vote.",
            "Filed for {customer}. The card is in the approvals channel and needs {count} votes.",
            plan.content.quorum,
            customer=plan.content.customer_name,
            count=plan.content.quorum,
        )
    )


def _approve(form: Form, services: Services) -> Message:
    button = _button(form, services, "plan")
    services.know(form.account)
    ballot = voting.Ballot(
        button.subject, button.revision, Choice.APPROVE, bank_checked="checked" in form.many("bank")
    )
    return _voted(voting.vote(ballot, form.account, office=services.office), form, services)


def _reject(form: Form, services: Services) -> Message:
    button = _button(form, services, "plan")
    services.know(form.account)
    office = services.office
    today = office.today(office.clock())
    ballot = voting.Ballot(
        button.subject,
        button.revision,
        Choice.REJECT,
        reason=form.one("reason"),
        ask_again_on=add_business_days(today, _days(form), office.own.country),
    )
    return _voted(voting.vote(ballot, form.account, office=office), form, services)


def _days(form: Form) -> int:
    text = form.one("again")
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise BadInput(usage="5", problem="a number of business days from 1 to 30")
    return int(text)


def _voted(plan: Plan, form: Form, services: Services) -> Message:
    words = services.words(form.account)
    match plan.state:
        case PlanState.PENDING:
            return plain(words("Your vote is recorded. More votes are needed."))
        case PlanState.APPROVED:
            return plain(words("Your vote is recorded. The plan is approved."))
        case PlanState.REJECTED:
            return plain(words("The plan is rejected. Nothing was changed."))
        case PlanState.WITHDRAWN:
            return plain(words("No vote was counted: the reason is gone and the plan ended."))
        case PlanState.EXPIRED:
            return plain(words("No vote was counted: the plan has lapsed."))
    return plain(words("Your vote is recorded. It is done."))


FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "suspend_form": _suspend,
    "reinstate_form": _reinstate,
    "plan_approve_form": _approve,
    "plan_reject_form": _reject,
}
