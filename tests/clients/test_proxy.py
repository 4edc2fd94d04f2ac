"""The one proxy that was named is used, and none that the environment names."""

from __future__ import annotations

import pytest

from clients.http import Call, HttpClient, NotSent
from core.ports.outside import Unreachable
from handlers.directory import slack_client, whoami, without_retries
from tests.clients.a_proxy import proxy

PARTNER, SLACK = "https://partner.invalid", "https://slack.invalid/api/"


def test_slack_is_called_through_it_by_every_client_that_is_made_of_another() -> None:
    with proxy() as named:
        client = slack_client("xoxb-1", SLACK, proxy=named.url)
        for one in (client, without_retries(client, 1)):
            with pytest.raises(Unreachable):
                whoami(one)
    assert named.asked == ["slack.invalid:443"] * 2


def test_a_proxy_of_the_environment_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as other:
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, other.url)
        with pytest.raises(Unreachable):
            whoami(slack_client("xoxb-1", SLACK, timeout=1))
        client = HttpClient(PARTNER)
        with pytest.raises(NotSent):
            client.once(Call("PATCH", f"{PARTNER}/v1/customers", body=b"{}"))
        client.close()
    assert other.asked == []
