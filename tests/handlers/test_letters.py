"""Letters from end to end: out by SMTP, back through the Maildir, and read by people in Slack."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.mail import fetch
from core.domain.event import Route
from core.domain.notices import LetterState, Outgoing
from core.usecases.letters import queue
from sandbox.mail.letters import Letter
from sandbox.stories.driver import ALERTS, CASES, Json, words_of
from tests.a_letter import ADDRESS, a_draft
from tests.handlers.test_cases import heard
from tests.world import AGENT, READER, World

CONTOSO = "contoso.example"


def sent(world: World, **changes: Any) -> Outgoing:
    """A letter that has left, or whatever became of it."""
    draft = a_draft(customer=world.customer(CONTOSO).key, **changes)
    with world.office.store() as work:
        letter = queue(work, draft, world.office.stamp(world.now, "", Route.AUTOMATION))
        work.commit()
    world.settled()
    return again(world, letter)


def again(world: World, letter: Outgoing) -> Outgoing:
    return world.ask(lambda work: work.letters.get(letter.letter_id))


def received(world: World) -> Letter:
    return world.installation.sandbox.mailbox.letters(to=ADDRESS)[-1]


def answers(world: World, text: str, **how: Any) -> None:
    """The customer writes back, and the desk looks into its mailbox."""
    world.installation.sandbox.mailbox.answer(received(world).n, text, **how)
    look(world)


def look(world: World) -> int:
    mailbox = world.installation.desk.settings.mail.mailbox
    assert mailbox is not None
    count = fetch(mailbox, world.office)
    world.settled()
    return count


def in_thread(world: World, *words: str) -> Json:
    root = world.driver.wait_for_message(CASES, "Case 1")
    return world.driver.wait_in_thread(root, *words)


def press(world: World, message: Json, action: str, channel: str = CASES, user: str = AGENT) -> str:
    thread = message.get("thread_ts", "")
    before = len(heard(world, user, channel, thread))
    world.driver.click(user, message, action)
    return world.wait_for(lambda: heard(world, user, channel, thread)[before:], action)[-1]


@pytest.fixture
def app_token() -> str:
    """Clicks come as they do elsewhere; by which line is tried there."""
    return ""


def test_a_reply_comes_into_the_cases_thread_and_a_person_reads_it(world: World) -> None:
    letter = sent(world, text="Please pay INV-1.\n")
    assert letter.state is LetterState.ACCEPTED
    assert received(world).message()["Message-ID"] == letter.message_id
    answers(world, "We paid <!channel> on Friday.\n\n> Please pay INV-1.")

    message = in_thread(world, "wrote back", "We paid &lt;!channel&gt; on Friday.")
    assert "Please pay" not in words_of(message)
    assert "one of these roles" in press(world, message, "reply_says_paid", user=READER)
    assert "three business days" in press(world, message, "reply_says_paid")
    in_thread(world, "it says that it has paid")
    assert "read that reply already" in press(world, message, "reply_other")
    assert look(world) == 0


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("reply_away", "holds nothing up"),
        ("reply_other", "holds nothing up any more"),
    ],
)
def test_each_meaning_says_what_follows(world: World, action: str, says: str) -> None:
    sent(world)
    answers(world, "See below.")
    assert says in press(world, in_thread(world, "wrote back"), action)
    assert world.ask(lambda work: work.letters.unread_customers()) == set()


def picked(world: World) -> Json:
    """The first invoice, where the open form asks for one."""
    blocks = world.driver.view(AGENT)["view"]["blocks"]
    (found,) = [one for one in blocks if one.get("block_id") == "document"] or [None]
    return {"document": found["element"]["options"][0]["value"]} if found else {}


@pytest.mark.parametrize(
    ("action", "values", "meaning"),
    [
        ("reply_dispute", {"note": "Too many seats", "amount": "10.00"}, "it disputes"),
        ("reply_promise", {"note": "Said by mail"}, "it promises to pay"),
    ],
    ids=["dispute", "promise"],
)
def test_what_a_reply_says_is_written_down_and_so_read(
    world: World, action: str, values: Json, meaning: str
) -> None:
    sent(world)
    answers(world, "See below.")
    message = in_thread(world, "wrote back")
    world.driver.click(AGENT, message, action)
    assert world.ask(lambda work: work.letters.unread_customers())
    world.submit(AGENT, values | picked(world))
    world.settled()
    assert world.ask(lambda work: work.letters.unread_customers()) == set()
    assert world.ask(lambda work: (*work.promises.open(), *work.disputes.open()))
    in_thread(world, meaning)
    assert "read that reply already" in press(world, message, action)


@pytest.mark.parametrize(
    ("action", "says"),
    [("reply_dispute", "/dispute Contoso"), ("reply_promise", "/promise Contoso")],
)
def test_where_nothing_is_owed_a_reply_is_only_read(world: World, action: str, says: str) -> None:
    sent(world)
    answers(world, "See below.")
    world.pays("Contoso")
    assert says in press(world, in_thread(world, "wrote back"), action)
    assert world.ask(lambda work: work.letters.unread_customers()) == set()


def test_what_a_program_answers_is_told_and_waits_for_nobody(world: World) -> None:
    world.command(AGENT, f"/case open {CONTOSO} non-payment They do not answer")
    sent(world)
    answers(world, "I am on holiday.", automatic=True)
    message = in_thread(world, "answered by itself", "I am on holiday.")
    assert "Says Paid" not in words_of(message)
    assert world.ask(lambda work: work.letters.unread_customers()) == set()


def test_a_stranger_is_told_where_alerts_are_read(world: World) -> None:
    sent(world)
    mailbox = world.installation.sandbox.mailbox
    reply = mailbox.answer(received(world).n, "Who are you?", sender="who@elsewhere.example")
    path = mailbox.folder / "new" / reply.file
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(x for x in text.split("\n") if "@rheinland" not in x), "utf-8")
    assert look(world) == 1
    world.driver.wait_for_message(ALERTS, "who@elsewhere.example", "Who are you?")


@pytest.mark.parametrize("how", ["returned", "refused"])
def test_a_bounce_is_told_twice_and_mended_by_a_contact(world: World, how: str) -> None:
    world.command(AGENT, f"/case open {CONTOSO} non-payment They do not answer")
    case = world.ask(lambda work: work.cases.by_number(1))
    assert case is not None
    world.installation.sandbox.mailbox.bounce(ADDRESS, how)
    letter = sent(world, name="final", case_id=case.case_id)
    look(world)
    assert again(world, letter).state is LetterState.BOUNCED
    in_thread(world, "final notice to Contoso", "bounced", "The mailbox does not exist")
    alert = world.driver.wait_for_message(ALERTS, "<@U0KANG>", "find a contact")

    assert "INV-1 is overdue" in press(world, alert, "letter_show", ALERTS)
    world.driver.click(AGENT, alert, "letter_contact")
    wrong: Json = {"address": "nobody", "kind": "billing", "language": "ko", "name": ""}
    assert "“nobody” is no address" in world.submit(AGENT, wrong)
    world.driver.click(AGENT, alert, "letter_contact")
    said = world.submit(AGENT, wrong | {"address": "new@contoso.example"})
    assert "The next letter goes there" in said
    (contact,) = world.ask(lambda work: work.contacts.all())
    assert (contact.address, contact.language) == ("new@contoso.example", "ko")


def test_a_delivery_is_recorded_with_its_proof(world: World) -> None:
    world.installation.sandbox.mailbox.bounce(ADDRESS, "refused")
    letter = sent(world, name="formal")
    alert = world.driver.wait_for_message(ALERTS, "find a contact")
    world.driver.click(AGENT, alert, "letter_record")
    values: Json = {"means": "courier", "day": "12 Oct", "evidence": "DHL 4711"}
    assert "is no day" in world.submit(AGENT, values)
    world.driver.click(AGENT, alert, "letter_record")
    assert "Recorded." in world.submit(AGENT, values | {"day": "2026-10-12"})
    world.settled()
    assert again(world, letter).state is LetterState.RECORDED
    world.driver.wait_for_message(ALERTS, "formal notice reached", "courier", "DHL 4711")


def test_that_a_letter_left_is_no_alert(world: World) -> None:
    assert sent(world, name="formal").state is LetterState.ACCEPTED
    told = [words_of(one) for one in world.driver.messages(ALERTS)]
    assert not [one for one in told if "formal notice" in one]


def test_a_letter_that_perhaps_left_is_a_persons(world: World) -> None:
    with world.engine_paused():
        draft = a_draft(customer=world.customer(CONTOSO).key)
        with world.office.store() as work:
            letter = queue(work, draft, world.office.stamp(world.now, "", Route.AUTOMATION))
            work.letters.move(replace(letter, state=LetterState.SENDING), LetterState.QUEUED)
            work.commit()
    world.settled()
    assert again(world, letter).state is LetterState.UNCLEAR
    alert = world.driver.wait_for_message(ALERTS, "Nobody knows whether the reminder")
    assert "sent again" in press(world, alert, "letter_again", ALERTS)
    world.settled()
    assert again(world, letter).state is LetterState.ACCEPTED
    assert "any more (sent)" in press(world, alert, "letter_arrived", ALERTS)
