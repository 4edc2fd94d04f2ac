"""What the stand-in saw: its requests and the changes it accepted, on the machine's clock."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from tests.kills.judge import Change

ONE = re.compile(r"/customers/([0-9a-f-]{36})/subscriptions/[0-9a-f-]{36}(?:\?|$)")


@dataclass(slots=True)
class Record:
    """Read bit by bit, since the stand-in forgets old requests. `calls` are the executor's: when,
    and about whose subscription."""

    http: httpx.Client
    calls: list[tuple[float, str]] = field(default_factory=list)
    arrived: dict[str, float] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    offset: float = 0.0

    def __post_init__(self) -> None:
        before = time.monotonic()
        now = self.http.get("/clock").json()["now"]
        middle = (before + time.monotonic()) / 2
        self.offset = datetime.fromisoformat(now).timestamp() - middle

    def read_on(self) -> None:
        path, after = "/sandbox/partner-center/requests", self.requests
        for entry in self.http.get(path, params={"after": after}).json():
            self.requests = entry["n"]
            if entry["fault"]:
                self.faults[f"{entry['method']} {entry['fault']}"] += 1
            if entry["method"] != "GET" and "/subscriptions/" in entry["path"]:
                self.arrived.setdefault(entry["request_id"], self._moment(entry))
            if found := ONE.search(entry["path"]):
                self.calls.append((self._moment(entry), found.group(1)))

    def worked_since(self, moment: float) -> bool:
        """Has the executor called since then?"""
        self.read_on()
        return bool(self.calls) and self.calls[-1][0] >= moment

    def changes(self) -> list[Change]:
        """What the API accepted; what a person did in the portal is left out, and so are add-ons
        that followed their base: they come with its request."""
        found: dict[str, Change] = {}
        for entry in self.http.get("/sandbox/partner-center/changes").json():
            if entry["by"] == "api":
                resource = entry["entitlement_id"] or entry["subscription_id"]
                at, id = self._moment(entry), entry["request_id"]
                change = Change(at, resource, entry["changed"], id, self.arrived.get(id, at))
                found.setdefault(change.request_id, change)
        return list(found.values())

    def _moment(self, entry: dict[str, Any]) -> float:
        return datetime.fromisoformat(entry["at"]).timestamp() - self.offset
