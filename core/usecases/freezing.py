"""The kill switch: one person stops every send at once, or those of a customer or an action; two
people lift it."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.errors import AlreadyFrozen, PlanAlreadyOpen, ReasonMissing
from core.domain.events import Route, StillFrozen
from core.domain.people import AccountKey, Role
from core.domain.plans import AUTOMATIC, ON_CUSTOMERS, Action
from core.freezes import stop_of
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Freeze, Scope
from core.ports.store import Work
from core.recording import freeze_now, record, remind_later
from core.usecases.filing import Request, file_plan
from core.usecases.finding import find_customer, person_with

MAY_FREEZE = frozenset({Role.AGENT, Role.APPROVER, Role.ADMINISTRATOR})
ACTIONS = {action.value.replace("_", "-"): action for action in sorted(ON_CUSTOMERS)}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a freeze goes: everything, unless it names a customer or an action."""

    scope: Scope = Scope.ALL
    of: str = ""


EVERYTHING = Reach()


def freeze(reason: str, account: AccountKey, *, office: Office, only: str = "") -> Freeze:
    """Stop everything, or `only` what somebody typed: an action, or a customer as find_customer
    knows it. By anybody with a role. Raises ReasonMissing, AlreadyFrozen, NoRole and those of
    find_customer."""
    if not reason.strip():
        raise ReasonMissing()
    with office.store() as work:
        person = person_with(work, account, MAY_FREEZE | may_ask(work))
        reach = reach_of(work, only)
        stamp = office.stamp(office.clock(), person.person_id, Route.SLACK)
        _check_free(work, reach)
        frozen = freeze_now(work, "person", reason.strip(), stamp, reach.scope, reach.of)
        work.commit()
    return frozen


def freeze_from_terminal(reason: str, *, office: Office, only: str = "") -> Freeze:
    """The same from the command line of the machine itself. Raises AlreadyFrozen and those of
    find_customer."""
    with office.store() as work:
        reach = reach_of(work, only)
        stamp = office.stamp(office.clock(), "", Route.CLI)
        _check_free(work, reach)
        frozen = freeze_now(work, "terminal", reason.strip(), stamp, reach.scope, reach.of)
        work.commit()
    return frozen


def reach_of(work: Work, only: str) -> Reach:
    """What was meant. An action is one before a customer is one. Raises those of find_customer."""
    if not only.strip():
        return EVERYTHING
    action = ACTIONS.get(only.strip().lower().replace("_", "-"))
    if action is not None:
        return Reach(Scope.ACTION, action.value)
    return Reach(Scope.CUSTOMER, str(find_customer(work, only).key))


def freeze_new_installation(work: Work, *, office: Office) -> None:
    """A new installation sends nothing before two people say so."""
    stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
    _check_free(work, EVERYTHING)
    freeze_now(work, "new_installation", "", stamp)


def notice(*, office: Office) -> None:
    """Turn the file FREEZE, or a clock that is wrong, into a freeze that outlives it: taking the
    file away or setting the clock right lifts nothing."""
    stop = stop_of(office)
    if stop is None:
        return
    with office.store.reading() as work:
        if work.freezes.current() is not None:
            return
    with office.store() as work:
        if work.freezes.current() is None:
            stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
            freeze_now(work, stop.why, stop.reason, stamp)
            work.commit()


def _check_free(work: Work, reach: Reach) -> None:
    """Raises AlreadyFrozen where all that it would stop is stopped already."""
    same = (one for one in work.freezes.on() if (one.scope, one.of) == (reach.scope, reach.of))
    current = work.freezes.current() or next(same, None)
    if current is not None:
        raise AlreadyFrozen(freeze=current)


def _ask_to_lift(work: Work, frozen: Freeze, *, office: Office) -> None:
    """The card whose button two approvers press; whoever froze may be one of them."""
    request = Request(
        action=Action.LIFT_FREEZE,
        requester=frozen.person_id,
        filed_by=frozen.person_id or AUTOMATIC,
        route=Route.AUTOMATION,
        note=frozen.reason,
        subject=frozen.freeze_id,
    )
    file_plan(work, request, now=office.clock(), office=office)


def offer_lifting(*, office: Office) -> None:
    """A freeze always has its button: file the lifting when it begins, and anew once its plan
    lapsed or was rejected."""
    with office.store() as work:
        offered = {plan.content.subject for plan in work.plans.open_of(Action.LIFT_FREEZE)}
        bare = [one for one in work.freezes.on() if one.freeze_id not in offered]
        for frozen in bare:
            try:
                _ask_to_lift(work, frozen, office=office)
            except PlanAlreadyOpen:
                continue
        if bare:
            work.commit()


def ask_whether_needed(freeze_id: str, days: int, *, office: Office) -> None:
    """A freeze that stays on is told each day, with whoever answers for it: what is stopped is
    fraud, too."""
    now = office.clock()
    with office.store() as work:
        frozen = work.freezes.get(freeze_id)
        if frozen is None:
            return
        event = StillFrozen(
            freeze_id=freeze_id,
            days=days,
            owner=frozen.person_id,
            scope=frozen.scope.value,
            of=frozen.of,
        )
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        remind_later(work, frozen, now)
        work.commit()
