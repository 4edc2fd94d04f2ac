"""Digests and when they are posted: the preview, the list, and what a change is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.domain.digests import Schedule
from core.usecases.schedules import Preview
from handlers.messages.blocks import Message, actions, button, plain, section
from handlers.messages.text import Safe, Words


def preview_card(shown: Preview, token: str, words: Words) -> Message:
    """The next times, before anything is saved."""
    wish = shown.wish
    first = words(
        "A digest in {channel}, {cron}, {zone}. Nothing is saved yet. It would be posted next:",
        channel=channel_of(wish.channel),
        cron=wish.cron,
        zone=wish.zone,
    )
    local = replace(words, zone=wish.zone)
    times = "\n".join(f"• {local.value(slot.at)}" for slot in shown.next)
    save = button(words("Save"), "digest_save", token, style="primary")
    return Message(first, (section(first), section(times), actions(save)))


def list_card(found: Sequence[Schedule], words: Words) -> Message:
    if not found:
        example = "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance"
        return plain(words("No digest is scheduled. For example: {usage}", usage=Safe(example)))
    first = words.many("{count} digest:", "{count} digests:", len(found))
    lines = "\n".join(_line(one, words) for one in found)
    return Message(f"{first}\n{lines}", (section(f"{first}\n{lines}"),))


def _line(one: Schedule, words: Words) -> str:
    said = words(
        "• #{number} in {channel}: {cron}, {zone}, next {moment}",
        number=Safe(one.number),
        channel=channel_of(one.channel),
        cron=one.cron,
        zone=one.zone,
        moment=Safe(replace(words, zone=one.zone).value(one.next_at)),
    )
    if one.muted_until is not None and one.muted(one.next_at):
        until = Safe(replace(words, zone=one.zone).value(one.muted_until))
        said += words(", muted until {moment}", moment=until)
    return said


def saved(one: Schedule, words: Words) -> Message:
    moment = Safe(replace(words, zone=one.zone).value(one.next_at))
    said = words(
        "Digest #{number} is saved. The first comes {moment}.",
        number=Safe(one.number),
        moment=moment,
    )
    return plain(said)


def muted_now(one: Schedule, words: Words) -> Message:
    """A mute ends at a midnight of the place where the digest is read."""
    if one.muted_until is None:
        return plain(words("Digest #{number} speaks again.", number=Safe(one.number)))
    until = Safe(replace(words, zone=one.zone).value(one.muted_until))
    said = words(
        "Digest #{number} is silent until {moment}, {zone}.",
        number=Safe(one.number),
        moment=until,
        zone=one.zone,
    )
    return plain(said)


def channel_of(channel: str) -> Safe:
    """As Slack links a channel; the id comes from Slack and was checked."""
    return Safe(f"<#{channel}>")


def with_again(message: Message, token: str, words: Words) -> Message:
    """Under the news that a digest may not have arrived."""
    again = button(words("Post Again"), "digest_again", token)
    return Message(message.text, (*message.blocks, actions(again)))
