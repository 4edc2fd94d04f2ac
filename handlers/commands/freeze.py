"""/freeze: one person stops every change at once; two people lift it."""

from __future__ import annotations

from core.domain.errors import AlreadyFrozen
from core.domain.plans import Action
from core.usecases import freezing
from core.usecases.plan_view import view_plan
from handlers.messages.blocks import Message, plain
from handlers.messages.plan_answers import where
from handlers.messages.refusals import refused
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    words = services.words(typed.account)
    try:
        freezing.freeze(typed.text, typed.account, office=services.once(typed.delivery))
    except AlreadyFrozen as refusal:
        return plain(f"{refused(refusal, words)} {_lifted_where(typed, services)}".strip())
    said = words(
        "Everything is frozen: nothing is sent to Partner Center until two people lift it."
    )
    then = words("The card for that is on its way to the approvals channel.")
    return plain(f"{said} {then}")


def _lifted_where(typed: Typed, services: Services) -> str:
    """The card that lifts what is frozen already."""
    with services.office.store.reading() as work:
        lifting = work.plans.open_of(Action.LIFT_FREEZE)
    if not lifting:
        return ""
    view = view_plan(lifting[0].plan_id, office=services.office)
    return where(view, services.words(typed.account))


COMMAND = Command(
    "/freeze",
    "/freeze wrong invoices",
    "Stop every change at once; two people lift it",
    answer,
    anywhere=True,
)
