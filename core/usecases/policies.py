"""Which policy is in force: the first one, and what the settings say of it afterwards."""

from __future__ import annotations

from collections.abc import Callable

from core.domain.events import PolicyLoaded, Route
from core.domain.policy import Policy
from core.domain.policy_changes import Change, changes
from core.domain.policy_file import PolicyRefused
from core.ports.office import Office
from core.ports.policies import NoPolicy, Publication
from core.ports.store import Work
from core.recording import note


class PolicyUnreadable(PolicyRefused):
    """This program cannot read the policy in force, which another version of it published."""

    def __init__(self, version: str, problems: list[str]) -> None:
        super().__init__(problems)
        self.version = version


def begin(first: Callable[[], Policy], *, office: Office) -> bool:
    """The first time `first` comes into force, which is true then; later only what is in force is
    read. Raises PolicyUnreadable, and PolicyRefused for a first policy that is none."""
    with office.store.reading() as work:
        version = work.policies.version()
        if version:
            try:
                work.policies.current()
            except PolicyRefused as refused:
                raise PolicyUnreadable(version, refused.problems) from None
            return False
    return _put_first(first(), office=office)


def _put_first(policy: Policy, *, office: Office) -> bool:
    now = office.clock()
    with office.store() as work:
        if work.policies.version():
            return False
        work.policies.keep(policy)
        work.policies.put_in_force(Publication(policy.version, policy.name, now))
        loaded = PolicyLoaded(version=policy.version, name=policy.name)
        note(work, loaded, office.stamp(now, "", Route.AUTOMATION))
        work.commit()
    return True


def changes_between(work: Work, before: str, after: str) -> tuple[Change, ...]:
    """What one version changed in another; nothing where one of them cannot be read any more."""
    try:
        return changes(work.policies.get(before), work.policies.get(after))
    except (NoPolicy, PolicyRefused):
        return ()


def is_news(policy: Policy, *, office: Office) -> bool:
    """Was this text never in force nor proposed here?"""
    with office.store.reading() as work:
        return not work.policies.versions(policy.version)
