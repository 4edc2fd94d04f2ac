"""Who a Slack user is: users.info and user_change, as facts about a member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.request import ProxyHandler, build_opener, install_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from core.domain.people import AccountKey, Member
from core.faults import Way
from core.ports.boundary import outside
from core.ports.outside import Clock, Unreachable
from handlers.payload import Payload

PATIENCE = 1
NOBODY = frozenset({"user_not_found", "user_not_visible"})
# A token that was good, and is not any more.
VOID = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
WHOLE = "the token is of a whole organisation; install the app in one workspace of it"
Heard = Callable[[Mapping[str, str]], None]
# What slack_sdk lets through when there is no answer, or none in JSON.
NO_ANSWER = (SlackClientError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Installation:
    """Who we are in Slack. `home_team` is the organisation where there is one."""

    home_team: str
    team_id: str
    enterprise_id: str
    bot_user: str
    bot_id: str


class SlackDirectory:
    """The port `core.ports.outside.Directory` over users.info, with one second of patience."""

    def __init__(self, client: WebClient, clock: Clock) -> None:
        self._client = without_retries(client, PATIENCE)
        self._clock = clock

    def look_up(self, key: AccountKey) -> Member | None:
        try:
            with outside(Way.SLACK_PERSON):
                answer = self._client.users_info(user=key.user_id, include_locale=True)
        except SlackApiError as error:
            code = Payload(_body(error.response.data)).text("error")
            if code in NOBODY:
                return None
            raise Unreachable(f"users.info: {code or error.response.status_code}") from None
        except NO_ANSWER as error:
            raise Unreachable(f"users.info: {type(error).__name__}") from None
        return self.member_of(_body(answer.data))

    def member_of(self, payload: Mapping[str, object]) -> Member:
        """The member in an answer or an event. Raises Unreachable where none is in it.

        A field that is missing reads as None. Only `is_stranger` is left out by Slack for its own
        people; whoever is of another team is told by the team, so absent means no.
        """
        user = Payload(payload).within("user")
        team = user.within("enterprise_user").text("enterprise_id") or user.text("team_id")
        if not team or not user.text("id"):
            raise Unreachable("Slack described nobody")
        stranger = user.flag("is_stranger")
        return Member(
            key=AccountKey(team, user.text("id")),
            name=_name(user),
            deleted=user.flag("deleted"),
            is_bot=user.flag("is_bot"),
            is_restricted=user.flag("is_restricted"),
            is_ultra_restricted=user.flag("is_ultra_restricted"),
            is_stranger=False if "is_stranger" not in user.body else stranger,
            zone=user.text("tz") or "UTC",
            locale=user.text("locale") or "en-US",
            read_at=self._clock(),
        )


class SlackClient(WebClient):
    """`heard` is given the head of every answer that can be read, names in lower case."""

    heard: Heard | None = None

    def api_call(self, *args: Any, **kwargs: Any) -> SlackResponse:
        try:
            answer = super().api_call(*args, **kwargs)
        except SlackApiError as error:
            self._hear(error.response)
            raise
        self._hear(answer)
        return answer

    def _hear(self, answer: object) -> None:
        if self.heard is not None and isinstance(answer, SlackResponse):
            self.heard({str(name).lower(): str(said) for name, said in answer.headers.items()})


def slack_client(
    token: str, api_url: str, *, timeout: int = 10, proxy: str = "", heard: Heard | None = None
) -> SlackClient:
    """Calls are made once: slack_sdk would repeat one that may have been heard. They go out by
    the proxy that is named, or by none: never by one of the environment, which both it and
    urllib would take."""
    install_opener(build_opener(ProxyHandler({})))
    client = SlackClient(token=token or None, base_url=api_url, timeout=timeout, retry_handlers=[])
    client.proxy, client.heard = proxy or None, heard
    return client


def without_retries(client: WebClient, timeout: int) -> WebClient:
    token, proxy = client.token or "", client.proxy or ""
    heard = client.heard if isinstance(client, SlackClient) else None
    return slack_client(token, client.base_url, timeout=timeout, proxy=proxy, heard=heard)


def whoami(client: WebClient) -> Installation:
    """Ask Slack whose token this is. Raises Unreachable."""
    try:
        with outside(Way.SLACK_ITSELF):
            answer = Payload(_body(client.auth_test().data))
    except SlackApiError as error:
        code = Payload(_body(error.response.data)).text("error")
        raise Unreachable(f"auth.test: {code or error.response.status_code}") from None
    except NO_ANSWER as error:
        raise Unreachable(f"auth.test: {type(error).__name__}") from None
    if answer.flag("is_enterprise_install"):
        raise Unreachable(WHOLE)
    team, enterprise = answer.text("team_id"), answer.text("enterprise_id")
    return Installation(
        home_team=enterprise or team,
        team_id=team,
        enterprise_id=enterprise,
        bot_user=answer.text("user_id"),
        bot_id=answer.text("bot_id"),
    )


def void_token(client: WebClient) -> str:
    """Why Slack knows this token no more; empty where it does, and where it does not say."""
    try:
        with outside(Way.SLACK_ITSELF):
            client.auth_test()
    except SlackApiError as error:
        code = Payload(_body(error.response.data)).text("error")
        return code if code in VOID else ""
    except NO_ANSWER:
        return ""
    return ""


def _body(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}


def _name(user: Payload) -> str:
    """As colleagues know somebody; a handle only where there is nothing else."""
    profile = user.within("profile")
    names = (user.text("real_name"), profile.text("real_name"), profile.text("display_name"))
    return next(filter(None, names), user.text("name"))
