"""How the control API shows what is in the workspace."""

from __future__ import annotations

from typing import Any

from sandbox.slack.channels import Channel
from sandbox.slack.messages import Message, listed
from sandbox.slack.people import HUMAN_IDS
from sandbox.slack.workspace import Workspace


def shown_message(workspace: Workspace, message: Message) -> dict[str, Any]:
    return listed(
        message, replies=workspace.replies(message), permalink=workspace.permalink(message)
    )


def seen_channels(workspace: Workspace, user: str | None) -> list[Channel]:
    """The channels one person is in, his talk with the bot too; all when nobody is named."""
    if user is None:
        return workspace.channels()
    if user in HUMAN_IDS:
        workspace.direct_message(user)
    workspace.person(user)
    return [channel for channel in workspace.channels() if user in channel.members]


def seen_messages(
    workspace: Workspace, channel: Channel, *, user: str | None, thread_ts: str | None
) -> list[Message]:
    """A channel without its replies, or one thread; private messages only for their reader."""
    said = workspace.messages(channel.id)
    if user is not None:
        said = [message for message in said if message.ephemeral_for in (None, user)]
    if thread_ts is None:
        return [message for message in said if not message.is_reply]
    return [message for message in said if thread_ts in (message.ts, message.thread_ts)]
