"""Clicks: each finds what its opaque token stands for and calls one use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.errors import OutdatedCard, PlanOver
from core.ports.office import Office
from core.ports.records import Button
from core.usecases import (
    eligibility,
    explanations,
    habits,
    names,
    picking,
    plan_view,
    reinstatement,
    renewals,
    standing,
    suspension,
    voting,
)
from core.usecases.names import Match
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message, plain
from handlers.messages.cards import standing_card
from handlers.messages.customer_forms import reinstate_form, suspend_form
from handlers.messages.explanation import explanation_card, filed_blocks
from handlers.messages.mappings import confirmed
from handlers.messages.plan_buttons import revision_block
from handlers.messages.plan_forms import approve_form, evidence, explain, reject_form
from handlers.name_lists import matches_of
from handlers.pack_offers import with_pack
from handlers.request import Click, Services
from handlers.withdrawing import with_withdraw

REMEMBERED = timedelta(days=30)
# Of these each digest has many, and who wants to know how a customer stands looks at a new one.
FLEETING = ("row",)


def button_of(click: Click, services: Services, purpose: str) -> Button:
    """What the token stands for. Raises OutdatedCard for a token, message or channel that is not
    ours: nothing else in a payload decides anything."""
    button = services.find(click.token)
    if button is None or button.purpose != purpose:
        raise OutdatedCard()
    if button.ts and (button.channel, button.ts) != (click.channel, click.ts):
        raise OutdatedCard()
    return button


def sweep_buttons(*, office: Office) -> None:
    """Tokens whose message was drawn anew, private ones, and those of rows: long enough for any
    open form."""
    with office.store() as work:
        work.buttons.sweep(office.clock() - REMEMBERED, FLEETING)
        work.commit()


def plan_of(click: Click, services: Services) -> PlanView:
    """The plan whose card, in exactly this revision, was clicked on."""
    button = button_of(click, services, "plan")
    view = plan_view.view_plan(button.subject, office=services.office)
    if button.revision != view.plan.hash or click.block_id != revision_block(view.plan):
        raise OutdatedCard()
    return view


def shown_plan(click: Click, services: Services) -> PlanView:
    """For whoever may see what customers owe. Raises NoRole, NotEligible, OutdatedCard."""
    eligibility.may_see(click.account, office=services.office)
    return plan_of(click, services)


def _decidable(click: Click, services: Services) -> PlanView:
    view = plan_of(click, services)
    if not view.plan.is_open():
        raise PlanOver(state=view.plan.state)
    return view


def _votable(click: Click, choice: Choice, services: Services) -> PlanView:
    """Whoever has no vote hears so before a form is filled in."""
    view = _decidable(click, services)
    eligibility.may_vote(view.plan.plan_id, choice, click.account, office=services.office)
    return view


def _open_approve(click: Click, services: Services) -> None:
    view = _votable(click, Choice.APPROVE, services)
    codes = picking.offered(view.plan, click.account, office=services.office)
    form = approve_form(view, click.token, services.words(click.account), codes=codes)
    services.open_view(click.trigger_id, form)
    habits.opened(view.plan.plan_id, click.account, office=services.office)


def _open_reject(click: Click, services: Services) -> None:
    view = _votable(click, Choice.REJECT, services)
    form = reject_form(view, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _evidence(click: Click, services: Services) -> Message:
    view, words = shown_plan(click, services), services.words(click.account)
    said = with_pack(evidence(view, words), view, click.account, services)
    return with_withdraw(said, view, click.account, services)


def _explain(click: Click, services: Services) -> Message:
    view, words = shown_plan(click, services), services.words(click.account)
    ways = renewals.ways_instead(view.plan, office=services.office)
    said = explain(view, words, ways)
    filed = explanations.explain_plan(view.plan.plan_id, office=services.office)
    if filed is not None:
        said = Message(said.text, (*said.blocks, *filed_blocks(filed, words)))
    return with_withdraw(said, view, click.account, services)


def _bank_checked(click: Click, services: Services) -> Message:
    view = _decidable(click, services)
    services.know(click.account)
    office = services.once(click.delivery)
    voting.check_bank(view.plan.plan_id, click.account, office=office)
    words = services.words(click.account)
    return plain(words("Noted: you looked at the bank and nothing had arrived."))


def _withdraw(click: Click, services: Services) -> Message:
    view = _decidable(click, services)
    office = services.once(click.delivery)
    voting.withdraw(view.plan.plan_id, click.account, office=office)
    return plain(services.words(click.account)("You withdrew the plan. Nothing was changed by it."))


def _put_back(click: Click, services: Services) -> None:
    """From the record of a suspension straight to the form that asks to lift it."""
    key = plan_of(click, services).plan.content.customer
    if key is None:
        raise OutdatedCard()
    release = reinstatement.offer(str(key), click.account, office=services.office)
    token = services.mint(Button("customer", str(key)))
    form = reinstate_form(release, token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _standing(click: Click, services: Services) -> Message:
    customer = button_of(click, services, "customer").subject
    view = standing.look_up(customer, click.account, office=services.office)
    return standing_card(view, click.token, services.words(click.account))


def _explain_customer(click: Click, services: Services) -> Message:
    customer = button_of(click, services, "customer").subject
    found = explanations.explain(customer, click.account, office=services.office)
    return explanation_card(found, services.words(click.account))


def _suspend(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    offer = suspension.offer(customer, click.account, office=services.office)
    form = suspend_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _reinstate(click: Click, services: Services) -> None:
    customer = button_of(click, services, "customer").subject
    release = reinstatement.offer(customer, click.account, office=services.office)
    form = reinstate_form(release, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _confirm(click: Click, services: Services) -> Message:
    button = button_of(click, services, "mapping")
    source, reference = button.subject.split("\n", 1)
    match = Match(source, reference, CustomerKey.parse(button.revision))
    office = services.once(click.delivery)
    (debtor,) = names.confirm([match], click.account, office=office)
    words = services.words(click.account)
    return plain(words("{name} in the books is confirmed as this customer.", name=debtor.name))


def _confirm_all(click: Click, services: Services) -> Message:
    """Confirms what the list showed; a proposal that changed since is left for a new look."""
    button = button_of(click, services, "mappings")
    matches = matches_of(button.subject, sure=True)
    office = services.once(click.delivery)
    done = names.confirm(matches, click.account, office=office)
    words = services.words(click.account)
    return plain(confirmed(len(done), len(matches) - len(done), words))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "plan_approve": _open_approve,
    "plan_reject": _open_reject,
    "plan_evidence": _evidence,
    "plan_explain": _explain,
    "plan_bank_checked": _bank_checked,
    "plan_withdraw": _withdraw,
    "plan_reinstate": _put_back,
    "customer_standing": _standing,
    "customer_explain": _explain_customer,
    "customer_suspend": _suspend,
    "customer_reinstate": _reinstate,
    "mapping_confirm": _confirm,
    "mapping_confirm_all": _confirm_all,
}
