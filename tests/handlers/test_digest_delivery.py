"""A digest's slot through the real desk: posted once whatever fails, and told where it did not."""

from __future__ import annotations

from core.domain.digests import SlotState
from core.usecases import schedules
from sandbox.stories.driver import ALERTS, GENERAL, Json, words_of
from tests.world import ADMINISTRATOR, AGENT, World

TUESDAY = "2026-10-13T07:00:00Z"
SLOT = "2026-10-13T09:00"


def scheduled(world: World) -> str:
    wish = schedules.Wish("0 9 * * mon-fri", "Europe/Berlin", GENERAL)
    made = schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    world.settled()
    return made.schedule_id


def state(world: World, schedule_id: str) -> SlotState | None:
    """What became of the slot; None while it was not claimed."""
    try:
        return world.ask(lambda work: work.schedules.posting(schedule_id, SLOT)).state
    except LookupError:
        return None


def comes(world: World, schedule_id: str) -> SlotState | None:
    """Nine o'clock: wait until the slot was claimed, and all that follows was done."""
    world.move_clock(TUESDAY)
    world.until(lambda: state(world, schedule_id) is not None)
    world.settled()
    return state(world, schedule_id)


def posted(world: World) -> list[Json]:
    return [m for m in world.driver.messages(GENERAL) if "WORST FIRST" in words_of(m)]


def told(world: World, *words: str) -> Json:
    return world.driver.wait_for_message(ALERTS, "digest 1 of tue 13 oct, 09:00", *words)


def again(world: World, message: Json) -> None:
    world.driver.click(AGENT, message, "digest_again")
    world.until(lambda: "posted again" in world.private(AGENT, ALERTS))
    world.settled()


def set_channel(world: World, **flags: bool) -> None:
    answer = world.driver.http.patch(f"/sandbox/slack/channels/{GENERAL}", json=flags)
    assert answer.status_code == 200, answer.text


def test_a_slot_is_posted_once_over_a_restart_between_claim_and_post(world: World) -> None:
    made = scheduled(world)
    world.installation.ledger.engine.stop()
    world.move_clock(TUESDAY)
    world.until(lambda: state(world, made) is SlotState.QUEUED)
    world.installation.stop_desk()
    assert posted(world) == []
    world.installation.start_desk()
    world.settled()
    assert state(world, made) is SlotState.POSTED
    assert ["Tue 13 Oct, 09:00" in m["text"] for m in posted(world)] == [True]
    world.installation.stop_desk()
    world.installation.start_desk()
    world.settled()
    assert len(posted(world)) == 1


def test_a_post_without_an_answer_is_left_to_a_person(world: World) -> None:
    made = scheduled(world)
    world.faults.slack("reset_after", "chat.postMessage")
    assert comes(world, made) is SlotState.PERHAPS
    assert len(posted(world)) == 1
    message = told(world, "did not say whether it arrived", "post again")
    again(world, message)
    assert state(world, made) is SlotState.POSTED
    assert len(posted(world)) == 2
    before = len(world.whispers(AGENT, ALERTS))
    world.driver.click(AGENT, message, "digest_again")
    world.until(lambda: len(world.whispers(AGENT, ALERTS)) > before)
    world.settled()
    assert len(posted(world)) == 2


def test_a_process_that_died_after_the_post_does_not_post_again(world: World) -> None:
    made = scheduled(world)
    world.installation.ledger.engine.stop()
    world.move_clock(TUESDAY)
    world.until(lambda: state(world, made) is SlotState.QUEUED)
    with world.office.store() as work:
        work.schedules.move(work.schedules.posting(made, SLOT), SlotState.POSTING)
        work.commit()
    world.installation.stop_desk()
    world.installation.start_desk()
    world.settled()
    assert (state(world, made), posted(world)) == (SlotState.PERHAPS, [])
    again(world, told(world, "post again"))
    assert len(posted(world)) == 1


def test_a_digest_that_was_removed_after_its_slot_was_claimed_stays_away(world: World) -> None:
    made = scheduled(world)
    with world.engine_paused():
        world.move_clock(TUESDAY)
        world.until(lambda: state(world, made) is SlotState.QUEUED)
        schedules.remove("1", world.account(ADMINISTRATOR), office=world.office)
    world.settled()
    assert (state(world, made), posted(world)) == (SlotState.SKIPPED, [])


def test_what_slack_puts_off_is_posted_later_and_once(world: World) -> None:
    made = scheduled(world)
    world.faults.slack("ratelimited", "chat.postMessage", retry_after=1, times=2)
    assert comes(world, made) is SlotState.POSTED
    assert (len(posted(world)), world.faults.fired()) == (1, 2)


def test_a_channel_that_takes_nothing_is_told_and_can_be_mended(world: World) -> None:
    made = scheduled(world)
    set_channel(world, is_archived=True)
    assert comes(world, made) is SlotState.FAILED
    message = told(world, "its channel is archived")
    set_channel(world, is_archived=False)
    again(world, message)
    assert state(world, made) is SlotState.POSTED and len(posted(world)) == 1


def test_a_channel_that_slack_does_not_show_is_told(world: World) -> None:
    made = scheduled(world)
    channels = world.driver.http.get("/sandbox/slack/channels", params={"user": AGENT}).json()
    members = next(c["members"] for c in channels if c["id"] == GENERAL)
    body = {"is_private": True, "members": [m for m in members if m != "U0GOODSTANDING"]}
    assert world.driver.http.patch(f"/sandbox/slack/channels/{GENERAL}", json=body).is_success
    assert comes(world, made) is SlotState.FAILED
    told(world, "shows me no such channel")
    assert posted(world) == []


def test_nothing_is_posted_where_outsiders_read(world: World) -> None:
    made = scheduled(world)
    set_channel(world, is_ext_shared=True)
    assert comes(world, made) is SlotState.FAILED
    again(world, told(world, "shared with another organisation"))
    assert (state(world, made), posted(world)) == (SlotState.FAILED, [])


def test_the_newest_digest_is_hidden_where_outsiders_come(world: World) -> None:
    made = scheduled(world)
    assert comes(world, made) is SlotState.POSTED
    (shown,) = posted(world)
    set_channel(world, is_ext_shared=True)
    world.until(lambda: posted(world) == [])
    world.settled()
    hidden = next(m for m in world.driver.messages(GENERAL) if m["ts"] == shown["ts"])
    assert "hidden, since the channel is shared" in words_of(hidden)
    assert "EUR" not in str(hidden)
    alert = world.driver.wait_for_message(ALERTS, "digest 1 is not posted there meanwhile")
    assert "older ones and their files" in words_of(alert)
    direct = world.driver.wait_for_message(
        "D0ADMIN", "which you scheduled, is not posted", user=ADMINISTRATOR
    )
    assert "/collections remove 1" in words_of(direct)
    set_channel(world, is_ext_shared=False)
    world.settled()
    assert "on its way" in world.command(AGENT, "/collections run 1")
    world.until(lambda: len(posted(world)) == 1)
