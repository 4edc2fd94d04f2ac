"""What Slack says of this installation: the token, its scopes, the channels, the time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from core.faults import Way
from core.ports.boundary import outside
from core.ports.dates import MOST_APART, date_of, said_apart
from core.ports.outside import Unreachable
from handlers.manifest import OPTIONAL_SCOPES, SCOPES
from handlers.payload import Payload
from handlers.socket import fresh_address

NO_ANSWER = (SlackClientError, OSError, ValueError)


class Mark(StrEnum):
    """`note`: nothing has to be mended, but somebody should know."""

    OK = "ok"
    WRONG = "wrong"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a checkup, and what is to be done about it where that needs saying."""

    mark: Mark
    says: str
    do: str = ""


def check_slack(
    client: WebClient,
    channels: Mapping[str, str],
    now: datetime | None,
    known: str = "",
    public: Collection[str] = (),
) -> Iterator[Finding]:
    """`channels` are ids by the setting that names them; without `now` no clock is compared.
    `known` is the workspace of the database, `public` are channels that may be it."""
    try:
        with outside(Way.SLACK_ITSELF):
            answer = client.auth_test()
    except NO_ANSWER as error:
        refused = f"Slack, SLACK_BOT_TOKEN: auth.test: {why(error)}"
        yield Finding(Mark.WRONG, refused, "take the app's token anew")
        return
    headers = _headers(answer)
    said = body(answer)
    yield Finding(Mark.OK, f"Slack: the token is {said.text('user')}'s in {said.text('team')}")
    if known and (team := said.text("team_id")) != known:
        wrong = f"Slack: that is workspace {team}, and the database is of {known}"
        yield Finding(Mark.WRONG, wrong, "take the token of that one, or another database")
    yield check_scopes(headers.get("x-oauth-scopes", ""))
    for channel in dict.fromkeys(channels.values()):
        names = " and ".join(name for name, named in channels.items() if named == channel)
        yield from _check_channel(client, channel, f"{names} {channel}", public)
    if now is not None:
        yield check_clock("Slack", headers.get("date", ""), now)


def check_socket(client: WebClient, app_token: str) -> Finding:
    """An address that nobody connects to is forgotten by Slack."""
    try:
        fresh_address(client, app_token)
    except Unreachable as error:
        needed = "a token of this app with connections:write, and Socket Mode switched on"
        return Finding(Mark.WRONG, f"SLACK_APP_TOKEN: {error.why}; it takes {needed}")
    return Finding(Mark.OK, "Slack comes by Socket Mode: an address to connect to is given out")


def check_scopes(granted: str) -> Finding:
    """Against those of the manifest; what was granted beyond them is not needed."""
    held = {scope.strip() for scope in granted.split(",") if scope.strip()}
    if not held:
        return Finding(Mark.NOTE, "Slack did not say which scopes were granted")
    if missing := sorted(set(SCOPES) - held):
        do = "update the app from manifest.yml and install it again"
        return Finding(Mark.WRONG, f"scopes missing: {', '.join(missing)}", do)
    if more := sorted(held - {*SCOPES, *OPTIONAL_SCOPES}):
        said = f"scopes granted that are not needed: {', '.join(more)}"
        return Finding(Mark.NOTE, said, "take them away from the app")
    return Finding(Mark.OK, f"scopes: all {len(SCOPES)} that are needed, no more")


def check_clock(whose: str, date: str, now: datetime) -> Finding:
    """Against the Date header of an answer."""
    said = date_of(date)
    if said is None:
        return Finding(Mark.NOTE, f"clock: {whose} did not say what time it is")
    apart = round((now - said).total_seconds())
    which = f"clock: {said_apart(apart)} that of {whose}"
    if abs(apart) > MOST_APART:
        return Finding(Mark.WRONG, which, "set it right, or everything freezes")
    return Finding(Mark.OK, which)


def _check_channel(
    client: WebClient, channel: str, named: str, public: Collection[str]
) -> Iterator[Finding]:
    try:
        with outside(Way.SLACK_ROOM):
            answer = client.conversations_info(channel=channel)
        found = body(answer).within("channel")
    except NO_ANSWER as error:
        reason = why(error)
        hidden = "invite the app: a private channel is found only once it is in it"
        do = hidden if reason == "channel_not_found" else ""
        yield Finding(Mark.WRONG, f"{named}: {reason}", do)
        return
    troubles = list(_troubles(found, is_named=channel in public))
    for mark, trouble, do in troubles:
        yield Finding(mark, f"{named}: {trouble}", do)
    if not troubles:
        yield Finding(Mark.OK, f"{named}: #{found.text('name')}, and the app is in it")


def _troubles(channel: Payload, *, is_named: bool) -> Iterable[tuple[Mark, str, str]]:
    """What it is, and what to do."""
    name, wrong = channel.text("name"), Mark.WRONG
    if channel.flag("is_archived"):
        yield wrong, f"#{name} is archived", "take another channel, or bring it back"
    if not channel.flag("is_member"):
        yield wrong, f"the app is not in #{name}", f"/invite it in #{name}"
    if channel.flag("is_ext_shared") or channel.flag("is_pending_ext_shared"):
        said = f"#{name} is shared with another organisation, which would read what customers owe"
        yield wrong, said, "end the sharing, or take another channel"
    elif not channel.flag("is_private"):
        said = f"#{name} is public: everybody in the workspace reads what customers owe"
        named = Mark.NOTE if is_named else wrong
        yield named, said, "make it private, or see that this is meant"


def _headers(answer: SlackResponse) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(answer.headers).items()}


def body(answer: SlackResponse) -> Payload:
    return Payload(answer.data if isinstance(answer.data, dict) else {})


def why(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error") or error.response.status_code)
    return f"no answer ({type(error).__name__})"
