"""Whoever keeps checkpoints: what counts as kept, and what is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import httpx
import pytest

from clients.checkpoint_keepers import MailKeeper, UrlKeeper
from clients.http import HttpClient
from clients.mail import MailServer, SmtpPost, Tls
from clients.note_files import notes_in
from core.domain.checkpoints import Checkpoint
from core.domain.secret import Secret
from core.domain.trail import Head
from core.ports.outside import Answer, Outcome
from sandbox.server import Sandbox
from tests.builders import NOW
from tests.clients.scripted import BASE, Script, Step, addresses, said

MADE = Checkpoint("goodstanding/T1", Head(7, "ab" * 32), NOW)
NOTE = f"{MADE.text()}\n— goodstanding/T1 AAAA\n"
KEYS: dict[str, Any] = {"bot_token": "xoxb-of-the-keeper", "signing_secret": "0" * 32}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(**KEYS).start()
    yield running
    running.stop()


def by_mail(port: int) -> Answer:
    server = MailServer("127.0.0.1", port, Tls.OFFERED, "", Secret(""))
    post = SmtpPost(server, "desk@rheinland.example", "", "rheinland.example")
    return MailKeeper(post, "audit@kanzlei.example").keep(MADE, NOTE)


def by_url(*steps: Step) -> tuple[Answer, Script]:
    script = Script(*steps)
    http = HttpClient(BASE, transport=script.transport, resolve=addresses())
    return UrlKeeper(http, f"{BASE}/checkpoints").keep(MADE, NOTE), script


def test_the_auditor_finds_the_note_in_a_mail(sandbox: Sandbox) -> None:
    assert by_mail(sandbox.mailbox.port).outcome is Outcome.DONE
    (letter,) = sandbox.mailbox.letters()
    message = message_from_bytes(letter.source.encode(), policy=policy.default)
    assert message["Subject"] == "Checkpoint 7 of goodstanding/T1"
    assert list(notes_in(letter.source.encode())) == [NOTE]


def test_a_mail_server_out_of_reach_has_taken_nothing() -> None:
    assert by_mail(9).outcome is Outcome.LATER


def test_it_is_posted_as_it_is() -> None:
    answer, script = by_url(said({}, 201))
    (request,) = script.requests
    assert answer.outcome is Outcome.DONE
    assert (request.method, request.content.decode()) == ("POST", NOTE)
    assert request.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        pytest.param(said({}, 200), Outcome.DONE, id="taken"),
        pytest.param(said({}, 409), Outcome.DONE, id="there-already"),
        pytest.param(
            said({}, 302, Location="https://elsewhere.example"), Outcome.LATER, id="moved"
        ),
        pytest.param(said({}, 403), Outcome.LATER, id="forbidden"),
        pytest.param(said({}, 500), Outcome.LATER, id="broken"),
        pytest.param(httpx.ConnectError("refused"), Outcome.LATER, id="nobody-there"),
        pytest.param(httpx.ReadTimeout("slow"), Outcome.UNKNOWN, id="no-answer"),
    ],
)
def test_only_a_yes_counts(step: Step, outcome: Outcome) -> None:
    answer, script = by_url(step)
    assert answer.outcome is outcome
    assert len(script.requests) == 1
