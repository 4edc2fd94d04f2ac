"""What is looked at on the hour: promises, disputes and holds whose day has come."""

from __future__ import annotations

from core.ports.office import Office
from core.usecases.disputes import expire_all
from core.usecases.hold_care import look_after
from core.usecases.promise_course import settle_all


def tick(*, office: Office) -> None:
    """Each in transactions of its own; what was done once is not done again."""
    settle_all(office=office)
    expire_all(office=office)
    look_after(office=office)
