"""What one person may do alone in an emergency (break-glass), and how it is fixed in its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.people import Role

# Whatever a policy says.
MOST_ALONE = 3


@dataclass(frozen=True, slots=True)
class Alone:
    """Hashed with the plan. `alert` is the id of an alert that the desk knows, or what somebody
    typed, which then has a `link` to it or the number of a ticket; `proof` is the one-time code
    that the worker checked. A second person ratifies it until `ratify_by`; at `decide_by` it is
    decided without one."""

    alert: str
    link: str
    proof: str
    ratify_by: datetime
    decide_by: datetime

    def is_known(self) -> bool:
        """Can the desk see by itself whether this alert is still active?"""
        return not self.link


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """What a policy says of it: off unless it is said, who may, how many subscriptions at once,
    and when others must have agreed: so many business hours into the next business morning, and
    the hours after that until it is decided without them."""

    enabled: bool = False
    roles: frozenset[Role] = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
    most: int = MOST_ALONE
    ratify_business_hours: int = 2
    second_deadline_hours: int = 4

    def stricter(self, then: BreakGlass) -> BreakGlass:
        return BreakGlass(
            enabled=self.enabled and then.enabled,
            roles=self.roles & then.roles,
            most=min(self.most, then.most, MOST_ALONE),
            ratify_business_hours=min(self.ratify_business_hours, then.ratify_business_hours),
            second_deadline_hours=min(self.second_deadline_hours, then.second_deadline_hours),
        )
