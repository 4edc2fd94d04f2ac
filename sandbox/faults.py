"""Faults on demand: what shall go wrong, where, and how often."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import NotHere, WrongCall, answer_wrong_calls, sent_object

_HELD: dict[str, Any] = {"seconds": 30.0}
_SLOW: dict[str, Any] = {"seconds": 5.0}
_LINE: dict[str, dict[str, Any]] = {
    "timeout_before": _HELD,
    "timeout_after": _HELD,
    "reset_before": {},
    "reset_after": {},
    "slow": _SLOW,
}
# As always, but the answer is dated so many seconds before its time.
_DATED: dict[str, dict[str, Any]] = {"misdated": {"seconds": 120.0}}
_MICROSOFT: dict[str, dict[str, Any]] = {
    **_LINE,
    "status": {"status": 500, "body": None, "code": ""},
    "throttle": {"retry_after": 5},
    "truncated": {},
}

# Every kind a target knows, with the fields it takes and what they are when not said.
KINDS: dict[str, dict[str, dict[str, Any]]] = {
    "partner-center": {
        **_MICROSOFT,
        **_DATED,
        "stale_etag": {},
        "accepted_but_unchanged": {},
        "late": {"reads": 1},
        "accepted": {"reads": 1},
        "meanwhile": {"set": {"status": "suspended"}},
        "pascal_case": {},
        "numbers": {},
        "odd_link": {},
        "redirect": {"location": "https://elsewhere.example/"},
    },
    "token": _MICROSOFT,
    "webhook": {
        "delay": {"hours": 48},
        "duplicate": {},
        "reorder": {},
        "drop": {},
        "forge": {"how": "key"},
    },
    "slack": {
        **_LINE,
        **_DATED,
        "status": {"status": 500, "body": None},
        "ratelimited": {"retry_after": 5},
        "error": {"error": "internal_error"},
        "older": {},
    },
    "delivery": {"duplicate": {}, "drop_answer": {}, "delay": _SLOW},
}
# Another key, another host, other bytes, an old date, a chain that ends elsewhere, a certificate
# of somebody else, an algorithm that nobody should take.
FORGERIES = ("key", "host", "body", "date", "chain", "organization", "algorithm")
_WHOLE = {"times": (1, 1_000_000), "skip": (0, 1_000_000), "status": (400, 599),
          "retry_after": (0, 86_400), "reads": (1, 1_000), "hours": (0, 1_000)}  # fmt: skip
_TEXT = ("code", "error", "location", "how")
# These only mean something for a change, so reads pass them by.
_OF_CHANGES = frozenset({"stale_etag", "accepted_but_unchanged", "late", "accepted", "meanwhile"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that shall go wrong; a field that its kind does not use stays empty."""

    id: str
    target: str
    kind: str
    method: str = ""
    path: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    status: int = 0
    body: Any = None
    code: str = ""
    error: str = ""
    retry_after: int = 0
    reads: int = 0
    location: str = ""
    hours: int = 0
    how: str = ""
    set: Mapping[str, Any] = field(default_factory=dict)

    def meets(self, target: str, method: str, path: str) -> bool:
        same_method = not self.method or self.method.lower() == method.lower()
        return self.target == target and same_method and self.path in path


class Faults:
    """The faults that were asked for; each fires on its own count of matching calls."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._faults: dict[str, Fault] = {}
        self._met: dict[str, int] = {}
        self._made = 0
        self.blueprint = _blueprint(self)

    def add(self, asked: Mapping[str, Any]) -> Fault:
        with self._lock:
            fault = read_fault(asked, id=f"fault-{self._made + 1}")
            self._made += 1
            self._faults[fault.id], self._met[fault.id] = fault, 0
        return fault

    def take(self, target: str, *, method: str, path: str) -> Fault | None:
        """The fault that this call meets, used up by one firing."""
        with self._lock:
            for fault in self._faults.values():
                if not fault.meets(target, method, path) or self._is_spent(fault):
                    continue
                self._met[fault.id] += 1
                if self._met[fault.id] > fault.skip:
                    return fault
        return None

    def fired(self, fault: Fault) -> int:
        return max(0, self._met[fault.id] - fault.skip)

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(f) | {"fired": self.fired(f)} for f in self._faults.values()]

    def remove(self, id: str) -> None:
        with self._lock:
            if self._faults.pop(id, None) is None:
                raise NotHere(f"there is no fault {id}; GET /sandbox/faults lists them")
            del self._met[id]

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._met.clear()

    def hold(self, seconds: float) -> None:
        """Let the calling request wait; ends early when the sandbox stops."""
        self._stopping.wait(seconds)

    def close(self) -> None:
        self._stopping.set()

    def _is_spent(self, fault: Fault) -> bool:
        return self._met[fault.id] >= fault.skip + fault.times


def read_fault(asked: Mapping[str, Any], *, id: str) -> Fault:
    """A fault from the words of a caller, or a clear complaint."""
    fields = dict(asked)
    target, kind = fields.pop("target", None), fields.pop("kind", None)
    takes = _fields_of(target, kind)
    match = fields.pop("match", None) or {}
    if not isinstance(match, dict) or not match.keys() <= {"method", "path"}:
        raise WrongCall('match must be {"method": ..., "path": ...}; either may be left out')
    known = {"times": 1, "skip": 0, **takes}
    if strange := sorted(fields.keys() - known.keys()):
        raise WrongCall(f"{kind} does not know {', '.join(strange)}; it takes {', '.join(known)}")
    values = {name: _checked(name, fields.get(name, usual)) for name, usual in known.items()}
    usual_match = {"method": "PATCH"} if kind in _OF_CHANGES else {}
    where: dict[str, Any] = usual_match | {k: _text(k, v) for k, v in match.items()}
    return Fault(id=id, target=str(target), kind=str(kind), **where, **values)


def _fields_of(target: object, kind: object) -> dict[str, Any]:
    if not isinstance(target, str) or target not in KINDS:
        raise WrongCall(f"target must be one of {', '.join(KINDS)}, not {target!r}")
    kinds = KINDS[target]
    if not isinstance(kind, str) or kind not in kinds:
        raise WrongCall(f"kind for {target} must be one of {', '.join(kinds)}, not {kind!r}")
    return kinds[kind]


def _checked(name: str, value: Any) -> Any:
    if name in _WHOLE:
        return _whole(name, value)
    if name == "seconds":
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 600:
            raise WrongCall(f"seconds must be a number from 0 to 600, not {value!r}")
        return float(value)
    if name == "how" and value not in FORGERIES:
        raise WrongCall(f"how must be one of {', '.join(FORGERIES)}, not {value!r}")
    if name == "set" and (not isinstance(value, dict) or not value):
        raise WrongCall('set must be an object of fields, like {"status": "suspended"}')
    return _text(name, value) if name in _TEXT else value


def _whole(name: str, value: object) -> int:
    least, most = _WHOLE[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WrongCall(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise WrongCall(f"{name} must be text, not {value!r}")
    return value


def _blueprint(faults: Faults) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("faults", __name__))

    @routes.get("/sandbox/faults")
    def listing() -> ResponseReturnValue:
        return jsonify(faults.listed())

    @routes.post("/sandbox/faults")
    def ask() -> ResponseReturnValue:
        return jsonify(id=faults.add(sent_object()).id)

    @routes.delete("/sandbox/faults")
    def clear() -> ResponseReturnValue:
        faults.clear()
        return jsonify(removed="all")

    @routes.delete("/sandbox/faults/<id>")
    def remove(id: str) -> ResponseReturnValue:
        faults.remove(id)
        return jsonify(removed=id)

    return routes
