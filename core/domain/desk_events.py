"""What happened to the desk itself: its people, its policy, its digests, its freezes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class DeskSeeded(Event):
    home_team: str = ""
    agents: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PolicyLoaded(Event):
    version: str = ""
    name: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CustomersRead(Event):
    account: str = ""
    customers: int = 0
    subscriptions: int = 0
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class WorkspaceLost(Event):
    """Slack took the app, or its token, away: uninstalled, revoked, or refused when we asked."""

    why: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ChannelRenumbered(Event):
    """A channel has another id, as Slack gives a private one that begins to be shared."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class DigestScheduled(Event):
    schedule_id: str = ""
    number: int = 0
    cron: str = ""
    zone: str = ""
    channel: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestChanged(Event):
    """As it is from now on."""

    schedule_id: str = ""
    number: int = 0
    cron: str = ""
    zone: str = ""
    channel: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelLanguageChosen(Event):
    """What is posted there is in this language; empty: in that of the desk."""

    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class DigestMuted(Event):
    """Muted until a moment, unmuted (no moment), or taken out of use."""

    schedule_id: str = ""
    number: int = 0
    until: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class DigestsMissed(Event):
    """Slots that passed while nothing ran; only the newest is still posted."""

    schedule_id: str = ""
    number: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class DigestOutstanding(Event):
    """So many minutes after its slot it had not gone out. `called` are administrators."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    minutes: int = 0
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestPosted(Event):
    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    late: bool = False
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DigestUnsure(Event):
    """It was sent and nobody knows whether it arrived: a person may post it again."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""


@dataclass(frozen=True, slots=True)
class DigestFailed(Event):
    """Slack refused it for good; `why` is Slack's error."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DigestMailed(Event):
    """The mail server took it."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DigestNotMailed(Event):
    """It is not mailed, or nobody knows; it is not sent again. `why`: the number that the mail
    server answered with, `unreached`, or `unsure`. An address is never in it."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DigestSkipped(Event):
    """Nobody wanted it any more when it was about to leave; `why`: removed, muted, moved."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    why: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RowOwned(Event):
    """Somebody looks after a late customer from now on; nobody, if empty. `row` is its key in the
    digests, `customer` its own, where somebody confirmed it."""

    row: str = ""
    customer: str = ""
    owner: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RowSnoozed(Event):
    """A late customer is out of the digests' list until a day; at once again, if empty."""

    row: str = ""
    customer: str = ""
    until: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DigestsHushed(Event):
    """Their channel is shared with another organisation. `hidden`: one that outsiders could read
    was replaced; older ones were not."""

    channel: str = ""
    numbers: tuple[int, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Frozen(Event):
    """`scope` is all, customer or action; `of` is the key of the customer, or the action."""

    freeze_id: str = ""
    why: str = ""
    reason_digest: str = ""
    scope: str = "all"
    of: str = ""


@dataclass(frozen=True, slots=True)
class StillFrozen(Event):
    """A freeze that nobody lifted for so many days; asked of whoever froze."""

    freeze_id: str = ""
    days: int = 0
    owner: str = ""
    scope: str = "all"
    of: str = ""


@dataclass(frozen=True, slots=True)
class FreezeLifted(Event):
    freeze_id: str = ""
    scope: str = "all"
    of: str = ""


@dataclass(frozen=True, slots=True)
class RolesChanged(Event):
    role: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountBound(Event):
    """`account` is this person's by now; until then it was another's (`was`), who was found to be
    the same one, or nobody's."""

    account: str = ""
    person: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class AccountMet(Event):
    """An account that nobody here knew belongs to a person of its own."""

    account: str = ""
    person: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AccountsNoted(Event):
    """Whose each account is, once: from here on the trail tells of every change. An account or a
    person, `=`, and the person behind it."""

    accounts: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AccountFreed(Event):
    """It is nobody's any more; `was` says whose it had been."""

    account: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class JobDied(Event):
    """Work that was tried as often as it may be, and is given up: a person has to look."""

    kind: str = ""
    why: str = ""
    subject: str = ""
