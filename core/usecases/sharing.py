"""A channel is shared with another organisation, is ours again, or has got another id: whatever is
open in it is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.clocks import draw as draw_clock
from core.domain.events import ChannelRenumbered, Route
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint, repaint_case
from core.usecases.credit_jobs import draw_again as draw_credit
from core.usecases.hushing import look_soon
from core.usecases.ticket_jobs import draw_again as draw_ticket

# More of them would keep everything else from being said.
MOST = 500


def sharing_changed(channel: str, occasion: str, *, office: Office) -> None:
    """Slack told of it."""
    with office.store() as work:
        _changed(work, channel, occasion)
        work.commit()


def last_change(channel: str, *, office: Office) -> str:
    """Of who reads it: another text for another time; empty where nothing was told."""
    with office.store.reading() as work:
        return work.desk.get(f"sharing:{channel}")


def renumbered(before: str, after: str, occasion: str, *, office: Office) -> None:
    """A private channel that begins to be shared goes on under another id: whatever we know of it
    goes with it, and so do the settings that name it."""
    with office.store() as work:
        if not before or not after or called_now(work, before) == after:
            return
        work.posts.renumber(before, after)
        work.desk.put(_name(before), after)
        event = ChannelRenumbered(before=before, after=after)
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        _changed(work, after, occasion)
        work.commit()


def called_now(work: Work, channel: str) -> str:
    """The id of a channel that had this one once."""
    seen = {channel}
    while (after := work.desk.get(_name(channel))) and after not in seen:
        seen.add(after)
        channel = after
    return channel


def _name(channel: str) -> str:
    return f"channel_now:{channel}"


def _changed(work: Work, channel: str, occasion: str) -> None:
    work.desk.put(f"sharing:{channel}", occasion)
    _draw_open(work, channel, occasion)
    look_soon(work, channel, occasion)


def _draw_open(work: Work, channel: str, occasion: str) -> None:
    """Each card there of which something is still to come, the newest first."""
    plans = {plan.plan_id for plan in work.plans.open()}
    cases = {case.case_id for case in work.cases.open()}
    drawers: Mapping[str, Callable[[str], None]] = {
        "plan": lambda one: repaint(work, one, occasion) if one in plans else None,
        "case_card": lambda one: repaint_case(work, one, occasion) if one in cases else None,
        "credit": lambda one: draw_credit(work, one, occasion),
        "clock": lambda one: draw_clock(work, work.clocks.get(one), occasion),
        "ticket": lambda one: draw_ticket(work, one, occasion),
    }
    drawn = set[tuple[str, str]]()
    for posted in work.posts.newest_in(channel, MOST):
        kind, _, rest = posted.key.partition(":")
        subject = rest.partition(":")[0]
        if kind in drawers and (kind, subject) not in drawn:
            drawn.add((kind, subject))
            drawers[kind](subject)
