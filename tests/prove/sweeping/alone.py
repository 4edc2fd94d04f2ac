"""What one person does alone against a fraud, and its roll-back where nobody agreed in time."""

from __future__ import annotations

from datetime import timedelta

from core.domain.alerts import AlertStatus
from core.domain.customers import CustomerKey
from core.domain.event import Route
from core.domain.events import FactorProved, RolesChanged
from core.domain.people import Role
from core.domain.plans import Plan, Reason
from core.domain.secret import Secret
from core.ports.office import Office
from core.usecases import break_glass, containing
from core.usecases.finding import find_customer
from core.usecases.step_up import Look
from tests.a_step_up import VAULT, code_at, counting, with_second_administrator
from tests.an_emergency import ENABLED, an_alert_of
from tests.office import APPROVER
from tests.prove.sweeping.late import SECOND_VOTER, publish
from tests.prove.sweeping.place import Desk

ALERT, AHEAD = "alert-7", 1


def broken(customer: str, words: tuple[str, ...], desk: Desk) -> Plan:
    """By an approver, for an alert that is active."""
    office = desk.office
    publish(office, ENABLED)
    with office.store() as work:
        key = find_customer(work, customer).key
        known = work.customers.subscriptions(key)
        chosen = tuple(
            one.subscription_id for one in known if any(word in one.name for word in words)
        )
        work.alerts.add(an_alert_of(key, chosen[0], ALERT, office.clock()))
        work.commit()
    wish = break_glass.Wish(key, chosen, Reason.FRAUD, "Mining since midnight", ALERT)
    secret = _enrolled(office)
    code = Secret(code_at(secret, office.clock(), AHEAD))
    typed = Look(VAULT, office).at(break_glass.ask(wish, code, APPROVER, office=office))
    assert typed is not None
    plan = break_glass.carry_out(*typed, office=office)
    assert plan is not None
    return plan


def _enrolled(office: Office) -> Secret:
    """Without the people who would have to confirm it, and on record."""
    with_second_administrator(office.store, SECOND_VOTER)
    secret = counting(APPROVER.user_id, office)
    with office.store() as work:
        people = work.people.with_role(Role.ADMINISTRATOR)
        person = work.people.by_account(APPROVER)
        assert person is not None
        factor = work.step_ups.factor(person.person_id)
        assert factor is not None
        role, ids = Role.ADMINISTRATOR.value, tuple(one.person_id for one in people)
        stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
        work.events.add(RolesChanged(role=role, after=ids), stamp)
        proved = FactorProved(factor_id=factor.factor_id, person=person.person_id)
        work.events.add(proved, stamp)
        work.commit()
    return secret


def undone(plan: Plan, desk: Desk) -> Plan:
    """The attack is over, nobody agreed until the second deadline, and it is to be lifted."""
    office, alone, key = desk.office, plan.content.alone, plan.content.customer
    assert alone is not None and key is not None
    _is_over(key, plan, office)
    with office.store.reading() as work:
        one = work.containments.of_plan(plan.plan_id)
    assert one is not None
    for deadline in (alone.ratify_by, alone.decide_by):
        desk.place.pass_until(deadline + timedelta(seconds=1))
        containing.hear(one.containment_id, office=office)
    with office.store.reading() as work:
        lifting = work.plans.open_for(key)
    assert lifting is not None
    return lifting


def _is_over(key: CustomerKey, plan: Plan, office: Office) -> None:
    whose, now = plan.content.lines[0].subscription_id, office.clock()
    over = an_alert_of(key, whose, ALERT, now, AlertStatus.RESOLVED, "ignore")
    with office.store() as work:
        work.alerts.update(over)
        work.commit()
