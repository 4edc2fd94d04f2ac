"""Letters of the run: written from what is owed, once, and only with words that somebody read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.announcing import access_above, access_from, basis_digest, credits, residuals
from core.domain.cases import Case
from core.domain.collecting import Filing, Preview
from core.domain.collection_events import (
    LetterUnaddressed,
    LetterUnwritten,
    PreviewAsked,
    PreviewReleased,
)
from core.domain.customers import CustomerKey, Subscription
from core.domain.event import Event, Route
from core.domain.ladder import Stage
from core.domain.letters import LetterFacts, Service, Unwritable, Written
from core.domain.notice_errors import BadAddress, NoContact
from core.domain.notices import ContactKind, Draft, Outgoing
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.domain.positions import NoFloor
from core.domain.retention import retention
from core.domain.verdicts import State
from core.domain.waiting import UNREAD_REPLY, What
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.ports.writing import LetterWriter
from core.recording import COLLECT, record
from core.usecases.collecting_looks import Look, letter_key, look, to_suspend
from core.usecases.finding import customer_of, person_with
from core.usecases.held_letters import go_on
from core.usecases.letter_moves import first_administrator
from core.usecases.letter_sending import Check, still_true
from core.usecases.letters import queue, recipients

PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes what the run sends."""

    office: Office
    writer: LetterWriter

    def write(self, work: Work, seen: Look, stage: Stage) -> Outgoing | None:
        """Queue this stage's notice; None where somebody is told to do something first."""
        try:
            contacts = recipients(work, seen.customer, [ContactKind(kind) for kind in stage.to])
        except NoContact:
            once = f"unaddressed:{seen.scope}:{stage.notice}"
            self._tell_once(work, seen, once, _unaddressed(work, seen, stage))
            return None
        language, facts = contacts[0].language, self._facts(work, seen, stage)
        try:
            written = self.writer.write(facts, language)
        except Unwritable as error:
            once = f"unwritten:{stage.notice}:{language}:{seen.policy.version}"
            self._tell_once(work, seen, once, _unwritten(work, seen, facts, language, error))
            return None
        if not was_read(work, self.writer, facts, written, office=self.office):
            return None
        draft = Draft(
            customer=seen.customer,
            name=stage.notice,
            language=language,
            to=tuple(one.address for one in contacts),
            subject=written.subject,
            text=written.text,
            html=written.html,
            access_from=facts.access_from,
            case_id=case_id_of(work, seen.customer),
            basis=basis_digest(seen.facts.documents),
        )
        return self._queue(work, seen, draft)

    def _queue(self, work: Work, seen: Look, draft: Draft) -> Outgoing | None:
        prefix = letter_key(seen, draft.name)
        number = len(work.episodes.filings(seen.customer, prefix)) + 1
        try:
            letter = queue(work, draft, self.office.stamp(seen.at, "", Route.AUTOMATION))
        except BadAddress:
            return None
        filing = Filing(f"{prefix}{number}", seen.customer, seen.at, seen.scope, letter.letter_id)
        return letter if work.episodes.first(filing) else None

    def _facts(self, work: Work, seen: Look, stage: Stage) -> LetterFacts:
        rules, verdict, documents = seen.policy.rules, seen.verdict, seen.facts.documents
        assert verdict.position is not None
        day = access_from(
            stage.notice, verdict.ladder, verdict.position, seen.facts, rules, seen.on
        )
        known = work.customers.subscriptions(seen.customer)
        names = {one.subscription_id: one.name for one in known}
        suspended = work.customers.open_suspensions(seen.customer)
        facts = LetterFacts(
            name=stage.notice,
            reference=_reference(work, seen),
            on=seen.on,
            customer=customer_of(work, seen.customer).name,
            residuals=residuals(documents),
            credits=credits(documents),
            suspended=tuple(names.get(one.subscription_id, "") for one in suspended),
            texts=rules.texts,
        )
        return facts if day is None else self._cut_from(work, seen, replace(facts, access_from=day))

    def _cut_from(self, work: Work, seen: Look, facts: LetterFacts) -> LetterFacts:
        """Who has nothing that could be suspended is told of no day."""
        cut = to_suspend(seen, office=self.office)
        if not cut:
            return replace(facts, access_from=None)
        known = work.customers.subscriptions(seen.customer)
        stays = {one.name for one in known if one.status == "active"}
        verdict = seen.verdict
        return replace(
            facts,
            access_above=access_above(verdict.ladder, verdict.overdue(), seen.policy.rules),
            services=tuple(self._service(one, facts) for one in cut),
            stays=tuple(sorted(filter(seen.policy.keeps, stays))),
        )

    def _service(self, one: Subscription, facts: LetterFacts) -> Service:
        assert facts.access_from is not None
        kept = retention(one, self.office.partner(one.customer).cloud, facts.access_from)
        return Service(one.name, one.quantity, kept.gone_from, kept.keeps_data)

    def _tell_once(self, work: Work, seen: Look, key: str, event: Event) -> None:
        if work.episodes.first(Filing(key, seen.customer, seen.at, seen.scope)):
            record(work, event, self.office.stamp(seen.at, "", Route.AUTOMATION))


def _unaddressed(work: Work, seen: Look, stage: Stage) -> Event:
    return LetterUnaddressed(
        case_id=case_id_of(work, seen.customer),
        customer=str(seen.customer),
        name=stage.notice,
        owner=owner_of(work, seen.customer),
    )


def _unwritten(
    work: Work, seen: Look, facts: LetterFacts, language: str, error: Unwritable
) -> Event:
    return LetterUnwritten(
        case_id=case_id_of(work, seen.customer),
        customer=str(seen.customer),
        name=facts.name,
        language=language,
        problem=error.problems[0] if error.problems else "",
        owner=owner_of(work, seen.customer),
    )


def case_of(work: Work, key: CustomerKey) -> Case | None:
    return next(iter(work.cases.open_for(key, Reason.NON_PAYMENT)), None)


def case_id_of(work: Work, key: CustomerKey) -> str:
    case = case_of(work, key)
    return case.case_id if case else ""


def owner_of(work: Work, key: CustomerKey) -> str:
    """Whoever looks after the case, else the first administrator (a person id)."""
    case = case_of(work, key)
    return (case.owner or case.opened_by if case else "") or first_administrator(work)


def _reference(work: Work, seen: Look) -> str:
    case = case_of(work, seen.customer)
    return f"GS-{case.number}" if case else f"GS-{seen.scope[:8].upper()}"


def was_read(
    work: Work, writer: LetterWriter, facts: LetterFacts, written: Written, *, office: Office
) -> bool:
    """Did somebody release these words? The first letter that needs them asks."""
    name, language, now = facts.name, written.language, office.clock()
    version = writer.version(name, language, facts.texts, below=bool(facts.access_above))
    known = work.runs.preview(name, language, version)
    if known is not None:
        return known.released_at is not None
    asked = Preview(name, language, version, written.subject, written.text, now)
    if work.runs.ask(asked):
        event = PreviewAsked(notice=name, language=language, words=version)
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        draw_preview(work, asked, "asked")
    return False


def draw_preview(work: Work, preview: Preview, occasion: str) -> None:
    """Have its card posted, or drawn again."""
    which = {"notice": preview.notice, "language": preview.language, "version": preview.version}
    key = f"{PREVIEW}:{preview.notice}:{preview.language}:{preview.version}:{occasion}"
    lane = f"{PREVIEW}:{preview.notice}:{preview.language}"
    work.jobs.enqueue(Job(PREVIEW, key, which, lane=lane, priority=Priority.CARD))


def release_preview(
    notice: str, language: str, version: str, account: AccountKey, *, office: Office
) -> Preview:
    """Letters with these words may leave from now on. Raises NoRole, NotEligible, and LostRace
    where somebody released them already."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, work.policies.current().approvals.vote)
        preview = work.runs.preview(notice, language, version)
        assert preview is not None
        released = replace(preview, released_by=person.person_id, released_at=now)
        work.runs.release(released)
        event = PreviewReleased(notice=notice, language=language, words=version)
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        draw_preview(work, released, "released")
        work.jobs.enqueue(Job(COLLECT, f"{COLLECT}:{version}:{language}", lane=COLLECT))
        go_on(work, version, now, name=notice, language=language)
        work.commit()
    return released


def still_due(office: Office, *, may_send: bool = True) -> Check:
    """Judges again right before a notice leaves: whatever is not due any more is not sent, and is
    written anew where it is due in other words."""
    least = still_true(office)

    def check(work: Work, letter: Outgoing) -> str:
        if letter.draft.is_event():
            return ""
        if why := least(work, letter):
            return why
        if not may_send or work.runs.standing():
            return "unreleased"
        try:
            return _why_not(look(work, letter.customer, office.clock(), office=office), letter)
        except NoFloor:
            return "policy"

    return check


def _why_not(seen: Look, letter: Outgoing) -> str:
    verdict = seen.verdict
    match verdict.state:
        case State.STALE | State.UNKNOWN:
            return "books"
        case State.SILENCED:
            return _silence(seen)
    due = {stage.notice: stage for stage in verdict.letters}
    if letter.name not in due:
        return "paid" if verdict.state is State.CLEAR else "stage"
    if not seen.may_act(due[letter.name]):
        return "calendar"
    if letter.draft.basis and letter.draft.basis != basis_digest(seen.facts.documents):
        return "changed"
    return ""


def _silence(seen: Look) -> str:
    first = seen.verdict.waiting_for[0]
    if first.name == UNREAD_REPLY:
        return UNREAD_REPLY
    return "promise" if first.what is What.PROMISE else "hold"
