"""The plan card says what an approver needs, in one order, and never what it does not know."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.approvals import Choice
from core.domain.plans import AUTOMATIC, Action, By, PlanState, Reason, StepState, Verb
from core.domain.release import Debt
from core.gate import Ruling, Verdict, Why
from core.ports.records import Freeze
from handlers.messages.blocks import Message
from handlers.messages.plan_card import plan_card
from handlers.messages.plan_forms import approve_form, evidence, explain, reject_form
from handlers.messages.reasons import BECAUSE, ENDS, WAITS_FOR
from handlers.messages.steps import settled
from tests.core.a_gate import NOW, a_ledger, a_vote
from tests.handlers.a_plan_view import (
    DOCUMENTS,
    PEOPLE,
    PREMIUM,
    SUBSCRIPTIONS,
    a_document,
    a_reinstatement,
    a_subscription,
    a_suspension,
    a_view,
    an_exposure,
    euros,
    steps_of,
)
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks

WORDS = Reader("en-US", "Europe/Berlin")
BRAUN, PARK = PEOPLE["braun"], PEOPLE["park"]
TROUBLE = {1: (StepState.CONFIRMED, ""), 2: (StepState.REFUSED, "800061 not allowed")}


def said(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def buttons(message: Message) -> list[str]:
    rows = [block for block in message.blocks if block["type"] == "actions"]
    assert len(rows) <= 1
    return [element["action_id"] for row in rows for element in row["elements"]]  # type: ignore[attr-defined]


def stands_out(message: Message) -> list[str]:
    (row,) = (block for block in message.blocks if block["type"] == "actions")
    elements: Any = row["elements"]
    return [one["action_id"] for one in elements if one.get("style") == "primary"]


def test_a_suspension_waits_for_votes(looks_like: Looks) -> None:
    looks_like("suspension_pending", plan_card(a_view(), "token", WORDS))


def test_a_suspension_under_way_shows_each_step(looks_like: Looks) -> None:
    plan = a_suspension(PlanState.EXECUTING)
    steps = steps_of(plan, {1: (StepState.CONFIRMED, ""), 2: (StepState.INTENT, "")})
    looks_like(
        "suspension_executing", plan_card(a_view(plan, BRAUN, PARK, steps=steps), "t", WORDS)
    )


def test_a_suspension_that_met_a_surprise_leaves_a_record(looks_like: Looks) -> None:
    plan = replace(a_suspension(PlanState.PARTIAL), ended_why="surprise")
    view = a_view(plan, BRAUN, PARK, steps=steps_of(plan, TROUBLE))
    card = plan_card(view, "token", WORDS)
    assert buttons(card) == ["plan_reinstate", "plan_evidence"]
    looks_like("suspension_partial", card)


def test_a_rejection_says_who_why_and_when_to_ask_again(looks_like: Looks) -> None:
    plan = replace(a_suspension(PlanState.REJECTED), ended_why="rejected", ask_again_on=NOW.date())
    vote = replace(a_vote(plan, BRAUN, Choice.REJECT), reason="They <call> at noon & pay")
    looks_like("suspension_rejected", plan_card(a_view(plan, votes=(vote,)), "token", WORDS))


def test_a_reinstatement(looks_like: Looks) -> None:
    looks_like("reinstatement_pending", plan_card(a_view(a_reinstatement()), "token", WORDS))


def test_lifting_the_freeze(looks_like: Looks) -> None:
    freeze = Freeze("f", "person", "wrong invoices", "kang", NOW - timedelta(hours=2))
    plan = a_suspension(
        action=Action.LIFT_FREEZE, customer=None, customer_name="", reason=None, lines=(),
        left_out=(), basis=(), overdue=(), subject="f",
    )  # fmt: skip
    looks_like("lift_freeze_pending", plan_card(a_view(plan, freeze=freeze), "token", WORDS))


def test_changing_roles(looks_like: Looks) -> None:
    plan = a_suspension(
        action=Action.CHANGE_ROLES, customer=None, customer_name="", reason=None, lines=(),
        left_out=(), basis=(), overdue=(), roles={"approvers": ("braun", "park")},
    )  # fmt: skip
    view = a_view(plan, held={"approvers": ("braun", "weber")})
    looks_like("change_roles_pending", plan_card(view, "token", WORDS))


def test_a_debt_that_changed_but_stands_is_shown_then_and_now() -> None:
    smaller = an_exposure(a_document("INV-20418", DOCUMENTS[0].due or NOW.date(), "5000.00"))
    card = plan_card(a_view(ledger=a_ledger(exposure=smaller)), "token", WORDS)
    assert "EUR 8,412.60 overdue when this was filed, EUR 5,000.00 now" in said(card)


def test_what_is_not_known_is_called_unknown() -> None:
    plan = replace(a_suspension(), bank_checked_at=None)
    view = a_view(plan, ledger=a_ledger(as_of=None), customer=None, subscriptions={})
    card = said(plan_card(view, "token", WORDS))
    for unknown in ("domain unknown", "Books: age unknown", "amount and end unknown",
                    "(name unknown)", "Nobody has looked at the bank yet"):  # fmt: skip
        assert unknown in card


def test_fraud_says_nothing_of_money() -> None:
    card = said(plan_card(a_view(a_suspension(reason=Reason.FRAUD, overdue=())), "token", WORDS))
    assert "For fraud." in card
    assert "Paid meanwhile" not in card
    assert "business days" not in card


def test_a_name_from_outside_pages_nobody() -> None:
    card = plan_card(a_view(a_suspension(customer_name="<!channel> & Co")), "token", WORDS)
    assert "<!channel>" not in said(card) + card.text
    assert "&lt;!channel&gt; &amp; Co" in card.text


@pytest.mark.parametrize("state", [PlanState.PENDING, PlanState.APPROVED, PlanState.EXECUTING])
def test_the_bank_button_is_there_only_while_the_bank_is_waited_for(state: PlanState) -> None:
    checked = a_view(a_suspension(state), BRAUN, PARK)
    waiting = a_view(replace(a_suspension(state), bank_checked_at=None), BRAUN, PARK)
    assert "plan_bank_checked" not in buttons(plan_card(checked, "token", WORDS))
    assert "plan_bank_checked" in buttons(plan_card(waiting, "token", WORDS))


@pytest.mark.parametrize("state", [PlanState.PENDING, PlanState.APPROVED, PlanState.EXECUTING])
def test_only_the_look_at_the_bank_stands_out_while_it_is_waited_for(state: PlanState) -> None:
    lines = tuple(replace(line, by=By.PORTAL) for line in a_suspension().content.lines)
    plan = replace(a_suspension(state, lines=lines), bank_checked_at=None)
    asked = steps_of(plan, {1: (StepState.INTENT, "")}) if state is PlanState.EXECUTING else ()
    card = plan_card(a_view(plan, BRAUN, PARK, steps=asked), "token", WORDS)
    assert stands_out(card) == ["plan_bank_checked"]
    assert ("plan_done" in buttons(card)) is (state is PlanState.EXECUTING)


def test_what_is_decided_takes_no_more_approvals() -> None:
    def shown(state: PlanState) -> list[str]:
        return buttons(plan_card(a_view(a_suspension(state), BRAUN, PARK), "token", WORDS))

    assert shown(PlanState.PENDING) == [
        "plan_approve", "plan_reject", "plan_evidence", "plan_explain"
    ]  # fmt: skip
    assert shown(PlanState.APPROVED) == ["plan_reject", "plan_evidence", "plan_explain"]
    assert shown(PlanState.EXECUTING) == ["plan_evidence", "plan_explain"]
    assert shown(PlanState.WITHDRAWN) == ["plan_evidence"]
    assert shown(PlanState.FINISHED) == ["plan_reinstate", "plan_evidence"]


def test_a_plan_that_waits_says_for_what() -> None:
    freeze = Freeze("f", "person", "stop", "kang", NOW)
    card = said(plan_card(a_view(a_suspension(), BRAUN, PARK, freeze=freeze), "token", WORDS))
    assert "by kang: stop. Nothing is sent." in card
    assert "*Now:*" not in card


def test_what_is_too_old_is_named_with_its_age() -> None:
    stale = a_ledger(exposure=an_exposure(*DOCUMENTS), as_of=NOW - timedelta(hours=64))
    books = said(plan_card(a_view(a_suspension(), BRAUN, PARK, ledger=stale), "token", WORDS))
    assert "Waits for fresh books: these are 64 hours old, 26 at most." in books
    looked = replace(a_suspension(), bank_checked_at=NOW - timedelta(hours=5))
    bank = said(plan_card(a_view(looked, BRAUN, PARK), "token", WORDS))
    assert "the last look was" in bank and "4 hours are the most" in bank
    never = replace(a_suspension(), bank_checked_at=None)
    assert "at most 4 hours before it runs" in said(
        plan_card(a_view(never, BRAUN, PARK), "token", WORDS)
    )


def test_a_reinstatement_says_that_the_customer_paid() -> None:
    lifts = a_suspension(
        action=Action.REINSTATE, reason=Reason.NON_PAYMENT, filed_by=AUTOMATIC, basis=(),
        overdue=(), left_out=(), quorum=1,
    )  # fmt: skip
    view = a_view(lifts, ledger=a_ledger(), owed_before=(euros("8412.60"),))
    for shown in (plan_card(view, "token", WORDS).blocks, approve_form(view, "token", WORDS)):
        text = json.dumps(shown, ensure_ascii=False)
        assert "*Paid:* nothing is overdue in the books of" in text
        assert "At the suspension: EUR 8,412.60." in text


def test_the_approve_form_repeats_what_is_agreed_to(looks_like: Looks) -> None:
    looks_like("approve_form", approve_form(a_view(), "token", WORDS))


def test_only_a_cut_for_money_asks_for_the_bank() -> None:
    fraud = a_view(a_suspension(reason=Reason.FRAUD))
    assert '"bank"' in json.dumps(approve_form(a_view(), "token", WORDS))
    assert '"bank"' not in json.dumps(approve_form(fraud, "token", WORDS))


def test_the_reject_form(looks_like: Looks) -> None:
    looks_like("reject_form", reject_form(a_view(), "token", WORDS))


def test_evidence_and_explanation(looks_like: Looks) -> None:
    looks_like("evidence", evidence(a_view(), WORDS))
    looks_like("explain", explain(a_view(a_suspension(), BRAUN), WORDS))


def test_a_paid_debt_is_explained_as_an_end() -> None:
    view = a_view(ledger=a_ledger(debt=Debt.PAID))
    assert view.ruling.verdict is Verdict.END
    assert "The reason is gone" in explain(view, WORDS).text


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(StepState))
def test_every_step_is_said_in_a_sentence(verb: Verb, state: StepState) -> None:
    said = settled(verb, state, "no answer", "Exchange <Online>", WORDS)
    assert "Exchange &lt;Online&gt;" in said and said.endswith(".")
    assert verb.value not in said.split() or verb in (Verb.SUSPEND, Verb.CANCEL)


def test_when_the_books_saw_money_last_is_said() -> None:
    paid = replace(DOCUMENTS[0], last_payment_on=NOW.date(), last_payment=DOCUMENTS[0].open)
    card = said(plan_card(a_view(last_paid=paid), "token", WORDS))
    assert "Last payment Mon 12 Oct 2026, EUR 8,112.60." in card
    assert "The books note no payment." in said(plan_card(a_view(), "token", WORDS))


def test_a_plan_by_which_nothing_was_sent_says_so() -> None:
    plan = a_suspension(PlanState.WITHDRAWN)
    steps = steps_of(plan, {1: (StepState.CANCELLED, ""), 2: (StepState.CANCELLED, "")})
    card = plan_card(a_view(plan, steps=steps), "token", WORDS)
    assert "Nothing was sent." in said(card)
    assert card.text.startswith("WITHDRAWN: SUSPEND")


def test_a_plan_that_waits_beyond_its_own_end_says_so() -> None:
    def waits_until(moment: datetime) -> str:
        ruling = Ruling(Verdict.WAIT, Why.PRINTED_DATE, moment)
        found = replace(a_view(a_suspension(), BRAUN, PARK), ruling=ruling)
        return said(plan_card(found, "token", WORDS))

    ends = a_suspension().content.expires_at
    assert "By then this plan has lapsed" in waits_until(ends)
    assert "By then this plan has lapsed" not in waits_until(ends - timedelta(minutes=1))


def test_every_reason_and_state_has_its_words() -> None:
    silent = {Why.NONE, Why.EXPIRED}
    assert not {why for why in Why if why not in silent} - WAITS_FOR.keys() - BECAUSE.keys()
    over = {PlanState.PENDING, PlanState.APPROVED, PlanState.EXECUTING}
    assert set(ENDS) == set(PlanState) - over


def test_what_was_done_is_said_as_done() -> None:
    done = plan_card(a_view(a_suspension(PlanState.FINISHED), BRAUN, PARK), "token", WORDS)
    assert done.text.startswith("SUSPENDED 2 subscriptions, 55 seats:")
    back = plan_card(a_view(a_reinstatement(PlanState.FINISHED), BRAUN), "token", WORDS)
    assert back.text.startswith("REINSTATED 1 subscription, 10 seats:")
    assert plan_card(a_view(), "token", WORDS).text.startswith("SUSPEND 2 subscriptions")


def test_an_add_on_falls_with_its_base_and_is_named() -> None:
    addon = a_subscription("addon", "Audio <Conferencing>", 12, parent_id=PREMIUM)
    fallen = replace(addon, subscription_id="fallen", name="Phone", status="suspended")
    known = {s.subscription_id: s for s in (*SUBSCRIPTIONS, addon, fallen)}
    card = said(plan_card(a_view(subscriptions=known), "token", WORDS))
    stops = "Business Premium, 45 seats, and with it Audio &lt;Conferencing&gt;, 12 seats: users"
    assert stops in card and "Phone, 12" not in card
