"""Carry out an answer to Microsoft: read, send once, and believe only what is read afterwards."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from core.domain.alert_answers import (
    MOST_ATTEMPTS,
    UNDER_WAY,
    AlertAnswer,
    AnswerState,
    Shown,
    shown,
)
from core.domain.alert_events import AlertAnswerSent, AlertAnswerSettled, AlertAnswerWaits
from core.domain.alerts import Alert, Report
from core.domain.errors import LostRace
from core.domain.event import Route, Stamp
from core.ports.alerts import NoLogin, NoPermission, Sources
from core.ports.engine import Later
from core.ports.office import Office
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.recording import record
from core.usecases.alert_outages import Why
from core.usecases.alert_reading import look, take

log = logging.getLogger(__name__)

# Why an answer is not given any more: what it was to tell of was over before.
ELSEWHERE = "elsewhere"
LOOK_AGAIN = 30.0
WAIT_A_MOMENT = 60.0
# Lists show a change a little later; after that a read proves that it was not made.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class AlertClerk:
    """The handler of the job `alert_answer`. May be told so twice."""

    office: Office
    sources: Sources

    def work(self, answer_id: str) -> None:
        """Raises Later."""
        with self.office.store.reading() as work:
            answer = work.alerts.get_answer(answer_id)
            alert = work.alerts.get(answer.alert_id)
        if answer.state not in UNDER_WAY:
            return
        try:
            if answer.state is AnswerState.TODO and answer.is_of_another_case(alert):
                self._settle(alert, answer, AnswerState.REFUSED, why=ELSEWHERE)
            else:
                self._next(alert, answer)
        except LostRace:
            log.info("somebody else settled an answer id=%s", answer_id)

    def _next(self, alert: Alert, answer: AlertAnswer) -> None:
        seen = self._look(alert, answer)
        if seen is None:
            return
        match shown(answer.wanted, seen):
            case Shown.APPLIED:
                self._settle(alert, answer, AnswerState.DONE, seen=seen)
            case Shown.FURTHER:
                self._settle(alert, answer, AnswerState.OVERTAKEN, seen=seen)
            case Shown.NOT_YET if not seen:
                self._settle(alert, answer, AnswerState.REFUSED, why=Why.GONE.value)
            case Shown.NOT_YET if answer.state is AnswerState.SENT:
                self._not_applied(alert, answer)
            case Shown.NOT_YET:
                self._send(alert, answer)

    def _look(self, alert: Alert, answer: AlertAnswer) -> Sequence[Report] | None:
        """The reports as they are now; None where that ended the answer. Raises Later."""
        account, ids = alert.customer.account, set(answer.ids)
        try:
            source = self.sources[answer.source]
            found = look(source, account, alert.subscription_id, office=self.office)
        except Unreachable as error:
            raise Later(error.retry_after or WAIT_A_MOMENT, error.why) from None
        except Missing as error:
            if answer.state is AnswerState.SENT:
                raise Later(WAIT_A_MOMENT, str(error)) from None
            self._settle(alert, answer, AnswerState.REFUSED, why=_why(error))
            return None
        except (NoLogin, NoPermission) as error:
            self._wait_for_access(alert, answer, _why(error))
            return None
        return [one for one in found if one.report_id in ids]

    def _wait_for_access(self, alert: Alert, answer: AlertAnswer, why: str) -> None:
        """Told once; taken up again when its source can be read."""
        if answer.why == why:
            return
        with self.office.store() as work:
            work.alerts.move(replace(answer, why=why), answer.state)
            record(work, _waits(alert, answer, why), self._stamp(answer))
            work.commit()

    def _not_applied(self, alert: Alert, answer: AlertAnswer) -> None:
        """What was sent is not there: looked for again for a while, then sent anew, and not for
        ever. Raises Later."""
        now = self.office.clock()
        if answer.sent_at is not None and now - answer.sent_at < PATIENCE:
            raise Later(LOOK_AGAIN, "Microsoft does not show it yet")
        if answer.attempts >= MOST_ATTEMPTS:
            self._settle(alert, answer, AnswerState.UNSURE)
            return
        again = replace(answer, state=AnswerState.TODO)
        with self.office.store() as work:
            work.alerts.move(again, AnswerState.SENT)
            work.commit()
        self._send(alert, again)

    def _send(self, alert: Alert, answer: AlertAnswer) -> None:
        """From the commit on it counts as sent: whoever comes later reads first. Raises Later."""
        sent = replace(
            answer,
            state=AnswerState.SENT,
            attempts=answer.attempts + 1,
            sent_at=self.office.clock(),
            request_id=str(uuid4()),
            correlation_id=str(uuid4()),
        )
        with self.office.store() as work:
            work.alerts.move(sent, AnswerState.TODO)
            record(work, _leaving(alert, sent), self._stamp(sent))
            work.commit()
        answered = self._told(alert, sent)
        match answered.outcome:
            case Outcome.REFUSED | Outcome.STALE:
                why = answered.detail or answered.code
                self._settle(alert, sent, AnswerState.REFUSED, why=why)
            case Outcome.LATER:
                with self.office.store() as work:
                    work.alerts.move(replace(sent, state=AnswerState.TODO), AnswerState.SENT)
                    work.commit()
                raise Later(answered.retry_after or WAIT_A_MOMENT, answered.detail)
            case _:
                self._next(alert, sent)

    def _told(self, alert: Alert, answer: AlertAnswer) -> Answer:
        try:
            return self.sources[answer.source].tell(
                alert.customer.account,
                alert.subscription_id,
                answer.ids,
                answer.wanted,
                request_id=answer.request_id,
                correlation_id=answer.correlation_id,
            )
        except Unreachable as error:
            return Answer(Outcome.LATER, "", error.why, error.retry_after)
        except NoLogin as error:
            return Answer(Outcome.LATER, "", _why(error))
        except (NoPermission, Missing) as error:
            return Answer(Outcome.REFUSED, "", _why(error))

    def _settle(
        self,
        alert: Alert,
        answer: AlertAnswer,
        to: AnswerState,
        *,
        why: str = "",
        seen: Sequence[Report] = (),
    ) -> None:
        """What was just read is taken in with it. Raises LostRace."""
        with self.office.store() as work:
            for report in seen:
                take(work, alert.customer.account, report, office=self.office)
            work.alerts.move(replace(answer, state=to, why=why), answer.state)
            now = work.alerts.get(alert.alert_id)
            record(work, _settled(now, answer, to, why), self._stamp(answer))
            work.commit()

    def _stamp(self, answer: AlertAnswer) -> Stamp:
        """What was carried out for somebody is that person's."""
        route = Route.SLACK if answer.person_id else Route.AUTOMATION
        return self.office.stamp(self.office.clock(), answer.person_id, route)


def _why(error: Exception) -> str:
    """In our words where a person has to do something first."""
    whys = {NoLogin: Why.LOGIN, NoPermission: Why.PERMISSION}
    return whys.get(type(error), Why.GONE).value


def _leaving(alert: Alert, answer: AlertAnswer) -> AlertAnswerSent:
    return AlertAnswerSent(
        case_id=alert.case_id,
        alert_id=alert.alert_id,
        answer_id=answer.answer_id,
        source=answer.source.value,
        reports=tuple(answer.ids),
        attempt=answer.attempts,
        request_id=answer.request_id,
        correlation_id=answer.correlation_id,
    )


def _waits(alert: Alert, answer: AlertAnswer, why: str) -> AlertAnswerWaits:
    return AlertAnswerWaits(**_named(alert, answer), why=why)


def _settled(alert: Alert, answer: AlertAnswer, to: AnswerState, why: str) -> AlertAnswerSettled:
    return AlertAnswerSettled(**_named(alert, answer), state=to.value, why=why)


def _named(alert: Alert, answer: AlertAnswer) -> dict[str, str]:
    resolution = answer.wanted.resolution
    return {
        "case_id": alert.case_id,
        "alert_id": alert.alert_id,
        "answer_id": answer.answer_id,
        "customer": str(alert.customer),
        "subscription_id": alert.subscription_id,
        "source": answer.source.value,
        "status": answer.wanted.status.value,
        "resolution": resolution.value if resolution else "",
    }
