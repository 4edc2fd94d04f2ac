"""A plan that may be sent now, so that each gate test changes the one thing it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from core.domain.approvals import Choice, Vote, Voter
from core.domain.calendar import Place
from core.domain.customers import Customer, CustomerKey
from core.domain.exposure import expose
from core.domain.money import Money
from core.domain.people import AccountKey, Member, Person, Role
from core.domain.plans import (
    Action,
    Basis,
    Content,
    Line,
    Plan,
    PlanState,
    Reason,
    Verb,
    plan_hash,
)
from core.domain.policy_file import read_policy
from core.domain.release import Debt, Ledger
from core.gate import GateFacts
from core.load import Load

NOW = datetime(2026, 10, 12, 9, tzinfo=UTC)  # Monday, 11:00 in Berlin
KEY = CustomerKey("main", "7c1e0000-0000-4000-8000-0000000004ab")
BERLIN = Place("DE", "Europe/Berlin")
POLICY = read_policy(Path("bot/policy.toml").read_text(encoding="utf-8"))
EUR = Money(Decimal("8412.60"), "EUR")


def a_content(**changes: object) -> Content:
    content = Content(
        action=Action.SUSPEND,
        customer=KEY,
        customer_name="Contoso Handels GmbH",
        reason=Reason.NON_PAYMENT,
        note_digest="",
        lines=(Line("11111111-0000-4000-8000-000000000001", Verb.SUSPEND, "Exchange", 10),),
        left_out=(),
        basis=(Basis("erp", "1", "INV-1", date(2026, 9, 7), EUR, Money(Decimal(0), "EUR")),),
        overdue=(EUR,),
        requester="kang",
        filed_by="kang",
        filed_at=NOW - timedelta(hours=1),
        expires_at=NOW + timedelta(days=2),
        quorum=2,
        policy=POLICY.version,
        case_id="case",
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def a_plan(state: PlanState = PlanState.APPROVED, **changes: object) -> Plan:
    content = a_content(**changes)
    return Plan(
        "plan", "plan", content, plan_hash(content), state, bank_checked_at=NOW - timedelta(hours=1)
    )


def a_person(person_id: str, *roles: Role, **flags: object) -> Person:
    key = AccountKey("T1", f"U0{person_id.upper()}")
    member = Member(key, person_id, False, False, False, False, False, read_at=NOW)
    return Person(
        person_id,
        person_id,
        (key,),
        frozenset(roles or {Role.APPROVER}),
        replace(member, **flags),  # type: ignore[arg-type]
    )


def a_vote(plan: Plan, person: Person, choice: Choice = Choice.APPROVE) -> Vote:
    return Vote(plan.plan_id, person.person_id, choice, plan.hash, NOW - timedelta(minutes=30))


def a_ledger(**changes: object) -> Ledger:
    ledger = Ledger(
        exposure=expose([], date(2026, 10, 12)),
        confirmed=True,
        unreadable=False,
        as_of=NOW - timedelta(hours=3),
        refused=False,
        debt=Debt.OWED,
    )
    return replace(ledger, **changes)  # type: ignore[arg-type]


def facts_of(plan: Plan, *voters: Person, **changes: object) -> GateFacts:
    people = voters or (a_person("braun"), a_person("park"))
    facts = GateFacts(
        now=NOW,
        plan=plan,
        policy=POLICY,
        ballot=POLICY.ballot(
            plan.content.action, quorum=plan.content.quorum, may_vote=3, home_team="T1"
        ),
        voters=tuple(Voter(a_vote(plan, person), person, recorded=True) for person in people),
        freeze=None,
        own=BERLIN,
        customer=Customer(KEY, "Contoso Handels GmbH", "contoso.example", "DE"),
        ledger=a_ledger(),
        load=Load((), 1, 0, 0, 500),
        there=BERLIN,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]
