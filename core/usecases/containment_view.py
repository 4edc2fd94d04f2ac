"""A containment as it is shown: on its question, on its plans' cards, on the customer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import containments
from core.domain.alerts import Alert
from core.domain.cases import Case
from core.domain.containment import Containment, State
from core.domain.customers import CustomerKey
from core.domain.events import CardPosted
from core.domain.plans import Action, Plan
from core.domain.remaining import Remaining, remaining
from core.ports.office import Office
from core.ports.store import Work

# A digest says so long before which of them ends.
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Contained:
    """`plan` is what was carried out, `alert` the one that one person acted on alone, if the desk
    knows it; `case` is the one in which it goes on; names of the people; `link` leads to the card
    on which a second person agrees, or which asks whether it goes on."""

    one: Containment
    plan: Plan
    customer_name: str
    case: Case | None
    alert: Alert | None
    requester: str
    owner: str
    ratified_by: str
    left: tuple[Remaining, ...]
    now: datetime
    link: str = ""


def contained_by(work: Work, plan: Plan, *, office: Office) -> Contained | None:
    """What this plan began, ratifies, or rolls back."""
    content = plan.content
    about = content.subject if content.action in {Action.RATIFY, Action.REINSTATE} else plan.plan_id
    one = work.containments.of_plan(about) if about else None
    return shown(work, one, office=office) if one is not None else None


def shown(work: Work, one: Containment, *, office: Office) -> Contained:
    plan = work.plans.get(one.plan_id)
    known = work.customers.subscriptions(one.customer)
    ids = {line.subscription_id for line in plan.content.lines}
    alone = plan.content.alone
    alerts = work.alerts.of_customer(one.customer) if alone else []
    case_id = containments.goes_on(work, one).case_id
    return Contained(
        one=one,
        plan=plan,
        customer_name=plan.content.customer_name,
        case=work.cases.get(case_id) if case_id else None,
        alert=next((a for a in alerts if alone and a.alert_id == alone.alert), None),
        requester=_name(work, one.requester),
        owner=_name(work, containments.owner_of(work, one)),
        ratified_by=_name(work, one.ratified_by),
        left=remaining(
            (s for s in known if s.subscription_id in ids),
            known,
            office.partner(one.customer).cloud,
        ),
        now=office.clock(),
        link=_link(work, one),
    )


def _name(work: Work, person_id: str) -> str:
    return work.people.get(person_id).name if person_id else ""


def _link(work: Work, one: Containment) -> str:
    asked = containments.ratifying(work, one) if one.is_alone else None
    told = work.events.of_plan(asked.plan_id if asked else one.plan_id)
    posted = (recorded.event for recorded in told if isinstance(recorded.event, CardPosted))
    return next((event.permalink for event in posted), "")


def open_of(work: Work, key: CustomerKey, *, office: Office) -> tuple[Contained, ...]:
    """Those of this customer that are not over."""
    return tuple(shown(work, one, office=office) for one in work.containments.open_for(key))


def to_tell(work: Work, *, office: Office) -> tuple[Contained, ...]:
    """What a digest says: whatever nobody ratified, and what ends within a day or waits for an
    answer."""
    soon = office.clock() + SOON
    return tuple(shown(work, one, office=office) for one in _near(work.containments.open(), soon))


def _near(found: Iterable[Containment], soon: datetime) -> list[Containment]:
    return [one for one in found if one.state is not State.RUNNING or one.until <= soon]
