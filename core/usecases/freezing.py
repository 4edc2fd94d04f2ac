"""The kill switch: one person stops every send at once, two people lift it."""

from __future__ import annotations

from core.domain.errors import AlreadyFrozen, PlanAlreadyOpen, ReasonMissing
from core.domain.events import Route
from core.domain.people import AccountKey, Role
from core.domain.plans import AUTOMATIC, Action
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Freeze
from core.ports.store import Work
from core.recording import freeze_now
from core.usecases.filing import Request, file_plan
from core.usecases.finding import person_with

MAY_FREEZE = frozenset({Role.AGENT, Role.APPROVER, Role.ADMINISTRATOR})


def freeze(reason: str, account: AccountKey, *, office: Office) -> Freeze:
    """Stop everything, by somebody with a role. Raises ReasonMissing, AlreadyFrozen, NoRole."""
    if not reason.strip():
        raise ReasonMissing()
    with office.store() as work:
        person = person_with(work, account, MAY_FREEZE | may_ask(work))
        frozen = _freeze(work, "person", reason.strip(), person.person_id, Route.SLACK, office)
        work.commit()
    return frozen


def freeze_from_terminal(reason: str, *, office: Office) -> Freeze:
    """Stop everything from the command line of the machine itself. Raises AlreadyFrozen."""
    with office.store() as work:
        frozen = _freeze(work, "terminal", reason.strip(), "", Route.CLI, office)
        work.commit()
    return frozen


def freeze_new_installation(work: Work, *, office: Office) -> None:
    """A new installation sends nothing before two people say so."""
    _freeze(work, "new_installation", "", "", Route.AUTOMATION, office)


def notice_file(*, office: Office) -> None:
    """Turn the file FREEZE into a freeze that outlives it: taking it away lifts nothing."""
    path = office.brake()
    if not path:
        return
    with office.store.reading() as work:
        if work.freezes.current() is not None:
            return
    with office.store() as work:
        if work.freezes.current() is None:
            _freeze(work, "file", path, "", Route.AUTOMATION, office)
            work.commit()


def _freeze(
    work: Work, why: str, reason: str, person_id: str, route: Route, office: Office
) -> Freeze:
    current = work.freezes.current()
    if current is not None:
        raise AlreadyFrozen(freeze=current)
    return freeze_now(work, why, reason, office.stamp(office.clock(), person_id, route))


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
        frozen = work.freezes.current()
        if frozen is None or work.plans.open_of(Action.LIFT_FREEZE):
            return
        try:
            _ask_to_lift(work, frozen, office=office)
        except PlanAlreadyOpen:
            return
        work.commit()
