"""Who hears in private that a vote is wanted, and when: as they chose, in the hours of their
office, and less and less often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.domain.calendar import Place, add_business_hours, into_office_hours
from core.domain.cases import OF_ABUSE
from core.domain.plans import Action, Content

# Between two messages about one plan; after the last one nobody is reminded any more.
PAUSES = (4, 8, 16)
URGENT_PAUSES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))


@dataclass(frozen=True, slots=True)
class Preference:
    """What somebody, or an administrator for them, said: whether to be asked at all, and the day
    from which on they are back."""

    person_id: str
    asked: bool = True
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class VoteAsk:
    """The message in which somebody is asked: where it is, how often they were asked by now, when
    the last time, and up to which event of the plan it shows."""

    plan_id: str
    person_id: str
    user_id: str
    channel: str
    ts: str
    times: int
    asked_at: datetime
    shows: int


def is_asked_about(content: Content) -> bool:
    """The button that lifts a freeze urges nobody; whoever is to ratify is called anyhow; and what
    one person does alone takes no votes."""
    return content.action not in {Action.LIFT_FREEZE, Action.RATIFY} and content.alone is None


def is_urgent(content: Content) -> bool:
    """Abuse does not wait for the morning. Whoever sleeps has Slack be silent, not us."""
    return content.reason in OF_ABUSE


def ask_from(preference: Preference, content: Content, now: datetime, place: Place) -> datetime:
    """The first moment from now on at which somebody may be written to, who lives by the hours of
    this place."""
    back = place.begin(preference.back_on) if preference.back_on else now
    first = max(now, back)
    return first if is_urgent(content) else into_office_hours(first, place)


def remind_at(ask: VoteAsk, content: Content, place: Place) -> datetime | None:
    """When the next message is due; None once all were written, or after it would have lapsed."""
    number = ask.times - 1
    if number >= len(PAUSES):
        return None
    if is_urgent(content):
        at = ask.asked_at + URGENT_PAUSES[number]
    else:
        at = add_business_hours(ask.asked_at, PAUSES[number], place)
    return at if at < content.expires_at else None
