"""Commands that begin with a verb: each verb has its act, and one correct example of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.agreement_errors import HoldUnfit
from core.domain.case_errors import (
    DelegateUnfit,
    EvidenceMissing,
    ItemsUndone,
    NotABeginning,
    NotADate,
    OutcomeMissing,
    UnknownItem,
)
from core.domain.errors import (
    AmbiguousCustomer,
    BadInput,
    CustomerNotTold,
    ReasonMissing,
    Refusal,
    UnknownCase,
    UnknownCustomer,
    UnknownSchedule,
    UnknownTicket,
)
from handlers.messages.blocks import Message
from handlers.request import Services, Typed

Act = Callable[[str, Typed, Services], Message | None]
Verbs = Mapping[str, tuple[Act, str]]
# Refusals of what was typed behind the verb.
MISTYPED: tuple[type[Refusal], ...] = (
    *(AmbiguousCustomer, BadInput, CustomerNotTold, HoldUnfit, ReasonMissing),
    *(UnknownCase, UnknownCustomer, UnknownSchedule, UnknownTicket),
    *(DelegateUnfit, EvidenceMissing, ItemsUndone, NotABeginning, NotADate, OutcomeMissing),
    UnknownItem,
)


def by_verb(name: str, verbs: Verbs) -> Callable[[Typed, Services], Message | None]:
    """What cannot be read is answered with an example of what was tried."""

    def answer(typed: Typed, services: Services) -> Message | None:
        verb, _, rest = typed.text.partition(" ")
        if verb.lower() not in verbs:
            raise BadInput(problem="one of {known} is needed", known=list(verbs))
        act, usage = verbs[verb.lower()]
        try:
            return act(rest.strip(), typed, services)
        except MISTYPED as refusal:
            if not str(refusal.facts.get("usage", "")).startswith(name):
                refusal.facts["usage"] = f"{name} {usage}"
            raise

    return answer
