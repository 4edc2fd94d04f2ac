"""Decide on a plan: vote, withdraw, look at the bank, let it lapse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from core import agreements, clocks, containments
from core.ballots import is_proven
from core.domain.approvals import Choice, Vote, check_voter, count_vote, standing_votes
from core.domain.bindings import binding_of
from core.domain.errors import (
    ClockApart,
    FreezeFilePresent,
    LostRace,
    NotRequester,
    OutdatedCard,
    PlanOver,
    ReasonMissing,
)
from core.domain.events import BankChecked, FreezeLifted, RolesChanged, Route, Stamp, VoteCast
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan, PlanState, digest
from core.domain.sole import rolls_back
from core.domain.step_up_errors import CodeMissing
from core.gate import Ruling, Verdict, judge
from core.gathering import gather, may_ask
from core.ports.office import Office
from core.ports.records import Scope
from core.ports.store import Work
from core.recording import advance_soon, end_plan, hold_open, record, repaint_open
from core.usecases import bindings
from core.usecases.collecting_release import release
from core.usecases.factors import confirm
from core.usecases.finding import person_with
from core.usecases.publishing import schedule
from core.usecases.vote_asks import ask_anew
from core.usecases.vote_notes import note_soon


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a person put into the form: the choice on one exact revision, and what came of the code
    that was typed with it."""

    plan_id: str
    hash: str
    choice: Choice
    bank_checked: bool = False
    reason: str = ""
    ask_again_on: date | None = None
    proof: str = ""


def vote(
    ballot: Ballot, account: AccountKey, *, office: Office, route: Route = Route.SLACK
) -> Plan:
    """Record one vote. A plan whose reason is gone withdraws itself instead, which is committed
    and shows in the state of the answer. At the terminal only a code says who is there, so any vote
    takes one. Raises the refusals of count_vote, OutdatedCard, ReasonMissing and LostRace."""
    if ballot.choice is Choice.REJECT and not ballot.reason.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        plan = _plan_on_card(work, ballot.plan_id, ballot.hash)
        facts = gather(work, plan, now=now, office=office)
        person = person_with(work, account, facts.ballot.roles)
        ruling = judge(facts)
        if ruling.verdict is Verdict.END and plan.state is not PlanState.EXECUTING:
            plan = _without_reason(work, plan, ruling, office.stamp(now, "", Route.AUTOMATION))
            work.commit()
            return plan
        cast = _cast(ballot, plan, person, account, now)
        earlier = standing_votes(plan, facts.voters, facts.ballot)
        proven = is_proven(work, cast, office=office)
        if route is Route.CLI and not proven:
            raise CodeMissing()
        state = count_vote(plan, cast, person, earlier, facts.ballot, proven=proven)
        work.plans.add_vote(cast)
        plan = _after_vote(work, plan, cast, ballot, state, office=office, route=route)
        work.commit()
    return plan


def _cast(ballot: Ballot, plan: Plan, person: Person, account: AccountKey, now: datetime) -> Vote:
    return Vote(
        plan.plan_id,
        person.person_id,
        ballot.choice,
        ballot.hash,
        now,
        f"{account.team_id}/{account.user_id}",
        ballot.reason.strip(),
        ballot.proof,
    )


def _without_reason(work: Work, plan: Plan, ruling: Ruling, stamp: Stamp) -> Plan:
    state = PlanState.EXPIRED if ruling.why == "expired" else PlanState.WITHDRAWN
    return end_plan(work, plan, state, ruling.why, stamp)


def _plan_on_card(work: Work, plan_id: str, seen: str) -> Plan:
    plan = work.plans.hold(plan_id)
    if not plan.is_open():
        raise PlanOver(state=plan.state)
    if plan.hash != seen or not plan.intact():
        raise OutdatedCard()
    return plan


def _after_vote(
    work: Work,
    plan: Plan,
    cast: Vote,
    ballot: Ballot,
    state: PlanState,
    *,
    office: Office,
    route: Route,
) -> Plan:
    stamp = office.stamp(cast.at, cast.person_id, route)
    record(work, cast_event(work, plan, cast, ballot.ask_again_on), stamp)
    if cast.choice is Choice.APPROVE and (route is Route.CLI or not cast.proof):
        note_soon(work, cast, route)
    if state is PlanState.REJECTED:
        return end_plan(work, plan, state, "rejected", stamp, ask_again_on=ballot.ask_again_on)
    if ballot.bank_checked:
        plan = replace(plan, bank_checked_at=cast.at, bank_checked_by=cast.person_id)
        work.plans.update(plan)
    if state is PlanState.APPROVED:
        plan = work.plans.move(plan, PlanState.APPROVED)
        return _carry_out(work, plan, cast, office=office, route=route)
    return plan


def cast_event(work: Work, plan: Plan, cast: Vote, ask_again_on: date | None = None) -> VoteCast:
    votes = work.plans.votes(plan.plan_id)
    return VoteCast(
        plan_id=plan.plan_id,
        case_id=plan.content.case_id or "",
        choice=cast.choice.value,
        hash=cast.hash,
        account=cast.account,
        approvals=sum(1 for v in votes if v.choice is Choice.APPROVE),
        quorum=plan.content.quorum,
        reason_digest=digest(cast.reason),
        proof_id=cast.proof,
        ask_again_on=str(ask_again_on or ""),
    )


def _carry_out(work: Work, plan: Plan, cast: Vote, *, office: Office, route: Route) -> Plan:
    """Customers' plans go to the executor; what changes only the desk is done here and now."""
    stamp, action = office.stamp(cast.at, cast.person_id, route), plan.content.action
    if action is Action.CHANGE_POLICY:
        return schedule(work, plan, stamp)
    if action not in HERE:
        return advance_soon(work, plan)
    return end_plan(work, plan, PlanState.FINISHED, HERE[action](work, plan, stamp, office), stamp)


def _lift(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    """Raises FreezeFilePresent while the file FREEZE still lies beside the database, and ClockApart
    while the clock of this process is wrong."""
    freeze_id = plan.content.subject
    frozen = work.freezes.get(freeze_id)
    if frozen is None:
        raise LostRace(state=plan.state)
    if frozen.scope is Scope.ALL and (path := office.brake()):
        raise FreezeFilePresent(path=path)
    if frozen.scope is Scope.ALL and (apart := office.apart()):
        raise ClockApart(apart=apart)
    work.freezes.lift(freeze_id, stamp.at)
    lifted = FreezeLifted(
        plan_id=plan.plan_id, freeze_id=freeze_id, scope=frozen.scope.value, of=frozen.of
    )
    record(work, lifted, stamp)
    repaint_open(work, f"lifted:{freeze_id}")
    for waiting in work.plans.open():
        if waiting.state in {PlanState.APPROVED, PlanState.EXECUTING}:
            advance_soon(work, waiting)
    return "lifted"


def _change_roles(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    if (binding := binding_of(plan.content)) is not None:
        return bindings.carry_out(work, plan, binding, stamp)
    for role, after in sorted((plan.content.roles or {}).items()):
        before = tuple(p.person_id for p in work.people.with_role(Role(role)))
        work.people.set_role(Role(role), after)
        changed = RolesChanged(plan_id=plan.plan_id, role=role, before=before, after=tuple(after))
        record(work, changed, stamp)
        for new in set(after).difference(before):
            ask_anew(work, new, stamp.at)
    return "changed"


def _let_go(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    clocks.let_go(work, plan, stamp, office=office)
    return "let_go"


def _release(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    release(work, plan, stamp)
    return "list_released"


def _confirm(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    confirm(work, plan, stamp)
    return "confirmed"


def _ratify(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    containments.ratify(work, plan, stamp)
    return "ratified"


def _agree(work: Work, plan: Plan, stamp: Stamp, office: Office) -> str:
    return agreements.carry_out(work, plan, stamp, office=office)


# What changes the desk alone is done at the last vote; each says why its plan is over then.
HERE: Mapping[Action, Callable[[Work, Plan, Stamp, Office], str]] = {
    Action.LIFT_FREEZE: _lift,
    Action.CHANGE_ROLES: _change_roles,
    Action.LET_GO: _let_go,
    Action.RELEASE_RUN: _release,
    Action.CONFIRM_STEP_UP: _confirm,
    Action.RATIFY: _ratify,
    **dict.fromkeys(agreements.DECIDED_HERE, _agree),
}


def withdraw(
    plan_id: str, account: AccountKey, *, office: Office, route: Route = Route.SLACK
) -> Plan:
    """The requester takes the plan back; nobody does so with the desk's own roll-back. Raises
    NotRequester or PlanOver."""
    now = office.clock()
    with office.store() as work:
        plan = work.plans.hold(plan_id)
        person = person_with(work, account, may_ask(work))
        if person.person_id != plan.content.requester or rolls_back(plan.content):
            raise NotRequester()
        if plan.state not in {PlanState.PENDING, PlanState.APPROVED}:
            raise PlanOver(state=plan.state)
        stamp = office.stamp(now, person.person_id, route)
        plan = end_plan(work, plan, PlanState.WITHDRAWN, "by_requester", stamp)
        work.commit()
    return plan


def check_bank(plan_id: str, account: AccountKey, *, office: Office) -> Plan:
    """Somebody who may vote has looked at the bank: nothing arrived. Not a vote; it lets an
    approved plan go on. Raises the refusals of check_voter and PlanOver."""
    now = office.clock()
    with office.store() as work:
        plan = work.plans.hold(plan_id)
        if not plan.is_open():
            raise PlanOver(state=plan.state)
        ballot = gather(work, plan, now=now, office=office).ballot
        person = person_with(work, account, ballot.roles)
        check_voter(plan, person, ballot)
        plan = replace(plan, bank_checked_at=now, bank_checked_by=person.person_id)
        work.plans.update(plan)
        event = BankChecked(
            plan_id=plan.plan_id, case_id=plan.content.case_id or "", hash=plan.hash
        )
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        if plan.state in {PlanState.APPROVED, PlanState.EXECUTING}:
            plan = advance_soon(work, plan)
        work.commit()
    return plan


def expire(plan_id: str, *, office: Office) -> Plan | None:
    """Let a plan lapse once its time is over; None where there is nothing to do. What is under way
    the executor ends at its next step."""
    now = office.clock()
    with office.store() as work:
        try:
            plan = hold_open(work, plan_id)
        except LostRace:
            return None
        if not plan.lapsed(now):
            return None
        stamp = office.stamp(now, "", Route.AUTOMATION)
        if plan.state is PlanState.EXECUTING:
            plan = advance_soon(work, plan)
        else:
            plan = end_plan(work, plan, PlanState.EXPIRED, "expired", stamp)
        work.commit()
    return plan


def voter_account(person: Person) -> AccountKey | None:
    """The account by which the directory is asked about a person."""
    return person.accounts[0] if person.accounts else None
