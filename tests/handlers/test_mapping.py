"""Whose an account in the books is, in Slack: the list with reasons, the form, the command."""

from __future__ import annotations

from datetime import timedelta

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.events import MappingChanged
from sandbox.stories.driver import ALERTS, GENERAL, Json, offers, wait, words_of
from tests.world import AGENT, FIRST, READER, World

SONNENKORN = ("erp-berlin", "D10064")
A_DAY = timedelta(days=1)
REASONS = "Sure: bills go to its mail domain, same name"


def debtor(world: World) -> Debtor:
    found = world.ask(lambda work: work.books.debtor(*SONNENKORN))
    assert found is not None
    return found


def listed(world: World) -> Json:
    """The list that new books bring where nothing was found before."""
    with world.office.store() as work:
        work.mappings.suggest([one.account for one in work.mappings.suggestions()], [])
        work.commit()
    world.take_in()
    world.settled()
    return world.driver.wait_for_message(ALERTS, "Sonnenkorn", REASONS)


def settle(world: World, values: Json, user: str = AGENT) -> str:
    """Open the form of the account by the command, and fill it in; a customer is looked for."""
    answer = world.driver.command(user, "/mapping sonnenkorn")["ephemeral"]
    world.driver.click(user, {**answer, "channel": GENERAL}, "mapping_settle")
    if typed := values.get("customer"):
        values = {**values, "customer": world.driver.customer(user, typed)}
    said = world.submit(user, values)
    world.settled()
    return said


def test_new_books_bring_a_list_with_reasons_that_a_click_confirms(world: World) -> None:
    found = listed(world)
    assert debtor(world).mapping is MappingState.UNMAPPED
    assert offers(found, "mapping_settle") and offers(found, "mapping_confirm_all")
    world.driver.click(FIRST, found, "mapping_confirm_all")
    world.settled()
    known = debtor(world)
    assert known.mapping is MappingState.CONFIRMED and known.customer is not None
    wait(lambda: "confirmed, the last by" in words_of(shown(world, found)), "an end", str)
    assert not offers(shown(world, found), "mapping_settle")


def beside(message: Json, name: str) -> str:
    """The token of the button that settles the account of this name."""
    blocks = message["blocks"]
    at = next(n for n, block in enumerate(blocks) if name in str(block.get("text")))
    return str(blocks[at + 1]["elements"][1]["value"])


def shown(world: World, found: Json) -> Json:
    return next(one for one in world.driver.messages(ALERTS) if one["ts"] == found["ts"])


def test_none_of_these_leaves_the_list_and_does_not_come_back(world: World) -> None:
    found = listed(world)
    world.driver.click(AGENT, found, "mapping_settle", value=beside(found, "Sonnenkorn"))
    assert "is nobody we know" in world.submit(AGENT, {"what": "nobody"})
    world.settled()
    assert "none of these" in world.driver.wait_for_message(ALERTS, "D10064", "is none")["text"]
    wait(lambda: "Sonnenkorn" not in words_of(shown(world, found)), "it to leave the list", str)
    world.take_in()
    world.settled()
    assert world.ask(lambda work: work.mappings.suggested_for(SONNENKORN)) == []


def test_the_command_shows_what_is_open_and_whoever_fits(world: World) -> None:
    world.take_in()
    world.settled()
    said = world.command(AGENT, "/mapping")
    assert "are not confirmed" in said and "Sonnenkorn" in said and REASONS in said
    assert "4,413.86" in said
    assert "No account in the books is called “zzz”" in world.command(AGENT, "/mapping zzz")
    assert "one of these roles" in world.command(READER, "/mapping")


def test_a_change_is_written_down_with_its_reason_and_told(world: World) -> None:
    world.take_in()
    world.settled()
    assert "Contoso" in settle(world, {"what": "other", "customer": "contoso.example"})
    contoso: CustomerKey = world.customer("contoso").key
    assert debtor(world).customer == contoso
    assert "give a reason" in settle(world, {"what": "nobody", "reason": " "})
    assert debtor(world).customer == contoso
    said = settle(world, {"what": "nobody", "reason": "It was <another> bakery"})
    assert "is nobody we know" in said and debtor(world).customer is None
    told = world.driver.wait_for_message(ALERTS, "took back", "It was &lt;another&gt; bakery")
    assert "Mina Kang" in told["text"] and "Contoso" in told["text"]
    (event,) = world.ask(lambda work: work.events.since(MappingChanged, world.now - A_DAY))
    assert "bakery" not in str(event.event)


def test_whoever_is_somebody_else_has_to_be_named(world: World) -> None:
    assert "Which customer?" in settle(world, {"what": "other", "customer": ""})
    assert "is named, and not picked" in settle(world, {"what": "0", "customer": "contoso.example"})
    assert debtor(world).mapping is MappingState.UNMAPPED
