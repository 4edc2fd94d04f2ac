"""A row of overdue customers opens how its customer stands, in the digest and below /overdue."""

from __future__ import annotations

from core.usecases import schedules
from sandbox.stories.driver import GENERAL, Json, has, offers
from tests.world import ADMINISTRATOR, AGENT, READER, World

BALTIC = "Baltic Freight OÜ"


def rows(message: Json) -> dict[str, Json]:
    """The buttons of a table by the name in front of them."""
    table = next(b for b in message["blocks"] if b["type"] == "data_table")
    return {row[0]["text"]: row[-1]["element"] for row in table["rows"][1:]}


def digest(world: World) -> Json:
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    schedules.run_now("1", world.account(AGENT), office=world.office)
    world.settled()
    return world.driver.wait_for_message(GENERAL, "worst first")


def whispers(world: World, user: str) -> list[Json]:
    return [m for m in world.driver.messages(GENERAL, user) if m["ephemeral_for"]]


def press(world: World, user: str, message: Json, name: str) -> Json:
    """What is whispered then."""
    before = len(whispers(world, user))
    world.driver.click(user, message, rows(message)[name]["action_id"])
    world.until(lambda: len(whispers(world, user)) > before)
    return whispers(world, user)[-1]


def test_a_row_of_the_digest_opens_its_customer(world: World) -> None:
    message = digest(world)
    assert rows(message)[BALTIC]["accessibility_label"] == f"Open {BALTIC}"
    said = press(world, AGENT, message, BALTIC)
    assert said["text"].startswith(BALTIC) and offers(said, "customer_explain")


def test_a_row_that_is_nobody_yet_asks_whose_it_is(world: World) -> None:
    message = digest(world)
    table = next(b for b in message["blocks"] if b["type"] == "data_table")
    name = next(row[0]["text"] for row in table["rows"] if "not confirmed" in row[3]["text"])
    said = press(world, AGENT, message, name)
    assert has(said, name) and offers(said, "mapping_settle")


def test_whoever_may_not_ask_may_not_open(world: World) -> None:
    assert has(press(world, READER, digest(world), BALTIC), "one of these roles")


def test_a_row_of_the_private_answer_opens_as_well(world: World) -> None:
    world.command(AGENT, "/overdue baltic")
    answer = whispers(world, AGENT)[-1]
    assert press(world, AGENT, answer, BALTIC)["text"].startswith(BALTIC)
