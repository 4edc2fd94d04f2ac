"""Second factors for tests: a master key, an authenticator, and people who are enrolled."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime

from core.domain.approvals import Choice
from core.domain.events import CodeRefused, Event, Route
from core.domain.people import AccountKey, Role
from core.domain.plans import Plan, Reason
from core.domain.policy_file import read_policy
from core.domain.secret import Secret
from core.domain.step_up import Factor, Proof, Purpose
from core.domain.totp import hotp, key_of, step_of
from core.ports.office import Office
from core.ports.store import Store, Work
from core.usecases import factors, step_up, suspension
from core.usecases.step_up import Look
from core.usecases.voting import Ballot, vote
from storage.code_boxes import SealedVault
from storage.sealing import read_master_key
from tests.a_policy import put_in_force
from tests.office import ADMIN, AGENT, APPROVER, MONDAY, Desk, contoso

MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
VAULT = SealedVault([read_master_key(MASTER_KEY)])


def code_at(secret: Secret, moment: datetime, ahead: int = 0) -> str:
    """What the authenticator shows, or will show so many steps later."""
    return hotp(key_of(secret), step_of(moment) + ahead)


def with_second_administrator(store: Store, account: AccountKey) -> None:
    with store() as work:
        person = work.people.by_account(account)
        assert person is not None
        now = [one.person_id for one in work.people.with_role(Role.ADMINISTRATOR)]
        work.people.set_role(Role.ADMINISTRATOR, [*now, person.person_id])
        work.commit()


def enrol(user: str, office: Office, vault: SealedVault = VAULT) -> factors.Enrolled:
    """By the first administrator; it counts for nothing yet."""
    return factors.enrol(user, by=ADMIN.user_id, vault=vault, office=office, route=Route.CLI)


def counting(user: str, office: Office, vault: SealedVault = VAULT) -> Secret:
    """One that counts, without the people who would have to confirm and prove it."""
    done = enrol(user, office, vault)
    now = office.clock()
    with office.store() as work:
        factor = work.step_ups.factor(done.person.person_id)
        assert factor is not None
        work.step_ups.save(replace(factor, confirmed_at=now, proved_at=now))
        work.commit()
    return done.secret


def give_factor(work: Work, person_id: str, now: datetime) -> None:
    """One that counts, where only what it proves matters."""
    if work.step_ups.factor(person_id) is None:
        factor_id = f"factor of {person_id}"[:36]
        work.step_ups.add(
            Factor(
                person_id, factor_id, "", "admin", now, "plan", confirmed_at=now, proved_at=now
            )
        )  # fmt: skip


# Over a desk at rest


def person(desk: Desk, account: AccountKey) -> str:
    with desk.store.reading() as work:
        found = work.people.by_account(account)
    assert found is not None
    return found.person_id


def factor(desk: Desk, account: AccountKey = APPROVER) -> Factor | None:
    with desk.store.reading() as work:
        return work.step_ups.factor(person(desk, account))


def agree(desk: Desk, plan: Plan, account: AccountKey) -> Plan:
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE)
    return vote(ballot, account, office=desk.office)


def offer(
    desk: Desk,
    code: str,
    about: str,
    purpose: Purpose = Purpose.VOTE,
    account: AccountKey = APPROVER,
) -> str:
    with desk.store() as work:
        offered = step_up.offer(
            work, purpose, person(desk, account), Secret(code),
            office=desk.office, account=account, about=about,
        )  # fmt: skip
        work.commit()
    return offered


def look(desk: Desk, offered: str) -> Proof | None:
    found = Look(VAULT, desk.office).at(offered)
    return found[1] if found else None


def refused(desk: Desk) -> list[str]:
    with desk.store.reading() as work:
        found = [r.event for r in work.events.since(CodeRefused, MONDAY)]
    return [one.why for one in found if isinstance(one, CodeRefused)]


def happened(desk: Desk, kind: type[Event]) -> int:
    with desk.store.reading() as work:
        return len(work.events.since(kind, MONDAY))


def take_codes(desk: Desk) -> None:
    with desk.store.reading() as work:
        text = work.policies.current().text
    strict = read_policy(text + '\n[step_up]\nreasons = ["fraud"]\n')
    put_in_force(desk.store, strict, MONDAY)


def a_plan(desk: Desk, reason: Reason = Reason.FRAUD) -> Plan:
    with desk.store.reading() as work:
        found = work.customers.subscriptions(contoso(desk))
    one = next(s for s in found if s.status == "active" and "Exchange" in s.name)
    wish = suspension.Wish(contoso(desk), (one.subscription_id,), reason, "An alert")
    return suspension.ask(wish, AGENT, office=desk.office)
