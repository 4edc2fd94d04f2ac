"""What a service request says: one text in a language, ready to be sent or pasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.domain.alerts import Alert
from core.domain.customers import Subscription
from core.domain.events import PlanFiled, Recorded, StepSettled
from core.domain.tickets import Ticket
from core.usecases.ticket_facts import Deed, Facts
from handlers.messages import ticket_words as say
from handlers.messages.escaping import one_line
from handlers.messages.ticket_words import Both, Language

CHINA = ZoneInfo("Asia/Shanghai")
MOST_EVENTS = 80
LONGEST_LINE = 3000


def request_text(ticket: Ticket, facts: Facts) -> str:
    """As it is sent by program."""
    return text_in(say.ENGLISH, ticket, facts)


def text_in(language: Language, ticket: Ticket, facts: Facts) -> str:
    """No id is shortened; what a person wrote stays in the words of that person."""
    groups = (
        _head(language, ticket),
        _who(language, facts),
        _subscriptions(language, facts),
        _impact(language, ticket),
        _alerts(language, facts),
        _deeds(language, facts),
        _course(language, facts),
        _evidence(language, facts),
        _asked(language, ticket),
    )
    return "\n\n".join("\n".join(group) for group in groups if group)


def _head(language: Language, ticket: Ticket) -> list[str]:
    wish = ticket.wish
    return [
        language.of(say.HEADLINE[wish.about]),
        _pair(language, say.TITLE, ticket.title),
        _pair(language, say.REFERENCE, ticket.reference),
        _pair(language, say.URGENCY, language.of(say.SEVERITY[wish.severity])),
    ]


def _who(language: Language, facts: Facts) -> list[str]:
    customer, unknown = facts.customer, language.of(say.UNKNOWN)
    return [
        _pair(language, say.PARTNER, facts.partner.tenant_id or unknown),
        _pair(language, say.CUSTOMER, customer.name),
        _pair(language, say.DOMAIN, customer.domain or unknown),
        _pair(language, say.TENANT, customer.key.tenant_id),
        _pair(language, say.REASON, language.of(say.KIND[facts.case.kind])),
    ]


def _subscriptions(language: Language, facts: Facts) -> list[str]:
    lines = [line for one in facts.licences() for line in _subscription(language, one)]
    said = [_title(language, say.SUBSCRIPTIONS), *(lines or [_item(language.of(say.NONE))])]
    if azure := facts.azure():
        said.append(_title(language, say.AZURE))
        said += [line for one in azure for line in _subscription(language, one)]
    return said


def _subscription(language: Language, found: Subscription) -> Iterator[str]:
    """Each id on a line of its own, where it is picked with two clicks."""
    status = say.STATUS.get(found.status)
    parts = [
        found.name,
        language.of(say.SEATS).format(count=found.quantity) if found.quantity else "",
        language.of(status) if status else found.status,
    ]
    yield _item(language.comma.join(filter(None, parts)))
    yield f"  {found.subscription_id}"


def _impact(language: Language, ticket: Ticket) -> list[str]:
    wish = ticket.wish
    until = wish.impact_until
    return [
        _pair(language, say.IMPACT_FROM, moment(language, wish.impact_from)),
        _pair(
            language,
            say.IMPACT_UNTIL,
            moment(language, until) if until else language.of(say.ONGOING),
        ),
        _title(language, say.OBSERVED),
        *_paragraphs(wish.observed),
    ]


def _alerts(language: Language, facts: Facts) -> list[str]:
    """By the ids under which Microsoft finds them; in its own words, as its agents know them."""
    lines = [line for alert in facts.alerts for line in _alert(language, alert)]
    return [_title(language, say.ALERTS), *lines] if lines else []


def _alert(language: Language, alert: Alert) -> Iterator[str]:
    seen = (
        f"{language.of(word)} {moment(language, at)}"
        for word, at in ((say.SEEN_FROM, alert.first_seen), (say.SEEN_UNTIL, alert.last_seen))
        if at is not None
    )
    kind = alert.kind or language.of(say.UNKNOWN)
    yield _item(language.comma.join([kind, alert.severity.value, *seen]))
    yield f"  {alert.subscription_id}"
    for report in alert.reports:
        yield f"  {report.source.value}{language.colon}{one_line(report.report_id)}"


def _deeds(language: Language, facts: Facts) -> list[str]:
    said = [_title(language, say.DEEDS)]
    for deed in facts.deeds:
        said += _deed(language, deed)
    return said if facts.deeds else [*said, _item(language.of(say.NOTHING))]


def _deed(language: Language, deed: Deed) -> Iterator[str]:
    verb = next((both for verb, both in say.DID.items() if verb == deed.verb), None)
    did = language.of(verb) if verb else deed.verb
    result = language.of(say.RESULT.get(deed.state, say.SENT))
    name = f"{did} {one_line(deed.name)}".strip()
    asked = language.of(say.ON_REQUEST_OF).format(name=one_line(deed.by)) if deed.by else ""
    details = language.comma.join(filter(None, [result, asked]))
    done = f"{name}{language.opens}{details}{language.closes}"
    yield _item(f"{moment(language, deed.at)}{language.colon}{done}")
    yield f"  {deed.subscription_id}"
    yield f"  MS-RequestId{language.colon}{deed.request_id}"
    yield f"  MS-CorrelationId{language.colon}{deed.correlation_id}"


def _course(language: Language, facts: Facts) -> list[str]:
    known = [(r, both) for r in facts.course if (both := _happened(r)) is not None]
    said = [_title(language, say.COURSE)]
    if left := len(known) - MOST_EVENTS:
        said += [_item(language.of(say.LEFT_OUT).format(count=left))] if left > 0 else []
    names = {one.subscription_id: one.name for one in facts.subscriptions}
    return said + [
        _item(_line(language, recorded, both, names)) for recorded, both in known[-MOST_EVENTS:]
    ]


def _happened(recorded: Recorded) -> Both | None:
    event = recorded.event
    if isinstance(event, PlanFiled):
        asked = (both for action, both in say.ASKED.items() if action == event.action)
        return next(asked, say.HAPPENED[PlanFiled])
    return say.HAPPENED.get(type(event))


def _line(language: Language, recorded: Recorded, both: Both, names: dict[str, str]) -> str:
    said, event = language.of(both), recorded.event
    if isinstance(event, StepSettled):
        result = language.of(say.RESULT.get(event.state, say.SENT))
        name = one_line(names.get(event.subscription_id, ""))
        subject = f"{name} {event.subscription_id}".strip()
        said = f"{said}{language.opens}{subject}{language.closes}{language.colon}{result}"
    return f"{moment(language, recorded.stamp.at)}{language.colon}{said}"


def _evidence(language: Language, facts: Facts) -> list[str]:
    said = [_title(language, say.EVIDENCE), _item(language.of(say.TRAIL))]
    if facts.deeds:
        said.append(_item(language.of(say.REQUESTS)))
    return said + [
        _item(f"{language.of(say.THREAD)}{language.colon}{link}") for link in facts.links
    ]


def _asked(language: Language, ticket: Ticket) -> list[str]:
    wish = ticket.wish
    return [
        _title(language, say.WISH),
        *_paragraphs(wish.outcome),
        _pair(language, say.CONTACT, wish.contact),
        _pair(language, say.PHONE, wish.phone),
    ]


def moment(language: Language, at: datetime) -> str:
    """Microsoft's logs are in UTC, its agents in China."""
    there = f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    china = language.of(say.IN_CHINA)
    utc = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"{utc}{language.opens}{china} {there}{language.closes}"


def _title(language: Language, both: Both) -> str:
    return f"{language.of(both)}{language.colon.rstrip()}"


def _pair(language: Language, both: Both, value: str) -> str:
    return f"{language.of(both)}{language.colon}{one_line(value, LONGEST_LINE)}"


def _item(text: str) -> str:
    return f"- {one_line(text, LONGEST_LINE)}"


def _paragraphs(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := one_line(one, LONGEST_LINE))]
