"""users.*, conversations.*, auth.test and bots.info: who and what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.slack.channels import Channel, channel_object
from sandbox.slack.people import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_ID,
    TEAM_NAME,
    Person,
    user_object,
)
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]
_LARGEST_PAGE = 1000


class Directory:
    """The methods that only look things up, and opening a direct message."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Any]:
        return {
            "auth.test": self.auth_test,
            "api.test": lambda sent: {"args": sent.sent},
            "bots.info": self.bots_info,
            "users.info": self.users_info,
            "users.list": self.users_list,
            "conversations.info": self.conversations_info,
            "conversations.list": self.conversations_list,
            "conversations.members": self.conversations_members,
            "conversations.open": self.conversations_open,
        }

    def auth_test(self, sent: Arguments) -> Answer:
        return {
            "url": f"{self._workspace.url}/",
            "team": TEAM_NAME,
            "user": BOT_NAME,
            "team_id": TEAM_ID,
            "user_id": BOT_USER_ID,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def bots_info(self, sent: Arguments) -> Answer:
        if sent.optional("bot") not in (None, BOT_ID):
            raise SlackRefusal("bot_not_found")
        own = {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER_ID, "name": BOT_NAME}
        return {"bot": own | {"deleted": False, "updated": 1790000000, "icons": {}}}

    def users_info(self, sent: Arguments) -> Answer:
        return {"user": self._user(self._workspace.person(sent.text("user")), sent)}

    def users_list(self, sent: Arguments) -> Answer:
        people, following = _page(self._workspace.people(), sent)
        members = [self._user(person, sent) for person in people]
        return {"members": members, "cache_ts": int(self._workspace.now().timestamp()), **following}

    def conversations_info(self, sent: Arguments) -> Answer:
        channel = self._seen(sent)
        described = channel_object(channel)
        if sent.flag("include_locale"):
            described["locale"] = "en-US"
        if sent.flag("include_num_members"):
            described["num_members"] = len(channel.members)
        return {"channel": described}

    def conversations_list(self, sent: Arguments) -> Answer:
        kinds = (sent.optional("types") or "public_channel").split(",")
        wanted = [c for c in self._workspace.channels() if _kind(c) in kinds and _is_seen(c)]
        if sent.flag("exclude_archived"):
            wanted = [channel for channel in wanted if not channel.is_archived]
        found, following = _page(wanted, sent)
        return {"channels": [channel_object(channel) for channel in found], **following}

    def conversations_members(self, sent: Arguments) -> Answer:
        members, following = _page(self._seen(sent).members, sent)
        return {"members": list(members), **following}

    def conversations_open(self, sent: Arguments) -> Answer:
        if asked := sent.optional("channel"):
            channel = self._workspace.channel(asked)
        else:
            channel = self._direct_message(sent.text("users").split(","))
        shown = channel_object(channel) if sent.flag("return_im") else {"id": channel.id}
        return {"channel": shown}

    def _direct_message(self, users: list[str]) -> Channel:
        if len(users) > 1:
            raise SlackRefusal("method_not_supported_for_channel_type")
        if self._workspace.person(users[0]).deleted:
            raise SlackRefusal("user_disabled")
        return self._workspace.direct_message(users[0])

    def _seen(self, sent: Arguments) -> Channel:
        channel = self._workspace.channel(sent.text("channel"))
        if not _is_seen(channel):
            raise SlackRefusal("channel_not_found")
        return channel

    def _user(self, person: Person, sent: Arguments) -> dict[str, Any]:
        away = self._workspace.now().astimezone(ZoneInfo(person.tz)).utcoffset()
        described = user_object(person, offset=int(away.total_seconds()) if away else 0)
        if sent.flag("include_locale") and not person.is_stranger:
            described["locale"] = person.locale
        return described


def _is_seen(channel: Channel) -> bool:
    return not channel.is_private or BOT_USER_ID in channel.members


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _page(everything: Sequence[Any], sent: Arguments) -> tuple[Sequence[Any], Answer]:
    """One page of a list, and what the answer says about the next one."""
    try:
        start = int(sent.optional("cursor") or 0)
        size = min(int(sent.optional("limit") or _LARGEST_PAGE) or _LARGEST_PAGE, _LARGEST_PAGE)
    except ValueError:
        raise SlackRefusal("invalid_cursor") from None
    after = start + size
    following = str(after) if after < len(everything) else ""
    return everything[start:after], {"response_metadata": {"next_cursor": following}}
