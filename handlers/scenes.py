"""Looks up the names behind the ids of an event, so that a sentence can say them."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.events import (
    BooksRefused,
    BooksTaken,
    CardPosted,
    CaseAssigned,
    CaseClosed,
    CaseNoted,
    CaseOpened,
    DataLetGo,
    DigestOutstanding,
    Event,
    FraudReported,
    FreezeLifted,
    Frozen,
    HandTold,
    LetterAccepted,
    MappingConfirmed,
    NotifyingChanged,
    PersonNeeded,
    PlanEnded,
    PlanFiled,
    PolicyScheduled,
    Recorded,
    RelationshipChanged,
    RenewalLet,
    RolesChanged,
    Route,
    RowOwned,
    RowSnoozed,
    Stamp,
    StillFrozen,
    SubscriptionDrifted,
    TicketClosed,
    TicketNotSaid,
    TicketReminded,
    TicketSaid,
    VoteCast,
)
from core.domain.plans import Action, PlanState
from core.ports.records import RowProblem, Scope
from core.ports.store import Work
from core.usecases.plan_view import card_link
from handlers.agreement_scenes import agreed, owner_of, said_of
from handlers.alert_scenes import alarmed, azure_names, said_by_an_alert
from handlers.case_scenes import link_of_case, people_of_case, text_of_case
from handlers.clock_scenes import called, clock_behind, letter_of, mention, names_behind
from handlers.collection_scenes import called_by_run, chased
from handlers.containment_scenes import alert_behind, called_to_contain, kept_because
from handlers.credit_scenes import credited, reason_behind, who_asked
from handlers.letter_scenes import asked_by, customer_in, sender_in, text_in
from handlers.mapping_scenes import mapped_before, names_in_books, why_changed
from handlers.messages.escaping import clean
from handlers.messages.scene import Scene
from handlers.paging_scenes import paged
from handlers.policy_scenes import changed_by
from handlers.signal_scenes import facts_behind
from handlers.step_up_scenes import behind_a_factor, owned


def scene_of(work: Work, recorded: Recorded) -> Scene:
    """What is automatic has a person who answers for it, but who did not do it."""
    event = recorded.event
    content = work.plans.get(event.plan_id).content if event.plan_id else None
    lines = content.lines if content else ()
    return Scene(
        who=_who(work, recorded.stamp),
        customer=_customer(work, event),
        names=names_behind(work, event)
        | {line.subscription_id: line.name for line in lines}
        | azure_names(work, event)
        | alert_behind(work, event)
        | names_in_books(work, event)
        | _drifted(work, event)
        | _renewing(work, event),
        people=_people(work, event),
        problems=_problems(work, event),
        text=text_of_case(work, event)
        or reason_behind(work, event)
        or said_of(work, event)
        or kept_because(work, event)
        or why_changed(work, event)
        or _text(work, event),
        action=content.action if content else "",
        card_link=_card_link(work, event),
        mail=sender_in(work, event),
        changes=changed_by(work, event),
        facts=facts_behind(work, event),
    )


def _who(work: Work, stamp: Stamp) -> str:
    by_hand = stamp.person_id and stamp.route is not Route.AUTOMATION
    return work.people.get(stamp.person_id).name if by_hand else ""


def _renewing(work: Work, event: Event) -> dict[str, str]:
    if not isinstance(event, RenewalLet):
        return {}
    known = work.customers.subscriptions(CustomerKey.parse(event.customer))
    names = {one.subscription_id: one.name for one in known}
    return {one: names.get(one, one) for one in event.subscription_ids}


def _drifted(work: Work, event: Event) -> dict[str, str]:
    """One that is on no list any more has its name in the drift."""
    if not isinstance(event, SubscriptionDrifted):
        return {}
    drift = work.sync.drift(event.drift_id)
    return {drift.subscription_id: drift.name}


def said_elsewhere(work: Work, recorded: Recorded) -> bool:
    """One news is one message: the root of a case tells that it was opened, and a card of the desk
    itself its votes and how it ended well. That a letter left is no news outside of a case."""
    event = recorded.event
    if isinstance(event, CaseOpened):
        told = work.events.of_case(event.case_id)
        return any(isinstance(r.event, PlanFiled) and r.stamp == recorded.stamp for r in told)
    if isinstance(event, LetterAccepted):
        return not event.case_id and event.how == "answered"
    if said_by_an_alert(work, recorded):
        return True
    if event.case_id or not event.plan_id:
        return False
    match event:
        case VoteCast(choice=Choice.APPROVE) | PlanEnded(state=PlanState.FINISHED):
            return True
        case PlanFiled() | CardPosted():
            return work.plans.get(event.plan_id).content.action is Action.LIFT_FREEZE
    return False


def frozen_for(work: Work, plan_id: str) -> Recorded | None:
    """The freeze that this plan lifts, while it is on."""
    current = work.freezes.get(work.plans.get(plan_id).content.subject)
    if current is None:
        return None
    found = work.events.since(Frozen, current.since)
    return next((r for r in found if getattr(r.event, "freeze_id", "") == current.freeze_id), None)


def _customer(work: Work, event: Event) -> str:
    if (clock := clock_behind(work, event)) is not None:
        return _name(work, clock.customer)
    if (found := customer_in(event) or chased(event)) is not None:
        return _name(work, found)
    if whose := _whose(event):
        return _name(work, CustomerKey.parse(whose))
    match event:
        case MappingConfirmed(customer=key) | CaseOpened(customer=key):
            return _name(work, CustomerKey.parse(key)) if key else ""
        case SubscriptionDrifted(customer=key) | RelationshipChanged(customer=key):
            return _name(work, CustomerKey.parse(key)) if key else ""
        case (
            RenewalLet(customer=key)
            | FraudReported(customer=key)
            | RowOwned(customer=key)
            | RowSnoozed(customer=key)
        ) if key:
            return _name(work, CustomerKey.parse(key))
        case PersonNeeded() | PlanFiled():
            return work.plans.get(event.plan_id).content.customer_name
    return _name(work, work.cases.get(event.case_id).customer) if event.case_id else ""


def _whose(event: Event) -> str:
    """The key of the customer that an event names, where it is no event of a case."""
    named = _frozen(event) or credited(event) or owned(event) or agreed(event)
    return named or alarmed(event) or mapped_before(event)


def _frozen(event: Event) -> str:
    """The key of the customer that alone is frozen, or was."""
    if isinstance(event, Frozen | StillFrozen | FreezeLifted) and event.scope == Scope.CUSTOMER:
        return event.of
    return ""


def _name(work: Work, key: CustomerKey) -> str:
    found = work.customers.get(key)
    return found.name if found else str(key)


def _card_link(work: Work, event: Event) -> str:
    """Where the plan is looked at; a freeze is looked at on the newest card that lifts it."""
    match event:
        case PersonNeeded(plan_id=plan_id) | PolicyScheduled(plan_id=plan_id):
            return card_link(work.events.of_plan(plan_id))
        case Frozen(freeze_id=freeze_id) | StillFrozen(freeze_id=freeze_id):
            lifting = work.plans.open_of(Action.LIFT_FREEZE)
            mine = [plan.plan_id for plan in lifting if plan.content.subject == freeze_id]
            return card_link(work.events.of_plan(mine[0])) if mine else ""
    return link_of_case(work, event)


def _people(work: Work, event: Event) -> dict[str, str]:
    if isinstance(event, FreezeLifted):
        votes = work.plans.votes(event.plan_id)
        yes = [vote.person_id for vote in votes if vote.choice is Choice.APPROVE]
        return {one: work.people.get(one).name for one in yes}
    if isinstance(event, NotifyingChanged):
        return {event.person: work.people.get(event.person).name}
    if isinstance(event, StillFrozen) and event.owner:
        return {event.owner: work.people.get(event.owner).name}
    if isinstance(event, SubscriptionDrifted):
        return _asker(work, event)
    if credited(event):
        return who_asked(work, event)
    if isinstance(event, CaseAssigned | TicketReminded):
        return {event.owner: work.people.get(event.owner).name}
    if not isinstance(event, RolesChanged):
        return (
            called(work, event)
            | people_of_case(work, event)
            | paged(work, event)
            | asked_by(work, event)
            | owner_of(work, event)
            | called_by_run(work, event)
            | behind_a_factor(work, event)
            | called_to_contain(work, event)
            | _called_to_digest(work, event)
        )
    return {one: work.people.get(one).name for one in (*event.before, *event.after)}


def _called_to_digest(work: Work, event: Event) -> dict[str, str]:
    if not isinstance(event, DigestOutstanding):
        return {}
    return {one: mention(work, one) for one in event.called}


def _asker(work: Work, event: Event) -> dict[str, str]:
    """Whoever asked for the plan, called by a mention."""
    if not event.plan_id:
        return {}
    asker = work.people.get(work.plans.get(event.plan_id).content.requester)
    called = f"<@{asker.accounts[0].user_id}>" if asker.accounts else clean(asker.name)
    return {asker.person_id: called}


def _text(work: Work, event: Event) -> str:
    """The note or the closing words whose digest is in the trail."""
    if isinstance(event, TicketSaid | TicketNotSaid | TicketClosed):
        return work.tickets.entry(event.entry_id).text if event.entry_id else ""
    match event:
        case PlanFiled(plan_id=plan_id, note_digest=wanted):
            texts = [work.plans.get(plan_id).note]
        case (
            CaseNoted(case_id=case_id, text_digest=wanted)
            | HandTold(case_id=case_id, note_digest=wanted)
        ):
            texts = [note.text for note in work.cases.notes(case_id)]
        case CaseClosed(case_id=case_id, told_digest=wanted):
            texts = [work.cases.get(case_id).told]
        case DataLetGo():
            return letter_of(work, event)
        case SubscriptionDrifted(drift_id=drift_id):
            return work.sync.drift(drift_id).who
        case Frozen(freeze_id=freeze_id, reason_digest=wanted):
            current = work.freezes.get(freeze_id)
            texts = [current.reason] if current else []
        case _:
            return text_in(work, event)
    return next((text for text in texts if work.text_keys.says(wanted, text)), "")


def _problems(work: Work, event: Event) -> tuple[RowProblem, ...]:
    if not isinstance(event, BooksTaken | BooksRefused):
        return ()
    return tuple(work.books.problems(event.snapshot_id))
