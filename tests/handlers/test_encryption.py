"""A line to Slack is encrypted, and only to whom a known authority vouches for."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

from handlers.envelopes import Hello, read
from handlers.line import Broken, connect
from tests.handlers.a_certificate import Authority, an_authority

HELLO = '{"type": "hello"}'
BEAT = 5.0


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return an_authority(tmp_path)


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """As an operator does it whose network looks into TLS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@contextmanager
def slack(shown: ssl.SSLContext, heard: list[str]) -> Iterator[str]:
    """Says hello, and hears one message; its address."""

    def greet(connection: ServerConnection) -> None:
        connection.send(HELLO)
        heard.append(str(connection.recv()))

    with serve(greet, "127.0.0.1", 0, ssl=shown) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"wss://localhost:{server.socket.getsockname()[1]}/link"
    serving.join()


def test_a_line_is_opened_to_whom_a_known_authority_vouches_for(trusted: Authority) -> None:
    heard: list[str] = []
    with slack(trusted.server("localhost"), heard) as address:
        line = connect(address, BEAT)
        texts = line.messages()
        assert read(next(texts)) == Hello()
        line.say("acknowledged")
        assert list(texts) == [], "Slack hangs up, and so does the desk"
    assert heard == ["acknowledged"]


def test_an_authority_that_nobody_knows_is_not_believed(authority: Authority) -> None:
    refuses(authority.server("localhost"))


def test_a_certificate_of_another_host_is_not_believed(trusted: Authority) -> None:
    refuses(trusted.server("slack.example"))


def test_a_certificate_that_ended_is_not_believed(trusted: Authority) -> None:
    refuses(trusted.server("localhost", ends=datetime.now(UTC) - timedelta(hours=1)))


def refuses(shown: ssl.SSLContext) -> None:
    heard: list[str] = []
    with (
        slack(shown, heard) as address,
        pytest.raises(Broken, match=r"^SSLCertVerificationError$"),
    ):
        connect(address, BEAT)
    assert heard == []
