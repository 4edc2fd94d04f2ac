"""Whatever a test needs, as it usually is; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from core.domain.approvals import Choice, Vote
from core.domain.cases import Case, CaseState
from core.domain.customers import (
    Customer,
    CustomerKey,
    Debtor,
    Generation,
    MappingState,
    Subscription,
    Suspension,
)
from core.domain.events import Route, Stamp
from core.domain.exposure import Document, Kind, Status
from core.domain.money import Money
from core.domain.people import AccountKey, Member
from core.domain.plans import (
    Action,
    Attempt,
    Basis,
    Content,
    Line,
    Plan,
    PlanState,
    Reason,
    Step,
    StepState,
    Verb,
    plan_hash,
)
from core.domain.tickets import About, Severity, Ticket, TicketState, Way, Wish
from core.ports.records import Freeze, RowProblem, SheetRow, Snapshot

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)  # Monday, 10:00 in Berlin
CONTOSO = CustomerKey("main", "7c1e0000-0000-4000-8000-0000000004ab")
FABRIKAM = CustomerKey("main", "7c1e0000-0000-4000-8000-0000000004ac")
EXCHANGE = "11111111-0000-4000-8000-000000000001"
TEAMS = "11111111-0000-4000-8000-000000000002"
BOOKS = "erp"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def a_customer(**changes: Any) -> Customer:
    customer = Customer(CONTOSO, "Contoso Handels GmbH", "contoso.example", "DE", read_at=NOW)
    return replace(customer, **changes)


def a_subscription(**changes: Any) -> Subscription:
    subscription = Subscription(
        customer=CONTOSO,
        subscription_id=EXCHANGE,
        name="Exchange Online",
        offer_name="Exchange Online (Plan 1)",
        status="active",
        quantity=10,
        generation=Generation.NEW_COMMERCE,
        auto_renew=True,
        commitment_ends=NOW + timedelta(days=170),
        etag='"v1"',
        read_at=NOW,
    )
    return replace(subscription, **changes)


def a_suspension(**changes: Any) -> Suspension:
    suspension = Suspension(
        suspension_id=str(uuid4()),
        customer=CONTOSO,
        subscription_id=EXCHANGE,
        plan_id="plan",
        reason=Reason.NON_PAYMENT.value,
        before={"status": "active", "autoRenewEnabled": True},
        since=NOW,
    )
    return replace(suspension, **changes)


# Books


def a_document(**changes: Any) -> Document:
    document = Document(
        source=BOOKS,
        document_id="1",
        number="INV-1",
        customer_ref="K1",
        kind=Kind.INVOICE,
        status=Status.OPEN,
        issued=date(2026, 8, 24),
        due=date(2026, 9, 7),
        total=eur("8412.60"),
        open=eur("8412.60"),
        disputed=eur("0"),
    )
    return replace(document, **changes)


def a_sheet_row(
    *,
    customer_name: str = "Contoso Handels GmbH",
    tenant_id: str = CONTOSO.tenant_id,
    **changes: Any,
) -> SheetRow:
    """`changes` are the document's."""
    return SheetRow(2, a_document(**changes), customer_name, tenant_id)


def a_bad_row(**changes: Any) -> RowProblem:
    return replace(RowProblem(3, "K1", "bad_amount", {"text": "12,5"}), **changes)


def a_snapshot(**changes: Any) -> Snapshot:
    snapshot = Snapshot(
        snapshot_id=str(uuid4()),
        source=BOOKS,
        as_of=NOW,
        file_name="receivables.csv",
        sha256=uuid4().hex * 2,
        state="loading",
        taken_at=NOW,
        customers=1,
        totals=(eur("8412.60"),),
    )
    return replace(snapshot, **changes)


def a_debtor(**changes: Any) -> Debtor:
    debtor = Debtor(BOOKS, "K1", "Contoso Handels GmbH", MappingState.CONFIRMED, CONTOSO)
    return replace(debtor, **changes)


# Cases and plans


def a_case(**changes: Any) -> Case:
    case = Case(str(uuid4()), 1, CONTOSO, Reason.NON_PAYMENT, CaseState.OPEN, "kang", NOW)
    return replace(case, **changes)


def a_line(**changes: Any) -> Line:
    return replace(Line(EXCHANGE, Verb.SUSPEND, "Exchange Online", 10), **changes)


def a_content(**changes: Any) -> Content:
    content = Content(
        action=Action.SUSPEND,
        customer=CONTOSO,
        customer_name="Contoso Handels GmbH",
        reason=Reason.NON_PAYMENT,
        note_digest="",
        lines=(a_line(), a_line(subscription_id=TEAMS, name="Teams")),
        left_out=(),
        basis=(Basis(BOOKS, "1", "INV-1", date(2026, 9, 7), eur("8412.60"), eur("0")),),
        overdue=(eur("8412.60"),),
        requester="kang",
        filed_by="kang",
        filed_at=NOW,
        expires_at=NOW + timedelta(days=2),
        quorum=2,
        policy="v7",
        case_id="case",
    )
    return replace(content, **changes)


def a_plan(*, state: PlanState = PlanState.PENDING, note: str = "", **changes: Any) -> Plan:
    """`changes` are the content's."""
    content, plan_id = a_content(**changes), str(uuid4())
    return Plan(plan_id, plan_id, content, plan_hash(content), state, note)


def steps_of(plan: Plan) -> list[Step]:
    assert plan.content.customer is not None
    return [
        Step(str(uuid4()), plan.plan_id, place, plan.content.customer, line, StepState.TODO)
        for place, line in enumerate(plan.content.lines, start=1)
    ]


def an_attempt(step: Step, **changes: Any) -> Attempt:
    """The one that follows what the step has behind it."""
    attempt = Attempt(
        step=step,
        number=step.attempt + 1,
        request_id=str(uuid4()),
        correlation_id=str(uuid4()),
        etag='"v1"',
        before={"id": step.line.subscription_id, "status": "active", "unitPrice": 4.2},
        begun_at=NOW,
    )
    return replace(attempt, **changes)


def a_vote(plan: Plan, person_id: str, **changes: Any) -> Vote:
    return replace(Vote(plan.plan_id, person_id, Choice.APPROVE, plan.hash, NOW), **changes)


# The desk


def a_member(user_id: str = "U1", **changes: Any) -> Member:
    member = Member(
        key=AccountKey("T1", user_id),
        name="Hana Lee",
        deleted=False,
        is_bot=False,
        is_restricted=False,
        is_ultra_restricted=False,
        is_stranger=False,
        zone="Europe/Berlin",
        read_at=NOW,
    )
    return replace(member, **changes)


def a_stamp(**changes: Any) -> Stamp:
    return replace(Stamp(NOW, "kang", Route.SLACK, "v7"), **changes)


def a_freeze(**changes: Any) -> Freeze:
    return replace(Freeze(str(uuid4()), "person", "something is wrong", "kang", NOW), **changes)


# Service requests


def a_wish(**changes: Any) -> Wish:
    wish = Wish(
        about=About.CUSTOMER,
        severity=Severity.MODERATE,
        title="Users cannot sign in",
        observed="Since this morning nobody can sign in.",
        outcome="Please say how sign-in is restored.",
        contact="M. Kang",
        phone="+49 30 1234567",
        impact_from=NOW,
    )
    return replace(wish, **changes)


def a_ticket(**changes: Any) -> Ticket:
    ticket = Ticket(
        ticket_id="7c1e04ab-0000-4000-8000-000000000001",
        case_id="c1",
        customer=CONTOSO,
        wish=a_wish(),
        way=Way.PORTAL,
        state=TicketState.PREPARED,
        opened_by="kang",
        opened_at=NOW,
    )
    return replace(ticket, **changes)
