"""Modal submissions: typed values in, one use case, an answer in the acknowledgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.approvals import Choice
from core.domain.calendar import add_business_days
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, NoRole, OutdatedCard, PlanAlreadyOpen, SelfApproval
from core.domain.plans import Reason
from core.ports.records import Button
from core.usecases import eligibility, picking, reinstatement, suspension, voting
from core.usecases.plan_view import view_plan
from handlers.messages.blocks import Message
from handlers.messages.plan_answers import voted
from handlers.request import Form, Services
from handlers.vote_codes import offer_with_code
from handlers.withdrawing import asked_by, filed_for, open_instead

MOST_DAYS = 30


def button_behind(form: Form, services: Services, purpose: str) -> Button:
    button = services.find(form.token)
    if button is None or button.purpose != purpose:
        raise OutdatedCard()
    return button


def picked_customer(form: Form, services: Services) -> str:
    """The key behind the option that was picked; empty where none was. Raises OutdatedCard."""
    token = form.one("customer")
    if not token:
        return ""
    button = services.find(token)
    if button is None or button.purpose != "customer":
        raise OutdatedCard()
    return button.subject


def _suspend(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "customer")
    wish = suspension.Wish(
        customer=CustomerKey.parse(button.subject),
        subscription_ids=(*form.many("subscriptions"), *form.many("kept")),
        reason=reason_of(form),
        note=form.one("note"),
    )
    try:
        plan = suspension.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


def reason_of(form: Form) -> Reason:
    try:
        return Reason(form.one("reason"))
    except ValueError:
        raise BadInput(problem="no reason was picked") from None


def _reinstate(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "customer")
    wish = reinstatement.Wish(
        CustomerKey.parse(button.subject), tuple(form.many("subscriptions")), form.one("note")
    )
    try:
        plan = reinstatement.ask(wish, form.account, office=services.once(form.delivery))
    except PlanAlreadyOpen as refusal:
        return open_instead(refusal, form.account, services)
    return filed_for(plan, form.account, services)


def _approve(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "plan")
    services.know(form.account)
    ballot = voting.Ballot(
        button.subject, button.revision, Choice.APPROVE, bank_checked="checked" in form.many("bank")
    )
    plan, takes_code = eligibility.decided_by_code(button.subject, office=services.office)
    picking.check(plan, form.one("customer_code"))
    if takes_code:
        return offer_with_code(ballot, form, services)
    return _vote(ballot, form, services)


def _reject(form: Form, services: Services) -> Message:
    button = button_behind(form, services, "plan")
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
    return _vote(ballot, form, services)


def _vote(ballot: voting.Ballot, form: Form, services: Services) -> Message:
    """Whoever asked learns that first, and not which role is missing."""
    try:
        plan = voting.vote(ballot, form.account, office=services.once(form.delivery))
    except NoRole:
        view = view_plan(ballot.plan_id, office=services.office)
        if asked_by(view, form.account):
            raise SelfApproval() from None
        raise
    view = view_plan(plan.plan_id, office=services.office)
    return voted(view, services.words(form.account))


def _days(form: Form) -> int:
    text = form.one("again")
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise BadInput(usage="5", problem="a number of business days from 1 to 30")
    return int(text)


FORMS: Mapping[str, Callable[[Form, Services], Message]] = {
    "suspend_form": _suspend,
    "reinstate_form": _reinstate,
    "plan_approve_form": _approve,
    "plan_reject_form": _reject,
}
