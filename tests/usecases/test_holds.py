"""Holds over a filled desk: placed at once, released by one or by three, and looked after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.accounts import documents_of, holds_of
from core.domain.agreement_errors import (
    HeldBack,
    HoldOver,
    HoldUnfit,
    NobodyTouched,
    SaidPaidBefore,
    Unfit,
    VoterAsks,
)
from core.domain.approvals import Choice
from core.domain.errors import NoRole, ReasonMissing
from core.domain.events import HoldEnded, HoldPlaced, HoldUnderReview
from core.domain.holds import Hold, HoldKind
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, PlanState, Reason
from core.usecases import agreement_ticks, hold_scopes, holds, suspension
from core.usecases.hold_scopes import Scope
from core.usecases.holds import Wish
from core.usecases.review import review_plan
from core.usecases.voting import Ballot, vote
from tests.office import AGENT, APPROVER, MONDAY, READER, TEAM, Desk, contoso
from tests.world import SECOND, THIRD

TODAY = MONDAY.date()
AT_FIRST = MONDAY - timedelta(days=60)
OTHER, NAMED = AccountKey(TEAM, SECOND), AccountKey(TEAM, THIRD)
K = HoldKind
UNTIL = date(2026, 10, 31)


def place(desk: Desk, kind: HoldKind, **more: object) -> Hold:
    wish = Wish(**{"kind": kind, "reason": "they called", "until": UNTIL, **more})  # type: ignore[arg-type]
    return holds.place(wish, contoso(desk), AGENT, office=desk.office)


def running(desk: Desk) -> list[HoldKind]:
    with desk.store.reading() as work:
        found = holds_of(work, contoso(desk), desk.office.today(desk.now))
    return [one.kind for one in found]


def told(desk: Desk, kind: type) -> list[object]:
    with desk.store.reading() as work:
        return [recorded.event for recorded in work.events.since(kind, AT_FIRST)]


def suspend(desk: Desk, by: AccountKey = AGENT, reason: Reason = Reason.NON_PAYMENT) -> Plan:
    with desk.store.reading() as work:
        (one, *_) = [
            s
            for s in work.customers.subscriptions(contoso(desk))
            if s.status == "active" and not s.is_addon()
        ]
    wish = suspension.Wish(contoso(desk), (one.subscription_id,), reason, "No answer")
    return suspension.ask(wish, by, office=desk.office)


def again(desk: Desk, plan: Plan) -> Plan:
    with desk.store.reading() as work:
        return work.plans.get(plan.plan_id)


def approve(desk: Desk, plan: Plan, account: AccountKey) -> PlanState:
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, bank_checked=True)
    return vote(ballot, account, office=desk.office).state


@pytest.mark.parametrize("kind", sorted(set(K) - {K.VIP}))
def test_a_hold_keeps_a_suspension_from_being_asked_for_and_ends_one(
    desk: Desk, kind: HoldKind
) -> None:
    plan = suspend(desk)
    place(desk, kind)
    review_plan(plan.plan_id, office=desk.office)
    ended = again(desk, plan)
    assert (ended.state, ended.ended_why) == (PlanState.WITHDRAWN, kind.value)
    with pytest.raises(HeldBack):
        suspend(desk)
    assert suspend(desk, reason=Reason.FRAUD).is_open()


def test_a_vote_after_it_was_placed_ends_the_plan_instead(desk: Desk) -> None:
    plan = suspend(desk)
    approve(desk, plan, APPROVER)
    place(desk, K.HARDSHIP)
    assert approve(desk, plan, OTHER) is PlanState.WITHDRAWN


def test_a_named_voter_is_needed_besides_two_others(desk: Desk) -> None:
    place(desk, K.VIP, voter=NAMED)
    with pytest.raises(VoterAsks):
        suspend(desk, by=NAMED)
    plan = suspend(desk)
    assert approve(desk, plan, APPROVER) is PlanState.PENDING
    assert approve(desk, plan, OTHER) is PlanState.PENDING
    assert approve(desk, plan, NAMED) is PlanState.APPROVED


def test_the_named_vote_is_taken_from_nobody_by_one_person(desk: Desk) -> None:
    vip = place(desk, K.VIP, voter=NAMED)
    with pytest.raises(HoldUnfit) as met:
        place(desk, K.VIP, voter=APPROVER)
    assert met.value.facts == {"why": Unfit.VOTER_NAMED}
    assert isinstance(holds.let_go(vip.hold_id, "over", AGENT, office=desk.office), Plan)
    assert running(desk) == [K.VIP]


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"kind": K.HARDSHIP, "until": None}, HoldUnfit(why=Unfit.DAY_MISSING)),
        ({"kind": K.HARDSHIP, "until": date(2026, 10, 11)}, HoldUnfit(why=Unfit.PAST)),
        ({"kind": K.LEGAL, "until": date(2027, 10, 12)}, HoldUnfit(why=Unfit.TOO_FAR)),
        ({"kind": K.VIP}, HoldUnfit(why=Unfit.VOTER_MISSING)),
        ({"kind": K.VIP, "voter": AGENT}, HoldUnfit(why=Unfit.VOTER_WITHOUT_VOTE)),
        ({"kind": K.LEGAL, "reason": " "}, ReasonMissing()),
    ],
    ids=["no day", "past", "far", "no voter", "voter without vote", "no reason"],
)
def test_what_cannot_be_a_hold(desk: Desk, wish: dict[str, object], refusal: Exception) -> None:
    with pytest.raises(type(refusal)) as met:
        place(desk, **wish)  # type: ignore[arg-type]
    assert met.value.facts == refusal.facts  # type: ignore[attr-defined]
    assert running(desk) == []


def test_who_has_no_role_places_none(desk: Desk) -> None:
    with pytest.raises(NoRole):
        holds.place(Wish(K.LEGAL, "x"), contoso(desk), READER, office=desk.office)


def test_says_paid_lasts_three_business_days_once_for_each_debt(desk: Desk) -> None:
    hold = place(desk, K.SAYS_PAID, until=None)
    assert hold.until == date(2026, 10, 15)
    with pytest.raises(SaidPaidBefore):
        place(desk, K.SAYS_PAID)
    desk.now += timedelta(days=30)
    with pytest.raises(SaidPaidBefore):
        place(desk, K.SAYS_PAID)


def test_another_of_its_kind_takes_its_place_and_restarts_nothing(desk: Desk) -> None:
    place(desk, K.HARDSHIP, until=date(2026, 10, 13))
    desk.now += timedelta(days=1)
    place(desk, K.HARDSHIP)
    assert running(desk) == [K.HARDSHIP]
    with desk.store.reading() as work:
        today = desk.office.today(desk.now)
        assert {d.counted_from for d in documents_of(work, contoso(desk), today)} == {None}
        assert [one.ended_why for one in work.holds.of(contoso(desk))] == ["replaced", ""]
        (ended,) = [one.event for one in work.events.since(HoldEnded, MONDAY)]
    assert isinstance(ended, HoldEnded) and ended.why == "replaced"


def test_one_ends_by_itself_is_told_once_and_the_ladder_begins_anew(desk: Desk) -> None:
    place(desk, K.HARDSHIP)
    desk.now = MONDAY + timedelta(days=20)  # 1 November
    for _ in range(2):
        agreement_ticks.tick(office=desk.office)
    (ended,) = told(desk, HoldEnded)
    assert isinstance(ended, HoldEnded) and ended.why == "expired" and ended.owner
    assert running(desk) == []
    with desk.store.reading() as work:
        late = [d for d in documents_of(work, contoso(desk), date(2026, 11, 1)) if d.counts()]
    assert {d.counted_from for d in late if d.due and d.due < UNTIL} == {UNTIL}


def test_one_person_releases_what_is_light_and_three_what_is_grave(desk: Desk) -> None:
    light = place(desk, K.OUR_MISTAKE)
    done = holds.let_go(light.hold_id, "settled", AGENT, office=desk.office)
    assert isinstance(done, Hold) and running(desk) == []
    with pytest.raises(HoldOver):
        holds.let_go(light.hold_id, "settled", AGENT, office=desk.office)

    grave = place(desk, K.LEGAL)
    plan = holds.let_go(grave.hold_id, "the court is done", AGENT, office=desk.office)
    assert isinstance(plan, Plan) and plan.content.action is Action.RELEASE_HOLD
    assert approve(desk, plan, APPROVER) is PlanState.PENDING
    assert running(desk) == [K.LEGAL]
    assert approve(desk, plan, OTHER) is PlanState.FINISHED
    assert running(desk) == []


def test_its_owner_is_asked_once_a_week_until_somebody_did_something(desk: Desk) -> None:
    place(desk, K.INSOLVENCY, until=date(2026, 10, 20))
    asked = []
    for day in range(30):
        desk.now = MONDAY + timedelta(days=day)
        agreement_ticks.tick(office=desk.office)
        asked.append(len(told(desk, HoldUnderReview)))
    assert [asked[day] for day in (7, 8, 14, 15, 22, 29)] == [0, 1, 1, 2, 3, 4]
    assert running(desk) == [K.INSOLVENCY]


def test_many_at_once_are_counted_first_and_told_once(desk: Desk) -> None:
    wish = Wish(K.ENFORCEMENT_OFF, "the floods", UNTIL)
    found = hold_scopes.preview(wish, Scope(country="DE"), AGENT, office=desk.office)
    assert running(desk) == [] and len(found.customers) > 3
    assert {one.country for one in found.customers} == {"DE"}
    keys = [one.key for one in found.customers]
    placed = holds.place_for_many(wish, keys, found.scope, AGENT, office=desk.office)
    assert len(placed) == len(keys) and running(desk) == [K.ENFORCEMENT_OFF]
    (event,) = told(desk, HoldPlaced)
    assert isinstance(event, HoldPlaced)
    assert (event.customer, event.customers, event.scope) == ("", len(keys), "country DE")

    desk.now = MONDAY + timedelta(days=20)
    agreement_ticks.tick(office=desk.office)
    (ended,) = told(desk, HoldEnded)
    assert isinstance(ended, HoldEnded) and ended.customers == len(keys)


def test_a_tag_names_many_too_and_nobody_is_said(desk: Desk) -> None:
    wish = Wish(K.HARDSHIP, "x", UNTIL)
    found = hold_scopes.preview(wish, Scope(tag="cloud:global"), AGENT, office=desk.office)
    assert contoso(desk) in {one.key for one in found.customers}
    with pytest.raises(NobodyTouched):
        hold_scopes.preview(wish, Scope(country="AQ"), AGENT, office=desk.office)
