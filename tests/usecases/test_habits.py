"""The note on habits over a filled desk: kept and sent only where the policy asks for it."""

from __future__ import annotations

from datetime import timedelta

from core.domain.plans import Reason
from core.domain.policy_file import read_policy
from core.usecases import habits
from handlers.messages.habit_lines import habit_note
from handlers.messages.text import Words
from sandbox.stories.driver import words_of
from tests.a_policy import put_in_force
from tests.a_step_up import a_plan, agree
from tests.office import APPROVER, MONDAY, Desk
from tests.world import ADMINISTRATOR, FIRST, SECOND, World


def look_at_habits(desk: Desk | World) -> None:
    store = desk.office.store
    with store.reading() as work:
        text = work.policies.current().text
    wanted = text.replace("[approvals]", "[approvals]\nnotice_habits = true", 1)
    put_in_force(store, read_policy(wanted), MONDAY)


def kept(desk: Desk) -> int:
    with desk.store.reading() as work:
        return len(work.habits.openings(MONDAY - timedelta(days=1)))


def test_nothing_is_kept_where_nobody_asked_for_it(desk: Desk) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    habits.opened(plan.plan_id, APPROVER, office=desk.office)
    habits.tick(office=desk.office)
    assert kept(desk) == 0
    assert habits.note(office=desk.office) is None


def test_a_vote_in_haste_is_noted_and_one_that_took_its_time_is_not(desk: Desk) -> None:
    look_at_habits(desk)
    plan = a_plan(desk, Reason.MISUSE)
    habits.opened(plan.plan_id, APPROVER, office=desk.office)
    desk.now += timedelta(seconds=9)
    habits.opened(plan.plan_id, APPROVER, office=desk.office)
    desk.now += timedelta(seconds=3)
    agree(desk, plan, APPROVER)
    note = habits.note(office=desk.office)
    assert note is not None and note.says()
    assert [one.plan_id for one in note.hasty] == [plan.plan_id]
    said = habit_note(note, Words()).blocks
    assert "Sabine Braun" in str(said) and "proves nothing" in str(said)
    with desk.store() as work:
        work.habits.opened(plan.plan_id, note.hasty[0].person_id, desk.now - timedelta(minutes=1))
        work.commit()
    note = habits.note(office=desk.office)
    assert note is not None and not note.says()


def test_what_was_kept_is_forgotten_once_it_is_switched_off(desk: Desk) -> None:
    with desk.store.reading() as work:
        usual = work.policies.current()
    look_at_habits(desk)
    plan = a_plan(desk, Reason.MISUSE)
    habits.tick(office=desk.office)
    habits.opened(plan.plan_id, APPROVER, office=desk.office)
    assert kept(desk) == 1
    put_in_force(desk.store, usual, MONDAY)
    habits.tick(office=desk.office)
    assert kept(desk) == 0


def test_it_is_sent_once_a_week(world: World) -> None:
    look_at_habits(world)
    world.suspend("contoso", "Exchange", reason="fraud")
    for user in (FIRST, SECOND):
        world.approve(user)
    world.settled()
    for _ in range(2):
        habits.tick(office=world.office)
        world.settled()
    notes = [
        words_of(message)
        for message in world.driver.messages(f"D{ADMINISTRATOR[1:]}", ADMINISTRATOR)
        if "How plans were approved" in words_of(message)
    ]
    assert len(notes) == 1
    assert "Sabine Braun" in notes[0] and "within five seconds" in notes[0]
