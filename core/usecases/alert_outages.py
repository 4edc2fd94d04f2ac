"""Whether Microsoft's alerts can be read: told once when they cannot, and once when it is over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.alert_events import AlertsBack, AlertsLost
from core.domain.alerts import Report, Source
from core.domain.event import Route
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.alert_jobs import sources_of

# What passes by itself usually does so before.
TOLD_AFTER = timedelta(minutes=10)


class Why(StrEnum):
    """Why a source cannot be read: only what is unreachable may come back by itself."""

    UNREACHABLE = "unreachable"
    LOGIN = "login"
    PERMISSION = "permission"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`detail` is what the other side said."""

    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of one source of one account: when it was read last, and since when and why it
    cannot be. Moments are ISO texts, empty for none."""

    read_at: str = ""
    since: str = ""
    why: str = ""
    detail: str = ""
    told: bool = False

    @property
    def last_read(self) -> datetime | None:
        return datetime.fromisoformat(self.read_at) if self.read_at else None

    @property
    def lost_since(self) -> datetime | None:
        return datetime.fromisoformat(self.since) if self.since else None


def watch_of(work: Work, account: str, source: Source) -> Watch:
    noted = work.desk.get(_fact(account, source))
    return Watch(**json.loads(noted)) if noted else Watch()


def note_readings(
    account: str, found: Mapping[Source, Sequence[Report] | Trouble], *, office: Office
) -> None:
    """How each of an account's sources answered, all of them at once."""
    blind = all(isinstance(said, Trouble) for said in found.values())
    with office.store() as work:
        for source, said in found.items():
            before = watch_of(work, account, source)
            if isinstance(said, Trouble):
                after = _lost(work, account, source, before, said, blind=blind, office=office)
            else:
                after = _read(work, account, source, before, office)
            if after != before:
                work.desk.put(_fact(account, source), json.dumps(asdict(after)))
        work.commit()


def _lost(
    work: Work,
    account: str,
    source: Source,
    before: Watch,
    said: Trouble,
    *,
    blind: bool,
    office: Office,
) -> Watch:
    """A source that was never set up is told of only where no other one sees anything. What a
    person has to mend is told, also during an outage."""
    now = office.clock()
    since, why = before.lost_since or now, _why(before, said)
    told = before.told and why == before.why
    lost = replace(before, since=since.isoformat(), why=why.value, detail=said.detail, told=told)
    waits = why is Why.UNREACHABLE and now - since < TOLD_AFTER
    if told or waits or not (before.read_at or blind):
        return lost
    event = AlertsLost(
        account=account,
        source=source.value,
        since=since,
        why=why.value,
        detail=said.detail,
        blind=int(blind),
    )
    record(work, event, office.stamp(now, "", Route.AUTOMATION))
    return replace(lost, told=True)


def _why(before: Watch, said: Trouble) -> Why:
    """What a person has to mend is not mended by another outage."""
    return Why(before.why) if said.why is Why.UNREACHABLE and before.why else said.why


def _read(work: Work, account: str, source: Source, before: Watch, office: Office) -> Watch:
    now = office.clock()
    if before.told:
        event = AlertsBack(account=account, source=source.value, since=before.lost_since)
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
    return Watch(read_at=now.isoformat())


@dataclass(frozen=True, slots=True)
class Sight:
    """How one source of one account stands, for whoever looks after the desk."""

    account: str
    source: Source
    watch: Watch


def sights(work: Work, office: Office) -> list[Sight]:
    """Every source that the accounts' clouds have."""
    return [
        Sight(account, source, watch_of(work, account, source))
        for account, partner in sorted(office.partners.items())
        for source in sources_of(partner)
    ]


def _fact(account: str, source: Source) -> str:
    return f"alerts:{source.value[:8]}:{account}"[:64]
