"""Files in Slack: how they get there, and the export for the one who asked."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.domain.errors import NoRole, NotEligible
from core.domain.people import AccountKey
from core.faults import Way
from core.ports.boundary import outside
from core.ports.engine import Delivery, Later
from core.usecases import exports, overdue
from handlers.messages.export_lines import brought, not_allowed
from handlers.messages.spreadsheets import File, overdue_file
from handlers.request import Services

log = logging.getLogger(__name__)

WAIT_A_MOMENT = 10.0
# The scope files:write is optional, and an administrator may have left it out.
MAY_NOT = frozenset({"missing_scope", "no_permission", "restricted_action"})


class NoScope(Exception):
    """Slack lets us upload nothing."""


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """Slack's three steps: an address, the bytes, and where they are shown."""

    client: WebClient

    def direct(self, user: str) -> str:
        """The conversation between this person and us. Raises Later."""
        try:
            with outside(Way.SLACK_DIRECT):
                opened = self.client.conversations_open(users=user).data
        except SlackApiError as error:
            raise _put_off(error) from error
        channel = opened.get("channel", {}) if isinstance(opened, dict) else {}
        return str(channel.get("id", ""))

    def upload(
        self, channel: str, files: Sequence[File], comment: str, thread_ts: str = ""
    ) -> None:
        """A file that came twice does no harm. Raises NoScope, Later."""
        uploads = [
            {"filename": f.name, "title": f.name, "content": f.content, "alt_txt": f.alt or None}
            for f in files
        ]
        try:
            with outside(Way.SLACK_FILE):
                self.client.files_upload_v2(
                    file_uploads=uploads,
                    channel=channel,
                    initial_comment=comment,
                    thread_ts=thread_ts or None,
                )
        except SlackApiError as error:
            raise _put_off(error) from error


def _put_off(error: SlackApiError) -> Exception:
    """What Slack's refusal means to a job."""
    why = str(error.response.get("error"))
    if why in MAY_NOT:
        return NoScope(why)
    if error.response.status_code == 429 or why == "ratelimited":
        after = str(error.response.headers.get("Retry-After", ""))
        return Later(float(after) if after.isdecimal() else WAIT_A_MOMENT, "Slack: rate limited")
    return error


@dataclass(frozen=True, slots=True)
class Exporter:
    """The handler of the job `export`."""

    services: Services
    client: WebClient

    @property
    def files(self) -> SlackFiles:
        return SlackFiles(self.client)

    def export(self, delivery: Delivery) -> None:
        """To the one who asked, in our direct message. Who has no role any more gets nothing."""
        asked = {name: str(value) for name, value in delivery.payload.items()}
        account = AccountKey(asked["team"], asked["user"])
        words = self.services.words(account)
        try:
            found = overdue.overview(
                account, office=self.services.office, matching=asked["matching"]
            )
        except (NoRole, NotEligible):
            log.info("an export was not written: the role is gone")
            return
        found = exports.with_paying(found, office=self.services.office)
        endings = asked["formats"].split()
        files = [overdue_file(found.rows, found.on, ending, words) for ending in endings]
        try:
            direct = self.files.direct(account.user_id)
            self.files.upload(direct, files, brought(found, words))
        except NoScope:
            self.services.slack.whisper(asked["place"], account.user_id, not_allowed(words))
