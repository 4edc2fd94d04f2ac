"""Cards and forms of containments: what is said before, at its end, and of what one did alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.alone import Alone, BreakGlass
from core.domain.cases import Case, CaseState
from core.domain.containment import Containment, State
from core.domain.plans import AUTOMATIC, Action, Plan, PlanState, Reason, plan_hash
from core.domain.remaining import Remaining, remaining
from core.gate import GO
from core.usecases import break_glass, suspension
from core.usecases.containment_answers import Offer
from core.usecases.containment_view import Contained
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message
from handlers.messages.containment_card import alone_to, keep_form, question
from handlers.messages.containment_forms import alone_form, contain_form
from handlers.messages.containment_lines import listed, state_line
from handlers.messages.containment_words import REFUSALS
from handlers.messages.digest import digest
from handlers.messages.plan_card import plan_card
from handlers.messages.refusals import refused
from tests.an_emergency import an_alert_of
from tests.core.a_gate import KEY, NOW
from tests.handlers.a_plan_view import (
    EXCHANGE,
    SUBSCRIPTIONS,
    a_reinstatement,
    a_suspension,
    a_view,
    an_exposure,
)
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_digest import a_digest

WORDS = Reader("en-US", "Europe/Berlin")
HOUR = timedelta(hours=1)
ALERT = an_alert_of(KEY, EXCHANGE, "alert-7", NOW)
ALONE = Alone("alert-7", "", "proof", NOW + 8 * HOUR, NOW + 12 * HOUR)
CASE = Case("case", 12, KEY, Reason.FRAUD, CaseState.OPEN, "kang", NOW)
LEFT = (Remaining.ADMINISTRATORS, Remaining.SESSIONS)
ALL_LEFT = tuple(Remaining)


def fraud(state: PlanState = PlanState.PENDING, **changes: object) -> Plan:
    usual: dict[str, object] = {"reason": Reason.FRAUD, "basis": (), "overdue": ()}
    return a_suspension(state, **usual | changes)


def contained(
    state: State = State.RUNNING, *, now_in: int = 0, alone: bool = False, **changes: object
) -> Contained:
    """So many hours after it began."""
    plan = fraud(PlanState.FINISHED, alone=ALONE if alone else None)
    until = NOW + 72 * HOUR
    one = Containment(
        "containment", plan.plan_id, KEY, "case", Reason.FRAUD, "kang", NOW, until, state, until,
        ratify_by=ALONE.ratify_by if alone else None,
        decide_by=ALONE.decide_by if alone else None,
    )  # fmt: skip
    return Contained(
        one=replace(one, **changes),  # type: ignore[arg-type]
        plan=plan,
        customer_name="Contoso Handels GmbH",
        case=CASE,
        alert=ALERT if alone else None,
        requester="Kang",
        owner="Braun",
        ratified_by="Park" if changes.get("ratified_by") else "",
        left=LEFT,
        now=NOW + now_in * HOUR,
    )


def view(plan: Plan, one: Contained | None = None) -> PlanView:
    return replace(a_view(plan), contained=one)


def texts(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


# Plans


def test_a_containment_says_what_else_has_to_be_done(looks_like: Looks) -> None:
    looks_like("containment_pending", plan_card(view(fraud()), "token", WORDS))


def test_a_containment_for_money_says_nothing_of_it() -> None:
    assert "By hand" not in texts(plan_card(a_view(), "token", WORDS))


def test_what_one_person_does_alone(looks_like: Looks) -> None:
    plan = fraud(PlanState.EXECUTING, alone=ALONE)
    one = contained(State.UNRATIFIED, alone=True)
    looks_like("alone_executing", plan_card(view(plan, one), "token", WORDS))


def test_what_one_person_did_alone_once_it_is_ratified(looks_like: Looks) -> None:
    plan = fraud(PlanState.FINISHED, alone=ALONE)
    one = contained(alone=True, ratified_by="park")
    looks_like("alone_ratified", plan_card(view(plan, one), "token", WORDS))


def test_a_typed_reference_is_said_to_be_one() -> None:
    typed = replace(ALONE, alert="<!channel> 4711", link="TrackingID#1")
    plan = fraud(PlanState.EXECUTING, alone=typed)
    said = texts(plan_card(view(plan), "token", WORDS))
    assert "<!channel>" not in said
    assert "TrackingID#1), typed by hand" in said
    assert "takes it for active" in said


def test_somebody_else_is_asked_to_ratify(looks_like: Looks) -> None:
    plan = fraud(
        action=Action.RATIFY, customer=None, reason=None, lines=(), subject="alone", quorum=1
    )
    one = contained(State.UNRATIFIED, alone=True)
    looks_like("ratify", plan_card(view(plan, one), "token", WORDS))


def test_once_somebody_agreed_nothing_is_said_of_what_happens_without() -> None:
    plan = fraud(
        PlanState.FINISHED, action=Action.RATIFY, customer=None, reason=None, lines=(),
        subject="alone", quorum=1,
    )  # fmt: skip
    card = str(plan_card(view(plan, contained(State.RUNNING, alone=True)), "token", WORDS).blocks)
    assert "*Suspended:*" in card and "*Contained* until" in card
    assert "If nobody does" not in card and "Somebody else ratifies it" not in card


def test_a_roll_back_takes_no_votes(looks_like: Looks) -> None:
    plan = a_reinstatement(PlanState.APPROVED)
    content = replace(plan.content, subject="alone", filed_by=AUTOMATIC, reason=Reason.FRAUD)
    plan = replace(plan, content=content, hash=plan_hash(content))
    one = contained(State.UNDOING, alone=True)
    looks_like("rolled_back", plan_card(view(plan, one), "token", WORDS))


# Questions


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("asked", contained(now_in=73, asked=1)),
        ("kept", contained(now_in=73, until=NOW + 97 * HOUR, kept=1)),
        ("lifted", contained(State.OVER, now_in=73, ended_why="lifted")),
    ],
)
def test_the_question_and_its_answers(looks_like: Looks, name: str, one: Contained) -> None:
    looks_like(f"containment_{name}", question(one, "token", WORDS))


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("begun", contained(State.UNRATIFIED, alone=True)),
        ("overdue", contained(State.UNRATIFIED, alone=True, now_in=9)),
        ("undoing", contained(State.UNDOING, alone=True, now_in=13)),
    ],
)
def test_what_is_written_to_each_alone(looks_like: Looks, name: str, one: Contained) -> None:
    looks_like(f"alone_to_{name}", alone_to(one, "token", WORDS))


def test_in_lists() -> None:
    said = [
        listed(one, WORDS)
        for one in (
            contained(),
            contained(now_in=73),
            contained(State.UNRATIFIED, alone=True),
            contained(State.UNRATIFIED, alone=True, now_in=9),
            contained(State.UNDOING, alone=True, now_in=13),
        )
    ]
    assert said == [
        "Contoso Handels GmbH: contained, until Thu 15 Oct 2026, 11:00, Braun",
        "Contoso Handels GmbH: contained, Braun has to say whether it goes on",
        "Contoso Handels GmbH: *unratified*, alone by Kang, to be ratified by Mon 12 Oct 2026, "
        "19:00",
        "Contoso Handels GmbH: *unratified*, nobody ratified what Kang did alone",
        "Contoso Handels GmbH: being rolled back, until Thu 15 Oct 2026, 11:00, Braun",
    ]
    assert state_line(contained(), WORDS).startswith("Containment: contained, until")


# Forms


def an_offer(*choices: int) -> suspension.Offer:
    found = a_view(fraud())
    assert found.customer is not None
    return suspension.Offer(
        customer=found.customer,
        exposure=an_exposure(),
        choices=tuple(SUBSCRIPTIONS[n] for n in choices),
        kept=(),
        shut_out=(),
        owes=False,
        most=25,
        quorum=2,
        hour=GO,
    )


def test_the_form_from_a_case(looks_like: Looks) -> None:
    left = remaining(SUBSCRIPTIONS, SUBSCRIPTIONS, a_view(fraud()).partner.cloud)
    offer = Offer(CASE, an_offer(0, 1), 72, left)
    looks_like("contain_form", contain_form(offer, "token", WORDS))


def test_every_warning_fits_into_one_form() -> None:
    offer = Offer(CASE, an_offer(0), 72, ALL_LEFT)
    assert "21Vianet" in json.dumps(contain_form(offer, "token", WORDS))


def test_nothing_to_contain_is_said() -> None:
    offer = Offer(CASE, an_offer(), 72, LEFT)
    assert "Nothing of this customer" in json.dumps(contain_form(offer, "token", WORDS))


def test_the_form_of_one_who_acts_alone(looks_like: Looks) -> None:
    found = an_offer(0, 1, 2)
    offer = break_glass.Offer(
        customer=found.customer,
        case=CASE,
        choices=found.choices,
        alerts=(ALERT,),
        terms=BreakGlass(enabled=True, most=2),
        ratify_by=ALONE.ratify_by,
        decide_by=ALONE.decide_by,
    )
    form = alone_form(offer, "token", WORDS, codes=("3F7K", "8T2M", "Q4XC"))
    looks_like("alone_form", form)


def test_the_form_that_keeps_it_on(looks_like: Looks) -> None:
    looks_like("containment_keep_form", keep_form(contained(now_in=73), "token", WORDS))


def test_a_refusal_is_a_sentence() -> None:
    facts = {"customer": "<!channel>", "most": 3, "asked": 4, "text": "<two>"}
    for kind in REFUSALS:
        assert "<" not in refused(kind(**facts), WORDS)


def test_a_digest_says_what_nobody_ratified_also_on_a_quiet_day() -> None:
    waits = contained(State.UNRATIFIED, alone=True, now_in=9)
    view_of_day = a_digest(contained=(waits,))
    assert not view_of_day.is_quiet()
    said = json.dumps(digest(view_of_day, WORDS).blocks)
    assert "*CONTAINED*" in said
    assert "*unratified*, nobody ratified what Kang did alone" in said
    assert "CONTAINED" not in json.dumps(digest(a_digest(), WORDS).blocks)
