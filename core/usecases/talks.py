"""What was said between us and a customer who is to be cut off: notices, replies, agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.accounts import documents_of, holds_of, promises_of, unread_of
from core.domain.agreements import episode
from core.domain.customers import CustomerKey
from core.domain.holds import Hold
from core.domain.ladder import Rules
from core.domain.notices import ARRIVED, Means, Outgoing
from core.domain.plans import Action
from core.domain.promises import Running
from core.places import local_date
from core.ports.office import Office
from core.ports.store import Work

# What came before the last words is on the ladder, which Explain shows.
MOST_NOTICES = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that reached the customer: by mail to so many addresses, or by other means."""

    name: str
    on: date
    addresses: int = 0
    means: Means | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """`notices` are the last of the present debt, oldest first; `lacks` names the one that a
    suspension rests on, where that was not delivered; `access_from` is the latest day printed."""

    notices: tuple[Notice, ...] = ()
    lacks: str = ""
    access_from: date | None = None
    unread: int = 0
    promises: tuple[Running, ...] = ()
    holds: tuple[Hold, ...] = ()


NOTHING_SAID = Talk()


def talk_of(work: Work, key: CustomerKey, now: datetime, *, office: Office) -> Talk:
    """As it stands now, by the policy that the customer is chased by."""
    on, today = local_date(work, key, now), office.today(now)
    chased = work.episodes.open(key)
    policy = work.policies.get(chased.policy) if chased else work.policies.current()
    found = _notices(work, key, on)
    last = {one.name: one for one in found}
    printed = [one.draft.access_from for one in found if one.draft.access_from is not None]
    needed = _needed(policy.rules)
    return Talk(
        notices=tuple(_notice(one) for one in list(last.values())[-MOST_NOTICES:]),
        lacks=needed if needed not in last else "",
        access_from=max(printed, default=None),
        unread=len(unread_of(work, key)),
        promises=tuple(promises_of(work, key, today)),
        holds=tuple(holds_of(work, key, today)),
    )


def _notices(work: Work, key: CustomerKey, on: date) -> list[Outgoing]:
    """Those that count for the present debt, oldest first."""
    since = episode(documents_of(work, key, on), on)
    found = [
        (one.delivered_on, one)
        for one in work.letters.of_customer(key)
        if one.state in ARRIVED and not one.draft.is_event() and one.delivered_on is not None
    ]
    mine = [(day, one) for day, one in found if since is not None and since <= day <= on]
    return [one for _, one in sorted(mine, key=lambda pair: (pair[0], pair[1].created_at))]


def _needed(rules: Rules) -> str:
    """The notice before a suspension; empty where the policy needs none."""
    stages = (one for one in reversed(rules.stages) if one.propose is Action.SUSPEND)
    after = next((one.after_notice for one in stages if one.after_notice is not None), None)
    return after.name if after is not None else ""


def _notice(letter: Outgoing) -> Notice:
    assert letter.delivered_on is not None
    return Notice(letter.name, letter.delivered_on, len(letter.draft.to), letter.means)
