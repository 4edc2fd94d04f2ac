"""A channel that other organisations come to read: cards there go, and go on in another one."""

from __future__ import annotations

import pytest

from core.domain.plans import PlanState, Reason
from core.usecases.sharing import called_now
from handlers.directory import slack_client
from handlers.request import Room
from handlers.rooms import SlackRooms
from sandbox.stories.driver import ALERTS, APPROVALS, CASES, GENERAL, words_of
from tests.world import AGENT, FIRST, SECOND, World

FALLBACK = "C0PRIVATE"
NO_MORE = "open cards and cases go on in"


def change(world: World, channel: str, **flags: object) -> None:
    answer = world.driver.http.patch(f"/sandbox/slack/channels/{channel}", json=flags)
    assert answer.status_code == 200, answer.text


def with_fallback(world: World) -> None:
    members = ["U0BRAUN", "U0PARK", "U0KANG", "U0GOODSTANDING"]
    change(world, FALLBACK, is_private=True, members=members)
    world.installation.more = {"FALLBACK_CHANNEL": FALLBACK}
    world.installation.stop_desk()
    world.installation.start_desk()


def test_an_open_card_goes_on_elsewhere_and_is_decided_there(world: World) -> None:
    with_fallback(world)
    world.suspend("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    plan, before = world.plan(), world.card()
    change(world, APPROVALS, is_ext_shared=True)
    world.settled()
    moved = world.card(plan)
    assert (before["channel"], moved["channel"]) == (APPROVALS, FALLBACK)
    assert "Contoso" not in str(world.driver.messages(APPROVALS))
    assert "went on in a channel of our own" in str(world.driver.messages(APPROVALS))
    assert NO_MORE in words_of(world.driver.wait_for_message(ALERTS, "shared with another"))
    for user in (FIRST, SECOND):
        world.vote(plan, user)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED


def test_a_thread_goes_on_elsewhere(world: World) -> None:
    with_fallback(world)
    world.suspend("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    plan = world.plan()
    change(world, CASES, is_ext_shared=True)
    world.settled()
    with world.office.store.reading() as work:
        case = work.cases.get(plan.content.case_id or "")
    assert case.thread.startswith(f"{FALLBACK}:")
    roots = [m for m in world.driver.messages(CASES) if "went on in a channel" in words_of(m)]
    assert len(roots) == 1
    world.command(AGENT, f"/case note {case.number} seen on the telephone")
    world.settled()
    assert "seen on the telephone" not in str(world.driver.messages(CASES))


def test_a_channel_with_another_id_is_the_same_channel(world: World) -> None:
    world.suspend("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    news = {"type": "channel_id_changed", "old_channel_id": CASES, "new_channel_id": GENERAL}
    assert world.driver.http.post("/sandbox/slack/events", json=news).status_code == 200
    world.settled()
    assert world.ask(lambda work: called_now(work, CASES)) == GENERAL
    (case,) = world.ask(lambda work: work.cases.open())
    assert case.thread.startswith(f"{GENERAL}:")
    assert f"{CASES} is {GENERAL} now" in words_of(world.driver.wait_for_message(ALERTS, "has an"))


@pytest.mark.parametrize(
    ("channel", "named", "room"),
    [
        (GENERAL, (), Room.PUBLIC),
        (GENERAL, (GENERAL,), Room.OURS),
        (APPROVALS, (), Room.OURS),
        ("C0SHARED", ("C0SHARED",), Room.SHARED),
    ],
    ids=["public", "public and meant", "private", "shared and meant"],
)
def test_a_public_channel_is_ours_where_a_setting_names_it(
    world: World, channel: str, named: tuple[str, ...], room: Room
) -> None:
    client = slack_client(world.installation.token, f"{world.installation.sandbox.url}/slack/api/")
    assert SlackRooms(client, named).look(channel) is room


def test_what_another_process_heard_is_not_remembered_wrongly(world: World) -> None:
    heard = {"": ""}
    client = slack_client(world.installation.token, f"{world.installation.sandbox.url}/slack/api/")
    rooms = SlackRooms(client, changed=lambda channel: heard[""])
    assert rooms.look(APPROVALS) is Room.OURS
    change(world, APPROVALS, is_ext_shared=True)
    assert rooms.look(APPROVALS) is Room.OURS
    heard[""] = "event:1"
    assert rooms.look(APPROVALS) is Room.SHARED
