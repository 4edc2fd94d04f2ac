"""An outage of Slack's is no failure of what is to be said: it waits until Slack is back."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError, SlackClientError

from core.ports.engine import Delivery, Handler, Later

# Seconds until it is tried again. Where nobody answers, each try holds up a worker.
A_BREATH, WAIT_A_MOMENT = 2.0, 10.0
OUR_FAULT = 500
DOWN = frozenset({"service_unavailable", "internal_error", "fatal_error", "request_timeout"})


def patiently(handle: Handler) -> Handler:
    """For a job that says something and may run again."""

    def handled(delivery: Delivery) -> None:
        try:
            handle(delivery)
        except SlackApiError as error:
            status, why = error.response.status_code, error.response.get("error")
            if status < OUR_FAULT and why not in DOWN:
                raise
            raise Later(A_BREATH, f"Slack is down: {why or status}") from error
        except (SlackClientError, OSError) as error:
            raise Later(WAIT_A_MOMENT, f"Slack is down: {type(error).__name__}") from error

    return handled
