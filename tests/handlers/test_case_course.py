"""How a case goes in Slack: its first message, its buttons and forms, the words behind /case."""

from __future__ import annotations

from datetime import timedelta

from core.domain.approvals import Choice
from core.domain.plans import Reason
from core.domain.signals import Observed, SignalKind
from core.usecases.signals import observe
from sandbox.stories.driver import CASES, GENERAL, Json, words_of
from tests.handlers.test_cases import OPENED, opened, point_at
from tests.world import AGENT, FIRST, READER, World

WRONG = [
    ("check 1", "The checklist has no “”", "/case check 12 mfa_on"),
    ("check 1 mfa_on", "That does not show that mfa_on is done", "/case check 12 mfa_on"),
    ("wait 1 until soon", "“soon” is no day to wait for", "/case wait 12 until 2026-12-05"),
    ("wait 1 until 2020-01-01 x", "is no day to wait for", "/case wait 12 until 2026-12-05"),
    ("severity 1 awful", "one of low, medium, high, critical", "/case severity 12 critical"),
    ("since 1 yesterday", "“yesterday” is no moment", "/case since 12 2026-10-12 08:30"),
    ("since 1 2999-01-01", "none that is still to come", "/case since 12 2026-10-12 08:30"),
    ("merge 1 into 99", "There is no case 99", "/case merge 14 into 12"),
    ("delegate 1 2026-12-01", "a person and one or two days", "/case delegate 12 @anna"),
    ("delegate 1 @sabine.braun", "a person and one or two days", "/case delegate 12 @anna"),
    ("list everything", "a list is of: mine, overdue", "/case list mine"),
    ("close 1 Told them", "is closed with what it was", "/case close 12 false_alarm"),
    ("close 1 confirmed_fraud Told them", "more is to be done", "/case close 12 false_alarm"),
    ("close 1 false_alarm", "what the customer was told", "/case close 12 false_alarm"),
]


def head(world: World) -> Json:
    """The first message of the thread, as it stands."""
    world.settled()
    return world.driver.wait_for_message(CASES, "Case 1: Contoso")


def press(world: World, user: str, action: str) -> None:
    world.driver.click(user, head(world), action)


def test_whatever_is_wrong_is_said_with_one_right_example(world: World) -> None:
    opened(world)
    for text, says, example in WRONG:
        said = world.driver.command(AGENT, f"/case {text}")["ephemeral"]["text"]
        assert says in said, text
        assert said.count("For example:") == 1 and example in said, text
    assert "waits for nothing" in world.command(AGENT, "/case go-on 1")
    assert "one of these roles" in world.command(READER, "/case check 1 mfa_on all seen")


def test_the_first_message_says_how_it_stands(world: World) -> None:
    opened(world)
    said = words_of(head(world))
    assert "First answer: *" in said and "Somebody takes it" in said
    assert "Checklist: 0 of 10 done." in said
    press(world, FIRST, "case_take")
    world.until(lambda: "Case 1 is yours now." in world.private(FIRST, CASES))
    said = words_of(head(world))
    assert "Looked after by Sabine Braun" in said and "First answer" not in said
    world.command(AGENT, "/case severity 1 critical")
    assert "Severity: *critical*" in words_of(head(world))


def test_an_item_is_checked_off_in_a_form_that_keeps_what_was_typed(world: World) -> None:
    opened(world)
    press(world, AGENT, "case_tick")
    said = world.driver.submit(AGENT, {"item": "logs_kept", "evidence": "in the safe"})
    assert "a link always does" in str(said["views"][-1]["errors"]["evidence"])
    answer = world.submit(AGENT, {"item": "logs_kept", "evidence": "https://desk.example/logs"})
    assert "Checked off in case 1: Activity logs" in answer
    assert "Checklist: 1 of 10 done." in words_of(head(world))
    assert "Checked off" in world.command(FIRST, "/case check 1 mfa-on Seen with <them> by phone")
    shown = world.command(AGENT, "/case show 1")
    assert "Seen with &lt;them&gt; by phone" in shown and "desk.example/logs" in shown


def test_a_case_waits_and_goes_on(world: World) -> None:
    opened(world)
    press(world, AGENT, "case_wait")
    assert "is no day to wait for" in str(
        world.driver.submit(AGENT, {"until": "2020-01-01", "why": "them"})["views"][-1]["errors"]
    )
    until = world.now.date().replace(day=28).isoformat()
    assert "Case 1 waits until" in world.submit(AGENT, {"until": until, "why": "their host"})
    assert "stands still" in words_of(head(world))
    assert "waits already" in world.command(AGENT, f"/case wait 1 until {until} more")
    press(world, FIRST, "case_go_on")
    world.until(lambda: "Case 1 goes on." in world.private(FIRST, CASES))
    assert "stands still" not in words_of(head(world))


def test_a_case_is_closed_as_something_in_a_form(world: World) -> None:
    opened(world)
    press(world, AGENT, "case_close")
    early = world.driver.submit(AGENT, {"outcome": "confirmed_fraud", "note": "Called them"})
    assert "more is to be done" in str(early["views"][-1]["errors"]["outcome"])
    assert "Every administrator signs in" in str(early["views"][-1]["errors"]["outcome"])
    done = world.submit(AGENT, {"outcome": "false_alarm", "note": "Called <them>"})
    assert "Case 1 is closed." in done
    said = words_of(world.driver.wait_for_message(CASES, "False alarm"))
    assert "Called &lt;them&gt;" in said
    world.settled()
    root = head(world)
    (left,) = [block for block in root["blocks"] if block["type"] == "actions"]
    assert [button["action_id"] for button in left["elements"]] == ["case_pack"]


def test_a_form_that_is_older_than_a_signal_closes_nothing(world: World) -> None:
    opened(world)
    press(world, AGENT, "case_close")
    key = world.ask(lambda work: work.cases.open()[0].customer)
    with world.office.store() as work:
        found = Observed(key, SignalKind.SEAT_BURST, "k", 100)
        observe(work, found, office=world.office)
        work.commit()
    ending = {"outcome": "false_alarm", "note": "Called them"}
    assert "that this form did not show" in world.submit(AGENT, ending)
    press(world, AGENT, "case_close")
    assert "Case 1 is closed." in world.submit(AGENT, ending)


def test_two_cases_become_one_and_their_threads_say_so(world: World) -> None:
    opened(world)
    world.command(AGENT, "/case open contoso misuse mining pools")
    world.settled()
    assert "Case 2 goes on in case 1." in world.command(AGENT, "/case merge 2 into 1")
    world.settled()
    assert "it goes on in" in words_of(world.driver.wait_for_message(CASES, "Case 2: Contoso"))
    shown = world.command(AGENT, "/case show 1")
    assert "mining pools" in shown and "with case 2" in shown
    world.command(AGENT, "/case open contoso non-payment")
    assert "stays a case of its own" in world.command(AGENT, "/case merge 3 into 1")


def test_what_happens_to_a_merged_case_shows_in_the_other(world: World) -> None:
    opened(world)
    plan = world.file("contoso", "Exchange", reason=Reason.MISUSE)
    world.settled()
    world.command(AGENT, "/case merge 2 into 1")
    assert f"Plan {plan.hash[:8]} to suspend: waits for votes" in words_of(head(world)).replace(
        "`", ""
    )
    world.vote(plan, FIRST, Choice.REJECT)
    assert "to suspend: rejected" in words_of(head(world))


def test_a_delegate_finds_it_among_the_own_cases(world: World) -> None:
    opened(world)
    day = world.now.date().isoformat()
    said = world.command(AGENT, f"/case delegate 1 @sabine.braun {day}")
    assert f"<@{FIRST}> acts from" in said
    assert "Contoso" in world.command(FIRST, "/case list mine")
    assert "No case is open." in world.command(AGENT, "/case list mine")
    assert "1 delegate acts for you no more." in world.command(AGENT, "/case delegate back")
    assert "Nobody acts for you." in world.command(AGENT, "/case delegate back")


def test_since_when_it_goes_on_is_said_by_day_or_by_minute(world: World) -> None:
    opened(world)
    assert "began" in world.command(AGENT, "/case since 1 2026-01-05")
    world.command(AGENT, "/case since 1 2026-01-06 08:30")
    shown = world.command(AGENT, "/case show 1")
    assert "The abuse began" in shown and "5 Jan" in shown and "6 Jan 2" not in shown


def test_a_suspension_that_went_through_is_seen_by_the_desk(world: World) -> None:
    opened(world)
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    shown = world.command(AGENT, "/case show 1")
    assert "✓ What is abused is suspended" in shown and "the desk" in shown
    assert "Done, as the desk saw: What is abused is suspended." in shown
    assert "First answer" not in shown


def test_a_case_leads_back_to_the_message_it_was_opened_from(world: World) -> None:
    body = {"user": FIRST, "channel": GENERAL, "text": "Odd logs at Contoso"}
    world.driver.http.post("/sandbox/slack/messages", json=body)
    message = world.driver.wait_for_message(GENERAL, "Odd logs")
    point_at(world, AGENT, message)
    found = world.driver.customer(AGENT, "contoso")
    values = {"customer": found, "kind": "fraud", "severity": "critical"}
    assert OPENED in world.submit(AGENT, values)
    world.settled()
    shown = world.command(AGENT, "/case show 1")
    assert "Odd logs at Contoso" in shown and "Severity: *critical*" in shown
    assert f"archives/{GENERAL}/p{str(message['ts']).replace('.', '')}" in shown


def test_nobody_takes_it_up_and_its_thread_calls_them(world: World) -> None:
    thread = opened(world)["ts"]
    world.move_clock((world.now + timedelta(minutes=31)).isoformat())
    world.settled()
    told = [words_of(one) for one in world.driver.messages(CASES, thread_ts=thread)]
    assert f"<@{AGENT}>: nobody has taken up this case" in told[-1]
    assert "min left" in words_of(head(world))
    world.move_clock((world.now + timedelta(minutes=31)).isoformat())
    world.settled()
    assert "late*, was due" in words_of(head(world))
    press(world, FIRST, "case_take")
    world.settled()
    assert "First answer" not in words_of(head(world))
