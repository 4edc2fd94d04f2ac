"""An account more of somebody, or one less: a plan of its own, decided as changes of roles are."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.plans import Action, Content


@dataclass(frozen=True, slots=True)
class Binding:
    """The Slack user id of an account of ours, and the person whose it becomes; nobody's where that
    is empty."""

    user: str
    person_id: str

    @property
    def subject(self) -> str:
        """What the plan is about, in one word."""
        return f"{self.user}:{self.person_id}"


def binding_of(content: Content) -> Binding | None:
    """What a plan does with an account; None for any other."""
    if content.action is not Action.CHANGE_ROLES or ":" not in content.subject:
        return None
    user, _, person_id = content.subject.partition(":")
    return Binding(user, person_id)
