"""Is the app at Slack what manifest.yml says? Slack shows it to whoever may configure the app.

Source: Slack's `apps.manifest.export`; its token lasts twelve hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from slack_sdk import WebClient

from core.faults import Way
from core.ports.boundary import outside
from handlers.checkup import NO_ANSWER, Finding, Mark, body, why
from handlers.manifest import Node, Shape, described
from handlers.payload import Payload

DOOR = "/slack/events"
# The command by whose name at Slack it is seen what stands before all of them.
ANY_COMMAND = "standing"
ANEW = "make one on Slack's page of your apps, under Your App Configuration Tokens"
PASTE = "paste manifest.yml, written for this address, on the app's page again"


def check_manifest(client: WebClient, config_token: str) -> Finding:
    """What is on the app's page, beside what this version of the desk needs there."""
    try:
        with outside(Way.SLACK_ITSELF):
            bot = client.bots_info(bot=body(client.auth_test()).text("bot_id"))
            app_id = body(bot).within("bot").text("app_id")
            answer = client.apps_manifest_export(app_id=app_id, token=config_token)
    except NO_ANSWER as error:
        return Finding(Mark.WRONG, f"SLACK_CONFIG_TOKEN: {why(error)}", ANEW)
    found = body(answer).within("manifest")
    apart = list(differences(described(shape_of(found)), found.body))
    if apart:
        return Finding(Mark.WRONG, f"manifest: {'; '.join(apart)}", PASTE)
    return Finding(Mark.OK, "manifest: the app at Slack is what manifest.yml says")


def shape_of(found: Payload) -> Shape:
    """How the app is reached by what Slack says: none of it makes a difference."""
    url = found.within("settings").within("event_subscriptions").text("request_url")
    listed = found.within("features").body.get("slash_commands")
    names = [Payload(one).text("command") for one in listed] if isinstance(listed, list) else []
    known = (name for name in names if name.endswith(ANY_COMMAND))
    prefix = next(known, "").removeprefix("/").removesuffix(ANY_COMMAND)
    return Shape(url.removesuffix(DOOR), prefix)


def differences(wanted: Mapping[str, Node], found: Mapping[str, object]) -> Iterator[str]:
    """Each in a few words. What Slack adds of its own is none, nor is the order of a list."""
    for place, ours in _leaves(wanted, ()):
        theirs = _at(found, place)
        where = ".".join(place)
        if isinstance(ours, str | bool | int):
            if ours != (False if theirs is None and ours is False else theirs):
                yield f"{where} is {_said(theirs)} and should be {ours}"
            continue
        missing, more = _apart(_entries(ours), _entries(theirs))
        yield from (f"{where} lacks {name}" for name in missing)
        yield from (f"{where} has {name} besides" for name in more)


def _leaves(node: Node, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Values and lists, each with its place."""
    if not isinstance(node, Mapping):
        yield place, node
        return
    for name, inner in node.items():
        yield from _leaves(inner, (*place, name))


def _at(found: object, place: Sequence[str]) -> object:
    for name in place:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _entries(listed: object) -> Mapping[str, object]:
    """By what they are called: commands and shortcuts have names, all else is one."""
    items = listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ()
    return {_name(one): one for one in items}


def _name(one: object) -> str:
    said = Payload(one if isinstance(one, Mapping) else {})
    return said.text("command") or said.text("callback_id") or str(one)


def _apart(
    ours: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[Collection[str], Collection[str]]:
    """What is missing there, or is there in another form; and what is there besides."""
    missing = [name for name, one in ours.items() if not _is_like(one, theirs.get(name))]
    return missing, sorted(theirs.keys() - ours.keys())


def _is_like(ours: object, theirs: object) -> bool:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return not list(differences(ours, theirs))
    return ours == theirs


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
