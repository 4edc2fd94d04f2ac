"""A process that starts, registers for hints, hears one, opens a form and whispers an answer: every
call of the web side and of the terminal that nothing else makes."""

from __future__ import annotations

from contextlib import suppress

from bot.wiring import partner_center_accounts
from clients.http import Call, HttpClient
from clients.partner_webhooks import Deliveries
from clients.webhook_certificates import Certificates, Roots
from clients.webhook_registration import WebhookRegistrations
from core.domain.errors import Refusal
from core.faults import Way
from core.ports.outside import Unreachable
from core.usecases import hints
from handlers.directory import whoami
from handlers.messages.blocks import plain
from handlers.socket import fresh_address
from sandbox.stories.driver import GENERAL
from tests.clients.a_key import NOW
from tests.clients.a_signer import HOST, Host, chain, root, sent
from tests.clients.scripted import addresses
from tests.office import AGENT
from tests.prove.sweeping.house import House

# The same whenever it is delivered.
HINT = sent()


def come_and_go(house: House) -> None:
    """What was begun is begun again by whoever comes after a crash."""
    place, settings = house.place, house.place.settings
    whoami(place.slack)
    with suppress(Unreachable):
        fresh_address(place.slack, "xapp-nobody")
    _ask(settings.clock_url, Way.CLOCK)
    _ask(f"{place.sandbox.url}/partner-center/main/v1/customers", Way.PROBE)
    _register(house)
    _hear(house)
    with suppress(Refusal):
        house.services.slack.open_view("trigger-1", {})
    house.services.slack.whisper(GENERAL, AGENT.user_id, plain("Done."))
    house.services.slack.close()  # type: ignore[attr-defined]


def _ask(url: str, way: Way) -> None:
    http = HttpClient(url)
    with suppress(Unreachable):
        http.ask(Call("GET", url, way=way))
    http.close()


def _register(house: House) -> None:
    account = partner_center_accounts(house.place.settings)[0]
    registrations = WebhookRegistrations(account, clock=house.place.clock)
    registrations.register(f"{house.place.sandbox.url}/webhooks", ["subscription-updated"])
    registrations.close()


def _hear(house: House) -> None:
    """Partner Center delivers it until it is taken, and perhaps once more."""
    host = Host()
    host.serve(chain())
    certificates = Certificates(
        [HOST], Roots(root()), clock=lambda: NOW, transport=host.transport,
        resolve=addresses("93.184.216.34"),
    )  # fmt: skip
    notice = Deliveries(certificates, lambda: NOW).read("main", HINT.headers, HINT.body)
    hints.take(notice, office=house.office)
    certificates.close()
