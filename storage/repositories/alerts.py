"""Alerts: a report belongs to one alert, and an answer is written once for each occasion."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.alert_answers import AlertAnswer, AnswerState, ReportIds, Wanted
from core.domain.alerts import OPEN, Alert, Report, Source
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from storage.codec import from_text, to_text
from storage.sql import hit, one, row_of
from storage.tables.alerts import alert_answers, alert_reports, alerts
from storage.tables.literals import among

# So many ids fit into one question of SQLite's.
AT_ONCE = 500
IS_OPEN_ALERT = among(alerts.c.status, OPEN)
OLDEST = alerts.c.found_at, alerts.c.alert_id
NEWEST = alerts.c.found_at.desc(), alerts.c.alert_id


class SqlAlerts:
    """Implements core.ports.alerts.Alerts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, alert: Alert) -> None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(alerts).values(_row(alert)))
                self._write_reports(alert)
        except IntegrityError:
            raise LostRace() from None

    def update(self, alert: Alert) -> None:
        mine = alerts.c.alert_id == alert.alert_id
        try:
            with self._connection.begin_nested():
                hit(self._connection, update(alerts).where(mine).values(_row(alert)))
                gone = alert_reports.c.alert_id == alert.alert_id
                self._connection.execute(delete(alert_reports).where(gone))
                self._write_reports(alert)
        except IntegrityError:
            raise LostRace() from None

    def _write_reports(self, alert: Alert) -> None:
        rows = [
            {
                "alert_id": alert.alert_id,
                "account": alert.customer.account,
                "source": report.source.value,
                "report_id": report.report_id,
                "report": to_text(report),
            }
            for report in alert.reports
        ]
        self._connection.execute(insert(alert_reports), rows)

    def get(self, alert_id: str) -> Alert:
        found = select(alerts).where(alerts.c.alert_id == alert_id)
        return self._whole([one(self._connection, found, f"alert {alert_id}")])[0]

    def with_report(self, account: str, report: Report) -> Alert | None:
        mine = select(alert_reports.c.alert_id).where(
            alert_reports.c.account == account,
            alert_reports.c.source == report.source.value,
            alert_reports.c.report_id == report.report_id,
        )
        found = self._connection.execute(mine).first()
        return None if found is None else self.get(found.alert_id)

    def of_subscription(self, account: str, subscription_id: str) -> list[Alert]:
        here = alerts.c.account == account, alerts.c.subscription_id == subscription_id
        return self._all(select(alerts).where(*here).order_by(*OLDEST))

    def of_case(self, case_id: str) -> list[Alert]:
        if not case_id:
            return []
        return self._all(select(alerts).where(alerts.c.case_id == case_id).order_by(*OLDEST))

    def of_customer(self, key: CustomerKey) -> list[Alert]:
        return self._all(select(alerts).where(*_theirs(key)).order_by(*NEWEST))

    def open(self) -> list[Alert]:
        return self._all(select(alerts).where(IS_OPEN_ALERT).order_by(*NEWEST))

    def newest(self, limit: int) -> list[Alert]:
        return self._all(select(alerts).order_by(*NEWEST).limit(limit))

    def _all(self, query: Any) -> list[Alert]:
        return self._whole(list(self._connection.execute(query)))

    def _whole(self, rows: list[Row[Any]]) -> list[Alert]:
        reports: dict[str, list[Report]] = defaultdict(list)
        for first in range(0, len(rows), AT_ONCE):
            ids = [row.alert_id for row in rows[first : first + AT_ONCE]]
            theirs = select(alert_reports).where(alert_reports.c.alert_id.in_(ids))
            for row in self._connection.execute(theirs.order_by(alert_reports.c.id)):
                reports[row.alert_id].append(from_text(Report, row.report))
        return [_alert(row, reports[row.alert_id]) for row in rows]

    def answer(self, answer: AlertAnswer) -> bool:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(alert_answers).values(_answer_row(answer)))
        except IntegrityError:
            return False
        return True

    def get_answer(self, answer_id: str) -> AlertAnswer:
        return _answer(row_of(self._connection, alert_answers, "answer", answer_id=answer_id))

    def answers(self, alert_id: str) -> list[AlertAnswer]:
        mine = select(alert_answers).where(alert_answers.c.alert_id == alert_id)
        rows = self._connection.execute(mine.order_by(alert_answers.c.id))
        return [_answer(row) for row in rows]

    def move(self, answer: AlertAnswer, seen: AnswerState) -> None:
        mine = alert_answers.c.answer_id == answer.answer_id, alert_answers.c.state == seen
        change = update(alert_answers).where(*mine).values(_answer_row(answer))
        hit(self._connection, change)


def _theirs(key: CustomerKey) -> tuple[Any, Any]:
    return alerts.c.account == key.account, alerts.c.tenant_id == key.tenant_id


def _row(alert: Alert) -> dict[str, object]:
    return {
        "alert_id": alert.alert_id,
        "account": alert.customer.account,
        "tenant_id": alert.customer.tenant_id,
        "subscription_id": alert.subscription_id,
        "found_at": alert.found_at,
        "status": alert.status.value,
        "is_test": alert.is_test,
        "signal_id": alert.signal_id,
        "case_id": alert.case_id,
    }


def _alert(row: Row[Any], reports: list[Report]) -> Alert:
    return Alert(
        alert_id=row.alert_id,
        customer=CustomerKey(row.account, row.tenant_id),
        subscription_id=row.subscription_id,
        found_at=row.found_at,
        reports=tuple(reports),
        signal_id=row.signal_id,
        case_id=row.case_id,
    )


def _answer_row(answer: AlertAnswer) -> dict[str, object]:
    return {
        "answer_id": answer.answer_id,
        "alert_id": answer.alert_id,
        "source": answer.source.value,
        "report_ids": to_text(answer.ids),
        "wanted": to_text(answer.wanted),
        "occasion": answer.occasion,
        "person_id": answer.person_id,
        "asked_at": answer.asked_at,
        "state": answer.state.value,
        "attempts": answer.attempts,
        "sent_at": answer.sent_at,
        "request_id": answer.request_id,
        "correlation_id": answer.correlation_id,
        "why": answer.why,
    }


def _answer(row: Row[Any]) -> AlertAnswer:
    values = dict(row._mapping)
    del values["id"]
    return AlertAnswer(
        source=Source(values.pop("source")),
        ids=from_text(ReportIds, values.pop("report_ids")),
        wanted=from_text(Wanted, values.pop("wanted")),
        state=AnswerState(values.pop("state")),
        **values,
    )
