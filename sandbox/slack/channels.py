"""The channels of the pretend workspace, and how Slack describes a channel."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.slack.people import BOT_USER_ID, HUMAN_IDS, TEAM_ID

FLAGS = ("is_private", "is_ext_shared", "is_archived")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or a direct message."""

    id: str
    name: str
    members: tuple[str, ...]
    is_private: bool = False
    is_ext_shared: bool = False
    is_im: bool = False
    is_archived: bool = False

    def with_whom(self, user: str) -> str:
        """The other side of a direct message."""
        return next((member for member in self.members if member != user), user)


_DESK = ("U0KANG", "U0LEE", "U0BRAUN", "U0PARK", "U0WEBER", "U0ADMIN", "U0ONCALL", BOT_USER_ID)
_READERS = (*_DESK, "U0READER")
_HOUSE = tuple(id for id in HUMAN_IDS if id not in ("U0GONE", "U0EXTERN"))

CHANNELS = (
    Channel("C0APPROVALS", "approvals", (*_READERS, "U0GUEST"), is_private=True),
    Channel("C0CASES", "cases", _READERS),
    Channel("C0ALERTS", "alerts", _READERS),
    Channel("C0GENERAL", "general", (*_HOUSE, BOT_USER_ID)),
    Channel("C0SHARED", "shared-contoso", (*_READERS, "U0EXTERN"), is_ext_shared=True),
    Channel("C0PRIVATE", "management", ("U0BRAUN", "U0ADMIN")),
)


def direct_message(user: str) -> Channel:
    """The conversation between the bot and one person; its id follows from his."""
    return Channel(
        f"D{user[1:]}", "directmessage", (user, BOT_USER_ID), is_private=True, is_im=True
    )


def listed(channel: Channel) -> dict[str, Any]:
    """A channel as the control API lists channels."""
    return asdict(channel) | {"members": list(channel.members)}


def channel_from_json(saved: dict[str, Any]) -> Channel:
    return Channel(**{**saved, "members": tuple(saved["members"])})


def channel_object(channel: Channel) -> dict[str, Any]:
    """A channel as conversations.info describes it to the bot."""
    common: dict[str, Any] = {
        "id": channel.id,
        "created": 1760000000,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_org_shared": False,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "context_team_id": TEAM_ID,
    }
    if channel.is_im:
        return common | {"user": channel.with_whom(BOT_USER_ID), "is_user_deleted": False}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_general": channel.name == "general",
        "is_member": BOT_USER_ID in channel.members,
        "is_pending_ext_shared": False,
        "creator": "U0ADMIN",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
