"""What a doctor says of who is on call, and of pages that nobody has heard."""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.domain.on_call_file import OnCallRefused
from core.usecases import on_call
from core.usecases.page_view import open_pages
from handlers.checkup import Finding, Mark

NOBODY = "on call: no schedule was taken in, so that administrators are called at any hour"


def check_on_call(ledger: Ledger) -> Iterator[Finding]:
    """Nothing before the first start."""
    with ledger.office.store.reading() as work:
        if not work.policies.version():
            return
    try:
        look = on_call.look(None, office=ledger.office)
    except OnCallRefused as wrong:
        yield Finding(Mark.WRONG, f"on call: the schedule cannot be read: {wrong}")
        return
    if look is None:
        yield Finding(Mark.NOTE, NOBODY)
    else:
        who = ", ".join(duty.person for duty in look.duties) or "nobody, so the administrators are"
        yield Finding(Mark.OK, f"on call now: {who}")
        for user, why in look.unfit.items():
            yield Finding(Mark.WRONG, f"on call: {user} is skipped ({why})")
        if look.gaps:
            first = f"{look.gaps[0].begins:%Y-%m-%d %H:%M} UTC"
            said = f"on call: nobody is, {len(look.gaps)} times in {on_call.AHEAD.days} days, first"
            yield Finding(Mark.NOTE, f"{said} {first}: administrators are called then")
    unheard = [one for one in open_pages(office=ledger.office) if one.calls and not one.reached()]
    if unheard:
        cases = ", ".join(str(one.case.number) for one in unheard)
        yield Finding(Mark.WRONG, f"pages: Slack took none of case {cases}, call somebody by phone")
