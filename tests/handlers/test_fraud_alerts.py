"""Microsoft's alerts from end to end: seen, told in a case's thread, answered, and read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.wiring import partner_center_accounts, seal_of
from clients.consent import ConsentRequest
from clients.user_lines import token_address
from core.domain.secret import Secret
from core.usecases import alert_ticks
from core.usecases.consents import keep
from handlers.messages.alert_forms import answer_form
from handlers.messages.text import Words
from sandbox.stories.driver import ALERTS, CASES, Json, words_of
from tests.an_alert import a_report, an_alert
from tests.world import AGENT, READER, World

GPU = "c188d03b-2cc6-43cf-a626-cb46f08d8430"
FLEET = "095e2015-0733-4040-86d6-7ab47cc2e0d3"


def plant(world: World, id: str = GPU, **asked: Any) -> Json:
    """Something begins, and Microsoft is asked."""
    body = {"subscription_id": id} | asked
    planted: Json = world.driver.http.post("/sandbox/partner-center/alerts", json=body).json()
    assert "error" not in planted
    look(world)
    return planted


def look(world: World) -> None:
    """Three minutes later."""
    world.driver.http.post("/clock", json={"advance": "PT3M1S"})
    alert_ticks.tick(office=world.office)
    world.settled()


def follow(world: World) -> None:
    alert_ticks.follow(office=world.office)
    world.settled()


def at_graph(world: World) -> Json:
    (one,) = world.driver.http.get("/sandbox/partner-center/alerts?account=main").json()
    standing: Json = one["standing"]["graph"]
    return standing


def in_thread(world: World, *words: str) -> Json:
    root = world.driver.wait_for_message(CASES, "Case 1")
    return world.driver.wait_in_thread(root, *words)


def test_an_alert_opens_a_case_with_its_facts_and_follows_it(world: World) -> None:
    plant(world)
    said = words_of(in_thread(world, "Microsoft reports connections to pools of crypto mining"))
    for fact in ("Simulation (GPU)", GPU, "Severity high", "First observed", "1 time",
                 "virtualMachines/vm-7", "Graph's security alerts"):  # fmt: skip
        assert fact in said
    thread = world.driver.messages(CASES, thread_ts=in_thread(world, "Microsoft")["thread_ts"])
    assert sum("strength 100" in words_of(one) for one in thread) == 0, "one news, one message"

    world.command(AGENT, "/case assign 1 me")
    follow(world)
    assert at_graph(world)["status"] == "investigating"
    assert in_thread(world, "Microsoft shows the alert as under investigation now")


def test_a_person_tells_microsoft_by_hand(world: World) -> None:
    plant(world)
    message = in_thread(world, "Microsoft reports")
    world.driver.click(AGENT, message, "alert_answer")
    assert "Microsoft is being told that it is resolved as fraud" in world.submit(
        AGENT, {"status": "fraud"}
    )
    world.settled()
    assert (at_graph(world)["status"], at_graph(world)["reason"]) == ("resolved", "fraud")
    assert in_thread(world, "tells Microsoft that the alert", "resolved as fraud")
    assert in_thread(world, "Microsoft shows the alert as resolved as fraud now")
    answer = world.driver.click(AGENT, message, "alert_answer")
    assert not answer["views"]


def test_whoever_has_no_role_tells_nothing(world: World) -> None:
    plant(world)
    message = in_thread(world, "Microsoft reports")
    world.driver.click(READER, message, "alert_answer")
    assert at_graph(world)["status"] == "active"


def test_a_test_is_told_in_the_alerts_channel_without_a_button(world: World) -> None:
    plant(world, is_test=True)
    message = world.driver.wait_for_message(ALERTS, "A test of Microsoft's")
    assert "Tell Microsoft" not in words_of(message)
    assert world.driver.http.get("/sandbox/partner-center/changes").json() == []


def test_what_runs_on_is_told_once_and_what_is_cut_ends(world: World) -> None:
    plant(world)
    in_thread(world, "Microsoft reports")
    before = world.ask(lambda work: work.alerts.open()[0])
    world.driver.http.post("/clock", json={"advance": "PT1H"})
    look(world)
    later = world.ask(lambda work: work.alerts.open()[0])
    assert before.last_seen is not None and later.last_seen is not None
    assert later.last_seen > before.last_seen and later.count > before.count
    assert later.is_to_act_on()
    body = {"entitlement_id": GPU, "set": {"status": "inactive"}}
    world.driver.http.post("/sandbox/partner-center/portal", json=body)
    look(world)
    ended = world.ask(lambda work: work.alerts.open()[0]).last_seen
    look(world)
    assert world.ask(lambda work: work.alerts.open()[0]).last_seen == ended


def test_an_outage_is_told_in_the_alerts_channel_and_its_end_as_well(world: World) -> None:
    look(world)
    world.driver.http.post(
        "/sandbox/partner-center/options", json={"account": "main", "graph_allowed": False}
    )
    look(world)
    lost = world.driver.wait_for_message(ALERTS, "Alerts of account main cannot be read")
    assert "Graph's security alerts: our access does not do for it" in words_of(lost)
    world.driver.http.post(
        "/sandbox/partner-center/options", json={"account": "main", "graph_allowed": True}
    )
    plant(world, FLEET)
    assert world.driver.wait_for_message(ALERTS, "can be read from Graph's security alerts again")
    assert in_thread(world, "Fleet telemetry")


@pytest.mark.parametrize(("kind", "sends"), [("reset_after", 1), ("status", 2)])
def test_an_answer_that_got_lost_is_read_back_and_sent_again_only_where_it_did_not_arrive(
    world: World, kind: str, sends: int
) -> None:
    plant(world)
    where = {"method": "PATCH", "path": "/graph/"}
    fault = {"target": "partner-center", "kind": kind, "match": where}
    assert world.driver.http.post("/sandbox/faults", json=fault).status_code == 200
    world.driver.click(AGENT, in_thread(world, "Microsoft reports"), "alert_answer")
    world.submit(AGENT, {"status": "fraud"})
    for _ in range(sends):
        world.driver.http.post("/clock", json={"advance": "PT2M1S"})
        world.settled()
    assert in_thread(world, "Microsoft shows the alert as resolved as fraud now")
    assert at_graph(world)["status"] == "resolved"
    asked = [one for one in world.requests() if one["method"] == "PATCH"]
    assert len(asked) == sends and all("/graph/" in one["path"] for one in asked)


def test_both_sources_of_a_desk_where_somebody_signed_in(world_with_codes: World) -> None:
    world = world_with_codes
    seal = seal_of(world.installation.desk.settings)
    token = consent_at(world)
    keep("main", token, seal=seal, office=world.office)
    plant(world)
    message = in_thread(world, "Microsoft reports")
    assert "Partner Center's fraud events" in words_of(message)
    assert in_thread(world, "Graph's security alerts tell of the same alert")
    world.driver.click(AGENT, message, "alert_answer")
    world.submit(AGENT, {"status": "legitimate"})
    world.settled()
    (one,) = world.driver.http.get("/sandbox/partner-center/alerts?account=main").json()
    reasons = {name: (at["status"], at["reason"]) for name, at in one["standing"].items()}
    assert reasons == {"events": ("resolved", "ignore"), "graph": ("resolved", "legitimate")}
    assert world.ask(lambda work: work.alerts.open()) == []


def consent_at(world: World) -> Secret:
    """Somebody presses the button of the sign-in page; the token that comes of it."""
    account = next(
        one
        for one in partner_center_accounts(world.installation.desk.settings)
        if one.name == "main"
    )
    request = ConsentRequest("http://127.0.0.1:5/")
    address = token_address(account, world.office.clock)
    authorize = account.token_url.removesuffix("/token") + "/authorize"
    page = request.address(authorize, account.client_id, account.base_url.rstrip("/"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    back = world.driver.http.post(page.partition("?")[0], data=asked).headers["Location"]
    token = request.redeem(request.code(urlsplit(back).query), address)
    address.close()
    return token


def test_the_form(request: pytest.FixtureRequest) -> None:
    path = Path(__file__).parent / "golden" / "alert_form.json"
    alert = an_alert(a_report(kind="<new>"))
    names = {alert.subscription_id: "Simulation <GPU>"}
    found = answer_form(alert, names, "token", Words("en-US", "Europe/Berlin"))
    if request.config.getoption("--update-golden", default=False):
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))
