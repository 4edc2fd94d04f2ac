"""Cases in Slack: commands, forms, mentions in threads, the message shortcut, the Home tab."""

from __future__ import annotations

from sandbox.stories.driver import CASES, GENERAL, Json, words_of
from tests.world import AGENT, FIRST, READER, World

# Typed, a piece of what is said, and the one example that follows.
WRONG = [
    ("", "one of open, show, list", "/case open contoso"),
    ("shut 1", "one of open, show, list", "/case open contoso"),
    ("open", "Which customer?", "/case open contoso"),
    ("open zzz", "Nobody is called “zzz”", "/case open contoso"),
    ("show", "no case is named", "/case show 12"),
    ("show 12", "There is no case 12", "/case show 12"),
    ("note 1", "a note has 1 to 3,000", "/case note 12 They called back"),
    ("note x y", "There is no case x", "/case note 12 They called back"),
    ("assign 1", "a person is needed", "/case assign 12 @anna"),
    ("assign 1 @nobody", "a person is needed", "/case assign 12 @anna"),
    ("close", "no case is named", "/case close 12 false_alarm Told them by phone that all is well"),
]
OPENED = "Case 1 of Contoso Handels GmbH is open."


def opened(world: World) -> Json:
    """A case of fraud, and the root of its thread."""
    assert OPENED in world.command(AGENT, "/case open contoso fraud odd sign-ins")
    world.settled()
    return world.driver.wait_for_message(CASES, "contoso")


def write(world: World, user: str, text: str, *, thread: str = "", channel: str = CASES) -> str:
    """Write in a channel; what is answered in private."""
    before = len(heard(world, user, channel, thread))
    body = {"user": user, "channel": channel, "text": text}
    answer = world.driver.http.post(
        "/sandbox/slack/messages", json=body | ({"thread_ts": thread} if thread else {})
    ).json()
    assert answer["delivery"]["acknowledged"]
    said = world.wait_for(lambda: heard(world, user, channel, thread)[before:], f"reply to {text}")
    return said[-1]


def heard(world: World, user: str, channel: str, thread: str) -> list[str]:
    found = world.driver.messages(channel, user, thread)
    return [words_of(m) for m in found if m.get("ephemeral_for") == user]


def home(world: World, user: str) -> str:
    world.driver.http.post("/sandbox/slack/home", json={"user": user})
    world.settled()
    shown = world.driver.http.get("/sandbox/slack/home", params={"user": user}).json()
    return words_of(shown["view"])


def point_at(world: World, user: str, message: Json) -> Json:
    answer: Json = world.driver.http.post(
        "/sandbox/slack/shortcuts",
        json={
            "user": user, "channel": message["channel"], "ts": message["ts"],
            "callback_id": "open_case_from_message",
        },
    ).json()  # fmt: skip
    assert answer["delivery"]["acknowledged"]
    return answer


def test_whatever_is_wrong_is_said_privately_with_one_right_example(world: World) -> None:
    opened(world)
    for text, says, example in WRONG:
        said = world.driver.command(AGENT, f"/case {text}")["ephemeral"]["text"]
        assert says in said, text
        assert said.count("For example:") == 1 and said.endswith(example), text


def test_whoever_has_no_role_learns_no_customers_name(world: World) -> None:
    root = opened(world)
    for text in ("open fabrikam", "open contoso", "list", "show 1", "close 1"):
        said = world.command(READER, f"/case {text}")
        assert "one of these roles" in said and "Fabrikam" not in said and "Contoso" not in said
    point_at(world, READER, root)
    assert world.driver.http.get("/sandbox/slack/views", params={"user": READER}).json() == []
    world.until(lambda: "one of these roles" in world.private(READER, CASES))


def test_a_case_is_opened_noted_assigned_and_closed(world: World) -> None:
    root = opened(world)
    assert "odd sign-ins" in world.command(AGENT, "/case show contoso")
    listed = world.command(FIRST, "/case list")
    assert "1 open case" in listed
    assert f"archives/{CASES}/p{root['ts'].replace('.', '')}|Contoso Handels GmbH>" in listed
    assert "Noted in case 1." in world.command(FIRST, "/case note 1 They called back")
    assert f"Case 1 is <@{FIRST}>'s now." in world.command(AGENT, "/case assign 1 @sabine.braun")
    assert "one of these roles" in world.command(AGENT, "/case assign 1 @ines.costa")
    world.command(AGENT, "/case assign #1 me")
    assert "Case 1 is closed." in world.command(
        AGENT, "/case close 1 false_alarm Told by <phone> & mail"
    )
    world.settled()
    told = [words_of(m) for m in world.driver.messages(CASES, thread_ts=root["ts"])]
    assert "Mina Kang took this case." in told[-2] and "phone" in told[-1]
    assert "A new one can be opened" in world.command(AGENT, "/case note 1 again")
    shown = world.command(AGENT, "/case show 1")
    assert shown.count("Told by &lt;phone&gt; &amp; mail") == 2
    assert "No case is open." in world.command(AGENT, "/case list")


def test_a_choice_between_alike_names_keeps_what_was_typed(world: World) -> None:
    answer = world.driver.command(AGENT, "/case open fabrikam misuse mining on their servers")
    choice = answer["ephemeral"]
    assert "“fabrikam” fits 2 customers" in choice["text"]
    block = choice["blocks"][2]["block_id"]
    world.driver.click(AGENT, choice, "case_open", block_id=block)
    assert "Fabrikam Medien" in words_of(world.driver.view(AGENT)["view"])
    # What was typed stands in the form already.
    assert "Case 1 is open." in world.submit(AGENT, {})
    assert "mining on their servers" in world.command(AGENT, "/case show 1")
    assert "Medien KG, misuse" in world.command(AGENT, "/case show 1")


def test_a_case_with_an_open_plan_is_not_closed(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    number = world.ask(lambda work: work.cases.get(plan.content.case_id or "").number)
    for text in (f"close {number}", f"close {number} paid Told them"):
        assert "is still open" in world.command(AGENT, f"/case {text}")
    assert world.driver.http.get("/sandbox/slack/views", params={"user": AGENT}).json() == []


def test_the_buttons_of_a_shown_case_open_its_forms(world: World) -> None:
    opened(world)
    card = world.driver.command(AGENT, "/case show 1")["ephemeral"]
    world.driver.click(AGENT, card, "case_note")
    assert "Noted in case 1." in world.submit(AGENT, {"note": "<!channel> wrote *back*"})
    world.driver.click(AGENT, card, "case_close")
    assert "Case 1 is closed." in world.submit(
        AGENT, {"outcome": "false_alarm", "note": "Told them"}
    )
    shown = world.command(AGENT, "/case show 1")
    assert "&lt;!channel&gt; wrote" in shown


def test_a_mention_in_the_thread_of_a_case_needs_no_number(world: World) -> None:
    thread = opened(world)["ts"]
    for text, answer in (
        ("hello @goodstanding note they called & paid", "Noted in case 1."),
        ("@goodstanding show", "they called &amp; paid"),
        ("@goodstanding assign @sabine.braun", f"Case 1 is <@{FIRST}>'s now."),
        ("@goodstanding note", "@Goodstanding case note 12"),
        ("@goodstanding close", "@Goodstanding case close 12"),
        ("@goodstanding standing contoso", "8,412.60"),
        ("@goodstanding close false-alarm Told them by phone", "Case 1 is closed."),
    ):
        assert answer in write(world, AGENT, text, thread=thread), text
    assert "one of these roles" in write(world, READER, "@goodstanding show", thread=thread)


def test_a_mention_elsewhere_takes_the_grammar_of_the_commands(world: World) -> None:
    for text, answer in (
        ("@goodstanding", "Mention me with what you would type"),
        ("@goodstanding help", "For example: @Goodstanding standing contoso"),
        ("@goodstanding standing contoso", "8,412.60"),
        ("@goodstanding standing zzz", "For example: @Goodstanding standing contoso"),
        ("@goodstanding dance", "no command dance"),
        ("@goodstanding note they called", "a case's number is needed"),
        ("@goodstanding suspend contoso", "opens with a click"),
    ):
        assert answer in write(world, AGENT, text, channel=GENERAL), text
    offered = [m for m in world.driver.messages(GENERAL, AGENT) if m["ephemeral_for"]][-1]
    world.driver.click(AGENT, offered, "customer_suspend")
    assert "Exchange" in words_of(world.driver.view(AGENT)["view"])
    said = write(world, "U0EXTERN", "@goodstanding standing contoso", channel="C0SHARED")
    assert "Contoso" not in said


def test_the_shortcut_takes_the_message_along(world: World) -> None:
    body = {"user": FIRST, "channel": GENERAL, "text": "Contoso <logs in> from two places & more"}
    world.driver.http.post("/sandbox/slack/messages", json=body)
    message = world.driver.wait_for_message(GENERAL, "two places")
    point_at(world, AGENT, message)
    found = world.driver.customer(AGENT, "contoso")
    assert OPENED in world.submit(AGENT, {"customer": found, "kind": "fraud"})
    shown = world.command(AGENT, "/case show 1")
    assert "Contoso &lt;logs in&gt; from two places &amp; more" in shown


def test_the_home_tab_is_drawn_for_whoever_opens_it(world: World) -> None:
    opened(world)
    world.command(AGENT, "/case assign 1 me")
    world.file("contoso", "Exchange")
    asked, asking, nobody = (home(world, user) for user in (FIRST, AGENT, READER))
    assert "Waiting for your vote" in asked and "Suspend Contoso" in asked
    assert "Asked for by you" in asking and "Your cases" in asking
    assert "At risk" in asked and "Contoso" in asked
    assert "You have no role" in nobody and "Contoso" not in nobody
    world.command(AGENT, "/freeze checking the books")
    assert "Everything is frozen" in home(world, FIRST)
