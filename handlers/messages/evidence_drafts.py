"""Drafts for Microsoft: what is on record is filled in, what only a person knows is marked."""

from __future__ import annotations

from collections.abc import Iterator

from core.domain.case_clocks import REFUND_WITHIN
from core.domain.events import IntentWritten
from core.usecases.evidence import Evidence
from handlers.messages.escaping import one_line, seen
from handlers.messages.evidence_tables import effects, utc
from handlers.messages.ticket_words import ENGLISH, KIND

NOT_KNOWN = "[[ not on record: please fill in ]]"


def gap(what: str) -> str:
    return f"[[ {what} ]]"


def service_request(found: Evidence) -> bytes:
    """In English, as it is pasted into the form."""
    return _text(
        *("SERVICE REQUEST (draft)", ""),
        *_who(found),
        f"Severity: {gap('critical, moderate or minimal')}",
        f"Contact: {gap('name and telephone')}",
        "",
        *_observed(found),
        *_did(found),
        *_already(found),
        "What we ask for:",
        gap("what Microsoft shall do, and by when"),
    )


def refund_request(found: Evidence) -> bytes:
    """Microsoft counts its 60 days from the first abuse, whenever it was found."""
    began = found.case.first_abuse
    until = utc(began + REFUND_WITHIN) if began else NOT_KNOWN
    hourly = found.case.per_hour
    return _text(
        *("REQUEST FOR A REFUND AFTER FRAUDULENT USE (draft)", ""),
        *_who(found),
        f"First abuse (UTC): {utc(began) or NOT_KNOWN}",
        f"Request has to be made by (UTC): {until}",
        f"Found (UTC): {utc(found.case.opened_at)}",
        f"Cost of an hour: {f'{hourly.plain()} {hourly.currency}' if hourly else NOT_KNOWN}",
        f"Amount asked for: {gap('amount and currency, from the invoices')}",
        f"Invoices and lines: {gap('numbers of the invoices, with the lines that were abuse')}",
        "",
        *_observed(found),
        *_did(found),
        *_measures(found),
        *_already(found),
        "Was the customer a victim or the abuser, and was it reported to the police?",
        gap("yes or no, with the number of the report"),
    )


def _text(*lines: str) -> bytes:
    return (seen("\n".join(lines)).rstrip() + "\n").encode()


def _who(found: Evidence) -> Iterator[str]:
    partner, customer = found.facts.partner, found.facts.customer
    yield f"Our reference: case {found.case.number}, {found.case.case_id}"
    yield f"Partner tenant: {partner.tenant_id or NOT_KNOWN}"
    yield f"Customer: {one_line(customer.name)}"
    yield f"Customer tenant: {customer.key.tenant_id}"
    yield f"Customer domain: {customer.domain or NOT_KNOWN}"
    yield f"Reason: {ENGLISH.of(KIND[found.case.kind])}"


def _observed(found: Evidence) -> Iterator[str]:
    yield "What was observed:"
    alerts, signals = found.view.linked.alerts, found.view.linked.signals
    for alert in alerts:
        ids = ", ".join(report.report_id for report in alert.reports)
        seen = f"{utc(alert.first_seen)} to {utc(alert.last_seen)} UTC"
        yield f"- Microsoft's alert {ids}: {alert.kind or 'kind not said'}, {seen}"
        yield f"  Azure subscription {alert.subscription_id}"
    for signal in signals:
        facts = "; ".join(f"{name}: {value}" for name, value in signal.facts)
        kind = signal.kind.value.replace("_", " ")
        yield f"- {kind}, first seen {utc(signal.first_seen)} UTC. {facts}".rstrip(" .")
    yield gap("what else was seen, by whom")
    yield ""


def _did(found: Evidence) -> Iterator[str]:
    yield "What we did (UTC, with the ids in Microsoft's logs):"
    rows = list(effects(found))
    for at, _, subscription, name, verb, attempt, request, correlation, state, *_ in rows:
        yield f"- {at} {verb} {name}, attempt {attempt}: {state or 'sent'}"
        yield f"  subscription {subscription}"
        yield f"  MS-RequestId {request}, MS-CorrelationId {correlation}"
    if not any(isinstance(one.event, IntentWritten) for one in found.events):
        yield "- nothing was sent"
    yield ""


def _measures(found: Evidence) -> Iterator[str]:
    yield "What was done so that it does not happen again:"
    for item, tick in found.view.items:
        if tick is not None:
            yield f"- {item.words} ({utc(tick.at)} UTC)"
    yield gap("what else: multi-factor authentication, passwords, keys, budgets, policies")
    yield ""


def _already(found: Evidence) -> Iterator[str]:
    tickets = found.view.linked.tickets
    if tickets:
        yield "Service requests about this:"
        for ticket in tickets:
            yield f"- {ticket.number or ticket.reference}: {ticket.title}, {ticket.state.value}"
        yield ""
