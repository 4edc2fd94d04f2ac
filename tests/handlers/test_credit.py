"""Credit in Slack: the command, the forms, the question to others, reminders, and the digest."""

from __future__ import annotations

from core.domain.credit import CreditState
from core.usecases import credit_ticks
from sandbox.stories.driver import ALERTS, APPROVALS, Json, words_of
from tests.handlers.test_cases import home
from tests.world import AGENT, FIRST, READER, SECOND, World

ANSWERS: Json = {
    "currency": "EUR", "limit": "20000", "terms": "net", "days": "30",
    "reason": "Grew <fast> since May", "valid_until": "2027-09-30", "review_on": "2027-03-31",
}  # fmt: skip


def press(world: World, user: str, action: str, place: str = "") -> None:
    """A button of the newest message that was shown to this person alone."""
    shown = world.driver.command(user, "/credit contoso")["ephemeral"]
    world.driver.click(user, shown, action)


def ask(world: World, user: str = AGENT, **changes: str) -> str:
    press(world, user, "credit_ask")
    return world.submit(user, ANSWERS | changes)


def card(world: World) -> Json:
    return world.driver.wait_for_message(APPROVALS, "CREDIT EUR 20,000.00")


def newest(world: World) -> CreditState:
    key = world.customer("contoso").key
    return world.ask(lambda work: work.credits.of_customer(key)[0]).state


def test_whatever_is_wrong_is_said_with_one_right_example(world: World) -> None:
    for text, says in (("", "Which customer?"), ("zzz", "Nobody is called “zzz”")):
        said = world.driver.command(AGENT, f"/credit {text}".strip())["ephemeral"]["text"]
        assert says in said and said.count("For example: /credit contoso") == 1
    assert "one of these roles" in world.command(READER, "/credit contoso")


def test_a_large_limit_is_asked_for_and_somebody_else_decides(world: World) -> None:
    assert "Somebody else decides, in the approvals channel" in ask(world)
    shown = words_of(card(world))
    assert "Grew &lt;fast&gt; since May" in shown and "nothing was checked" in shown

    world.driver.click(AGENT, card(world), "credit_approve")
    world.wait_for(lambda: world.whispers(AGENT, APPROVALS), "a refusal")
    assert "someone else must decide" in world.whispers(AGENT, APPROVALS)[-1]
    assert newest(world) is CreditState.PENDING

    world.driver.click(FIRST, card(world), "credit_approve")
    world.wait_for(lambda: world.whispers(FIRST, APPROVALS), "an answer")
    world.settled()

    assert newest(world) is CreditState.APPROVED
    assert "*Approved* by" in words_of(card(world))
    assert "credit_approve" not in str(card(world))
    told = world.driver.wait_for_message(ALERTS, "decided on the credit of Contoso")
    assert "net 30 days, until Thu 30 Sep 2027" in words_of(told)


def test_a_small_limit_is_in_force_at_once(world: World) -> None:
    assert "In force for Contoso" in ask(world, limit="4000")
    assert newest(world) is CreditState.APPROVED
    assert "*Credit:*" in world.command(AGENT, "/standing contoso")


def test_a_rejection_is_told_to_whoever_asked(world: World) -> None:
    ask(world)
    world.driver.click(AGENT, card(world), "credit_reject")
    world.wait_for(lambda: world.whispers(AGENT, APPROVALS), "a refusal instead of a form")
    world.driver.click(SECOND, card(world), "credit_reject")
    assert "is rejected now" in world.submit(SECOND, {"why": "Too <much>"})
    world.settled()
    told = world.driver.wait_for_message(ALERTS, "rejected credit for Contoso")
    assert f"<@{AGENT}>" in str(told) and "Too &lt;much&gt;" in str(told)
    assert "*Rejected* by" in words_of(card(world))


def test_a_draft_is_kept_and_goes_on_where_it_stood(world: World) -> None:
    assert "Kept as a draft" in ask(world, when="draft", limit="1234")
    press(world, AGENT, "credit_ask")
    assert "1234.00" in str(world.driver.view(AGENT))


def test_the_file_is_filled_and_stands_on_the_card(world: World) -> None:
    press(world, AGENT, "credit_check")
    wrong = world.submit(AGENT, {"kind": "deposit", "note": "paid in", "amount": "five"})
    assert "is no currency" in wrong
    press(world, AGENT, "credit_check")
    values: Json = {"kind": "agreement", "given_by": "P. <Sommer>", "note": "Signed",
                    "link": "https://files.example/mca.pdf"}  # fmt: skip
    assert "Added to the credit file." in world.submit(AGENT, values)
    ask(world)
    shown = str(card(world))
    assert "Customer agreement, Mon 12 Oct, by P. &lt;Sommer&gt;: Signed" in shown
    assert "<https://files.example/mca.pdf|Open>" in shown


def test_what_is_typed_wrong_keeps_the_form_open(world: World) -> None:
    for changes, wanted in (
        ({"limit": "1,5"}, "“1,5” is not an amount"),
        ({"days": "x"}, "1 to 90 days"),
        ({"valid_until": "2026-10-12"}, "its last day has to lie ahead"),
        ({"review_on": "2027-10-01"}, "the review comes"),
        ({"reason": " "}, "reason in words"),
    ):
        assert wanted in ask(world, **changes), changes
    assert world.ask(lambda work: work.credits.undecided()) == []


def test_a_limit_that_is_crossed_is_told_and_marks_the_customer(world: World) -> None:
    ask(world, limit="100", terms="prepayment", days="")
    told = world.driver.wait_for_message(ALERTS, "is over the credit limit")
    assert "of EUR 100.00" in words_of(told)
    assert "*Over the limit.*" in world.command(AGENT, "/standing contoso")
    assert "Over the limit" not in home(world, READER)


def test_an_owner_is_reminded_in_a_message_of_its_own(world: World) -> None:
    ask(world, limit="4000")
    world.move_clock("2027-03-31T09:00:00Z")
    credit_ticks.tick(office=world.office)
    world.settled()
    said = world.driver.wait_for_message(AGENT, "is to be reviewed")
    assert "Credit of Contoso" in words_of(said)


def test_taking_a_limit_back_needs_one_person_and_a_reason(world: World) -> None:
    ask(world, limit="4000")
    press(world, FIRST, "credit_withdraw")
    assert "is withdrawn now" in world.submit(FIRST, {"why": "Insolvent"})
    assert newest(world) is CreditState.WITHDRAWN
    world.settled()
    told = world.driver.wait_for_message(ALERTS, "withdrew the credit of Contoso")
    assert "Insolvent" in words_of(told)
