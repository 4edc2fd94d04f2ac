"""Microsoft's alerts in words: kinds, levels, sources, and what can be answered."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import alert_errors
from core.domain.alert_answers import INVESTIGATING, Wanted
from core.domain.alerts import Alert, AlertStatus, Level, Resolution, Source
from core.usecases.alert_clerk import ELSEWHERE
from core.usecases.alert_outages import Why
from handlers.messages.escaping import clean
from handlers.messages.text import N_, Safe, Words

# By what follows "Microsoft reports"; Microsoft adds new ones with little notice.
KINDS = {
    "network_connections_to_crypto_mining_pools": N_("connections to pools of crypto mining"),
    "usage_anomaly_detection": N_("unusual usage"),
    "virtual_machine_deployment_anomaly": N_("an unusual deployment of virtual machines"),
    "multi_region_virtual_machine_scale_set_deployment_anomaly": N_(
        "an unusual deployment of scale sets in several regions"
    ),
    "multi_region_machine_learning_usage_anomaly": N_(
        "unusual machine learning in several regions"
    ),
    "service_health_security_advisory": N_("a security advisory of service health"),
    "": N_("a fraud event"),
}
LEVELS = {
    Level.UNKNOWN.value: N_("not said"),
    Level.INFORMATIONAL.value: N_("for information"),
    Level.LOW.value: N_("low"),
    Level.MEDIUM.value: N_("medium"),
    Level.HIGH.value: N_("high"),
}
SOURCES = {
    Source.FRAUD_EVENTS.value: N_("Partner Center's fraud events"),
    Source.SECURITY_ALERTS.value: N_("Graph's security alerts"),
}
STATUSES = {
    AlertStatus.ACTIVE.value: N_("active"),
    AlertStatus.INVESTIGATING.value: N_("under investigation"),
    AlertStatus.RESOLVED.value: N_("resolved"),
}
RESOLUTIONS = {
    Resolution.FRAUD.value: N_("fraud"),
    Resolution.LEGITIMATE.value: N_("legitimate"),
    Resolution.IGNORE.value: N_("not relevant"),
}
CHOICES = {
    "investigating": (INVESTIGATING, N_("Somebody looks into it")),
    "fraud": (Wanted(AlertStatus.RESOLVED, Resolution.FRAUD), N_("Resolved: it was fraud")),
    "legitimate": (
        Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE),
        N_("Resolved: the customer's own doing, and allowed"),
    ),
    "ignore": (Wanted(AlertStatus.RESOLVED, Resolution.IGNORE), N_("Resolved: not relevant")),
}
CANNOT = {
    Why.UNREACHABLE.value: N_("it does not answer"),
    Why.LOGIN.value: N_("nobody is signed in for it"),
    Why.PERMISSION.value: N_("our access does not do for it"),
    Why.GONE.value: N_("it is not there any more"),
    ELSEWHERE: N_("the alert goes on in another case"),
}
REFUSALS = {
    alert_errors.AlertOver: N_(
        "Microsoft shows this alert as {status} already, so nothing was told."
    ),
    alert_errors.AlertIsTest: N_("This alert is a test of Microsoft's: nothing is done about it."),
    alert_errors.AlertUnreadable: N_(
        "Account {account} has no interface for alerts: please answer it in Partner Center."
    ),
}


def kind_of(kind: str, words: Words) -> str:
    """A kind in the middle of a sentence; one that is not known as Microsoft writes it."""
    return words(KINDS[kind]) if kind in KINDS else clean(kind.replace("_", " "))


def alert_at(alert: Alert, names: Mapping[str, str], words: Words) -> str:
    """What is seen, and in which Azure subscription: by its name where that is known."""
    where = names.get(alert.subscription_id, alert.subscription_id)
    return words("{kind}, in {subscription}", kind=Safe(kind_of(alert.kind, words)),
                 subscription=where)  # fmt: skip


def known(word: str, by: dict[str, str], words: Words) -> str:
    return words(by[word]) if word in by else clean(word)


def status_of(status: str, resolution: str, words: Words) -> str:
    said = known(status, STATUSES, words)
    if not resolution:
        return said
    why = Safe(known(resolution, RESOLUTIONS, words))
    return words("{status} as {why}", status=Safe(said), why=why)


def sources_of(sources: tuple[str, ...], words: Words) -> str:
    return words.listed(known(one, SOURCES, words) for one in sources)
