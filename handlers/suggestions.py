"""What a select offers while somebody types whom they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.people import AccountKey
from core.usecases import naming
from handlers.accounts import actor_of
from handlers.doors import check_room
from handlers.messages.blocks import Block
from handlers.messages.finding import offered
from handlers.minting import mint_choices
from handlers.payload import Payload
from handlers.request import Services


@dataclass(frozen=True, slots=True)
class Asking:
    """As much of a name as somebody has typed by now; `channel` where it is in a message."""

    account: AccountKey
    text: str
    channel: str

    @classmethod
    def of(cls, body: Mapping[str, object]) -> Asking:
        sent = Payload(body)
        channel = sent.within("channel").text("id")
        return cls(
            account=actor_of(sent),
            text=sent.text("value"),
            channel=channel or sent.within("container").text("channel_id"),
        )


def customers(asking: Asking, services: Services) -> Sequence[Block]:
    """Options, each with a token of its own. Raises NoRole, NotEligible, OutsidersPresent or
    RoomUnseen: whoever may not see them is offered nobody."""
    if asking.channel:
        check_room(asking.channel, services)
    found = naming.who_may_be_meant(asking.text, asking.account, office=services.office)
    choices = mint_choices(found, services.office)
    return offered(choices, services.words(asking.account))
