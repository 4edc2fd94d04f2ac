"""What Partner Center delivers, from the stand-in's signature to what the desk knows then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.cli.demo import running
from bot.cli.demo_webhooks import listen
from bot.webhooks import PartnerWebhooks
from clients.webhook_certificates import Certificates, Roots
from core.usecases.hints import heard
from sandbox.stories.driver import Json, words_of
from tests.bot.a_terminal import bot
from tests.bot.test_cli import LOCAL, environment_of, free_port
from tests.clients.a_signer import HOST, URL, Host, chain, root, sent
from tests.clients.scripted import addresses
from tests.installation import Installation, copy_of
from tests.sandbox.slack_desk import wait_for
from tests.world import World

WEBHOOKS = "/sandbox/partner-center/webhooks"
ELSEWHERE = "99999999-2222-4333-8444-555555555555"
UPDATED, FRAUD = "subscription-updated", "azure-fraud-event-detected"


class Registered(Installation):
    """One that knows whom the stand-in's certificates lead to."""

    def environment(self, port: int) -> dict[str, str]:
        roots = self.folder / "webhook-roots.pem"
        roots.write_text(self.sandbox.partner_center.postman.seals.root_pem)
        return super().environment(port) | {
            "PARTNER_CENTER_WEBHOOK_HOSTS": self.sandbox.url.removeprefix("http://"),
            "PARTNER_CENTER_WEBHOOK_ROOTS": str(roots),
        }


@pytest.fixture
def world(filled: Path, tmp_path: Path) -> Iterator[World]:
    installation = Registered(copy_of(filled, tmp_path / "desk"))
    try:
        installation.start()
        with closing(World(installation)) as made:
            yield made
            made.settled()
            assert made.violations() == []
    finally:
        installation.stop()


class Microsoft:
    """The stand-in, as far as it delivers; the desk is registered for one account."""

    def __init__(self, world: World, account: str = "main") -> None:
        self._world, self._http, self._account = world, world.driver.http, account
        self.desk = world.installation.desk.url
        done = bot(environment_of(world), "webhooks", "register", "--url", self.desk,
                   "--account", account)  # fmt: skip
        assert done.returncode == 0, done.stdout

    def say(self, event: str, resource: str) -> Json:
        return self._sent({"account": self._account, "event": event, "resource": resource})

    def again(self, delivery: Json) -> Json:
        """The same bytes."""
        return self._sent({"again": delivery["n"]})

    def _sent(self, asked: Json) -> Json:
        answer = self._http.post(WEBHOOKS, json=asked)
        assert answer.status_code == 200, answer.text
        return self.delivered(answer.json()["n"])

    def delivered(self, n: int) -> Json:
        """Once it was tried."""
        wait_for(lambda: bool(self._listed(n)["attempts"]))
        return self._listed(n)

    def newest(self) -> Json:
        wait_for(lambda: bool(self._all()))
        return self.delivered(self._all()[-1]["n"])

    def _listed(self, n: int) -> Json:
        return next(one for one in self._all() if one["n"] == n)

    def _all(self) -> list[Json]:
        found: list[Json] = self._http.get(WEBHOOKS).json()["deliveries"]
        return found


def counted(world: World, account: str = "main") -> dict[str, int]:
    return world.ask(lambda work: {one.event: one.times for one in heard(work, account)})


def statuses(delivery: Json) -> list[int]:
    return [attempt["status"] for attempt in delivery["attempts"]]


def change_behind_our_back(world: World, customer: str) -> str:
    """Somebody suspends in the portal; the subscription's id."""
    bought = next(s for s in world.subscriptions(customer) if s["status"] == "active")
    asked = {"subscription_id": bought["id"], "set": {"status": "suspended"}}
    answer = world.driver.http.post("/sandbox/partner-center/portal", json=asked)
    assert answer.status_code == 200, answer.text
    return str(bought["id"])


def known_status(world: World, customer: str, subscription_id: str) -> str:
    key = world.customer(customer).key
    found = world.ask(lambda work: work.customers.subscriptions(key))
    return next(s.status for s in found if s.subscription_id == subscription_id)


def test_what_changed_behind_our_back_is_read_within_a_minute(world: World) -> None:
    microsoft = Microsoft(world)
    changed = change_behind_our_back(world, "contoso")
    assert statuses(microsoft.newest()) == [200]
    assert counted(world) == {UPDATED: 1}
    assert known_status(world, "contoso", changed) == "active", "a hint is not believed"
    world.driver.move_clock(to=(world.now + timedelta(minutes=1)).isoformat())
    world.until(lambda: known_status(world, "contoso", changed) == "suspended")


def test_a_new_invoice_is_read_within_a_minute(world: World) -> None:
    microsoft = Microsoft(world)

    def reads() -> int:
        return sum("/v1/invoices" in request["path"] for request in world.requests())

    world.settled()
    before = reads()
    assert statuses(microsoft.say("invoice-ready", "/v1/invoices/G000024135")) == [200]
    world.driver.move_clock(to=(world.now + timedelta(minutes=1)).isoformat())
    world.until(lambda: reads() > before)


def test_the_same_bytes_again_do_nothing(world: World) -> None:
    microsoft = Microsoft(world)
    first = microsoft.say(UPDATED, f"/v1/customers/{world.customer('contoso').key.tenant_id}")
    assert [statuses(microsoft.again(first)) for _ in range(5)] == [[200]] * 5
    assert counted(world) == {UPDATED: 1}


@pytest.mark.parametrize(
    "how", ["key", "host", "body", "date", "chain", "organization", "algorithm"]
)
def test_whatever_is_forged_is_turned_away_and_nothing_is_noted(world: World, how: str) -> None:
    microsoft = Microsoft(world)
    fault = {"target": "webhook", "kind": "forge", "how": how}
    assert world.driver.http.post("/sandbox/faults", json=fault).status_code == 200
    forged = microsoft.say(UPDATED, f"/v1/customers/{world.customer('contoso').key.tenant_id}")
    assert forged["forged"] == how
    assert statuses(forged) == [400 if how == "date" else 401]
    assert counted(world) == {}


def test_a_fraud_event_is_said_in_the_alerts_channel(world: World) -> None:
    microsoft = Microsoft(world)
    bought = world.subscriptions("contoso")[0]["id"]
    assert statuses(microsoft.say(FRAUD, bought)) == [200]
    world.settled()
    said = world.driver.wait_for_message("C0ALERTS", "Microsoft reports a fraud event", bought)
    assert "Contoso" in words_of(said)


def test_the_desk_says_whether_microsoft_reaches_it(world: World) -> None:
    environment = environment_of(world)
    none = bot(environment, "webhooks", "test", "--account", "main")
    assert (none.returncode, "Nothing is registered" in none.stdout) == (1, True)
    microsoft = Microsoft(world)
    good = bot(environment, "webhooks", "test", "--account", "main")
    assert good.returncode == 0, good.stdout
    assert f"reached this desk at {microsoft.desk}/webhooks/partner-center/main" in good.stdout
    shown = bot(environment, "webhooks", "show", "--account", "main").stdout
    assert f"url    {microsoft.desk}/webhooks/partner-center/main" in shown
    assert shown.rstrip().endswith("1  test-created")
    looked = bot(environment, "doctor").stdout
    assert f"webhooks, account main: they go to {microsoft.desk}/webhooks" in looked
    assert "webhooks, account main: last heard" in looked
    assert "webhooks, account china: none are registered" in looked
    listed = bot(environment, "webhooks", "events", "--account", "main").stdout
    assert "followed  subscription-updated" in listed


def test_a_desk_that_turns_microsoft_away_and_one_that_is_not_there_are_told_apart(
    world: World,
) -> None:
    microsoft = Microsoft(world)
    fault = {"target": "webhook", "kind": "forge", "how": "key"}
    world.driver.http.post("/sandbox/faults", json=fault)
    environment = environment_of(world)
    refused = bot(environment, "webhooks", "test", "--account", "main")
    assert refused.returncode == 1
    assert f"It reached {microsoft.desk}" in refused.stdout and "turned away" in refused.stdout
    away = f"http://127.0.0.1:{free_port()}"
    bot(environment, "webhooks", "register", "--url", away, "--account", "main")
    nobody = bot(environment, "webhooks", "test", "--account", "main")
    assert f"does not reach {away}" in nobody.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "http://desk.example"), "--url begins with https://"),
        (("--url", "https://desk.example/slack/events"), "is added to it"),
        (("--url", "https://desk.example?x=1"), "is added to it"),
        (("--url", "https://desk.example", "--account", "nobody"), "no account nobody"),
    ],
)
def test_an_address_that_cannot_be_is_refused(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db"}
    bot(environment, "migrate")
    done = bot(environment, "webhooks", "register", *words)
    assert done.returncode == 2
    assert said in done.stdout
    assert "tests/" not in done.stdout


def test_whoever_knocks_without_a_signature_learns_nothing(world: World) -> None:
    url = f"{world.installation.desk.url}/webhooks/partner-center"
    answers = [
        httpx.post(f"{url}/main", content=b"{}"),
        httpx.post(f"{url}/nobody", content=b"{}"),
        httpx.post(url, content=b"{}"),
        httpx.get(f"{url}/main"),
        httpx.post(f"{url}/main", content=b"x" * 300_000),
    ]
    assert {answer.status_code for answer in answers} <= {400, 401}
    assert {answer.text for answer in answers} == {"no\n"}
    assert counted(world) == {}


def test_an_account_has_an_address_of_its_own(world: World) -> None:
    china = Microsoft(world, "china")
    assert statuses(china.say(UPDATED, f"/v1/customers/{ELSEWHERE}")) == [200]
    assert (counted(world, "china"), counted(world)) == ({UPDATED: 1}, {})


def test_fifty_at_once_are_one(world: World) -> None:
    """What is turned away for want of a certificate, which one fetches for all, comes again."""
    host = Host()
    host.serve(chain())
    clock = world.office.clock
    certificates = Certificates(
        [HOST], Roots(root()), clock=clock, transport=host.transport,
        resolve=addresses("93.184.216.34"),
    )  # fmt: skip
    webhooks, delivery = PartnerWebhooks(certificates, world.office), sent()

    def deliver(_: int) -> int:
        return webhooks.answer("main", "POST", delivery.headers, delivery.body)[0]

    with ThreadPoolExecutor(16) as pool:
        first = list(pool.map(deliver, range(50)))
        again = list(pool.map(deliver, range(50)))
    webhooks.close()
    assert set(first) <= {200, 401} and set(again) == {200}
    assert host.asked == [URL]
    assert counted(world) == {UPDATED: 1}


def test_a_demo_hears_of_what_happens(tmp_path: Path) -> None:
    with running(tmp_path, free_port()) as demo, httpx.Client(base_url=demo.url) as browser:
        listen(demo.desk, demo.processes.environment)
        asked = {"account": "main", "event": UPDATED, "resource": f"/v1/customers/{ELSEWHERE}"}
        assert browser.post(WEBHOOKS, json=asked).status_code == 200

        def answered() -> bool:
            found = browser.get(WEBHOOKS).json()["deliveries"]
            return bool(found) and [a["status"] for a in found[0]["attempts"]] == [200]

        wait_for(answered)
