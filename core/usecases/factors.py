"""Second factors of people: enrolled at the terminal, confirmed in Slack by a second administrator,
and proved by their owner; revoked by any administrator at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from core.domain.errors import BadInput, LostRace
from core.domain.events import (
    FactorConfirmed,
    FactorEnrolled,
    FactorProved,
    FactorRevoked,
    Route,
    Stamp,
)
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import OPEN_PLANS, Action, Plan, PlanState
from core.domain.secret import Secret
from core.domain.step_up import Factor, Offer
from core.domain.step_up_errors import AlreadyEnrolled, NoSecondAdministrator, NothingEnrolled
from core.domain.totp import SECRET_BYTES, secret_of
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.step_up import Vault
from core.ports.store import Work
from core.recording import end_plan, record
from core.usecases.filing import Request, file_plan
from core.usecases.finding import administrator
from core.usecases.roles import able

FACTOR_ASK = "factor_ask"
USAGE = "stepup enrol U024BE7LH --by U012AB3CD"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What is shown once, and the plan by which somebody else agrees."""

    person: Person
    secret: Secret
    plan: Plan


def enrol(user: str, *, by: str, vault: Vault, office: Office, route: Route) -> Enrolled:
    """A new factor of the person behind a Slack user id, asked for by an administrator. It counts
    for nothing yet. Raises BadInput, NoRole, NotEligible, AlreadyEnrolled and
    NoSecondAdministrator."""
    now = office.clock()
    with office.store() as work:
        asker, person = administrator(work, by, USAGE), _person(work, user)
        _make_room(work, person, user, office.stamp(now, asker.person_id, route))
        _check_second(work, asker, person, user)
        _see_to_a_box(work, vault, now)
        secret, factor_id = secret_of(secrets.token_bytes(SECRET_BYTES)), str(uuid4())
        plan = file_plan(work, _request(asker, person, factor_id, route), now=now, office=office)
        sealed = vault.close_secret(secret, person_id=person.person_id, factor_id=factor_id)
        factor = Factor(
            person.person_id, factor_id, sealed, asker.person_id, now, plan_id=plan.plan_id
        )  # fmt: skip
        work.step_ups.add(factor)
        event = FactorEnrolled(
            plan_id=plan.plan_id, factor_id=factor_id, person=person.person_id
        )  # fmt: skip
        record(work, event, office.stamp(now, asker.person_id, route))
        work.commit()
    return Enrolled(person, secret, plan)


def _request(asker: Person, person: Person, factor_id: str, route: Route) -> Request:
    return Request(
        action=Action.CONFIRM_STEP_UP,
        requester=asker.person_id,
        filed_by=asker.person_id,
        route=route,
        subject=factor_id,
        about=person.name,
    )


def _see_to_a_box(work: Work, vault: Vault, now: datetime) -> None:
    """One that this master key opens: codes that nobody can look at are of no use."""
    key = work.step_ups.key()
    if key is None or not vault.opens(key):
        work.step_ups.add_key(vault.new_key(now))


def _person(work: Work, user: str) -> Person:
    account = AccountKey(work.desk.get("home_team"), user)
    person = work.people.by_account(account)
    if person is None or not person.has(*Role):
        raise BadInput(
            problem="{user} has no role here, so there is nothing to decide", user=user, usage=USAGE
        )
    return person


def _make_room(work: Work, person: Person, user: str, stamp: Stamp) -> None:
    """One that nobody has confirmed gives way, and so does its plan."""
    known = work.step_ups.hold(person.person_id)
    if known is None:
        return
    if known.confirmed_at is not None:
        raise AlreadyEnrolled(user=user)
    _end_plan(work, known, stamp)


def _end_plan(work: Work, factor: Factor, stamp: Stamp) -> None:
    plan = work.plans.hold(factor.plan_id)
    if plan.state in OPEN_PLANS:
        end_plan(work, plan, PlanState.WITHDRAWN, "factor_gone", stamp)


def _check_second(work: Work, asker: Person, person: Person, user: str) -> None:
    others = able(work)[Role.ADMINISTRATOR] - {asker.person_id, person.person_id}
    if not others:
        raise NoSecondAdministrator(user=user)


def confirm(work: Work, plan: Plan, stamp: Stamp) -> None:
    """The second administrator agreed: its owner is asked for a code. Raises LostRace for one that
    is gone."""
    factor = factor_of(work, plan.content.subject)
    if factor is None:
        raise LostRace(state=plan.state)
    confirmed = replace(factor, confirmed_by=stamp.person_id, confirmed_at=stamp.at)
    work.step_ups.save(confirmed)
    event = FactorConfirmed(
        plan_id=plan.plan_id, factor_id=factor.factor_id, person=factor.person_id
    )  # fmt: skip
    record(work, event, stamp)
    payload = {"person_id": factor.person_id, "factor_id": factor.factor_id}
    ask = Job(FACTOR_ASK, f"{FACTOR_ASK}:{factor.factor_id}", payload, priority=Priority.CARD)
    work.jobs.enqueue(ask)


def factor_of(work: Work, factor_id: str) -> Factor | None:
    return next((one for one in work.step_ups.factors() if one.factor_id == factor_id), None)


def proved(offer: Offer, *, office: Office) -> None:
    """Its owner typed a code that was right: from now on it counts."""
    now = office.clock()
    with office.store() as work:
        factor = work.step_ups.hold(offer.person_id)
        if factor is None or factor.factor_id != offer.about or factor.proved_at is not None:
            return
        work.step_ups.save(replace(factor, proved_at=now))
        event = FactorProved(factor_id=factor.factor_id, person=factor.person_id)
        record(work, event, office.stamp(now, factor.person_id, Route.SLACK))
        work.commit()


def revoke(user: str, *, by: str, office: Office, route: Route) -> None:
    """At once and by one: what is lost must not be good for anything. Raises BadInput, NoRole,
    NotEligible and NothingEnrolled."""
    now = office.clock()
    with office.store() as work:
        asker = administrator(work, by, USAGE)
        person = work.people.by_account(AccountKey(work.desk.get("home_team"), user))
        factor = work.step_ups.hold(person.person_id) if person else None
        if factor is None:
            raise NothingEnrolled(user=user)
        drop(work, factor, office.stamp(now, asker.person_id, route))
        work.commit()


def drop(work: Work, factor: Factor, stamp: Stamp) -> None:
    """It is good for nothing any more, nor is what it proved."""
    _end_plan(work, factor, stamp)
    work.step_ups.forget(factor.person_id)
    event = FactorRevoked(factor_id=factor.factor_id, person=factor.person_id)
    record(work, event, stamp)


@dataclass(frozen=True, slots=True)
class Listed:
    """A factor, whose it is, and the plan that confirms it."""

    factor: Factor
    person: Person
    plan: Plan


def listed(*, office: Office) -> list[Listed]:
    with office.store.reading() as work:
        return [
            Listed(one, work.people.get(one.person_id), work.plans.get(one.plan_id))
            for one in work.step_ups.factors()
        ]
