"""Reads everything that the gate looks at, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from core.accounts import (
    documents_of,
    holds_of,
    laid_over,
    overlaid_sightings,
    promises_of,
    unread_of,
)
from core.ballots import voters_of
from core.domain.approvals import Ballot, Conflict
from core.domain.bindings import Binding, binding_of
from core.domain.calendar import zone_of
from core.domain.collecting import Course
from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import Exposure, expose
from core.domain.holds import named_voters
from core.domain.people import AccountKey, Role
from core.domain.places import Printed
from core.domain.plans import (
    AUTOMATIC,
    CUTS,
    CUTTING,
    ON_CUSTOMERS,
    Action,
    Basis,
    Content,
    Plan,
    StepState,
    Verb,
)
from core.domain.policy import Policy
from core.domain.policy_file import PolicyRefused
from core.domain.release import Ledger, judge_debt
from core.dossiers import course
from core.freezes import freeze_of
from core.gate import GateFacts, Ruling, judge_cut
from core.load import Load
from core.places import place_of
from core.ports.office import Office
from core.ports.policies import NoPolicy
from core.ports.store import Work
from core.sole import sole_of


def gather(work: Work, plan: Plan, *, now: datetime, office: Office) -> GateFacts:
    """The gate's facts on this plan as they stand in this transaction."""
    content, key = plan.content, plan.content.customer
    policy, then = _policies(work, content)
    facts = GateFacts(
        now=now,
        plan=plan,
        policy=policy,
        ballot=_ballot(work, content, policy, office.today(now)),
        voters=voters_of(work, plan, office=office),
        freeze=freeze_of(work, plan, now=now, office=office),
        own=office.own,
        customer=work.customers.get(key) if key else None,
        ledger=ledger_of(work, key, content.basis, policy, now=now, office=office) if key else None,
        load=_load(work, plan, now) if content.action in ON_CUSTOMERS else None,
        others_ending=any(p.plan_id != plan.plan_id for p in work.plans.halted(key))
        if key
        else False,
        policy_gone=then is None and content.action in ON_CUSTOMERS,
        sole=sole_of(work, plan, now=now, office=office),
    )
    return _with_agreements(work, facts, key, office) if key else facts


def takes_code(work: Work, content: Content) -> bool:
    """Does a vote for this take the code of a second factor?"""
    return _asks_for_code(work, content, _policies(work, content)[0])


def _policies(work: Work, content: Content) -> tuple[Policy, Policy | None]:
    """What holds for a plan, and the policy under which it was asked for, as `_policy_of` says."""
    policy, then = work.policies.current(), _policy_of(work, content)
    if then is not None and then.version != policy.version:
        policy = policy.stricter(then)
    return policy, then


def _ballot(work: Work, content: Content, policy: Policy, on: date) -> Ballot:
    quorum = policy.approvals.quorum_of(content.action, content.reason, content.overdue)
    ballot = policy.ballot(
        content.action,
        quorum=max(content.quorum, quorum),
        may_vote=len(work.people.with_role(*work.policies.current().approvals.vote)),
        home_team=work.desk.get("home_team"),
    )
    coded = _asks_for_code(work, content, policy)
    return replace(ballot, barred=barred(work, content, on), takes_code=coded)


def _asks_for_code(work: Work, content: Content, policy: Policy) -> bool:
    about = _agreed_to(work, content)
    return policy.step_up.asked(about.action, about.reason, about.overdue)


def _agreed_to(work: Work, content: Content) -> Content:
    """Whoever ratifies gives the vote that was missing when one person acted alone."""
    ratifies = content.action is Action.RATIFY
    return work.plans.get(content.subject).content if ratifies else content


def barred(work: Work, content: Content, on: date) -> dict[str, Conflict]:
    """Who has a vote and an interest of their own, by person id."""
    if content.action is Action.LIFT_FREEZE:
        return {}
    stand_ins = (
        one.delegate_id
        for one in work.cases.delegations(on)
        if one.person_id == content.requester and one.case_id in {"", content.case_id}
    )
    found = dict.fromkeys(stand_ins, Conflict.STANDS_IN)
    key = content.customer
    if key is None and content.case_id:
        key = work.cases.get(content.case_id).customer
    owners = work.account_owners.of(key) if key else []
    found |= {one.person_id: Conflict.OWNS_ACCOUNT for one in owners}
    if content.action is Action.CONFIRM_STEP_UP:
        factors = work.step_ups.factors()
        mine = (one.person_id for one in factors if one.factor_id == content.subject)
        found |= dict.fromkeys(mine, Conflict.OWN_FACTOR)
    binding = binding_of(content)
    if binding is not None:
        found |= dict.fromkeys(concerned(work, binding), Conflict.OWN_ACCOUNT)
    return _as_they_are(work, content, found)


def concerned(work: Work, binding: Binding) -> set[str]:
    """Whose an account is, and whose it is to be."""
    team = work.desk.get("home_team")
    holder = work.people.by_account(AccountKey(team, binding.user))
    return {binding.person_id, holder.person_id if holder else ""} - {""}


def _as_they_are(
    work: Work, content: Content, found: dict[str, Conflict]
) -> dict[str, Conflict]:
    """Who was two people when it was asked for may be one by now."""
    barred = {work.people.who(person_id): conflict for person_id, conflict in found.items()}
    asked = work.people.who(content.requester)
    return barred if asked == content.requester else barred | {asked: Conflict.ASKED}


def _policy_of(work: Work, content: Content) -> Policy | None:
    """The policy under which a plan was asked for; None where this program cannot read it."""
    try:
        return work.policies.get(content.policy)
    except (NoPolicy, PolicyRefused):
        return None


def cut_of(work: Work, key: CustomerKey, now: datetime, *, office: Office) -> Ruling:
    """What the gate would say of the hour if this customer were to be cut off for money."""
    printed, moved_at = tuple(_printed(work, key)), _moved_at(work, key)
    policy = work.policies.current()
    return judge_cut(now, place_of(work, key), printed, moved_at, policy=policy, own=office.own)


def _moved_at(work: Work, key: CustomerKey) -> datetime | None:
    said = work.places.get(key)
    return said.set_at if said is not None else None


def _with_agreements(work: Work, facts: GateFacts, key: CustomerKey, office: Office) -> GateFacts:
    """Holds, promises and letters; where a hold names a voter, a cut for money takes that vote as
    well."""
    on = office.today(facts.now)
    holds, promised = tuple(holds_of(work, key, on)), tuple(promises_of(work, key, on))
    facts = replace(
        facts,
        holds=holds,
        promised=promised,
        unread=bool(unread_of(work, key)),
        there=place_of(work, key),
        moved_at=_moved_at(work, key),
        printed=tuple(_printed(work, key)),
        course=_course(work, facts, office),
    )
    named = named_voters(holds, on)
    if not (named and facts.cuts_for_money()):
        return facts
    ballot = replace(facts.ballot, quorum=facts.ballot.quorum + 1, named=named)
    return replace(facts, ballot=ballot)


def _printed(work: Work, key: CustomerKey) -> Iterator[Printed]:
    """Until a letter said where its days are, they were those of the customer's country."""
    customer = work.customers.get(key)
    usual = zone_of(customer.country if customer else "")
    for one in work.letters.delivered(key):
        if one.access_from is not None:
            yield Printed(one.access_from, one.zone or usual)


def _course(work: Work, facts: GateFacts, office: Office) -> Course:
    """What people ask for they answer for; what the run filed has to stand by itself."""
    content = facts.plan.content
    if content.filed_by != AUTOMATIC or not facts.rests_on_debt():
        return Course.PROPOSED
    return course(work, facts.plan, facts.now, office=office)


def exposure_of(work: Work, key: CustomerKey, on: date) -> Exposure:
    """What a customer owes by the pages of the books that are confirmed as this customer's."""
    return expose(documents_of(work, key, on), on)


def ledger_of(
    work: Work,
    key: CustomerKey,
    basis: tuple[Basis, ...],
    policy: Policy,
    *,
    now: datetime,
    office: Office,
) -> Ledger:
    """What the newest books say of a customer and of the documents a plan rests on."""
    on = office.today(now)
    books, ours = work.books.account(key), work.marks.ours(key)
    pages = laid_over(books, ours, on)
    documents = [doc for page in pages for doc in page.documents]
    seen = work.books.sightings([(b.source, b.document_id) for b in basis])
    sightings = overlaid_sightings(seen, books, ours, on)
    sources = {page.debtor.source for page in pages} | {b.source for b in basis}
    stands = [s.as_of for s in work.books.currents() if s.source in sources and s.as_of]
    claims = work.books.claims(key)
    return Ledger(
        exposure=expose(documents, on),
        confirmed=bool(claims) and all(c.mapping is MappingState.CONFIRMED for c in claims),
        unreadable=any(page.unreadable for page in pages),
        as_of=min(stands) if stands and len(stands) == len(sources) else None,
        refused=work.books.refused_since() is not None,
        debt=judge_debt(basis, sightings, documents, policy.floors, on),
    )


def _load(work: Work, plan: Plan, now: datetime) -> Load:
    """Intents of the last day and what plans under way still have to send: what cuts counts
    together, and so does all that harms nobody."""
    cuts = plan.content.action in CUTS
    verbs = [verb for verb in Verb if (verb in CUTTING) is cuts]
    alike = [action for action in ON_CUSTOMERS if (action in CUTS) is cuts]
    left = work.plans.still_to_do(*alike)
    others = [count for plan_id, count in left.items() if plan_id != plan.plan_id]
    yesterday = now - timedelta(days=1)
    return Load(
        intents=tuple(work.plans.intents(yesterday, verbs)),
        steps_left=_steps_left(work, plan),
        reserved=sum(others),
        reserved_customers=len(others),
        active_subscriptions=work.customers.active_subscriptions(yesterday),
    )


def _steps_left(work: Work, plan: Plan) -> int:
    """Intents under way are counted among the intents already."""
    return sum(1 for step in work.plans.steps(plan.plan_id) if step.state is StepState.TODO)


def may_ask(work: Work) -> frozenset[Role]:
    """The roles that may ask for a plan and see what customers owe."""
    return work.policies.current().approvals.may_ask()
