"""App+User tokens: renewed by one at a time, each refresh token used once, and never elsewhere."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

import httpx
import pytest

from clients.grants import Application, TokenAddress
from clients.http import HttpClient
from clients.user_lines import UserLines
from clients.user_tokens import UserTokens
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.ports.secrets import ConsentInUse, Held, NoConsent
from tests.clients.a_key import NOW
from tests.clients.scripted import BASE, LOGIN, Script, Step, account, addresses, said


@dataclass
class Drawer:
    """Consents of one account in memory, one holder at a time."""

    token: str = "refresh-0"
    holders: list[str] = field(default_factory=list)
    held: bool = False
    refused: str = ""
    used: list[str] = field(default_factory=list)

    def take(self, account: str) -> Held:
        if self.refused:
            raise NoConsent("nobody consents")
        if self.held:
            raise ConsentInUse("held", 5.0)
        self.held = True
        return Held(account, "me", Secret(self.token))

    def renew(self, held: Held, token: Secret) -> None:
        assert self.held
        self.used.append(held.token.reveal())
        self.token, self.held = token.reveal(), False

    def give_back(self, held: Held, refused: str = "") -> None:
        assert self.held
        self.held, self.refused = False, refused


def granted(number: int, **more: object) -> httpx.Response:
    answer = {"access_token": f"user-{number}", "expires_in": "3600"}
    return said(answer | {"refresh_token": f"refresh-{number}"} | more)


def tokens(script: Script, drawer: Drawer) -> UserTokens:
    http = HttpClient(LOGIN, transport=script.transport, resolve=addresses())
    application = Application("client", Secret("very-secret"), BASE)
    return UserTokens("main", TokenAddress(http, application, lambda: NOW), drawer)


def test_each_renewal_uses_the_last_refresh_token_and_keeps_the_next() -> None:
    script, drawer = Script(granted(1), granted(2)), Drawer()
    user = tokens(script, drawer)

    first = user.token()
    assert user.token() == first == Secret("user-1")
    user.drop(first)
    assert user.token() == Secret("user-2")

    assert drawer.used == ["refresh-0", "refresh-1"]
    assert drawer.token == "refresh-2"
    form = dict(httpx.QueryParams(script.requests[0].content.decode()))
    assert form == {
        "grant_type": "refresh_token",
        "client_id": "client",
        "client_secret": "very-secret",
        "resource": BASE,
        "refresh_token": "refresh-0",
        "scope": "openid",
    }


def test_without_a_new_refresh_token_the_old_one_stays() -> None:
    drawer = Drawer()
    tokens(Script(granted(1, refresh_token="")), drawer).token()
    assert (drawer.token, drawer.held) == ("refresh-0", False)


def test_a_drop_of_an_older_token_changes_nothing() -> None:
    script = Script(granted(1), granted(2))
    user = tokens(script, Drawer())
    old = user.token()
    user.probe()
    user.drop(old)
    assert user.token() == Secret("user-2")
    assert len(script.requests) == 2


@pytest.mark.parametrize(
    ("answer", "for_good"),
    [
        (said({"error": "invalid_grant", "error_description": "It ended. Trace ID: 1"}, 400), True),
        (said({"error": "interaction_required", "error_description": "MFA."}, 400), True),
        (said({"error": "invalid_client", "error_description": "Bad secret."}, 401), False),
        (said({"error": "temporarily_unavailable", "error_description": "x"}, 503), False),
        (httpx.ConnectError("refused"), False),
    ],
    ids=["grant", "interaction", "client", "busy", "nobody"],
)
def test_a_consent_is_given_up_only_where_entra_says_so(answer: Step, for_good: bool) -> None:
    drawer = Drawer()
    user = tokens(Script(answer), drawer)
    with pytest.raises(Unreachable):
        user.token()
    assert not drawer.held
    assert bool(drawer.refused) == for_good
    assert drawer.token == "refresh-0"
    assert user.refused and "refresh-0" not in user.refused


def test_many_that_ask_at_once_renew_once() -> None:
    script, drawer, found = Script(granted(1)), Drawer(), list[Secret]()
    user = tokens(script, drawer)
    threads = [threading.Thread(target=lambda: found.append(user.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == [Secret("user-1")] * 8
    assert len(script.requests) == 1


def test_calls_ask_whether_a_second_factor_was_seen(caplog: pytest.LogCaptureFixture) -> None:
    answer = said({"id": "x"}, isMfaCompliant="true", MS_CV="cv.1", MS_ServerId="server-7")
    script = Script(granted(1), answer)
    lines = UserLines(
        [account()], Drawer(), clock=lambda: NOW, transport=script.transport, resolve=addresses()
    )
    with caplog.at_level("INFO"):
        lines.line("main").calls.get("/servicerequests/1")
    asked = script.requests[-1]
    assert asked.headers["ValidateMfa"] == "true"
    assert asked.headers["Authorization"] == "Bearer user-1"
    assert "mfa=true" in caplog.text
    assert "cv=cv.1 server=server-7" in caplog.text
    for secret in ("user-1", "refresh-0", "refresh-1", "very-secret"):
        assert secret not in caplog.text
    lines.close()


def test_where_the_cloud_has_nothing_for_a_person_there_is_no_line() -> None:
    china = replace(account(), name="china", cloud="china")
    lines = UserLines([china], Drawer(), clock=lambda: NOW)
    with pytest.raises(Unreachable, match="china"):
        lines.line("china")
    assert lines.refused() == {}
    lines.close()
