"""What a doctor says of those who are asked for their vote: are they enough?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.domain.plans import Action
from core.usecases.roles import able
from handlers.checkup import Finding, Mark

NOBODY = "votes: nobody who may vote is asked by direct message"
ASK_THEM = "on the Home tab, each of them presses Ask Me; an administrator may do so for them"


def check_asked(ledger: Ledger) -> Iterator[Finding]:
    """Whoever asks for a suspension has no vote on it, so one more has to be told than must
    vote. Who is away still counts: they come back."""
    with ledger.office.store.reading() as work:
        if not work.desk.get("seeded"):
            return
        approvals, holders = work.policies.current().approvals, able(work)
        voters = frozenset(one for role in approvals.vote for one in holders[role])
        asked = {one for one in voters if work.notifying.of(one).asked}
    needed = approvals.quorum_of(Action.SUSPEND)
    if voters and not asked:
        yield Finding(Mark.NOTE, NOBODY, ASK_THEM)
    elif len(asked) < needed:
        said = f"votes: {len(asked)} of {len(voters)} who may vote are asked, and {needed} must"
        yield Finding(Mark.NOTE, said, ASK_THEM)
    elif len(asked) == needed < len(voters):
        said = f"votes: only {needed} who may vote are asked; where one of them asks, others must"
        yield Finding(Mark.NOTE, said, ASK_THEM)
    else:
        yield Finding(Mark.OK, f"votes: {len(asked)} of {len(voters)} who may vote are asked")
