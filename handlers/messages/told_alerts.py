"""What is told of Microsoft's alerts: what they say, what we answered, and when none is read."""

from __future__ import annotations

from core.domain import events
from handlers.messages.alert_words import (
    CANNOT,
    LEVELS,
    SOURCES,
    kind_of,
    known,
    sources_of,
    status_of,
)
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

UNKNOWN_CUSTOMER = N_(
    "Microsoft reports {kind} in Azure subscription {subscription} ({customer}), which no customer "
    "known here has: please open Partner Center."
)
FOUND = N_("Microsoft reports {kind} at {customer}, in Azure subscription {subscription}.")
TEST = N_(
    "A test of Microsoft's: {kind} at {customer}, in Azure subscription {subscription}. Nothing is "
    "done about it."
)
SETTLED = {
    "done": N_("Microsoft shows the alert as {status} now ({source})."),
    "refused": N_("Microsoft did not set the alert to {status} ({source}): {why}."),
    "overtaken": N_(
        "The alert was not set to {status} ({source}): at Microsoft it is further than that."
    ),
    "unsure": N_(
        "Microsoft still does not show the alert as {status} ({source}), however often it was "
        "told. Please set it in Partner Center."
    ),
}
WAITS = N_(
    "Microsoft cannot be told yet that the alert is {status} ({source}): {why}. It is told once "
    "that is mended."
)
LOST = N_("Alerts of account {account} cannot be read from {source}: {why}.")
BLIND = N_(
    "Nothing of Microsoft's tells us of fraud there until then. Please look in Partner Center."
)
MEND = {
    "login": N_("Somebody has to sign in: {command}"),
    "permission": N_(
        "The application needs PartnerSecurity.ReadWrite.All, whoever signed in the role of an "
        "admin agent."
    ),
}
LOGIN = "`python -m bot login --account {}`"


def _found(event: events.AlertFound, scene: Scene, words: Words) -> str:
    sentence = TEST if event.test else FOUND
    first = words(
        sentence if event.known else UNKNOWN_CUSTOMER,
        kind=Safe(kind_of(event.kind, words)),
        customer=scene.customer or event.customer,
        subscription=_named(event.subscription_id, scene),
    )
    lines = [f"• {line}" for line in _facts(event, words)]
    if not event.test and event.known:
        lines.append(words("An answer to Microsoft stops nothing there: contain it from its case."))
    return "\n".join([first, *lines])


def _named(subscription_id: str, scene: Scene) -> str:
    """By its name and its id: several are called alike."""
    name = scene.names.get(subscription_id, "")
    return f"{name} ({subscription_id})" if name and name != subscription_id else subscription_id


def _facts(event: events.AlertFound, words: Words) -> list[str]:
    lines = [
        words(
            "Severity {severity}, confidence {confidence}",
            severity=Safe(known(event.severity, LEVELS, words)),
            confidence=Safe(known(event.confidence, LEVELS, words)),
        )
    ]
    if event.first_seen and event.last_seen:
        seen = words("First observed {first}, last observed {last}", first=event.first_seen,
                     last=event.last_seen)  # fmt: skip
        times = words.many("{count} time", "{count} times", event.count) if event.count else ""
        lines.append(words.clauses(filter(None, (seen, times))))
    if event.resource:
        lines.append(_resource(event, words))
    said = Safe(sources_of(event.sources, words))
    lines.append(words("Told by {sources}", sources=said))
    return lines


def _resource(event: events.AlertFound, words: Words) -> str:
    """What it is and what it is called; all of it stands in the list at the terminal."""
    name = "/".join(event.resource.split("/")[-2:])
    if event.resources > 1:
        return words("Resource {name} and {more} more", name=name, more=event.resources - 1)
    return words("Resource {name}", name=name)


def _confirmed(event: events.AlertConfirmed, scene: Scene, words: Words) -> str:
    return words(
        "{source} tell of the same alert: {kind} in Azure subscription {subscription}.",
        source=Safe(known(event.source, SOURCES, words)),
        kind=Safe(kind_of(event.kind, words)),
        subscription=_named(event.subscription_id, scene),
    )


def _worse(event: events.AlertWorse, scene: Scene, words: Words) -> str:
    return words(
        "Microsoft raised the severity of {kind} in Azure subscription {subscription} from "
        "{before} to {after}.",
        kind=Safe(kind_of(event.kind, words)),
        subscription=_named(event.subscription_id, scene),
        before=Safe(known(event.before, LEVELS, words)),
        after=Safe(known(event.after, LEVELS, words)),
    )


def _moved(event: events.AlertMoved, scene: Scene, words: Words) -> str:
    return words(
        "At Microsoft the alert about {kind} in Azure subscription {subscription} is {after} now "
        "(before: {before}).",
        kind=Safe(kind_of(event.kind, words)),
        subscription=_named(event.subscription_id, scene),
        before=Safe(status_of(event.before, "", words)),
        after=Safe(status_of(event.after, event.resolution, words)),
    )


def _answered(event: events.AlertAnswered, scene: Scene, words: Words) -> str:
    return words(
        "{who} tells Microsoft that the alert in Azure subscription {subscription} is {status}.",
        who=scene.actor(words),
        subscription=_named(event.subscription_id, scene),
        status=Safe(status_of(event.status, event.resolution, words)),
    )


def _settled(event: events.AlertAnswerSettled, scene: Scene, words: Words) -> str:
    return words(
        SETTLED.get(event.state, SETTLED["unsure"]),
        status=Safe(status_of(event.status, event.resolution, words)),
        source=Safe(known(event.source, SOURCES, words)),
        why=Safe(known(event.why, CANNOT, words) or words("it did not say why")),
    )


def _waits(event: events.AlertAnswerWaits, scene: Scene, words: Words) -> str:
    return words(
        WAITS,
        status=Safe(status_of(event.status, event.resolution, words)),
        source=Safe(known(event.source, SOURCES, words)),
        why=Safe(known(event.why, CANNOT, words)),
    )


def _sent(event: events.AlertAnswerSent, scene: Scene, words: Words) -> str:
    return words("An answer about an alert leaves now.")


def _lost(event: events.AlertsLost, scene: Scene, words: Words) -> str:
    said = [
        words(
            LOST,
            account=event.account,
            source=Safe(known(event.source, SOURCES, words)),
            why=Safe(known(event.why, CANNOT, words)),
        )
    ]
    if event.why in MEND:
        command = Safe(LOGIN.format(words.value(event.account)))
        said.append(words(MEND[event.why], command=command))
    if event.blind:
        said.append(words(BLIND))
    return " ".join(said)


def _back(event: events.AlertsBack, scene: Scene, words: Words) -> str:
    return words(
        "Alerts of account {account} can be read from {source} again; what came up meanwhile was "
        "read with it.",
        account=event.account,
        source=Safe(known(event.source, SOURCES, words)),
    )


TELLERS: Tellers = {
    events.AlertFound: _found,
    events.AlertConfirmed: _confirmed,
    events.AlertWorse: _worse,
    events.AlertMoved: _moved,
    events.AlertAnswered: _answered,
    events.AlertAnswerSent: _sent,
    events.AlertAnswerSettled: _settled,
    events.AlertAnswerWaits: _waits,
    events.AlertsLost: _lost,
    events.AlertsBack: _back,
}
