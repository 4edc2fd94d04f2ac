"""/freeze: one person stops every change at once, or those of a customer or an action; two people
lift it."""

from __future__ import annotations

from core.domain.errors import AlreadyFrozen
from core.domain.plans import Action
from core.freezes import named
from core.ports.records import Freeze, Scope
from core.usecases import freezing
from core.usecases.plan_view import view_plan
from handlers.messages.blocks import Message, plain
from handlers.messages.freeze_lines import holds_back, what_is_frozen
from handlers.messages.plan_answers import where
from handlers.messages.refusals import refused
from handlers.messages.text import Safe, Words
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> Message:
    words, (only, reason) = services.words(typed.account), _reach(typed.text)
    try:
        office = services.once(typed.delivery)
        frozen = freezing.freeze(reason, typed.account, office=office, only=only)
    except AlreadyFrozen as refusal:
        return plain(f"{refused(refusal, words)} {_lifted_where(refusal, typed, services)}".strip())
    then = words("The card for that is on its way to the approvals channel.")
    said = (_done(frozen, services, words), holds_back(frozen.scope, words), then)
    return plain(" ".join(filter(None, (*said, _less(frozen, words)))))


def _done(frozen: Freeze, services: Services, words: Words) -> str:
    if frozen.scope is Scope.ALL:
        return words(
            "Everything is frozen: nothing is sent to Partner Center until two people lift it."
        )
    with services.office.store.reading() as work:
        name = named(work, frozen).name
    what = what_is_frozen(frozen.scope, frozen.of, name, words)
    return words("{what}, until two people lift it. Everything else goes on.", what=what)


def _less(frozen: Freeze, words: Words) -> str:
    """For the next time: what leaves giving back alone."""
    if frozen.scope is not Scope.ALL:
        return ""
    command = Safe("`/freeze only suspend wrong invoices`")
    return words("{command} would stop suspending alone.", command=command)


def _reach(text: str) -> tuple[str, str]:
    """What alone is meant, and why: `only contoso.example wrong invoices`."""
    first, _, rest = text.strip().partition(" ")
    if first.lower() != ONLY or not rest.strip():
        return "", text
    of, _, reason = rest.strip().partition(" ")
    return of, reason


def _lifted_where(refusal: AlreadyFrozen, typed: Typed, services: Services) -> str:
    """The card that lifts what is frozen already."""
    frozen = refusal.facts["freeze"]
    freeze_id = frozen.freeze_id if isinstance(frozen, Freeze) else ""
    with services.office.store.reading() as work:
        lifting = work.plans.open_of(Action.LIFT_FREEZE)
    mine = [plan for plan in lifting if plan.content.subject == freeze_id]
    if not mine:
        return ""
    view = view_plan(mine[0].plan_id, office=services.office)
    return where(view, services.words(typed.account))


ONLY = "only"
COMMAND = Command(
    "/freeze",
    "/freeze wrong invoices",
    "Stop every change at once; two people lift it",
    answer,
    anywhere=True,
)
