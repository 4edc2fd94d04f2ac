"""What is said where people of another organisation read along: nothing of any customer."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.messages.blocks import Message, plain
from handlers.messages.text import Safe, Words


def hidden_card(words: Words) -> Message:
    """Stands where a plan's card was, for as long as the channel is shared."""
    return plain(
        words(
            "This card is not shown while the channel is shared with another organisation. "
            "Nothing was decided by that."
        )
    )


def moved_card(words: Words) -> Message:
    """Stands where a card was that goes on elsewhere, for good. It does not say where."""
    return plain(
        words(
            "This card went on in a channel of our own, since this one is shared with another "
            "organisation. Nothing was decided by that."
        )
    )


def hidden_message(words: Words) -> Message:
    """Stands where customers were named, for good."""
    return plain(
        words("This message is hidden, since the channel is shared with another organisation.")
    )


def hidden_digest(numbers: Sequence[int], words: Words) -> Message:
    """Stands where a digest was, for good: what it said is old when the channel is ours again."""
    said = words(
        "This digest is hidden, since the channel is shared with another organisation, and digests "
        "are for our own people only."
    )
    if numbers:
        said += " " + words(
            "When it is not shared any more, {command} posts a new one.",
            command=Safe(f"`/collections run {numbers[0]}`"),
        )
    return plain(said)


def not_there(channel: str, numbers: Sequence[int], words: Words) -> Message:
    """For whoever scheduled a digest: why none comes."""
    return plain(
        words.many(
            "Digest {numbers}, which you scheduled, is not posted in {channel} while that channel "
            "is shared with another organisation. To have it elsewhere: {remove}, then {again}",
            "Digests {numbers}, of which you scheduled some, are not posted in {channel} while "
            "that channel is shared with another organisation. To have one elsewhere: {remove}, "
            "then {again}",
            len(numbers),
            numbers=words.listed(str(one) for one in numbers),
            channel=Safe(f"<#{channel}>"),
            remove=Safe(f"`/collections remove {numbers[0]}`"),
            again=Safe("`/collections schedule 0 9 * * mon-fri Europe/Berlin #finance`"),
        )
    )


def shared_channel(channel: str, goes_on: str, words: Words) -> Message:
    """For the alerts channel, or where that goes on: a channel's id, or empty where there is none.
    What has been said is not taken back."""
    where = Safe(f"<#{channel}>")
    if goes_on:
        said = words(
            "{channel} is shared with another organisation, so nothing of a customer is posted "
            "there: open cards and cases go on in {fallback}.",
            channel=where,
            fallback=Safe(f"<#{goes_on}>"),
        )
    else:
        said = words(
            "{channel} is shared with another organisation, so nothing of a customer is posted "
            "there. What is waiting to be posted follows once it is not shared any more.",
            channel=where,
        )
    older = words(
        "What I wrote there before, and files, can be read by them: please delete that, or end the "
        "sharing."
    )
    return plain(f"{said} {older}")
