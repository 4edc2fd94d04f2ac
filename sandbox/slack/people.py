"""The people of the pretend workspace, and how Slack describes a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

TEAM_ID = "T0PARTNER"
TEAM_NAME = "Morgenrot Cloud"
TEAM_DOMAIN = "morgenrot-cloud"
OUTSIDE_TEAM_ID = "T0OUTSIDE"
APP_ID = "A0GOODSTANDING"
BOT_USER_ID = "U0GOODSTANDING"
BOT_ID = "B0GOODSTANDING"
BOT_NAME = "goodstanding"
SLACKBOT_ID = "USLACKBOT"

# What may be changed about a person while the sandbox runs.
FLAGS = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
WORDS = ("name", "real_name", "title", "team_id", "tz", "locale")


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the workspace, as the page and the control API show it."""

    id: str
    name: str
    real_name: str
    title: str
    roles: tuple[str, ...] = ()
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    team_id: str = TEAM_ID
    tz: str = "Europe/Berlin"
    locale: str = "en-US"


_AGENT, _APPROVER = ("agent",), ("approver",)
_SECOND_ADMINISTRATOR = ("on call", "administrator")


def _in_seoul(person: Person) -> Person:
    return replace(person, tz="Asia/Seoul")


def _in_shanghai(person: Person) -> Person:
    return replace(person, tz="Asia/Shanghai")


PEOPLE = (
    _in_seoul(Person("U0KANG", "mina.kang", "Mina Kang", "Finance operations", _AGENT)),
    _in_shanghai(Person("U0LEE", "hao.lee", "Hao Lee", "Receivables", _AGENT)),
    Person("U0BRAUN", "sabine.braun", "Sabine Braun", "Head of finance", _APPROVER),
    _in_seoul(Person("U0PARK", "jiwoo.park", "Jiwoo Park", "Credit control", _APPROVER)),
    Person("U0WEBER", "anton.weber", "Anton Weber", "Service delivery", _APPROVER),
    Person("U0ADMIN", "dana.novak", "Dana Novak", "IT administration", ("administrator",)),
    _in_shanghai(Person("U0ONCALL", "wei.zhang", "Wei Zhang", "Operations", _SECOND_ADMINISTRATOR)),
    Person("U0READER", "ines.costa", "Ines Costa", "Account management", ("reader",)),
    Person("U0GUEST", "tom.guest", "Tom Fischer", "Auditor, guest", ("guest",), is_restricted=True),
    Person(
        "U0EXTERN",
        "eva.extern",
        "Eva Lindqvist",
        "Customer, by Slack Connect",
        ("external",),
        is_stranger=True,
        team_id=OUTSIDE_TEAM_ID,
    ),
    Person("U0GONE", "olaf.gone", "Olaf Brandt", "Left in June", ("deactivated",), deleted=True),
    Person(BOT_USER_ID, BOT_NAME, "Goodstanding", "The desk", ("bot",), is_bot=True),
    Person(SLACKBOT_ID, "slackbot", "Slackbot", "Slack itself", ("bot",)),
)
# Whose Slack speaks another language than English, where the workspace is asked for that.
OWN_LANGUAGES = {"U0LEE": "zh-CN", "U0ONCALL": "zh-CN", "U0PARK": "ko-KR"}
HUMAN_IDS = tuple(p.id for p in PEOPLE if p.id not in (BOT_USER_ID, SLACKBOT_ID))


def listed(person: Person) -> dict[str, Any]:
    """A person as the control API lists people."""
    return asdict(person) | {"roles": list(person.roles)}


def person_from_json(saved: dict[str, Any]) -> Person:
    return Person(**{**saved, "roles": tuple(saved["roles"])})


def user_object(person: Person, *, offset: int) -> dict[str, Any]:
    """A person as users.info describes him; the locale comes only when it is asked for."""
    own = person.team_id == TEAM_ID
    described = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "profile": _profile(person),
        "is_admin": "administrator" in person.roles,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1790000000,
    }
    if not person.deleted:
        described |= {"tz": person.tz, "tz_label": person.tz, "tz_offset": offset}
    if person.is_stranger or not own:
        described["is_stranger"] = person.is_stranger
    return described


def _profile(person: Person) -> dict[str, Any]:
    profile: dict[str, Any] = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "team": person.team_id,
        "status_text": "",
        "status_emoji": "",
    }
    if person.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    return profile
