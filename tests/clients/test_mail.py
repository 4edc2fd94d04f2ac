"""Letters out: taken whole or not at all, and never said to be taken when nobody knows."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email import policy as policies
from email.message import EmailMessage
from typing import Any

import pytest

from clients.mail import MailServer, SmtpPost, Tls
from core.domain.secret import Secret
from core.ports.outside import Outcome
from sandbox.server import Sandbox
from tests.a_letter import ADDRESS, a_draft, a_letter
from tests.builders import NOW

KEYS: dict[str, Any] = {"bot_token": "xoxb-of-the-mail-test", "signing_secret": "0" * 32}
CFO = "cfo@contoso.example"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(**KEYS).start()
    yield running
    running.stop()


def post_to(port: int, *, tls: Tls = Tls.OFFERED, user: str = "") -> SmtpPost:
    server = MailServer("127.0.0.1", port, tls, user, Secret("s3cret"))
    sender = "Rheinland Cloud <collections@rheinland.example>"
    return SmtpPost(server, sender, "billing@rheinland.example", "rheinland.example")


def arrived(sandbox: Sandbox) -> EmailMessage:
    (letter,) = sandbox.mailbox.letters()
    source = letter.source.encode()
    message = message_from_bytes(source, _class=EmailMessage, policy=policies.default)
    return message


def test_a_letter_arrives_as_it_was_written(sandbox: Sandbox) -> None:
    draft = a_draft(
        subject="청구서 INV-1\nBcc: x@evil.example",
        text="입금해 주세요.\nGrüße\n",
        html="<p>입금해 주세요.</p>",
        language="ko",
        to=(ADDRESS, CFO),
    )
    letter = a_letter(draft, sent_at=NOW)
    assert post_to(sandbox.mailbox.port).send(letter).outcome is Outcome.DONE

    message = arrived(sandbox)
    assert message["Subject"] == "청구서 INV-1 Bcc: x@evil.example"
    assert message["From"] == "Rheinland Cloud <collections@rheinland.example>"
    assert message["Reply-To"] == "billing@rheinland.example"
    assert message["Message-ID"] == f"<{letter.letter_id}@rheinland.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ko"
    assert message["Date"] == "Mon, 12 Oct 2026 08:00:00 +0000"
    assert message["Bcc"] is None
    plain, page = message.get_body(["plain"]), message.get_body(["html"])
    assert plain is not None
    assert page is not None
    assert plain.get_content().splitlines() == ["입금해 주세요.", "Grüße"]
    assert page.get_content().strip() == "<p>입금해 주세요.</p>"
    (taken,) = sandbox.mailbox.letters()
    assert taken.recipients == (ADDRESS, CFO)


@pytest.mark.parametrize(
    ("how", "outcome", "code"),
    [
        pytest.param("refused", Outcome.REFUSED, "550", id="nobody-there"),
        pytest.param("deferred", Outcome.LATER, "451", id="not-now"),
        pytest.param("returned", Outcome.DONE, "250", id="taken-and-sent-back"),
    ],
)
def test_all_its_addresses_are_taken_or_none(
    sandbox: Sandbox, how: str, outcome: Outcome, code: str
) -> None:
    sandbox.mailbox.bounce(CFO, how)
    answer = post_to(sandbox.mailbox.port).send(a_letter(a_draft(to=(ADDRESS, CFO))))
    assert (answer.outcome, answer.code) == (outcome, code)
    assert answer.detail.startswith(code)
    assert len(sandbox.mailbox.letters()) == (outcome is Outcome.DONE)


@contextmanager
def a_server(*answers: str) -> Iterator[int]:
    """Says these lines one after the other, each after something was heard but the first, which is
    the greeting, then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        # Whoever wants it encrypted hangs up on a greeting in clear.
        with suppress(ConnectionError), line, line.makefile("rb") as heard:
            for place, answer in enumerate(answers):
                if place:
                    _hear(heard, whole_text=answers[place - 1].startswith("354"))
                line.sendall(f"{answer}\r\n".encode())
            if answers[-1].startswith("354"):
                _hear(heard, whole_text=True)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(10)


def _hear(heard: Any, *, whole_text: bool) -> None:
    while (line := heard.readline()) and whole_text and line != b".\r\n":
        pass


TAKES = ("220 hello", "250 hello", "250 from", "250 to")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        pytest.param((*TAKES, "354 go on", "250 taken"), Outcome.DONE, id="taken"),
        pytest.param((*TAKES, "354 go on"), Outcome.UNKNOWN, id="gone-after-the-text"),
        pytest.param((*TAKES, "354 go on", "451 full"), Outcome.LATER, id="not-now-at-the-end"),
        pytest.param((*TAKES, "354 go on", "554 spam"), Outcome.REFUSED, id="never-at-the-end"),
        pytest.param((*TAKES, "451 full"), Outcome.LATER, id="no-text-wanted"),
        pytest.param((*TAKES[:3], "421 closing"), Outcome.LATER, id="closing"),
        pytest.param(TAKES[:3], Outcome.LATER, id="gone-before-the-address"),
        pytest.param(("554 go away",), Outcome.LATER, id="not-for-us"),
        pytest.param((*TAKES[:2], "550 you"), Outcome.LATER, id="our-own-address-refused"),
        pytest.param((*TAKES[:3], "530 sign in"), Outcome.LATER, id="sign-in-wanted"),
    ],
)
def test_what_a_server_does_says_what_is_known(answers: Sequence[str], outcome: Outcome) -> None:
    with a_server(*answers) as port:
        assert post_to(port).send(a_letter()).outcome is outcome


def test_a_server_that_is_not_there_says_nothing_of_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    answer = post_to(port).send(a_letter())
    assert (answer.outcome, answer.code) == (Outcome.LATER, "")


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT], ids=str)
def test_where_it_has_to_be_encrypted_nothing_leaves_in_clear(tls: Tls) -> None:
    with a_server("220 hello", "250 hello", "250 more") as port:
        answer = post_to(port, tls=tls, user="desk").send(a_letter())
    assert (answer.outcome, answer.code) == (Outcome.LATER, "")


def test_a_password_is_not_shown() -> None:
    assert "s3cret" not in repr(post_to(25))
