"""What a doctor asks Slack: the workspace, its channels, and those who have a role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.config import Settings
from bot.wiring import machine_clock
from core.domain.people import Person, Role
from handlers.checkup import Finding, Mark, check_slack, check_socket
from handlers.checkup_manifest import check_manifest
from handlers.checkup_people import check_people
from handlers.directory import slack_client
from storage.opening import Unusable, open_existing
from storage.unit_of_work import SqlStore

NOT_COMPARED = Finding(
    Mark.NOTE,
    "manifest: not compared, as Slack shows it to people alone: see SLACK_CONFIG_TOKEN; scopes "
    "are, and what has arrived",
    "after an upgrade paste manifest.yml on the app's page",
)
ARRIVES = {"typed": "commands", "click": "clicks", "form": "forms", "event": "events"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database knows of Slack; nothing before the first start."""

    workspace: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    arrived: Mapping[str, datetime] = field(default_factory=dict)


def kept_in(settings: Settings) -> Kept:
    """Before the first start, roles are those of the settings."""
    try:
        database = open_existing(settings.database_url)
    except Unusable:
        return Kept(roles=_by_user(settings.lists()))
    try:
        with SqlStore(database).reading() as work:
            held = {role: _users(work.people.with_role(role)) for role in Role}
            newest = {kind: at for kind in ARRIVES if (at := work.inbox.newest(kind))}
            digests = {one.channel: f"digest {one.number}" for one in work.schedules.all()}
            seeded = bool(work.desk.get("seeded"))
            roles = _by_user(held if seeded else settings.lists())
            return Kept(work.desk.get("workspace"), roles, digests, newest)
    finally:
        database.close()


def _users(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(account.user_id for one in people for account in sorted(one.accounts))


def _by_user(lists: Mapping[Role, tuple[str, ...]]) -> dict[str, str]:
    users = dict.fromkeys(user for held in lists.values() for user in held)
    return {
        user: ", ".join(role.value for role, held in lists.items() if user in held)
        for user in users
    }


def check_workspace(settings: Settings) -> Iterator[Finding]:
    kept = kept_in(settings)
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    channels = settings.channels.by_setting()
    channels |= {f"{what} in": one for one, what in kept.digests.items()}
    now = None if settings.clock_url else machine_clock()
    found = list(check_slack(client, channels, now, kept.workspace, settings.channels.spoken_in))
    yield from found
    if settings.slack_app_token:
        yield check_socket(client, settings.slack_app_token.reveal())
    if found and found[0].mark is not Mark.WRONG:
        yield from check_people(client, kept.roles, settings.channels.approvals)
        token = settings.slack_config_token
        yield check_manifest(client, token.reveal()) if token else NOT_COMPARED
    yield from _arrived(kept)
    if not settings.channels.fallback:
        said = "FALLBACK_CHANNEL is not set: cards wait while their channel is shared with others"
        yield Finding(Mark.NOTE, said, "name a private channel to which the app was invited")


def _arrived(kept: Kept) -> Iterator[Finding]:
    """Whether Slack reaches us; within the last seven days, as deliveries are known for so long."""
    if not kept.workspace:
        return
    for kind, named in ARRIVES.items():
        if at := kept.arrived.get(kind):
            yield Finding(Mark.OK, f"Slack: {named} arrive, the last {at:%Y-%m-%d %H:%M} UTC")
        else:
            said = f"Slack: no {named} that changed something arrived in seven days"
            yield Finding(Mark.NOTE, said, "try one; if nothing comes, look at the app's page")
