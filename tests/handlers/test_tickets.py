"""Service requests in Slack: commands, forms, the card in the thread, the package, reminders."""

from __future__ import annotations

from datetime import timedelta

from core.domain.prints import Card
from core.ports.tickets import NobodyLoggedIn
from core.usecases.ticket_ticks import tick
from sandbox.stories.driver import CASES, GENERAL, Json, words_of
from tests.handlers.a_pack import printed
from tests.handlers.test_cases import heard, home, write
from tests.world import AGENT, FIRST, READER, World

HANLIN = "hanlin-medtech.example"
ANSWERS: Json = {
    "phone": "+86 21 5555 0100",
    "observed": "用户无法登录 <since> Monday\nsecond `line`",
}
# Typed, a piece of what is said, and the one example that follows.
WRONG = [
    ("", "Which customer?", "/ticket contoso"),
    ("zzz", "Nobody is called “zzz”", "/ticket contoso"),
    ("show 4711", "There is no service request 4711", "/ticket show GS-7c1e04ab"),
    ("number", "Microsoft's number is needed", "/ticket number GS-7c1e04ab 119032012345678"),
    ("note 4711 x", "There is no service request", "/ticket note 119032012345678 The"),
    ("answer", "no service request is named", "/ticket answer 119032012345678 They"),
    ("close 4711", "There is no service request", "/ticket close 119032012345678 Solved"),
]


def prepared(world: World, customer: str = HANLIN) -> str:
    """A case, and a service request of its customer; its reference."""
    world.command(AGENT, f"/case open {customer} misuse odd sign-ins")
    world.driver.command(AGENT, f"/ticket {customer}")
    assert "is ready to paste" in world.submit(AGENT, ANSWERS)
    world.settled()
    return reference(world)


def reference(world: World) -> str:
    return world.ask(lambda work: work.tickets.open()[0]).reference


def card(world: World) -> Json:
    """The card in the thread of the case."""
    root = world.driver.wait_for_message(CASES, "Case 1")
    return world.driver.wait_in_thread(root, f"Service request {shown_name(world)}: ", "Severity")


def shown_name(world: World) -> str:
    return world.ask(lambda work: work.tickets.open()[0]).name


def thread(world: World) -> str:
    root = world.driver.wait_for_message(CASES, "Case 1")
    return "\n".join(words_of(m) for m in world.driver.messages(CASES, thread_ts=root["ts"]))


def test_whatever_is_wrong_is_said_privately_with_one_right_example(world: World) -> None:
    for text, says, example in WRONG:
        said = world.driver.command(AGENT, f"/ticket {text}".strip())["ephemeral"]["text"]
        assert says in said, text
        assert said.count("For example:") == 1 and example in said, text


def test_whoever_has_no_role_learns_nothing(world: World) -> None:
    found = prepared(world)
    for text in (HANLIN, "list", f"show {found}", f"number {found} 12345", f"close {found} done"):
        said = world.command(READER, f"/ticket {text}")
        assert "one of these roles" in said and "瀚林" not in said


def test_21vianet_gets_a_package_in_two_languages_with_every_id(world: World) -> None:
    world.command(AGENT, f"/case open {HANLIN} misuse odd sign-ins")
    world.driver.command(AGENT, f"/ticket {HANLIN}")
    form = words_of(world.driver.view(AGENT)["view"])
    assert "in its portal only" in form and "我方发现该租户存在滥用行为" in str(
        world.driver.view(AGENT)
    )

    said = world.submit(AGENT, ANSWERS)

    customer = world.customer(HANLIN)
    ids = [s["id"] for s in world.subscriptions(HANLIN)]
    for wanted in (customer.key.tenant_id, *ids):
        assert said.count(wanted) == 2, wanted
    assert "Customer requests → find the customer → New request" in said
    assert "What was observed" in said and "观察到的现象：" in said
    assert "用户无法登录 &lt;since&gt; Monday\nsecond 'line'" in said
    assert "2026-10-12 08:00 UTC (China time 2026-10-12 16:00): The case was opened" in said
    assert "2026-10-12 08:00 UTC（中国时间 2026-10-12 16:00）：案例已建立" in said


def test_the_impact_of_abuse_begins_with_the_abuse(world: World) -> None:
    world.command(AGENT, "/case open contoso fraud mining pools")
    number = world.ask(lambda work: work.cases.open())[0].number
    world.command(AGENT, f"/case since {number} 2026-10-11 22:15")
    world.driver.command(AGENT, "/ticket contoso")
    asked = world.driver.view(AGENT)["view"]["blocks"]
    (since,) = [one for one in asked if one.get("block_id") == "impact_from"]
    assert since["element"]["initial_value"] == "2026-10-11 22:15"


def test_what_we_did_stands_there_with_its_correlation_ids(world: World) -> None:
    tick(office=world.office, desk=NobodyLoggedIn())
    plan = world.suspended("contoso", "Exchange")
    world.driver.command(AGENT, "/ticket contoso")
    said = world.submit(AGENT, ANSWERS)

    (step,) = world.steps(plan)
    attempt = world.ask(lambda work: work.plans.attempt(step))
    assert said.count(f"MS-CorrelationId: {attempt.correlation_id}") == 1
    assert said.count(f"MS-RequestId：{attempt.request_id}") == 1
    assert "Suspended Exchange Online" in said and "on request of Mina Kang" in said
    assert "nobody has signed in for this account" in thread(world)


def test_the_number_the_answer_and_the_end_are_typed_back(world: World) -> None:
    found = prepared(world)
    (ticket,) = world.ask(lambda work: work.tickets.open())
    assert "Support requests → Customer requests" in words_of(card(world))
    world.driver.click(AGENT, card(world), "ticket_number")
    assert "Microsoft's number is needed" in world.submit(AGENT, {"number": "no"})
    world.driver.click(AGENT, card(world), "ticket_number")
    assert f"Noted: {found} is 2026CN-0077." in world.submit(AGENT, {"number": "2026CN-0077"})
    world.settled()
    assert f"Mina Kang submitted service request {found}." in thread(world)
    assert "submitted, no answer yet" in words_of(card(world))
    assert "service request that is still open: 2026CN-0077" in world.command(
        AGENT, "/case close 1 Told them"
    )
    world.driver.click(FIRST, card(world), "ticket_answer")
    assert "is on record" in world.submit(FIRST, {"text": "They reset the <tenant>"})
    world.settled()
    assert "Microsoft's answer to service request 2026CN-0077: They reset" in thread(world)
    assert "closed" in world.command(AGENT, "/ticket close 2026cn-0077 Solved")
    assert "2026CN-0077 is closed" in world.command(AGENT, f"/ticket note {found} more")
    assert "Case 1 is closed." in world.command(AGENT, "/case close 1 false_alarm Told them")
    world.settled()
    kept = printed(world, Card.TICKET, ticket.case_id)
    assert kept.index("Support requests → Customer requests") < kept.index("2026CN-0077")


def test_the_package_is_shown_in_private_and_posted_where_it_is_asked_for(world: World) -> None:
    found = prepared(world)
    root = world.driver.wait_for_message(CASES, "Case 1")
    world.driver.click(FIRST, card(world), "ticket_package")
    world.until(lambda: len(heard(world, FIRST, CASES, root["ts"])) == 2)
    both = " ".join(heard(world, FIRST, CASES, root["ts"]))
    assert "中文" in both and "English" in both
    assert "ready to paste" not in thread(world)

    world.driver.click(FIRST, card(world), "ticket_package_here")
    world.settled()
    # In each message once as its text and once in its blocks.
    assert thread(world).count(f"{found}, ready to paste: ") == 2 * 2


def test_who_looks_after_it_is_reminded_in_the_thread_and_in_private(world: World) -> None:
    found = prepared(world)
    world.driver.move_clock((world.now + timedelta(days=1)).isoformat())
    for _ in range(3):
        tick(office=world.office, desk=NobodyLoggedIn())
    world.settled()
    assert thread(world).count(f"{found} still waits to be submitted") == 2
    (direct,) = [m for m in world.driver.messages("D0KANG", AGENT) if found in words_of(m)]
    assert "to be submitted by hand" in words_of(direct)


def test_a_mention_in_the_thread_of_a_case_is_for_its_customer(world: World) -> None:
    world.command(AGENT, f"/case open {HANLIN} misuse odd sign-ins")
    world.settled()
    root = world.driver.wait_for_message(CASES, "Case 1")
    write(world, AGENT, "@goodstanding ticket", thread=root["ts"])
    (said,) = [m for m in world.driver.messages(CASES, AGENT, root["ts"]) if _mine(m)]
    world.driver.click(AGENT, said, "ticket_open")
    assert "is ready to paste" in world.submit(AGENT, ANSWERS)
    world.settled()
    found = reference(world)
    assert "Noted in" in write(
        world, AGENT, f"@goodstanding ticket note {found} more", thread=root["ts"]
    )


def _mine(message: Json) -> bool:
    return message.get("ephemeral_for") == AGENT


def test_standing_and_home_show_it_and_lead_to_a_new_one(world: World) -> None:
    found = prepared(world)
    shown = world.driver.command(AGENT, f"/standing {HANLIN}")["ephemeral"]
    assert f"Service request {found}: " in words_of(shown)
    world.driver.click(AGENT, shown, "ticket_open")
    assert "already" in world.submit(AGENT, ANSWERS)
    assert f"{found}" in home(world, AGENT)
    assert found not in home(world, FIRST)
    assert "1 open service request" in world.command(FIRST, "/ticket list")


def test_without_a_case_one_is_opened_with_it(world: World) -> None:
    world.driver.command(AGENT, f"/ticket {HANLIN}")
    typed = {"title": "Sign-in", "impact_from": "2026-10-12 07:00", "kind": "fraud"}
    wrong = world.submit(AGENT, {**ANSWERS, **typed, "impact_from": "yesterday"})
    assert "“yesterday” is no moment" in wrong
    world.driver.command(AGENT, f"/ticket {HANLIN}")
    assert "is no moment" in world.submit(
        AGENT, {**ANSWERS, **typed, "impact_until": "2026-10-12 06:00"}
    )
    world.driver.command(AGENT, f"/ticket {HANLIN}")
    assert "is ready to paste" in world.submit(AGENT, {**ANSWERS, **typed})
    assert "fraud" in world.command(AGENT, "/case show 1")
    world.settled()
    assert GENERAL not in thread(world)
