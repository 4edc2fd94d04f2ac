"""A plan as an approver meets it, so that each card test changes the one thing it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import cast

from core.domain.approvals import Choice
from core.domain.clouds import Cloud
from core.domain.consequences import Consequence, Price, consequence
from core.domain.customers import Generation, Subscription
from core.domain.exposure import Document, Exposure, Kind, Status, expose
from core.domain.money import Money
from core.domain.people import Person
from core.domain.plans import Action, Basis, Line, Plan, PlanState, Step, StepState, Verb
from core.gate import judge
from core.usecases.plan_view import PlanView
from core.usecases.talks import Notice, Talk
from tests.core import a_gate
from tests.core.a_gate import KEY, NOW, a_ledger, a_person, a_plan, a_vote, facts_of

TODAY = date(2026, 10, 12)
PREMIUM = "11111111-0000-4000-8000-000000000001"
EXCHANGE = "11111111-0000-4000-8000-000000000002"
PHONE = "11111111-0000-4000-8000-000000000003"
# The text of the shipped policy may change without changing what a card looks like.
POLICY = replace(a_gate.POLICY, version="1f" * 32)
PEOPLE = {name: a_person(name) for name in ("kang", "braun", "park", "weber")}


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def a_document(number: str, due: date, left: str, disputed: str = "0") -> Document:
    return Document(
        source="erp",
        document_id=number,
        number=number,
        customer_ref="10001",
        kind=Kind.INVOICE,
        status=Status.OPEN,
        issued=due - timedelta(days=14),
        due=due,
        total=euros(left),
        open=euros(left),
        disputed=euros(disputed),
    )


DOCUMENTS = (
    a_document("INV-20418", date(2026, 9, 7), "8112.60"),
    a_document("INV-20466", date(2026, 9, 21), "600.00", "300.00"),
)


def an_exposure(*documents: Document) -> Exposure:
    return expose(documents, TODAY)


def a_subscription(subscription_id: str, name: str, seats: int, **changes: object) -> Subscription:
    found = Subscription(
        customer=KEY,
        subscription_id=subscription_id,
        name=name,
        offer_name=name,
        status="active",
        quantity=seats,
        generation=Generation.NEW_COMMERCE,
        commitment_ends=datetime(2027, 3, 31, tzinfo=UTC),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


SUBSCRIPTIONS = (
    a_subscription(EXCHANGE, "Exchange Online", 10),
    a_subscription(PREMIUM, "Business Premium", 45),
    a_subscription(PHONE, "Teams Phone", 4),
)


TOLD = Talk(
    notices=(
        Notice("formal", date(2026, 9, 28), 1),
        Notice("final", date(2026, 10, 5), 2),
    ),
    access_from=date(2026, 10, 12),
)
PRICES = {
    EXCHANGE: Price(euros("3.40"), "monthly", date(2026, 10, 1)),
    PREMIUM: Price(euros("18.60"), "monthly", date(2026, 10, 1)),
}


def a_suspension(state: PlanState = PlanState.PENDING, **changes: object) -> Plan:
    content: dict[str, object] = {
        "lines": tuple(Line(s.subscription_id, Verb.SUSPEND, s.name, s.quantity)
                       for s in SUBSCRIPTIONS[:2]),
        "left_out": (PHONE,),
        "basis": tuple(Basis(d.source, d.document_id, d.number, d.due or TODAY, d.open, d.disputed)
                       for d in DOCUMENTS),
        "overdue": (euros("8412.60"),),
        "policy": POLICY.version,
        **changes,
    }  # fmt: skip
    return replace(a_plan(state, **content), bank_checked_by="weber")


def a_reinstatement(state: PlanState = PlanState.PENDING) -> Plan:
    lines = tuple(
        Line(EXCHANGE, verb, "Exchange Online", 10) for verb in (Verb.REACTIVATE, Verb.RESTORE)
    )
    return a_suspension(
        state, action=Action.REINSTATE, lines=lines, basis=(), left_out=(), overdue=(), quorum=1
    )


def steps_of(plan: Plan, states: Mapping[int, tuple[StepState, str]]) -> tuple[Step, ...]:
    return tuple(
        Step(f"step-{n}", plan.plan_id, n, KEY, line, *_state(states.get(n)))
        for n, line in enumerate(plan.content.lines, start=1)
    )


def _state(given: tuple[StepState, str] | None) -> tuple[StepState, int, str]:
    state, why = given or (StepState.TODO, "")
    return state, 0, why


def consequences_of(
    plan: Plan, subscriptions: Sequence[Subscription], prices: Mapping[str, Price]
) -> tuple[Consequence, ...]:
    if plan.content.action is Action.REINSTATE:
        return ()
    known = {s.subscription_id: s for s in subscriptions}
    ids = dict.fromkeys(line.subscription_id for line in plan.content.lines)
    return tuple(
        consequence(known[one], prices.get(one), Cloud.GLOBAL, NOW, TODAY)
        for one in ids
        if one in known
    )


def a_view(plan: Plan | None = None, *voters: Person, **changes: object) -> PlanView:
    """Nobody has voted unless the test says so."""
    plan = plan or a_suspension()
    known = {s.subscription_id: s for s in SUBSCRIPTIONS}
    subscriptions = cast(Mapping[str, Subscription], changes.pop("subscriptions", known))
    prices = cast(Mapping[str, Price], changes.pop("prices", PRICES))
    voted = {"kang", *(voter.person_id for voter in voters)}
    ledger = a_ledger(exposure=an_exposure(*DOCUMENTS))
    facts = facts_of(plan, *voters, policy=POLICY, ledger=ledger)
    votes = facts.voters if voters else ()
    facts = replace(facts, voters=votes, **_known(changes))  # type: ignore[arg-type]
    view = PlanView(
        plan=plan,
        steps=steps_of(plan, {}),
        votes=tuple(a_vote(plan, voter, Choice.APPROVE) for voter in voters),
        quorum=plan.content.quorum,
        asked=tuple(p for name, p in PEOPLE.items() if name not in voted),
        people=PEOPLE,
        facts=facts,
        ruling=judge(facts),
        subscriptions=subscriptions,
        case=None,
        books=(),
        events=(),
        held={},
        talk=TOLD,
        consequences=consequences_of(plan, tuple(subscriptions.values()), prices),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def _known(changes: dict[str, object]) -> dict[str, object]:
    """Changes of the gate's facts are taken out of those of the view."""
    shared = {"ledger", "load", "policy", "freeze", "customer"}
    return {name: changes.pop(name) for name in shared & changes.keys()}
