"""Read what Microsoft sees, and make of it one alert for each incident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.alerts import Alert, AlertStatus, Report, Source, same_incident, strength
from core.domain.customers import CustomerKey, is_guid
from core.domain.partners import Partner
from core.domain.signals import Facts, Label, Observed, Signal, SignalKind
from core.ports.alerts import AlertSource, NoLogin, NoPermission, Sources
from core.ports.office import Office
from core.ports.outside import Missing, Unreachable
from core.ports.store import Work
from core.usecases.alert_jobs import case_in, sources_of
from core.usecases.alert_news import tell_changes, tell_found
from core.usecases.alert_outages import Trouble, Why, note_readings
from core.usecases.hints import get_to_know
from core.usecases.signals import observe

SIGNAL_OF = {
    Source.FRAUD_EVENTS: SignalKind.MICROSOFT_FRAUD_EVENT,
    Source.SECURITY_ALERTS: SignalKind.SECURITY_ALERT,
}
MICROSOFT = "Microsoft"
MOST_RESOURCES = 5


@dataclass(frozen=True, slots=True)
class AlertReader:
    """Reads the sources that an account's cloud has, each by itself: one that fails hides nothing
    of the other."""

    office: Office
    sources: Sources

    def read(self, account: str, subscription_id: str = "") -> bool:
        """All of an account, or of one Azure subscription. False where nothing could be read."""
        return bool(self._read(account, subscription_id))

    def hinted(self, account: str, subscription_id: str) -> bool:
        """Microsoft hinted at a fraud event in an Azure subscription. False where fraud events
        could not be read and no other source shows anything."""
        read = self._read(account, subscription_id)
        return Source.FRAUD_EVENTS in read or any(read.values())

    def _read(self, account: str, subscription_id: str) -> dict[Source, Sequence[Report]]:
        """Of those sources that could be read."""
        partner = self.office.partners.get(account, Partner(account))
        found: dict[Source, Sequence[Report] | Trouble] = {
            source: self._reports(source, account, subscription_id)
            for source in sources_of(partner)
        }
        read = {source: said for source, said in found.items() if not isinstance(said, Trouble)}
        for reports in read.values():
            self.take_in(account, reports)
        note_readings(account, found, office=self.office)
        return read

    def _reports(
        self, source: Source, account: str, subscription_id: str
    ) -> Sequence[Report] | Trouble:
        try:
            return look(self.sources[source], account, subscription_id, office=self.office)
        except NoLogin as error:
            return Trouble(Why.LOGIN, str(error))
        except NoPermission as error:
            return Trouble(Why.PERMISSION, str(error))
        except Missing as error:
            return Trouble(Why.GONE, str(error))
        except Unreachable as error:
            return Trouble(Why.UNREACHABLE, error.why)

    def take_in(self, account: str, reports: Iterable[Report]) -> None:
        """Each in a transaction of its own; what is as it was costs none."""
        with self.office.store.reading() as work:
            news = [one for one in reports if _is_news(work, account, one)]
        for report in news:
            with self.office.store() as work:
                take(work, account, report, office=self.office)
                work.commit()


def look(
    source: AlertSource, account: str, subscription_id: str, *, office: Office
) -> list[Report]:
    """What it shows, and when it was asked. Raises as its `reports`."""
    asked_at = office.clock()
    return [replace(one, read_at=asked_at) for one in source.reports(account, subscription_id)]


def _is_news(work: Work, account: str, report: Report) -> bool:
    """Also while its customer was unknown, who may have come with a reading of customers."""
    known = work.alerts.with_report(account, report)
    if known is None:
        return report.status is not AlertStatus.RESOLVED or _belongs(work, account, report)
    unheard = known.is_open() and not known.signal_id
    return known.with_report(report) != known or (unheard and _is_ours(work, known.customer))


def _belongs(work: Work, account: str, report: Report) -> bool:
    """What was over before we heard of it is no news, unless it is of an incident that we know."""
    known = work.alerts.of_subscription(account, report.subscription_id)
    return same_incident(report, known) is not None


def take(work: Work, account: str, report: Report, *, office: Office) -> Alert:
    """One report as it is now, in the alert that it belongs to."""
    known = work.alerts.with_report(account, report)
    here = work.alerts.of_subscription(account, report.subscription_id)
    before = known or same_incident(report, here)
    if before is None:
        alert = _new(work, account, report, office)
        work.alerts.add(alert)
    else:
        alert = before.with_report(report)
    alert = _as_signal(work, before, alert, office)
    work.alerts.update(alert)
    if before is None:
        _introduce(work, alert, office)
    else:
        tell_changes(work, before, alert, office=office)
    return alert


def _introduce(work: Work, alert: Alert, office: Office) -> None:
    """Of somebody who is not known yet it counts as a sign once that customer was read."""
    known = _is_ours(work, alert.customer)
    tell_found(work, alert, known=known, office=office)
    if not known and alert.is_to_act_on() and is_guid(alert.customer.tenant_id):
        get_to_know(work, alert.customer, office.clock())


def _new(work: Work, account: str, report: Report, office: Office) -> Alert:
    """Whose it is is Microsoft's word, unless we sold the subscription to somebody else."""
    owner = work.customers.owner(account, report.subscription_id)
    key = owner or CustomerKey(account, report.tenant_id)
    return Alert(str(uuid4()), key, report.subscription_id, office.clock(), (report,))


def _is_ours(work: Work, key: CustomerKey) -> bool:
    return work.customers.get(key) is not None


def _as_signal(work: Work, before: Alert | None, alert: Alert, office: Office) -> Alert:
    """It counts as a sign of fraud while it is open, and is in the case that comes of that. One
    that begins anew after its case was closed is another sign, and comes into another case."""
    if not _is_ours(work, alert.customer):
        return alert
    known = work.signals.get(alert.signal_id) if alert.signal_id else None
    anew = known is not None and _begins_anew(before, alert, known)
    if not alert.is_open() and not anew:
        return alert
    key = known.key if known else f"alert:{alert.alert_id}"
    if anew:
        key = f"alert:{alert.alert_id}:{office.clock():%Y-%m-%dT%H:%M:%S}"
    found = Observed(
        customer=alert.customer,
        kind=SIGNAL_OF[alert.reports[0].source],
        key=key,
        strength=strength(alert),
        facts=facts_of(alert),
        subscription_id=alert.subscription_id,
        source=MICROSOFT,
        is_test=alert.is_test,
        began_at=alert.first_seen,
    )
    signal = observe(work, found, office=office)
    return replace(alert, signal_id=signal.signal_id, case_id=case_in(work, alert, signal))


def _begins_anew(before: Alert | None, alert: Alert, signal: Signal) -> bool:
    """Microsoft opened it again, or reports more of it that was observed after its case was closed,
    or what was said to be fraud goes on after that: a status alone stops nothing."""
    judged = signal.labelled_at
    if judged is None or before is None:
        return False
    reopened = not before.is_open() and alert.is_open()
    fraud = signal.label is Label.TRUE
    later = (one for one in alert.reports if one.last_seen and one.last_seen > judged)
    return reopened or any(fraud or not before.has(one) for one in later)


def facts_of(alert: Alert) -> Facts:
    """What explains it; the names are texts to be translated."""
    named = {
        "Type": alert.kind.replace("_", " "),
        "Severity": alert.severity.value,
        "Confidence": alert.confidence.value,
        "Azure subscription": alert.subscription_id,
        "Resource": ", ".join(alert.resources[:MOST_RESOURCES]),
        "First observed": _moment(alert.first_seen),
        "Last observed": _moment(alert.last_seen),
        "Times": str(alert.count) if alert.count else "",
        "Told by": ", ".join(source.value.replace("_", " ") for source in alert.sources),
    }
    return tuple((name, value) for name, value in named.items() if value)


def _moment(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
