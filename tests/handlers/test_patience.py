"""What is to be said outlasts an outage of Slack's; what Slack refuses is not tried for hours."""

from __future__ import annotations

from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from core.ports.engine import Delivery, Later
from handlers.patience import patiently


def answered(status: int, error: str = "") -> SlackApiError:
    data = {"ok": False, "error": error} if error else {}
    response = SlackResponse(
        client=WebClient(), http_verb="POST", api_url="", req_args={}, data=data, headers={},
        status_code=status,
    )  # fmt: skip
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("trouble", "pause"),
    [
        pytest.param(answered(503), 2, id="503"),
        pytest.param(answered(200, "service_unavailable"), 2, id="unavailable"),
        pytest.param(answered(200, "fatal_error"), 2, id="fatal"),
        pytest.param(URLError(ConnectionRefusedError()), 10, id="refused"),
        pytest.param(TimeoutError(), 10, id="silent"),
        pytest.param(SlackRequestError("odd"), 10, id="odd"),
        pytest.param(answered(200, "channel_not_found"), None, id="no-channel"),
        pytest.param(answered(200, "invalid_blocks"), None, id="our-mistake"),
        pytest.param(Later(33, "rate limited"), 33, id="slack-says-when"),
        pytest.param(ValueError("ours"), None, id="another"),
    ],
)
def test_only_an_outage_is_waited_for(trouble: Exception, pause: float | None) -> None:
    def say(delivery: Delivery) -> None:
        raise trouble

    with pytest.raises(Later if pause else type(trouble)) as raised:
        patiently(say)(Delivery("tell", {}, 1))
    assert getattr(raised.value, "seconds", None) == pause
