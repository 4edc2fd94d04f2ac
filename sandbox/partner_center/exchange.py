"""The way of a request through Partner Center: latency, faults, sign-in, throttle, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask import Response, request

from sandbox.clock import Clock, as_text
from sandbox.faults import Fault, Faults
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused, cut_short, refusal, to_wire
from sandbox.partner_center.answers import too_many_requests as too_many
from sandbox.partner_center.call import Call
from sandbox.partner_center.connection import hang_up
from sandbox.partner_center.odd_answers import made_odd
from sandbox.partner_center.requests import Entry, RequestLog
from sandbox.partner_center.sign_in.tokens import Tokens

Answering = Callable[[Call], Answer]


class Exchange:
    """Answers the request that Flask is serving, with whatever shall go wrong."""

    def __init__(self, clock: Clock, faults: Faults, log: RequestLog, tokens: Tokens) -> None:
        self._clock = clock
        self._faults = faults
        self._log = log
        self._tokens = tokens

    def serve(self, account: Account, rest: str, target: str, answering: Answering) -> Response:
        call = self._read(account, rest, target)
        entry = self._note(call)
        self._faults.hold(account.options.latency_ms / 1000)
        answer = self._before(call.fault)
        if answer is None and not _is_lost_before(call.fault):
            answer = _answer(call, answering)
        if answer is None or self._is_lost_after(call.fault):
            return hang_up(request.environ)
        answer = made_odd(answer, call.fault)
        entry.status = answer.status
        response = self._write(call, answer)
        return cut_short(response) if call.meets("truncated") else response

    def _read(self, account: Account, rest: str, target: str) -> Call:
        return Call(
            account=account,
            method=request.method,
            segments=tuple(part for part in rest.split("/") if part),
            query=request.args,
            headers=request.headers,
            body=request.get_data(),
            request_id=request.headers.get("MS-RequestId") or str(uuid4()),
            correlation_id=request.headers.get("MS-CorrelationId") or str(uuid4()),
            fault=self._faults.take(target, method=request.method, path=request.path),
        )

    def _note(self, call: Call) -> Entry:
        entry = self._log.open(
            at=as_text(self._clock.now()),
            method=call.method,
            path=request.full_path.rstrip("?"),
            request_id=call.request_id,
            correlation_id=call.correlation_id,
        )
        entry.fault = call.fault.kind if call.fault else None
        entry.left_out = call.left_out
        token = self._tokens.find(call.headers.get("Authorization", ""))
        entry.token = token.kind if token else None
        return entry

    def _before(self, fault: Fault | None) -> Answer | None:
        """What happens before Partner Center looks at the request: perhaps an answer at once."""
        if fault is None:
            return None
        if fault.kind in ("slow", "timeout_before"):
            self._faults.hold(fault.seconds)
        if fault.kind == "throttle":
            return too_many(fault.retry_after)
        if fault.kind == "status":
            return _asked_status(fault)
        return None

    def _is_lost_after(self, fault: Fault | None) -> bool:
        if fault is None or fault.kind not in ("timeout_after", "reset_after"):
            return False
        self._faults.hold(fault.seconds)
        return True

    def _write(self, call: Call, answer: Answer) -> Response:
        echoed = {"MS-RequestId": call.request_id, "MS-CorrelationId": call.correlation_id}
        bom, off = call.account.options.bom, timedelta()
        if call.fault is not None and call.fault.kind == "misdated":
            off = timedelta(seconds=call.fault.seconds)
        return to_wire(answer, at=self._clock.now() - off, bom=bom, echoed=echoed)


def _is_lost_before(fault: Fault | None) -> bool:
    return fault is not None and fault.kind in ("timeout_before", "reset_before")


def _asked_status(fault: Fault) -> Answer:
    if fault.body is not None:
        return Answer(fault.status, fault.body)
    return refusal(fault.status, fault.code or str(fault.status), "A fault that was asked for.")


def _answer(call: Call, answering: Answering) -> Answer:
    try:
        return answering(call)
    except Refused as no:
        return no.answer
