"""What Slack says of those who have a role: whether they can vote at all, and see the card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.faults import Way
from core.ports.boundary import outside
from handlers.checkup import NO_ANSWER, Finding, Mark
from handlers.payload import Payload

MOST_PAGES = 20
# What makes somebody no full member of the workspace.
FLAGS = {
    "deleted": "is deactivated",
    "is_bot": "is an app",
    "is_restricted": "is a guest",
    "is_ultra_restricted": "is a guest",
    "is_stranger": "is of another organisation",
}


def check_people(
    client: WebClient, roles: Mapping[str, str], approvals: str
) -> Iterator[Finding]:
    """`roles` are what each Slack user id is for, in words; `approvals` is the channel's id."""
    unfit = list(_unfit(client, roles))
    yield from unfit
    missing = sorted(set(roles) - _members(client, approvals))
    if missing and len(missing) < len(roles):
        said = f"not in the approvals channel: {', '.join(missing)}"
        yield Finding(Mark.NOTE, said, "invite them, or they see no card there")
    elif not unfit and not missing:
        said = f"{len(roles)} people with a role are members, and in the approvals channel"
        yield Finding(Mark.OK, f"Slack: {said}")


def _unfit(client: WebClient, roles: Mapping[str, str]) -> Iterator[Finding]:
    for user, role in sorted(roles.items()):
        try:
            with outside(Way.SLACK_PERSON):
                data = client.users_info(user=user).data
        except SlackApiError as error:
            why = error.response.get("error") or error.response.status_code
            yield Finding(Mark.WRONG, f"{user} ({role}): Slack says {why}", _do(role))
            continue
        except NO_ANSWER:
            continue
        found = Payload(data if isinstance(data, dict) else {}).within("user")
        faults = dict.fromkeys(says for flag, says in FLAGS.items() if found.flag(flag))
        for says in faults:
            yield Finding(Mark.WRONG, f"{user} ({role}) {says}, and may not vote", _do(role))


def _do(role: str) -> str:
    return f"python -m bot roles propose --role {role.split(', ')[0]} --remove …"


def _members(client: WebClient, channel: str) -> set[str]:
    """Nobody where Slack does not say."""
    found, cursor = set[str](), ""
    for _ in range(MOST_PAGES):
        try:
            with outside(Way.SLACK_ROOM):
                data = client.conversations_members(channel=channel, cursor=cursor, limit=200).data
        except NO_ANSWER:
            return found
        page = Payload(data if isinstance(data, dict) else {})
        found |= set(page.texts("members"))
        cursor = page.within("response_metadata").text("next_cursor")
        if not cursor:
            break
    return found
