"""Everything that is on record about one case, gathered at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from core.domain.alert_answers import AlertAnswer
from core.domain.approvals import Vote
from core.domain.cases import Case, Wait
from core.domain.collecting import Judged
from core.domain.containment import Containment
from core.domain.events import (
    CodeAccepted,
    Event,
    EvidenceExported,
    LetterAccepted,
    LetterBounced,
    LetterDelivered,
    LetterEvent,
    LetterQueued,
    LetterRecorded,
    LetterSending,
    Recorded,
)
from core.domain.notices import Outgoing, Reply
from core.domain.people import Person
from core.domain.plans import Plan, Reason, Step
from core.domain.prints import Card, Print
from core.domain.tickets import Entry
from core.domain.trail import Proof
from core.ports.office import Office
from core.ports.policies import NoPolicy
from core.ports.store import Work
from core.usecases.case_course import family
from core.usecases.case_view import View, view_in
from core.usecases.evidence_texts import Text, keys_of, texts_of
from core.usecases.ticket_facts import Facts, facts_of

# What was written to a late customer before there was a case belongs to it.
LEADS_UP = timedelta(days=180)
COURSE = (
    *(LetterQueued, LetterSending, LetterAccepted, LetterDelivered),
    *(LetterBounced, LetterRecorded),
)
# Under which names an event holds ids of people.
WHO = ("person", "owner", "delegate", "requester", "called", "skipped", "administrators")


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan with all that came of it."""

    plan: Plan
    votes: tuple[Vote, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """`events` are those that `proof` shows; `policies` the texts of every version under which
    something was done, by version; `texts` what the chain holds only digests of, `keys` what
    proves it. `people` by person id."""

    view: View
    made_at: datetime
    facts: Facts
    events: tuple[Recorded, ...]
    plans: tuple[PlanRecord, ...]
    containments: tuple[Containment, ...]
    waits: tuple[Wait, ...]
    prints: tuple[Print, ...]
    letters: tuple[Outgoing, ...]
    replies: tuple[Reply, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    answers: Mapping[str, tuple[AlertAnswer, ...]]
    judged: tuple[Judged, ...]
    policies: Mapping[str, str]
    people: Mapping[str, Person]
    texts: tuple[Text, ...]
    proof: Proof
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.view.case

    def name_of(self, person_id: str) -> str:
        person = self.people.get(person_id)
        return person.name if person else ""


def gather(work: Work, case: Case, *, office: Office, kept: Iterable[int] = ()) -> Evidence:
    """`kept` are sizes of the chain of which somebody kept the head."""
    view, parts = view_in(work, case, office=office), family(work, case)
    plans = tuple(_plans(work, view))
    prints = tuple(_prints(work, parts, plans))
    letters = tuple(_letters(work, case, parts))
    events = tuple(_events(work, view, plans, prints, letters))
    seqs = [one.seq for one in events]
    found = Evidence(
        view=view,
        made_at=office.clock(),
        facts=facts_of(work, case, office=office),
        events=events,
        plans=plans,
        containments=tuple(c for one in parts for c in work.containments.of_case(one.case_id)),
        waits=tuple(wait for one in parts for wait in work.cases.waits(one.case_id)),
        prints=prints,
        letters=letters,
        replies=tuple(_replies(work, case, parts, letters)),
        entries={
            t.ticket_id: tuple(work.tickets.entries(t.ticket_id)) for t in view.linked.tickets
        },
        answers={a.alert_id: tuple(work.alerts.answers(a.alert_id)) for a in view.linked.alerts},
        judged=tuple(_judged(work, case)),
        policies=_policies(work, events, plans),
        people={},
        texts=(),
        proof=work.events.prove(seqs, [*_heads(events), *kept]),
    )
    return _named(work, found)


def _plans(work: Work, view: View) -> Iterable[PlanRecord]:
    """In the order in which they were filed."""
    named = dict.fromkeys(one.event.plan_id for one in view.events if one.event.plan_id)
    plans = {plan_id: work.plans.get(plan_id) for plan_id in named}
    plans |= {plan.plan_id: plan for plan in view.linked.plans}
    for plan in sorted(plans.values(), key=lambda one: one.content.filed_at):
        votes, steps = work.plans.votes(plan.plan_id), work.plans.steps(plan.plan_id)
        yield PlanRecord(plan, tuple(votes), tuple(steps))


def _prints(work: Work, parts: Iterable[Case], plans: Iterable[PlanRecord]) -> list[Print]:
    cards = [card for card in Card if card is not Card.PLAN]
    found = [one for part in parts for card in cards for one in work.prints.of(card, part.case_id)]
    found += [one for each in plans for one in work.prints.of(Card.PLAN, each.plan.plan_id)]
    return sorted(found, key=lambda one: one.event)


def _events(
    work: Work,
    view: View,
    plans: Iterable[PlanRecord],
    prints: Iterable[Print],
    letters: Iterable[Outgoing],
) -> list[Recorded]:
    found = {one.seq: one for one in view.events}
    for each in plans:
        found |= {one.seq: one for one in work.events.of_plan(each.plan.plan_id)}
    found |= {one.event: work.events.get(one.event) for one in prints}
    found |= {one.seq: one for one in _codes(work, plans)}
    found |= {one.seq: one for one in _sent(work, letters)}
    return [found[seq] for seq in sorted(found)]


def _codes(work: Work, plans: Iterable[PlanRecord]) -> Iterable[Recorded]:
    """That the codes were right which were typed with votes, or by whoever acted alone."""
    named = {vote.proof for each in plans for vote in each.votes}
    named |= {content.alone.proof for content in (p.plan.content for p in plans) if content.alone}
    proofs = [found for one in sorted(named) if (found := work.step_ups.proof(one)) is not None]
    if proofs:
        for one in work.events.since(CodeAccepted, min(found.at for found in proofs)):
            if isinstance(one.event, CodeAccepted) and one.event.proof_id in named:
                yield one


def _sent(work: Work, letters: Iterable[Outgoing]) -> Iterable[Recorded]:
    """What became of letters, also of those that led up to the case and know none."""
    before = {one.letter_id: one.created_at for one in letters if not one.case_id}
    for kind in COURSE if before else ():
        for one in work.events.since(kind, min(before.values())):
            if isinstance(one.event, LetterEvent) and one.event.letter_id in before:
                yield one


def _heads(events: Iterable[Recorded]) -> list[int]:
    """What the chain was when this case was exported before."""
    return [one.event.size for one in events if isinstance(one.event, EvidenceExported)]


def _letters(work: Work, case: Case, parts: Iterable[Case]) -> list[Outgoing]:
    """Oldest first: those of the case, and what led up to one of non-payment."""
    mine = {one.case_id for one in parts}
    begun, over = case.opened_at - LEADS_UP, case.closed_at
    about_money = case.kind is Reason.NON_PAYMENT

    def belongs(one: Outgoing) -> bool:
        within = begun <= one.created_at and (over is None or one.created_at <= over)
        return one.case_id in mine or (about_money and not one.case_id and within)

    found = [one for one in work.letters.of_customer(case.customer) if belongs(one)]
    return sorted(found, key=_reached)


def _reached(letter: Outgoing) -> tuple[date, datetime]:
    """Those that a person wrote down later stand on their day."""
    return letter.delivered_on or letter.created_at.date(), letter.created_at


def _replies(
    work: Work, case: Case, parts: Iterable[Case], letters: Iterable[Outgoing]
) -> list[Reply]:
    mine, ids = {one.case_id for one in parts}, {one.letter_id for one in letters}
    found = work.letters.replies(case.customer)
    belongs = [one for one in found if one.case_id in mine or one.letter_id in ids]
    return sorted(belongs, key=lambda one: one.received_at)


def _judged(work: Work, case: Case) -> list[Judged]:
    """The verdicts that led to it and were found while it was open, with what they rest on."""
    if case.kind is not Reason.NON_PAYMENT:
        return []
    since = (case.opened_at - LEADS_UP).date()
    found = work.verdicts.histories([case.customer], since).get(case.customer, ())
    until = case.closed_at.date() if case.closed_at else None
    return [one for one in found if until is None or one.on <= until]


def _policies(
    work: Work, events: Iterable[Recorded], plans: Iterable[PlanRecord]
) -> dict[str, str]:
    """One that was not kept is missing, and the pack says so when it is checked."""
    versions = {one.stamp.policy for one in events} | {p.plan.content.policy for p in plans}
    kept = {}
    for version in sorted(versions - {""}):
        with suppress(NoPolicy):
            kept[version] = work.policies.text(version)
    return kept


# What is behind ids and digests


def _named(work: Work, found: Evidence) -> Evidence:
    people = work.people.each(_person_ids(found))
    texts = texts_of(work, found.events, _words(found))
    keys = keys_of(work, found.events, texts, found.prints, found.letters)
    return replace(found, people=people, texts=texts, keys=keys)


def _person_ids(found: Evidence) -> set[str]:
    """Whoever did, asked for, or is named by something; an automation has no id."""
    named = set(found.view.people or {}) | {one.stamp.person_id for one in found.events}
    for each in found.plans:
        content = each.plan.content
        named |= {vote.person_id for vote in each.votes}
        named |= {content.requester, each.plan.bank_checked_by}
    named |= {one.person_id for one in found.letters} | {one.read_by for one in found.replies}
    named |= {one.opened_by for one in found.view.linked.tickets}
    named |= {e.person_id for entries in found.entries.values() for e in entries}
    named |= {a.person_id for answers in found.answers.values() for a in answers}
    named |= {who for c in found.containments for who in (c.requester, c.ratified_by, c.refused_by)}
    named |= {one.person_id for one in found.waits}
    named |= {who for one in found.events for who in _told_of(one.event)}
    return named - {""}


def _told_of(event: Event) -> Iterable[str]:
    for name in WHO:
        told = getattr(event, name, ())
        yield from (told,) if isinstance(told, str) else told


def _words(found: Evidence) -> Iterable[str]:
    yield from (note.text for note in found.view.notes)
    yield found.case.told
    yield from (one.told for one in found.view.linked.merged)
    yield from (tick.evidence for _, tick in found.view.items if tick is not None)
    yield from (one.why for one in found.waits)
    yield from (one.text for one in found.replies)
    for letter in found.letters:
        yield from (letter.evidence, "\n".join(letter.draft.to))
    for ticket in found.view.linked.tickets:
        yield from (ticket.text, *(entry.text for entry in found.entries[ticket.ticket_id]))
    for each in found.plans:
        yield each.plan.note
        yield from (vote.reason for vote in each.votes)
