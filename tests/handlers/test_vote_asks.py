"""Approvers are asked by direct message, in a copy of the card that works there and stays as true
as the one in the channel; whoever asked hears how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.wiring import slack_of
from core.domain.approvals import Choice
from core.domain.events import NotifyingChanged
from core.domain.plans import PlanState, Reason
from core.ports.engine import Delivery
from core.usecases import freezing, suspension, voting
from core.usecases.vote_asks import VOTE_ASK
from handlers.lacking import Lacking
from handlers.messages.blocks import Message
from handlers.say import SlackSay
from handlers.vote_asks import VoteAsks
from sandbox.stories.driver import Json, words_of
from tests.world import ADMINISTRATOR, AGENT, FIRST, OTHER_AGENT, READER, SECOND, THIRD, World

# The world begins on Monday 12 October, 10:00 in Berlin and 17:00 in Seoul, where SECOND lives.
TWO_IN_BERLIN, NINE_IN_SEOUL = "2026-10-12T12:01", "2026-10-13T00:01"


def direct(world: World, user: str) -> list[Json]:
    """Everything the desk wrote to somebody alone."""
    return [one for one in world.driver.direct(user) if not one.get("ephemeral_for")]


def asks(world: World, user: str) -> list[Json]:
    """Those that have a vote to give."""
    return [one for one in direct(world, user) if "plan_approve" in str(one)]


def to(world: World, moment: str) -> None:
    world.driver.http.post("/clock", json={"to": f"{moment}:00Z"}).raise_for_status()
    world.settled()


def pressed(world: World, user: str, message: Json, button: str = "plan_approve") -> str:
    world.driver.click(user, message, button)
    return world.wait_for(lambda: world.whispers(user, f"D{user[1:]}"), "an answer")[-1]


def voted(world: World, user: str, message: Json) -> str:
    world.driver.click(user, message, "plan_approve")
    return world.submit(user, world.driver.consent(user, message))


def test_everybody_who_may_vote_is_asked_in_their_own_words(world: World) -> None:
    world.change_person(THIRD, locale="ko-KR")
    plan = world.file("contoso", "Exchange Online")
    world.settled()

    (first,) = asks(world, FIRST)
    assert "Your vote is wanted" in words_of(first) and "Contoso Handels GmbH" in words_of(first)
    assert f"revision 1, {plan.hash[:8]}" in words_of(first)
    assert "투표" in words_of(asks(world, THIRD)[0])
    for user in (AGENT, OTHER_AGENT, READER, ADMINISTRATOR):
        assert asks(world, user) == []


def test_a_vote_in_a_message_is_one_and_every_copy_shows_it(world: World) -> None:
    plan = world.file("contoso", "Exchange Online")
    world.settled()
    voted(world, FIRST, asks(world, FIRST)[0])
    world.settled()
    assert "1 of 2" in words_of(world.card(plan))
    assert "You approved" in words_of(direct(world, FIRST)[0])
    other = asks(world, THIRD)[0]
    assert "1 of 2" in words_of(other) and "Your vote is wanted" in words_of(other)

    voted(world, THIRD, other)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    for user in (FIRST, SECOND, THIRD):
        assert asks(world, user) == []
    assert f"revision 1, {plan.hash[:8]}" in words_of(direct(world, FIRST)[0])


def test_an_old_copy_answers_politely_and_is_drawn_anew(world: World) -> None:
    plan = world.file("contoso", "Exchange Online")
    world.settled()
    old = asks(world, FIRST)[0]
    with world.engine_paused():
        world.vote(plan, SECOND, Choice.REJECT)
        assert "over" in pressed(world, FIRST, old)
    world.settled()
    assert asks(world, FIRST) == []
    assert "Over: your vote is not wanted any more" in words_of(direct(world, FIRST)[0])


@dataclass(frozen=True)
class Slow(SlackSay):
    """Something happens between what is written and what is noted of it."""

    meanwhile: Callable[[], object] = lambda: None

    def write(self, user_id: str, message: Message) -> tuple[str, str]:
        place = SlackSay.write(self, user_id, message)
        self.meanwhile()
        return place


def test_what_happens_while_somebody_is_asked_is_shown_as_well(world: World) -> None:
    plan = world.file("contoso", "Exchange Online")
    world.settled()

    def reject() -> None:
        world.vote(plan, SECOND, Choice.REJECT)
        world.settled()

    slow = Slow(slack_of(world.installation.ledger), Lacking(world.office), meanwhile=reject)
    person = world.ask(lambda work: work.people.by_account(world.account(FIRST)))
    assert person is not None
    payload: dict[str, str | int] = {"plan_id": plan.plan_id, "person_id": person.person_id}
    job = Delivery(VOTE_ASK, payload | {"times": 2}, attempt=1)
    VoteAsks(world.installation.desk.services, slow).ask(job)
    world.settled()
    assert asks(world, FIRST) == []
    assert "Over: your vote is not wanted any more" in words_of(direct(world, FIRST)[-1])


def test_everybody_is_asked_in_the_hours_of_their_own_office(world: World) -> None:
    world.file("contoso", "Exchange Online")
    world.settled()
    assert asks(world, SECOND) == []
    to(world, NINE_IN_SEOUL)
    assert len(asks(world, SECOND)) == 1


def test_against_abuse_everybody_is_asked_at_once(world: World) -> None:
    world.file("contoso", "Exchange Online", reason=Reason.FRAUD)
    world.settled()
    assert len(asks(world, SECOND)) == 1


def test_a_reminder_takes_the_place_of_what_was_written_before(world: World) -> None:
    world.file("contoso", "Exchange Online")
    world.settled()
    to(world, TWO_IN_BERLIN)
    before, after = direct(world, FIRST)
    assert "You were asked once more" in words_of(before) and "plan_approve" not in str(before)
    assert "Your vote is still wanted. Reminder 1" in words_of(after).replace("*", "")
    assert "plan_approve" in str(after)


def test_more_than_five_do_not_wait_for_one_person(world: World) -> None:
    agent, filed = world.account(AGENT), 0
    for customer in world.ask(lambda work: work.customers.all()):
        offer = suspension.offer(str(customer.key), agent, office=world.office)
        if offer.choices and filed < 7:
            chosen = (offer.choices[0].subscription_id,)
            wish = suspension.Wish(customer.key, chosen, Reason.MISUSE, "Spam is sent")
            suspension.ask(wish, agent, office=world.office)
            filed += 1
    assert filed == 7
    world.settled()
    assert len(asks(world, FIRST)) == 5


def test_who_may_approve_and_who_is_asked_are_two_lists(world: World) -> None:
    assert "not asked" in world.command(FIRST, "/collections notify off")
    plan = world.file("contoso", "Exchange Online")
    world.settled()
    assert asks(world, FIRST) == [] and len(asks(world, THIRD)) == 1
    world.vote(plan, FIRST)
    world.settled()
    assert "*Votes:* 1 of 2" in world.card_text(plan)
    voting.withdraw(plan.plan_id, world.account(AGENT), office=world.office)
    said = world.command(ADMINISTRATOR, "/collections notify")
    assert "Sabine Braun: not asked" in said and said.count(": asked") == 2

    world.command(ADMINISTRATOR, f"/collections notify off <@{THIRD}>")
    assert "Nobody" in world.command(SECOND, "/collections notify away 2026-10-20")
    other = world.file("contoso", "Exchange Online")
    to(world, NINE_IN_SEOUL)
    assert asks(world, FIRST) == asks(world, SECOND) == []
    world.command(FIRST, "/collections notify on")
    to(world, "2026-10-13T07:01")
    assert len(asks(world, FIRST)) == 1 and other.hash[:8] in words_of(asks(world, FIRST)[0])
    told = world.ask(lambda work: work.events.since(NotifyingChanged, other.content.filed_at))
    (person,) = {getattr(one.event, "person", "") for one in told}
    assert [one.event for one in told] == [NotifyingChanged(person=person, asked=True)]


def test_only_administrators_speak_for_others(world: World) -> None:
    assert "roles" in world.command(AGENT, f"/collections notify off <@{FIRST}>")
    assert "no day" in world.command(FIRST, "/collections notify away 2026-10-12")
    assert "one of" in world.command(FIRST, "/collections notify never")
    assert "role" in world.command(READER, "/collections notify off")
    with world.office.store.reading() as work:
        assert work.notifying.all() == {}


def test_nobody_is_asked_about_what_a_freeze_stops(world: World) -> None:
    freezing.freeze("wrong books", world.account(AGENT), office=world.office)
    world.file("contoso", "Exchange Online")
    world.settled()
    assert asks(world, FIRST) == asks(world, THIRD) == []
    world.lift_freeze(FIRST, THIRD)
    to(world, "2026-10-12T09:02")
    assert len(asks(world, FIRST)) == 1


def test_whoever_asked_hears_how_it_ended(world: World) -> None:
    plan = world.file("contoso", "Exchange Online")
    world.settled()
    world.vote(plan, FIRST, Choice.REJECT)
    world.settled()
    (said,) = direct(world, AGENT)
    assert "REJECTED: SUSPEND" in words_of(said) and "They called" in words_of(said)
    assert "card_open" in str(said)

    mine = world.file("contoso", "Exchange Online")
    world.settled()
    voting.withdraw(mine.plan_id, world.account(AGENT), office=world.office)
    world.settled()
    assert len(direct(world, AGENT)) == 1
