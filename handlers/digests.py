"""Digests in Slack: the job that posts one slot, and the buttons that save and repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError

from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.usecases import digests, schedules
from handlers.buttons import button_of
from handlers.messages.blocks import Message, plain
from handlers.messages.digest import digest
from handlers.messages.schedule_lines import saved
from handlers.messages.text import Words
from handlers.notifier import Say
from handlers.request import Click, Room, Rooms, Services

OUR_FAULT = 500


@dataclass(frozen=True, slots=True)
class Digester:
    """The handler of the job `digest`. A post that may have arrived is not repeated: the slot is
    then in doubt, and a person may post it again."""

    office: Office
    say: Say
    rooms: Rooms
    locale: str = "en-US"

    def post(self, delivery: Delivery) -> None:
        where = str(delivery.payload["schedule_id"]), str(delivery.payload["slot"])
        view = digests.view(*where, office=self.office)
        if not digests.begin(*where, office=self.office):
            return
        if self.rooms.look(view.schedule.channel) is Room.SHARED:
            digests.failed(*where, "outsiders are in the channel", office=self.office)
            return
        try:
            self.say.post(view.schedule.channel, digest(view, self._words(view.schedule.zone)))
        except Later:
            digests.not_posted(*where, office=self.office)
            raise
        except SlackApiError as error:
            self._refused(where, error)
        except (SlackClientError, OSError):
            digests.unsure(*where, office=self.office)
        else:
            digests.posted(view, office=self.office)

    def _words(self, zone: str) -> Words:
        return Words(self.locale, zone)

    def _refused(self, where: tuple[str, str], error: SlackApiError) -> None:
        """A refusal in words is definite; a server that broke down may have posted it before."""
        if error.response.status_code >= OUR_FAULT:
            digests.unsure(*where, office=self.office)
            return
        why = str(error.response.get("error") or error.response.status_code)
        digests.failed(*where, why, office=self.office)


def _save(click: Click, services: Services) -> Message:
    cron, zone, channel = button_of(click, services, "digest_wish").subject.split("\n")
    wish = schedules.Wish(cron, zone, channel)
    office = services.once(click.delivery)
    made = schedules.schedule(wish, click.account, office=office)
    return saved(made, services.words(click.account))


def _again(click: Click, services: Services) -> Message:
    schedule_id, slot = button_of(click, services, "digest").subject.split("\n")
    office = services.once(click.delivery)
    digests.post_again(schedule_id, slot, click.account, office=office)
    return plain(services.words(click.account)("It is posted again."))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "digest_save": _save,
    "digest_again": _again,
}
