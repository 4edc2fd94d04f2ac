"""What a doctor says of break-glass: can anybody use it, and can somebody else ratify it?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.domain.containment import State
from core.domain.people import Role
from core.domain.plans import Action
from core.usecases.roles import able, enrolled
from handlers.checkup import Finding, Mark

KEYLESS = "break-glass: enabled, and there is no master key to look at codes with"
NOBODY = (
    "break-glass: enabled, and nobody who may use it has a second factor: "
    "python -m bot stepup enrol"
)
NOBODY_ELSE = (
    "break-glass: enabled, and nobody else could ratify it; where votes take codes, that takes a "
    "second factor, too"
)


def check_break_glass(ledger: Ledger) -> Iterator[Finding]:
    """Nothing where the policy, which can be read, lets nobody act alone."""
    with ledger.office.store.reading() as work:
        policy, holders, factors = work.policies.current(), able(work), enrolled(work)
        waiting = sum(one.state is State.UNRATIFIED for one in work.containments.open())
    terms = policy.break_glass
    if waiting:
        yield Finding(Mark.NOTE, f"break-glass: not ratified: {waiting}")
    if not terms.enabled:
        return
    if not ledger.settings.master_keys:
        yield Finding(Mark.WRONG, KEYLESS)
    able_alone = {one for role in terms.roles for one in holders[role]} & factors
    if not able_alone:
        yield Finding(Mark.WRONG, NOBODY)
        return
    roles = (Role.APPROVER, Role.ADMINISTRATOR)
    deciders = {one for role in roles for one in holders[role]}
    if policy.step_up:
        deciders &= factors
    alone = [one for one in able_alone if not deciders - {one}]
    if alone:
        yield Finding(Mark.WRONG, NOBODY_ELSE)
    quorum = policy.approvals.quorum_of(Action.RATIFY)
    yield Finding(
        Mark.OK, f"break-glass: {len(able_alone)} may use it, {quorum} other person ratifies it"
    )
