"""A card is drawn for what is new, and not again for what a later drawing has shown already."""

from __future__ import annotations

from core.recording import repaint
from tests.world import World


def test_a_card_is_not_drawn_again_for_something_it_shows(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    world.settled()
    drawn = world.card(plan)["revision"]
    with world.office.store() as work:
        (first, *_) = work.events.of_plan(plan.plan_id)
        repaint(work, plan.plan_id, "old news", first.seq)
        work.commit()
    world.settled()
    assert world.card(plan)["revision"] == drawn
    with world.office.store() as work:
        repaint(work, plan.plan_id, "asked for")
        work.commit()
    world.settled()
    assert world.card(plan)["revision"] == drawn + 1
