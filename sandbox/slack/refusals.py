"""What Slack refuses, under the names that Slack gives it."""

from __future__ import annotations

from collections.abc import Iterable


class SlackRefusal(Exception):
    """A call that is answered with `ok: false`."""

    def __init__(self, error: str, messages: Iterable[str] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)


# Refusals that only a mistake in the app brings about, whatever the people do.
MISTAKES = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_json",
        "invalid_arguments",
        "no_text",
        "msg_too_long",
        "view_too_large",
        "unknown_method",
        "invalid_auth",
        "not_authed",
        "invalid_trigger_id",
        "expired_trigger_id",
        "exchanged_trigger_id",
        "push_limit_reached",
    }
)
