"""What both of Microsoft's sources of alerts say in their own spelling, in our words."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from clients.partner_fields import instant, items, named, resource, text, whole
from core.domain.alerts import LONGEST_KIND, AlertStatus, Level, Report, Source, Told
from core.domain.customers import is_guid
from core.ports.outside import Unreachable

log = logging.getLogger(__name__)

BEGINS_A_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NO_LETTER = re.compile(r"[^a-z0-9]+")
LONGEST_ID, LONGEST_RESOURCE, MOST_RESOURCES, LARGEST_LOG = 200, 400, 20, 200_000
BEGINNING = datetime.min.replace(tzinfo=UTC)
# What stands there while nothing was resolved.
NO_REASON = frozenset({"", "none", "unknown"})


def kind(said: Mapping[str, object], name: str) -> str:
    """A new word is taken as it comes."""
    words = BEGINS_A_WORD.sub("_", text(said, name)).lower()
    return NO_LETTER.sub("_", words).strip("_")[:LONGEST_KIND]


def status(said: Mapping[str, object], name: str) -> AlertStatus:
    """A word that we do not know is open."""
    found = named(said.get(name), {})
    # One table of Microsoft's says "Resolve".
    found = "resolved" if found == "resolve" else found
    return AlertStatus(found) if found in set(AlertStatus) else AlertStatus.ACTIVE


def level(said: Mapping[str, object], name: str) -> Level:
    found = named(said.get(name), {})
    return Level(found) if found in set(Level) else Level.UNKNOWN


def resolution(said: Mapping[str, object], name: str, stands: AlertStatus) -> str:
    """Samples name a reason where nothing was resolved yet."""
    found = named(said.get(name), {})
    if stands is not AlertStatus.RESOLVED or found in NO_REASON:
        return ""
    return NO_LETTER.sub("_", found)[:40]


def resources(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Their ids at Azure; the list may be empty or left out."""
    listed = said.get("affectedResources")
    rows = listed if isinstance(listed, list) else []
    found = [text(resource(one), name) for one in rows if isinstance(one, Mapping)]
    short = [one[:LONGEST_RESOURCE] for one in found if one]
    return tuple(dict.fromkeys(short))[:MOST_RESOURCES]


def course(said: Mapping[str, object]) -> tuple[Told, ...]:
    """Who set it to what, oldest first: an array, or an array inside a text. What cannot be read
    is left out."""
    listed = said.get("activityLogs")
    if isinstance(listed, str) and len(listed) <= LARGEST_LOG:
        try:
            listed = json.loads(listed)
        except (ValueError, RecursionError):
            listed = []
    try:
        found = items(listed) if isinstance(listed, list) else []
    except Unreachable:
        found = []
    told = [Told(_time(one), status(one, "statusTo"), text(one, "updatedBy")) for one in found]
    return tuple(sorted(told, key=lambda one: one.at or BEGINNING))


def _time(said: Mapping[str, object]) -> datetime | None:
    return instant(said.get("updatedDateTime") or said.get("dateTime"))


def count(said: Mapping[str, object], *names: str) -> int:
    return max((whole(said.get(name)) for name in names), default=0)


def usable(report: Report) -> bool:
    """Nothing can be done about a row without a name or an Azure subscription."""
    return 0 < len(report.report_id) <= LONGEST_ID and is_guid(report.subscription_id)


def told_of(
    found: list[Report], subscription_id: str, account: str, source: Source
) -> list[Report]:
    """Those of this subscription, or of all, that can be used, each once."""
    wanted = [one for one in found if subscription_id in ("", one.subscription_id)]
    by_name = {one.name: one for one in wanted if usable(one)}
    if left_out := len({one.name for one in wanted}) - len(by_name):
        log.warning("alerts left out account=%s source=%s n=%d", account, source, left_out)
    return list(by_name.values())
