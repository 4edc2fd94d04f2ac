"""Answers that are right and look different: what a client of Microsoft's has met or may meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.faults import Fault
from sandbox.partner_center.answers import Answer

# Numbers where words were promised, in the order of the words.
_NUMBERED: Mapping[str, tuple[str, ...]] = {
    "status": ("none", "active", "suspended", "deleted"),
    "billingType": ("none", "usage", "license"),
}


def made_odd(answer: Answer, fault: Fault | None) -> Answer:
    """The answer as this fault wants it; a refusal stays as it is."""
    if fault is None or fault.kind not in _ODD or answer.status >= 400:
        return answer
    return _ODD[fault.kind](answer, fault)


def _pascal_case(answer: Answer, fault: Fault) -> Answer:
    return replace(answer, body=_capital(answer.body))


def _capital(body: Any) -> Any:
    if isinstance(body, dict):
        return {name[:1].upper() + name[1:]: _capital(value) for name, value in body.items()}
    return [_capital(value) for value in body] if isinstance(body, list) else body


def _numbers(answer: Answer, fault: Fault) -> Answer:
    return replace(answer, body=_numbered(answer.body))


def _numbered(body: Any, name: str = "") -> Any:
    if isinstance(body, dict):
        return {inner: _numbered(value, inner) for inner, value in body.items()}
    if isinstance(body, list):
        return [_numbered(value) for value in body]
    words = _NUMBERED.get(name, ())
    return words.index(body) if body in words else body


def _accepted(answer: Answer, fault: Fault) -> Answer:
    """Taken in; where to look for what becomes of it, and no word of it yet."""
    links = answer.body.get("links", {}) if isinstance(answer.body, dict) else {}
    headers = {"Location": f"/v1{links['self']['uri']}"} if links else {}
    return Answer(202, "", headers)


def _redirect(answer: Answer, fault: Fault) -> Answer:
    return Answer(302, "", {"Location": fault.location})


def _odd_link(answer: Answer, fault: Fault) -> Answer:
    """The next page behind a second question mark, as a sample of Microsoft's has it."""
    if not isinstance(answer.body, dict) or "next" not in answer.body.get("links", {}):
        return answer
    links = answer.body["links"]
    uri = "?".join(links["next"]["uri"].rsplit("&", 1))
    odd = links | {"next": links["next"] | {"uri": uri}}
    return replace(answer, body=answer.body | {"links": odd})


_ODD: Mapping[str, Callable[[Answer, Fault], Answer]] = {
    "pascal_case": _pascal_case,
    "numbers": _numbers,
    "accepted": _accepted,
    "redirect": _redirect,
    "odd_link": _odd_link,
}
