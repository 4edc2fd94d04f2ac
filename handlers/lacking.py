"""Whether our workspace's Slack lacks the newest blocks: learned from a refusal, remembered in the
database, and asked anew after a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from core.ports.office import Office
from handlers.messages.blocks import Message
from handlers.messages.plain_blocks import is_new, plainer

FACT = "slack_lacks_blocks"
ASKED_ANEW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lacking:
    office: Office

    def known(self) -> bool:
        with self.office.store.reading() as work:
            learned = work.desk.get(FACT)
        if not learned:
            return False
        return self.office.clock() - datetime.fromisoformat(learned) < ASKED_ANEW

    def learn(self) -> None:
        with self.office.store() as work:
            work.desk.put(FACT, self.office.clock().isoformat())
            work.commit()

    def fit(self, message: Message) -> Message:
        """As this workspace can show it, as far as we know."""
        return plainer(message) if is_new(message) and self.known() else message


def refuses_blocks(error: SlackApiError) -> bool:
    """A definite answer: nothing was posted."""
    return str(error.response.get("error")) in ("invalid_blocks", "invalid_blocks_format")
