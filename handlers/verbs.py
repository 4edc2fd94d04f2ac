"""Commands that begin with a verb: each verb has its act, and one correct example of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
from handlers.request import Command, Services, Typed

Act = Callable[[str, Typed, Services], Message | None]
Verbs = Mapping[str, tuple[Act, str]]
# Refusals of what was typed behind the verb.
MISTYPED: tuple[type[Refusal], ...] = (
    *(AmbiguousCustomer, BadInput, CustomerNotTold, HoldUnfit, ReasonMissing),
    *(UnknownCase, UnknownCustomer, UnknownSchedule, UnknownTicket),
    *(DelegateUnfit, EvidenceMissing, ItemsUndone, NotABeginning, NotADate, OutcomeMissing),
    UnknownItem,
)


@dataclass(frozen=True, slots=True)
class ByVerb:
    """What answers such a command. What begins with no verb is answered by `otherwise`, where there
    is that."""

    name: str
    verbs: Verbs
    otherwise: Act | None = None

    def __call__(self, typed: Typed, services: Services) -> Message | None:
        """What cannot be read is answered with an example of what was tried."""
        verb, _, rest = typed.text.partition(" ")
        if verb.lower() not in self.verbs:
            if self.otherwise is not None:
                return self.otherwise(typed.text, typed, services)
            raise BadInput(problem="one of {known} is needed", known=list(self.verbs))
        act, usage = self.verbs[verb.lower()]
        try:
            return act(rest.strip(), typed, services)
        except MISTYPED as refusal:
            if not str(refusal.facts.get("usage", "")).startswith(self.name):
                refusal.facts["usage"] = f"{self.name} {usage}"
            raise

    def examples(self) -> list[str]:
        """One for each verb."""
        return [f"{self.name} {usage}" for _, usage in self.verbs.values()]


def examples_of(command: Command) -> list[str]:
    """How it is typed: as whatever reads it knows it."""
    answer = command.answer
    return answer.examples() if isinstance(answer, ByVerb) else [command.usage]
