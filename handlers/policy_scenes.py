"""What a policy changed, for the sentence that tells it."""

from __future__ import annotations

from core.domain.events import Event, PolicyPublished
from core.domain.policy_changes import Change
from core.ports.store import Work
from core.usecases.policies import changes_between


def changed_by(work: Work, event: Event) -> tuple[Change, ...]:
    """In comparison with the policy before."""
    if not isinstance(event, PolicyPublished):
        return ()
    return changes_between(work, event.before, event.version)
