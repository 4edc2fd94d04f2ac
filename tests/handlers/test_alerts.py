"""What the alerts channel says: one news, one message, and where to go from there."""

from __future__ import annotations

from core.domain.plans import Action
from sandbox.stories.driver import ALERTS, CASES, words_of
from tests.world import AGENT, FIRST, OTHER_AGENT, SECOND, World


def alerts(world: World) -> list[str]:
    world.settled()
    return [words_of(message) for message in world.driver.messages(ALERTS)]


def test_a_freeze_is_one_message_and_its_end_another(world: World) -> None:
    before = len(alerts(world))
    assert "on its way to the approvals" in world.command(AGENT, "/freeze checking the books")
    (frozen,) = alerts(world)[before:]
    assert "Mina Kang froze everything" in frozen and "“checking the books”" in frozen
    assert "lift it on" in frozen and "this card" in frozen
    again = world.command(OTHER_AGENT, "/freeze me too")
    assert "frozen already" in again and "its card" in again
    world.lift_freeze(FIRST, SECOND)
    _, lifted = alerts(world)[before:]
    assert lifted.startswith("The freeze is lifted by ")
    assert "Sabine Braun" in lifted and "Jiwoo Park" in lifted


def test_the_form_that_lifts_a_freeze_says_what_goes_on_with_it(world: World) -> None:
    world.command(AGENT, "/freeze checking the books")
    world.settled()
    world.approved("contoso", "Exchange")
    world.settled()
    (card,) = world.ask(lambda work: work.plans.open_of(Action.LIFT_FREEZE))
    form = words_of(world.open_approval(FIRST, card)["view"])
    world.driver.close(FIRST)
    assert "by Mina Kang: checking the books" in form
    assert "1 approved plan is held up by it now" in form


def test_a_thread_begins_with_what_is_asked_for(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.settled()
    root = next(m for m in world.driver.messages(CASES) if "Contoso" in m["text"])
    assert "contoso.example, " in words_of(root) and "by Mina Kang" in words_of(root)
    assert "opened this case" not in world.thread()
    assert "asks to suspend Exchange Online (Plan 1)" in world.thread()
