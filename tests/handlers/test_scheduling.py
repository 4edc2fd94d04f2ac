"""What a channel chooses for its digest, in Slack: by a form, typed, and as it is posted."""

from __future__ import annotations

from sandbox.stories.driver import ALERTS, CASES, GENERAL, Json, has, words_of
from tests.handlers.test_overdue_rows import BALTIC, digest, press, rows, whispers
from tests.world import ADMINISTRATOR, AGENT, World

TIMES = {
    "channel": GENERAL,
    "cron": "0 7 * * mon-fri",
    "zone": "asia/seoul",
    "holidays": "KR",
    "language": "ko",
}
CONTENT = {
    "standing": "overdue",
    "floors": "2",
    "currency": "EUR, CHF",
    "country": "",
    "owner": AGENT,
    "columns": ["owner", "days", "overdue"],
    "group": "owner",
}


def listed(world: World, user: str = ADMINISTRATOR) -> Json:
    shown: Json = world.driver.command(user, "/collections list")["ephemeral"]
    return shown


def errors(answer: Json) -> Json:
    """What stands at the inputs of the form that is still open."""
    found: Json = {}
    for form in answer["views"]:
        found |= form["errors"] or {}
    return found


def test_a_form_without_a_word_of_cron_typed_makes_a_digest(world: World) -> None:
    world.driver.command(ADMINISTRATOR, "/collections schedule")
    assert "Digest #1 is saved" in world.submit(ADMINISTRATOR, TIMES)
    said = words_of(listed(world))
    assert "0 7 * * mon-fri, Asia/Seoul, next Tue 13 Oct, 07:00" in said
    assert "Only on business days (KR)." in said and "한국어" in said


def test_an_error_stands_at_the_input_in_which_it_is_mended(world: World) -> None:
    world.driver.command(ADMINISTRATOR, "/collections schedule")
    for name, value, says in (
        ("cron", "0 25 * * *", "25 is no hour"),
        ("zone", "Asia/Seol", "is no time zone"),
        ("holidays", "ZZ", "the holidays of ZZ are not known"),
    ):
        answer = world.driver.submit(ADMINISTRATOR, {**TIMES, name: value})
        assert says in errors(answer)[name]
    assert "No digest is scheduled" in words_of(listed(world))


def test_the_list_leads_to_what_is_changed(world: World) -> None:
    world.driver.command(ADMINISTRATOR, "/collections schedule")
    world.submit(ADMINISTRATOR, {**TIMES, "language": "off"})
    world.driver.click(ADMINISTRATOR, listed(world), "digest_content")
    said = world.submit(ADMINISTRATOR, CONTENT)
    assert "Only: overdue or worse, at least 2 floors, EUR, CHF, owned by Mina Kang." in said
    assert "Columns: Owner, Days, Overdue." in said and "Grouped: By owner." in said
    world.driver.click(ADMINISTRATOR, listed(world), "digest_time")
    said = world.submit(ADMINISTRATOR, {**TIMES, "cron": "0 8 * * *", "holidays": ""})
    assert "0 8 * * *" in said and "business days" not in said and "owned by Mina Kang" in said
    world.driver.wait_for_message(ALERTS, "changed digest 1: 0 8 * * *, Asia/Seoul")


def test_the_same_is_typed(world: World) -> None:
    said = world.command(
        ADMINISTRATOR, "/collections schedule 0 9 * * * Europe/Berlin #general owner=me floors=2"
    )
    assert "owned by" in said and "at least 2 floors" in said
    shown = whispers(world, ADMINISTRATOR)[-1]
    world.driver.click(ADMINISTRATOR, shown, "digest_save")
    world.until(lambda: has(whispers(world, ADMINISTRATOR)[-1], "Digest #1 is saved"))
    typed = "/collections change 1 owner=off columns=days,ages group=currency holidays=DE"
    said = world.command(ADMINISTRATOR, typed)
    assert "owned by" not in said and "Columns: Days, Ages." in said and "(DE)" in said
    assert "Only: at least 2 floors." in said
    for wrong, says in (
        ("change 1", "what is to be different is missing"),
        ("change 1 colour=red", "colour is none of standing, floors"),
        ("change 7 floors=2", "There is no digest 7"),
        ("language fr", "fr is no language here"),
    ):
        assert says in world.command(ADMINISTRATOR, f"/collections {wrong}"), wrong
    assert "one of these roles" in world.command(AGENT, "/collections change 1 floors=3")
    assert "one of these roles" in world.command(AGENT, "/collections language ko")


def test_a_channel_is_spoken_to_in_its_language_from_now_on(world: World) -> None:
    assert "한국어" in world.command(ADMINISTRATOR, "/collections language ko #general")
    message = digest_in(world, "심각한 순")
    assert "하한" not in words_of(message) and "다음:" in words_of(message)
    assert "language of the desk" in world.command(ADMINISTRATOR, "/collections language off")
    assert "简体中文" in world.command(ADMINISTRATOR, "/collections language zh #cases")
    plan = world.file("contoso", "Exchange")
    world.settled()
    assert world.driver.wait_for_message(CASES, "Contoso", "案件")
    assert has(world.card(plan), "Suspend 1 subscription")
    said = world.command(ADMINISTRATOR, "/collections language ko #approvals")
    assert "한국어" in said
    world.settled()
    assert has(world.card(plan), "구독")


def digest_in(world: World, words: str) -> Json:
    world.driver.command(ADMINISTRATOR, "/collections schedule")
    world.submit(ADMINISTRATOR, {**TIMES, "language": "ko"})
    world.command(AGENT, "/collections run 1")
    return world.driver.wait_for_message(GENERAL, words)


# What is done with a row


def test_a_row_is_taken_over_snoozed_and_put_back(world: World) -> None:
    message = digest(world)
    card = press(world, AGENT, message, BALTIC)
    assert has(card, "Nobody looks after what is overdue.")
    before = len(whispers(world, AGENT))
    world.driver.click(AGENT, card, "row_own")
    world.until(lambda: len(whispers(world, AGENT)) > before)
    assert has(whispers(world, AGENT)[-1], "You look after what is overdue at Baltic Freight")
    world.driver.click(AGENT, card, "row_snooze")
    answer = world.driver.submit(AGENT, {"until": "2026-12-31"})
    assert "is no day to snooze to" in errors(answer)["until"]
    said = world.submit(AGENT, {"until": "2026-10-20"})
    assert "is off the digests' list until Tue 20 Oct" in said
    world.command(AGENT, "/collections run 1")
    world.settled()
    second = world.driver.wait_for_message(GENERAL, "Snoozed, in every sum", "Mina Kang")
    assert BALTIC not in rows(second) and BALTIC in rows(message)
    card = press(world, AGENT, message, BALTIC)
    assert has(card, "You look after what is overdue. Off the list until Tue 20 Oct")
    world.driver.click(AGENT, card, "row_wake")
    world.until(lambda: has(whispers(world, AGENT)[-1], "is on the digests' list again"))
    world.driver.click(AGENT, card, "row_give_back")
    world.until(lambda: has(whispers(world, AGENT)[-1], "Nobody looks after"))


def test_the_same_is_typed_for_a_customer(world: World) -> None:
    assert "You look after" in world.command(AGENT, "/collections own baltic freight")
    assert "Nobody looks after" in world.command(AGENT, "/collections own baltic freight off")
    said = world.command(AGENT, "/collections snooze baltic freight 2026-10-20")
    assert "off the digests' list until Tue 20 Oct" in said
    assert "list again" in world.command(AGENT, "/collections snooze baltic freight off")
    for wrong, says in (
        ("snooze baltic", "a customer and a day are needed"),
        ("snooze baltic tomorrow", "tomorrow is no day"),
        ("snooze baltic 2027-01-01", "is no day to snooze to"),
        ("own", "Which customer?"),
    ):
        assert says in world.command(AGENT, f"/collections {wrong}"), wrong
