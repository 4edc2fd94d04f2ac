"""What is said where people of another organisation read along: nothing of any customer."""

from __future__ import annotations

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


def shared_channel(channel: str, words: Words) -> Message:
    """For the alerts channel."""
    return plain(
        words(
            "{channel} is shared with another organisation, so nothing of a customer is posted "
            "there. What is waiting to be posted follows once it is not shared any more.",
            channel=Safe(f"<#{channel}>"),
        )
    )
