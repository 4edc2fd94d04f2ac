"""Digests and when they are posted: the preview, the list, and what a change is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.domain.digests import Schedule
from core.domain.languages import Language
from core.usecases.schedules import Listed, Preview
from handlers.messages.blocks import Block, Message, actions, button, plain, section
from handlers.messages.digest_shown import LANGUAGES, choice_lines
from handlers.messages.text import Safe, Words

MOST_WITH_BUTTONS = 20


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
    chosen = choice_lines(shown.chosen, words)
    blocks = [section("\n".join((first, *chosen))), section(times), actions(save)]
    return Message(first, tuple(blocks))


def list_card(found: Sequence[Listed], tokens: Sequence[str], words: Words) -> Message:
    """`tokens` are for the buttons of the first ones."""
    if not found:
        example = "/collections schedule 0 9 * * mon-fri Europe/Berlin #finance"
        return plain(words("No digest is scheduled. For example: {usage}", usage=Safe(example)))
    first = words.many("{count} digest:", "{count} digests:", len(found))
    lines = [_lines(one, words) for one in found]
    blocks: list[Block] = [section(first)]
    for one, line, token in zip(found, lines, tokens, strict=False):
        blocks += [section(line), _changes(one.schedule, token, words)]
    rest = lines[len(tokens) :]
    blocks += [section("\n".join(rest))] if rest else []
    return Message("\n".join((first, *lines)), tuple(blocks))


def _lines(one: Listed, words: Words) -> str:
    return "\n".join((_line(one.schedule, words), *choice_lines(one.chosen, words)))


def _changes(one: Schedule, token: str, words: Words) -> Block:
    number = Safe(one.number)
    return actions(
        button(
            words("Change Time…"), "digest_time", token,
            spoken=words("Change the time of digest {number}", number=number),
        ),
        button(
            words("Change Content…"), "digest_content", token,
            spoken=words("Change the content of digest {number}", number=number),
        ),
    )  # fmt: skip


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


def changed(one: Listed, words: Words) -> Message:
    first = words("Digest #{number} is changed:", number=Safe(one.schedule.number))
    return plain(f"{first}\n{_lines(one, words)}")


def spoken(channel: str, language: Language | None, words: Words) -> Message:
    facts = {"channel": channel_of(channel)}
    if language is None:
        return plain(words("{channel} is spoken to in the language of the desk.", **facts))
    name = Safe(LANGUAGES[language])
    return plain(words("{channel} is spoken to in {language} from now on.", language=name, **facts))


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
