"""/collections in Slack: what is wrong is said with one right example, and nothing is saved
unseen."""

from __future__ import annotations

from sandbox.stories.driver import ALERTS, CASES, GENERAL, Json, words_of
from tests.world import ADMINISTRATOR, AGENT, FIRST, READER, World

RIGHT = "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance"
# Typed, a piece of what is said, and the one example that follows.
WRONG = [
    ("", "one of schedule, list, run, mute", RIGHT),
    ("policy", "one of schedule, list, run, mute", RIGHT),
    ("schedule 0 9 * *", "five are needed", RIGHT),
    ("schedule @daily", "@daily says no hour; write it as five fields", RIGHT),
    ("schedule 0 0 9 * * mon-fri Europe/Berlin", "a digest knows no seconds", RIGHT),
    ("schedule 0 0 9 * * 1-5", "You typed: `/collections schedule 0 0 9 * * 1-5`.", RIGHT),
    ("schedule 0 9 L * *", "L is no day of the month: L, W, # and ? are not known here", RIGHT),
    ("schedule 0 9 * * fri#2", "fri#2 is no weekday: L, W, # and ?", RIGHT),
    ("schedule 0 9 * * * Europe/Berln", "Did you mean Europe/Berlin?", RIGHT),
    ("schedule 0 9 * * * Seoul", "Did you mean Asia/Seoul?", RIGHT),
    ("schedule 0 25 * * * Europe/Berlin", "25 is no hour", RIGHT),
    ("schedule 0 9 30 2 *", "never comes", RIGHT),
    ("schedule 0 9 * * * Mars/Olympus", "Mars/Olympus is no time zone", RIGHT),
    ("schedule 0 9 * * 1-5 Europe/Berlin #nowhere", "#nowhere is no channel", RIGHT),
    ("run", "no digest is scheduled yet", "/collections run 1"),
    ("mute 1", "no digest is scheduled yet", "/collections mute 1 7"),
    ("mute 1 soon", "a number of days is needed", "/collections mute 1 7"),
    ("unmute 1", "no digest is scheduled yet", "/collections unmute 1"),
    ("remove", "no digest is scheduled yet", "/collections remove 1"),
]


def preview(world: World, text: str, user: str = ADMINISTRATOR) -> Json:
    """The private message that shows the next times."""
    answer = world.driver.command(user, f"/collections schedule {text}")
    shown: Json = answer["ephemeral"]
    return shown


def save(world: World, shown: Json, user: str = ADMINISTRATOR) -> str:
    before = len(world.whispers(user))
    world.driver.click(user, shown, "digest_save")
    heard = world.wait_for(lambda: world.whispers(user)[before:], "an answer to Save")
    return heard[-1]


def test_whatever_is_wrong_is_said_privately_with_one_right_example(world: World) -> None:
    for text, says, example in WRONG:
        said = world.driver.command(ADMINISTRATOR, f"/collections {text}")["ephemeral"]["text"]
        assert says in said, text
        assert said.count("For example:") == 1 and said.endswith(example), text
    for user, text in ((AGENT, "schedule 0 9 * * *"), (READER, "list"), (READER, "run 1")):
        assert "one of these roles" in world.command(user, f"/collections {text}")
    assert "No digest is scheduled" in world.command(AGENT, "/collections list")


def test_the_next_three_times_are_seen_before_anything_is_saved(world: World) -> None:
    shown = preview(world, "0 9 * * mon-fri Asia/Seoul #general")
    said = words_of(shown)
    for day in ("Tue 13 Oct", "Wed 14 Oct", "Thu 15 Oct"):
        assert f"{day}, 09:00" in said
    assert "Nothing is saved yet" in said and "<#C0GENERAL>" in said
    assert "No digest is scheduled" in world.command(AGENT, "/collections list")
    assert "#1" in save(world, shown) and "Tue 13 Oct, 09:00" in world.whispers(ADMINISTRATOR)[-1]
    listed = world.command(AGENT, "/collections list")
    assert "#1 in <#C0GENERAL>: 0 9 * * mon-fri, Asia/Seoul" in listed
    assert "Dana Novak scheduled digest 1" in words_of(world.driver.wait_for_message(ALERTS, "#C0"))


def test_weekdays_by_number_are_those_by_name_and_a_zone_may_be_written_small(world: World) -> None:
    named, counted = "0 9 * * mon-fri Asia/Seoul", "0 9 * * 1-5 asia/seoul"
    one, other = (words_of(preview(world, text)) for text in (named, counted))
    assert other.replace("1-5", "mon-fri") == one


def test_where_i_am_not_i_say_so_and_keep_what_was_typed(world: World) -> None:
    channels = world.driver.http.get("/sandbox/slack/channels", params={"user": FIRST}).json()
    members = next(c["members"] for c in channels if c["id"] == CASES)
    rest = [one for one in members if one != "U0GOODSTANDING"]
    body = {"members": rest}
    assert world.driver.http.patch(f"/sandbox/slack/channels/{CASES}", json=body).is_success
    said = world.command(FIRST, "/collections schedule 0 9 * * * Europe/Berlin #cases")
    assert f"I am not in <#{CASES}>" in said
    assert "You typed: `/collections schedule 0 9 * * * Europe/Berlin #cases`." in said
    body = {"members": members}
    assert world.driver.http.patch(f"/sandbox/slack/channels/{CASES}", json=body).is_success
    shown = preview(world, "0 9 * * * Europe/Berlin #cases", user=FIRST)
    assert "Nothing is saved yet" in words_of(shown)


def test_without_a_zone_and_a_channel_it_is_ours_and_here(world: World) -> None:
    said = words_of(preview(world, "0 9 * * *", user=FIRST))
    assert "Europe/Berlin" in said and f"<#{GENERAL}>" in said
    direct = world.driver.command(FIRST, "/collections schedule 0 9 * * *", channel="D0BRAUN")
    assert "a channel is needed" in direct["ephemeral"]["text"]


def test_a_channel_with_outsiders_gets_no_digest(world: World) -> None:
    shared = world.driver.http.get("/sandbox/slack/channels", params={"user": "U0EXTERN"}).json()
    name, members = next((c["name"], c["members"]) for c in shared if c["id"] == "C0SHARED")
    member = next(one for one in members if one in (FIRST, ADMINISTRATOR, "U0PARK", "U0WEBER"))
    said = world.command(member, f"/collections schedule 0 9 * * * Europe/Berlin #{name}")
    assert "shared with another organisation" in said


def test_a_digest_is_run_muted_unmuted_and_removed(world: World) -> None:
    save(world, preview(world, "0 9 * * mon-fri Europe/Berlin"))
    assert "There is no digest 7. These are there: 1." in world.command(AGENT, "/collections run 7")
    assert "on its way" in world.command(AGENT, "/collections run #1")
    posted = world.driver.wait_for_message(GENERAL, "WORST FIRST")
    assert posted["ephemeral_for"] is None and "Overdue CNY" in posted["text"]
    muted = world.command(FIRST, "/collections mute 1 3")
    assert "silent until Thu 15 Oct, 00:00, Europe/Berlin." in muted
    assert "speaks again" in world.command(FIRST, "/collections mute 1 0")
    assert "silent until Thu 15 Oct" in world.command(FIRST, "/collections mute 1 3")
    assert "muted until" in world.command(AGENT, "/collections list")
    assert "0 to 366" in world.command(FIRST, "/collections mute 1 999999999999")
    assert "speaks again" in world.command(FIRST, "/collections unmute 1")
    assert "removed" in world.command(FIRST, "/collections remove 1")
    assert "No digest is scheduled" in world.command(AGENT, "/collections list")
