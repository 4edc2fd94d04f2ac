"""Clicks: each finds what its opaque token stands for and calls one use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.customers import CustomerKey
from core.domain.errors import OutdatedCard
from core.ports.records import Button
from core.usecases import plan_view, receivables, reinstatement, suspension, voting
from handlers.messages.blocks import Message, plain
from handlers.messages.customer_forms import reinstate_form, suspend_form
from handlers.messages.plan_forms import approve_form, evidence, explain, reject_form
from handlers.request import Click, Services


def button_of(click: Click, services: Services, purpose: str) -> Button:
    """What the token stands for. Raises OutdatedCard for a token, message or channel that is not
    ours: nothing else in a payload decides anything."""
    button = services.find(click.token)
    if button is None or button.purpose != purpose:
        raise OutdatedCard()
    if button.ts and (button.channel, button.ts) != (click.channel, click.ts):
        raise OutdatedCard()
    return button


def _open_approve(click: Click, services: Services) -> None:
    button = button_of(click, services, "plan")
    view = plan_view.view_plan(button.subject, office=services.office)
    services.open_view(
        click.trigger_id, approve_form(view, click.token, services.words(click.account))
    )


def _open_reject(click: Click, services: Services) -> None:
    button = button_of(click, services, "plan")
    view = plan_view.view_plan(button.subject, office=services.office)
    services.open_view(
        click.trigger_id, reject_form(view, click.token, services.words(click.account))
    )


def _evidence(click: Click, services: Services) -> Message:
    button = button_of(click, services, "plan")
    view = plan_view.view_plan(button.subject, office=services.office)
    return evidence(view, services.words(click.account))


def _explain(click: Click, services: Services) -> Message:
    button = button_of(click, services, "plan")
    view = plan_view.view_plan(button.subject, office=services.office)
    return explain(view, services.words(click.account))


def _bank_checked(click: Click, services: Services) -> Message:
    button = button_of(click, services, "plan")
    services.know(click.account)
    voting.check_bank(button.subject, click.account, office=services.office)
    words = services.words(click.account)
    return plain(words("Noted: you looked at the bank and nothing had arrived."))


def _withdraw(click: Click, services: Services) -> Message:
    button = button_of(click, services, "plan")
    voting.withdraw(button.subject, click.account, office=services.office)
    return plain(services.words(click.account)("The plan is withdrawn. Nothing was suspended."))


def _suspend(click: Click, services: Services) -> None:
    key = CustomerKey.parse(button_of(click, services, "customer").subject)
    offer = suspension.offer(key.tenant_id, click.account, office=services.office)
    form = suspend_form(offer, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _reinstate(click: Click, services: Services) -> None:
    key = CustomerKey.parse(button_of(click, services, "customer").subject)
    release = reinstatement.offer(key.tenant_id, click.account, office=services.office)
    form = reinstate_form(release, click.token, services.words(click.account))
    services.open_view(click.trigger_id, form)


def _confirm(click: Click, services: Services) -> Message:
    button = button_of(click, services, "mapping")
    source, reference = button.subject.split("\n", 1)
    debtor = receivables.confirm(
        source, reference, CustomerKey.parse(button.revision), click.account,
        office=services.office,
    )  # fmt: skip
    words = services.words(click.account)
    return plain(words("{name} in the books is confirmed as this customer.", name=debtor.name))


def _confirm_all(click: Click, services: Services) -> Message:
    """Confirms what the list showed; a proposal that changed since is left for a new look."""
    button = button_of(click, services, "mappings")
    count = 0
    for line in filter(None, button.subject.splitlines()):
        source, reference, customer = line.split("\t")
        receivables.confirm(
            source, reference, CustomerKey.parse(customer), click.account, office=services.office
        )
        count += 1
    return plain(services.words(click.account)("{count} customers are confirmed.", count=count))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "plan_approve": _open_approve,
    "plan_reject": _open_reject,
    "plan_evidence": _evidence,
    "plan_explain": _explain,
    "plan_bank_checked": _bank_checked,
    "plan_withdraw": _withdraw,
    "customer_suspend": _suspend,
    "customer_reinstate": _reinstate,
    "mapping_confirm": _confirm,
    "mapping_confirm_all": _confirm_all,
}
