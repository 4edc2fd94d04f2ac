"""A list of names that wait for a person shows what is settled, wherever that was done."""

from __future__ import annotations

from dataclasses import replace

from core.domain.customers import Debtor, MappingState
from core.usecases import names
from core.usecases.names import Match
from sandbox.stories.driver import ALERTS, Json, offers, wait, words_of
from tests.world import AGENT, OTHER_AGENT, World


def doubted(world: World, count: int) -> list[Debtor]:
    """So many names wait for a person again, and the next books say so."""
    with world.office.store() as work:
        (source,) = {snapshot.source for snapshot in work.books.currents()}
        known = [d for d in work.books.named_by(source) if d.mapping is MappingState.CONFIRMED]
        found = [replace(debtor, mapping=MappingState.PROPOSED) for debtor in known[:count]]
        work.books.save_debtors(found)
        work.commit()
    world.take_in()
    world.settled()
    return found


def newest_list(world: World) -> Json:
    return world.driver.wait_for_message(ALERTS, "(erp-berlin, ")


def confirm(world: World, debtor: Debtor, user: str) -> None:
    assert debtor.customer is not None
    match = Match(debtor.source, debtor.customer_ref, debtor.customer)
    names.confirm([match], world.account(user), office=world.office)
    world.settled()


def test_what_is_confirmed_elsewhere_leaves_the_list_and_the_last_takes_its_buttons(
    world: World,
) -> None:
    first, second = doubted(world, 2)
    assert offers(newest_list(world), "mapping_confirm_all")
    confirm(world, first, AGENT)
    left = newest_list(world)
    assert not offers(left, "mapping_confirm_all") and offers(left, "mapping_confirm")
    assert "1 of 2 confirmed, the last by Mina Kang" in words_of(left)
    assert first.name not in words_of(left)
    confirm(world, second, OTHER_AGENT)
    over = newest_list(world)
    assert over["ts"] == left["ts"] and not offers(over, "mapping_confirm")
    assert words_of(over).startswith("2 of 2 confirmed, the last by")


def test_a_list_that_was_drawn_anew_still_confirms(world: World) -> None:
    first, _, _ = doubted(world, 3)
    confirm(world, first, AGENT)
    world.driver.click(OTHER_AGENT, newest_list(world), "mapping_confirm_all")
    world.settled()
    wait(lambda: "3 of 3 confirmed" in words_of(newest_list(world)), "an end",
         lambda: words_of(newest_list(world)))  # fmt: skip
    assert world.ask(lambda work: work.books.count_proposals()) == 0
