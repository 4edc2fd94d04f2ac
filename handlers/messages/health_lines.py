"""The desk's own state on the Home tab: the freeze, how old all is, what waits for a person, and
what was decided."""

from __future__ import annotations

from core.usecases.decided import Decided
from core.usecases.desk_health import Health
from core.usecases.overdue import Overview
from handlers.messages.digest import ASKS
from handlers.messages.drift_lines import stale_line
from handlers.messages.overdue import state_lines
from handlers.messages.reasons import ended
from handlers.messages.text import Safe, Words


def decided_line(one: Decided, words: Words) -> str:
    """What was asked, how it ended, and when; it leads to its card."""
    content = one.plan.content
    ask = words(ASKS[content.action], customer=content.customer_name)
    return words(
        "• {ask}: {how} {moment}",
        ask=Safe(f"<{one.link}|{ask}>" if one.link else ask),
        how=Safe(ended(one.plan.state, one.why, words)),
        moment=one.at,
    )


def health_lines(found: Health | None, overview: Overview, words: Words) -> list[str]:
    """Each a line of its own."""
    said = state_lines(overview, words)
    if found is None:
        return said
    return [*said, _judged(found, words), *_for_a_person(found, words)]


def _judged(found: Health, words: Words) -> str:
    if found.judged_on is None:
        return words("Policy run: none yet.")
    if found.held:
        return words(
            "Policy run of {day}; nothing of it goes out before two people release it.",
            day=found.judged_on,
        )
    if found.judged_on < found.today:
        return words("Policy run: the last one was on {day}.", day=found.judged_on)
    return words("Policy run of today.")


def _for_a_person(found: Health, words: Words) -> list[str]:
    """What nobody but a person can mend; nothing where all is well."""
    said = [stale_line(one, words) for one in found.stale]
    if found.given_up:
        said.append(
            words.many(
                "*{count} piece of work was given up this week:* see the alerts channel.",
                "*{count} pieces of work were given up this week:* see the alerts channel.",
                found.given_up,
            )
        )
    undelivered = len(found.mail.bounced) + len(found.mail.unclear)
    if undelivered:
        said.append(
            words.many(
                "{count} letter did not arrive, or may not have.",
                "{count} letters did not arrive, or may not have.",
                undelivered,
            )
        )
    if found.mail.unread:
        said.append(
            words.many(
                "Replies of {count} customer wait to be read.",
                "Replies of {count} customers wait to be read.",
                len(found.mail.unread),
            )
        )
    return said
