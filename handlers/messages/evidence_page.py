"""A case as one page that is read on a screen and printed; it needs no other file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.domain.events import CardShown, Event
from core.domain.plans import CUTS, Reason
from core.usecases.evidence import Evidence
from handlers.messages import evidence_tables as tables
from handlers.messages.escaping import one_line, seen
from handlers.messages.evidence_drafts import refund_request, service_request
from handlers.messages.evidence_plain import Names, card_lines
from handlers.messages.evidence_tables import Said, utc
from handlers.messages.pages import PAGES, Page

SHORT = 8
CAPITAL = re.compile(r"(?<!^)[A-Z]")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `ids` are columns that nobody reads aloud, `said` one that needs room."""

    header: tuple[str, ...]
    rows: tuple[Sequence[object], ...]
    ids: tuple[int, ...] = ()
    said: int = -1
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text as it was shown or sent; a `long` one may be broken over pages."""

    title: str
    meta: str
    text: str
    long: bool = False
    kind: str = "sheet"


@dataclass(frozen=True, slots=True)
class Section:
    """On paper one that stands `apart` begins a page."""

    title: str
    parts: tuple[Pairs | Grid | Sheet, ...]
    about: str = ""
    apart: bool = False


def evidence_page(found: Evidence, said: Said, names: Names) -> bytes:
    """`names` by Slack's user ids. The English of auditors, whoever asks."""
    name = one_line(found.facts.customer.name)
    title = f"Case {found.case.number}: {name}, {found.case.kind.value}"
    above = (
        f"Evidence, made {utc(found.made_at)} UTC. All times are UTC.",
        f"Chain: {found.proof.newest.size} events, head {found.proof.newest.hash}",
    )
    page = Page("en", title, above, ())
    sections = [one for one in _sections(found, said, names) if one.parts]
    template = PAGES.get_template("evidence.html")
    return seen(template.render(page=page, sections=sections)).encode()


def _sections(found: Evidence, said: Said, names: Names) -> Iterator[Section]:
    yield Section("Summary", (_summary(found),))
    yield Section("People", _grid(("Name", "Person id", "Slack"), _people(found), (1, 2)))
    yield Section("Checklist", _grid(("Item", "Done", "By", "Shown by"), _items(found), (), 3))
    yield Section("What pointed to it", _grid(SIGNS, _signs(found), (4,), 5))
    yield Section("Timeline", _grid(TIMES, _times(found, said), (), 2), apart=True)
    yield Section("Decisions", _grid(VOTED, _votes(found), (0,)), apart=True)
    yield Section("What was sent to Microsoft", _grid(SENT, _effects(found), (1, 5, 6)))
    yield Section("Other calls", _grid(CALLED, tables.calls(found), (2, 3, 4)))
    yield Section("Service requests", tuple(_tickets(found)))
    yield Section("Letters", tuple(_letters(found)), apart=True)
    yield Section("Notes and other words", tuple(_texts(found)))
    yield Section("Cards as people saw them", tuple(_cards(found, names)), apart=True)
    yield Section("Drafts", tuple(_drafts(found)), apart=True)
    yield Section("How to check this", (_proof(found),), HOW, apart=True)


def _grid(
    header: tuple[str, ...],
    rows: Iterator[Sequence[object]],
    ids: tuple[int, ...] = (),
    said: int = -1,
) -> tuple[Grid, ...]:
    """None where there is nothing to show."""
    shown = tuple(rows)
    return (Grid(header, shown, ids, said),) if shown else ()


def _summary(found: Evidence) -> Pairs:
    case, customer = found.case, found.facts.customer
    cut = sum(each.plan.content.action in CUTS for each in found.plans)
    rows = (
        ("Customer", f"{customer.name}, {customer.domain}\n{customer.key.tenant_id}"),
        ("Partner tenant", found.facts.partner.tenant_id),
        ("Kind, severity", f"{case.kind.value}, {case.severity.value}"),
        ("Opened", f"{utc(case.opened_at)} {found.name_of(case.opened_by)}".strip()),
        ("First abuse", utc(case.first_abuse)),
        ("First answer", utc(case.responded_at)),
        ("Looked after by", found.name_of(case.owner)),
        ("Closed", f"{utc(case.closed_at)} {case.outcome or ''}".strip()),
        ("The customer was told", case.told),
        ("Merged into it", ", ".join(f"case {one.number}" for one in found.view.linked.merged)),
        ("Plans", f"{len(found.plans)}, of which {cut} take service away"),
        ("Policies", "\n".join(found.policies)),
        ("Thread in Slack", case.link),
    )
    return Pairs(tuple((name, value) for name, value in rows if value))


def _people(found: Evidence) -> Iterator[Sequence[object]]:
    for one in sorted(found.people.values(), key=lambda person: person.name):
        accounts = ", ".join(f"{key.team_id}/{key.user_id}" for key in one.accounts)
        yield one.name, one.person_id, accounts


def _items(found: Evidence) -> Iterator[Sequence[object]]:
    for item, tick in found.view.items:
        if tick is None:
            yield item.words, "no", "", ""
        else:
            by = found.name_of(tick.person_id) or "the desk"
            yield item.words, utc(tick.at), by, tick.evidence


SIGNS = ("What", "First seen", "Last seen", "Strength or status", "Id", "Facts")


def _signs(found: Evidence) -> Iterator[Sequence[object]]:
    for one in found.view.linked.signals:
        facts = "\n".join(f"{name}: {value}" for name, value in one.facts)
        kind, seen = one.kind.value.replace("_", " "), (utc(one.first_seen), utc(one.last_seen))
        yield kind, *seen, f"{one.strength} ({one.label.value})", one.signal_id, facts
    for alert in found.view.linked.alerts:
        ids = "\n".join(report.report_id for report in alert.reports)
        kind = f"alert of Microsoft: {alert.kind.replace('_', ' ') or 'kind not said'}"
        seen = utc(alert.first_seen), utc(alert.last_seen)
        yield kind, *seen, alert.status.value, ids, f"Azure subscription {alert.subscription_id}"


TIMES = ("No.", "When and who", "What")


def _times(found: Evidence, said: Said) -> Iterator[Sequence[object]]:
    """Drawings of cards stand below by themselves."""
    told = (one for one in found.events if not isinstance(one.event, CardShown))
    for one in told:
        who = f"{found.name_of(one.stamp.person_id) or 'the desk'}, {one.stamp.route.value}"
        yield one.seq, f"{utc(one.stamp.at)}\n{who}", said.get(one.seq, "")


VOTED = ("Plan", "Asked for", "Time", "Who", "Decided", "Reason")


def _votes(found: Evidence) -> Iterator[Sequence[object]]:
    for each in found.plans:
        content = each.plan.content
        asked = f"{content.action.value}\nby {found.name_of(content.requester) or 'the desk'}"
        state = f"{each.plan.state.value} {each.plan.ended_why}".strip()
        first = (each.plan.hash[:SHORT], asked, utc(content.filed_at))
        needs = "alone, with a code" if content.alone else f"needs {content.quorum}"
        yield *first, "", f"filed, {needs}; now {state}", each.plan.note
        for vote in each.votes:
            who = f"{found.name_of(vote.person_id)}\n{vote.account}".strip()
            choice = f"{vote.choice.value}{' with a code' if vote.proof else ''}"
            yield vote.hash[:SHORT], "", utc(vote.at), who, choice, vote.reason


SENT = ("Time", "Subscription", "Name", "Change", "Came to", "MS-RequestId", "MS-CorrelationId")


def _effects(found: Evidence) -> Iterator[Sequence[object]]:
    for at, _, ident, name, verb, attempt, request, correlation, state, why, _ in tables.effects(
        found
    ):
        came = f"{state} {why}".strip()
        yield at, ident, name, f"{verb}, attempt {attempt}", came, request, correlation


CALLED = ("Time", "What", "Name", "Request id or Message-ID", "Correlation id", "State", "Why")


def _tickets(found: Evidence) -> Iterator[Sheet]:
    for ticket in found.view.linked.tickets:
        meta = f"{ticket.state.value}, by {found.name_of(ticket.opened_by)} {utc(ticket.opened_at)}"
        wish = ticket.wish
        text = ticket.text or f"{wish.observed}\n\n{wish.outcome}"
        said = [f"{utc(e.at)} {e.said.value}: {e.text}" for e in found.entries[ticket.ticket_id]]
        yield Sheet(ticket.title, f"{ticket.name}, {meta}", "\n\n".join((text, *said)), long=True)


def _letters(found: Evidence) -> Iterator[Sheet]:
    for one in found.letters:
        draft = one.draft
        times = (("sent", one.sent_at), ("accepted", one.accepted_at), ("bounced", one.bounced_at))
        course = ", ".join(f"{name} {utc(at)}" for name, at in times if at)
        day = f", delivered on {one.delivered_on}" if one.delivered_on else ""
        meta = f"To {', '.join(draft.to)} · {one.state.value} {course}{day} · {one.message_id}"
        yield Sheet(f"{one.name}: {draft.subject}", meta, draft.text, long=True)
    for reply in found.replies:
        meta = f"From {reply.sender}, {utc(reply.received_at)}"
        yield Sheet(f"{reply.came.value}: {reply.subject}", meta, reply.text, long=True)


def _texts(found: Evidence) -> Iterator[Sheet]:
    """Letters, replies and service requests stand in sections of their own."""
    events = {one.seq: one for one in found.events}
    for text in found.texts:
        one = events[text.seq]
        if type(one.event).__name__.startswith(("Letter", "Reply", "Ticket")):
            continue
        who = found.name_of(one.stamp.person_id) or "the desk"
        yield Sheet(f"{text.seq}. {_spaced(one.event)}", f"{utc(one.stamp.at)} {who}", text.text)


def _spaced(event: Event) -> str:
    """`CaseNoted`, as it is read aloud."""
    return CAPITAL.sub(lambda found: f" {found[0].lower()}", type(event).__name__)


def _cards(found: Evidence, names: Names) -> Iterator[Sheet]:
    for number, one in enumerate(found.prints, start=1):
        again = f" and {one.times - 1} more times to {utc(one.last_at)}" if one.times > 1 else ""
        meta = f"Shown {utc(one.first_at)}{again}, in {one.channel}"
        title = f"{number}. {one.card.value} {one.revision[:SHORT]}, drawing {one.digest[:SHORT]}"
        text = "\n".join(card_lines(one.drawn, names)) if one.drawn else "Erased."
        yield Sheet(title, meta, text)


def _drafts(found: Evidence) -> Iterator[Sheet]:
    meta = "What only a person knows is marked [[ like this ]]."
    yield Sheet("Service request", meta, service_request(found).decode(), long=True)
    if found.case.kind is not Reason.NON_PAYMENT:
        yield Sheet("Request for a refund", meta, refund_request(found).decode(), long=True)


HOW = (
    "This page is a view of the other files. In the folder of the pack, python3 verify.py says "
    "what holds: without a network, and without the desk. README.txt says how the same is done by "
    "hand, and what is proved and what is not."
)


def _proof(found: Evidence) -> Pairs:
    proof = found.proof
    rows = [
        ("Events shown", f"{len(proof.rows)} of {proof.newest.size}"),
        ("Newest head", f"{proof.newest.size}:{proof.newest.hash}"),
        *(("Earlier head", f"{one.size}:{one.hash}") for one in proof.heads),
    ]
    if proof.faults():
        rows.append(("Does not hold", "The chain is broken: python -m bot audit verify"))
    return Pairs(tuple(rows))
