"""What a policy run may never do, whatever happens between a filing and the moment of a cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.collecting import Cause
from core.domain.customers import Suspension
from core.domain.errors import LostRace
from core.domain.events import LetterBounced
from core.domain.notices import Came, LetterState
from core.domain.plans import Action, Plan, PlanState, StepState
from core.domain.policy_file import read_policy
from core.gate import Ruling, Verdict, Why, judge
from core.gathering import gather
from core.ports.policies import Publication
from core.usecases.letter_replies import take_in
from tests.a_letter import an_incoming
from tests.a_policy import put_in_force
from tests.a_run import BRAUN, FIRST_DAY, PARK, Run, policy_text
from tests.builders import an_attempt

A_DAY = timedelta(days=1)
STAGE_LEFT = Ruling(Verdict.END, Why.STAGE_LEFT)


def ruling(run: Run, plan: Plan) -> Ruling:
    with run.store.reading() as work:
        held = work.plans.get(plan.plan_id)
        return judge(gather(work, held, now=run.now, office=run.office))


def bounces(run: Run, name: str) -> None:
    (letter,) = [one for one in run.letters(LetterState.DELIVERED) if one.name == name]
    why = f"550 5.1.1 <{letter.draft.to[0]}> Greta Lindner has left"
    message = an_incoming(came=Came.BOUNCE, answers=(letter.letter_id,), why=why)
    take_in(message, office=run.office)


def test_a_final_notice_that_bounces_late_stops_the_plan_that_two_approved(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(3)
    run.release()
    run.days(32)
    (plan,) = run.plans(Action.SUSPEND)
    assert run.vote(plan, BRAUN, PARK).state is PlanState.APPROVED
    assert ruling(run, plan).why is not Why.STAGE_LEFT
    bounces(run, "final")
    assert ruling(run, plan) == STAGE_LEFT
    (event,) = run.happened(LetterBounced)
    assert (event.why, "@" in repr(event)) == ("550 5.1.1", False)


AGREED = """
[[segment]]
name = "framework contract"
customers = ["{tenant}"]
days = {{ "stop selling" = false, suspension = false }}
reason = "section 9 of the contract"
until = 2027-06-30
"""


def test_whom_the_policy_in_force_suspends_no_more_is_not_cut_by_the_one_before(run: Run) -> None:
    key, plan = run.at_suspension()
    run.vote(plan, BRAUN, PARK)
    text = policy_text() + AGREED.format(tenant=key.tenant_id)
    put_in_force(run.store, read_policy(text), run.now)
    assert ruling(run, plan) == STAGE_LEFT
    for offset in range(3):
        run.morning(FIRST_DAY + offset * A_DAY)
        assert run.plans(Action.SUSPEND) == []
    assert run.again(plan).ended_why == "stage_left"


def test_what_is_in_flight_is_settled_before_its_plan_ends(run: Run) -> None:
    """Only the executor knows: a plan that is over is looked at no more."""
    key, plan = run.at_suspension()
    run.vote(plan, BRAUN, PARK)
    with run.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        begun = work.plans.begin(an_attempt(work.plans.steps(plan.plan_id)[0]))
        work.plans.sent(begun)
        work.plans.settle(begun, StepState.UNKNOWN, "no answer")
        work.commit()
    agreed = read_policy(policy_text() + AGREED.format(tenant=key.tenant_id))
    put_in_force(run.store, agreed, run.now)
    run.morning(FIRST_DAY + A_DAY)
    assert run.again(plan).state is PlanState.EXECUTING
    assert ruling(run, plan) == STAGE_LEFT


def hardened(run: Run, days: str) -> None:
    harder = read_policy(policy_text(("days_overdue = 14 }", f"days_overdue = {days} }}")))
    with run.store() as work:
        work.policies.keep(harder)
        work.policies.put_in_force(
            Publication(harder.version, harder.name, run.now, hardened=days == "13")
        )
        work.commit()


def test_a_harder_policy_asks_first_each_time_that_it_comes_into_force(run: Run) -> None:
    run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    for times, offset in ((1, 1), (2, 3)):
        hardened(run, "13")
        run.morning(FIRST_DAY + offset * A_DAY)
        with run.store.reading() as work:
            causes = [one.cause for one in work.runs.history()]
        assert causes.count(Cause.HARDENED) == times
        run.release()
        hardened(run, "15")
        run.morning(FIRST_DAY + (offset + 1) * A_DAY)


def test_nothing_is_done_between_a_harder_policy_and_the_run_that_asks(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    run.release_words()
    hardened(run, "13")
    run.collector.act(key)
    assert run.letters() == []


def test_what_a_plan_has_cut_already_is_no_reason_to_leave_the_rest(run: Run) -> None:
    spared = policy_text(('not_tags = ["protected", "reseller"]', 'not_tags = ["suspended"]'))
    put_in_force(run.store, read_policy(spared), run.now)
    key, plan = run.at_suspension()
    run.vote(plan, BRAUN, PARK)
    cut = Suspension("s1", key, run.subscription(1), plan.plan_id, "non-payment", {}, run.now)
    with run.store() as work:
        work.customers.add_suspension(cut)
        work.commit()
    assert ruling(run, plan).verdict is Verdict.WAIT
    run.morning(FIRST_DAY)
    assert run.again(plan).is_open()


def test_another_list_than_the_one_on_the_card_is_not_released(run: Run) -> None:
    run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    (plan,) = run.plans(Action.RELEASE_RUN)
    run.vote(plan, BRAUN)
    with run.store() as work:
        (line,) = work.runs.shown(plan.plan_id)
        work.runs.show(plan.plan_id, [replace(line, name="final")])
        work.commit()
    with pytest.raises(LostRace):
        run.vote(plan, PARK)
    with run.store.reading() as work:
        assert work.runs.standing()


def test_what_is_late_by_the_books_alone_carries_no_plan_of_the_run(run: Run) -> None:
    """All that was chased is paid; what is left has its days of grace."""
    _, plan = run.at_suspension()
    run.vote(plan, BRAUN, PARK)
    for document in tuple(run.documents):
        run.pays(document)
    run.owes(1, due=FIRST_DAY - A_DAY, payment_method="direct_debit")
    run.at(FIRST_DAY + A_DAY)
    run.books()
    assert (run.again(plan).state, run.again(plan).ended_why) == (
        PlanState.WITHDRAWN,
        "stage_left",
    )
