"""Draws the Home tab of one person: a job, since it takes a call to Slack."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.domain.errors import NoRole, NotEligible
from core.domain.people import AccountKey
from core.faults import Way
from core.ports.boundary import outside
from core.ports.engine import Delivery, Later
from core.usecases import home as usecase
from handlers.messages.blocks import Block
from handlers.messages.home import MOST, home, stranger
from handlers.renewals import mint_for
from handlers.request import Services

log = logging.getLogger(__name__)

WAIT_A_MOMENT = 10.0


@dataclass(frozen=True, slots=True)
class Homes:
    """The handler of the job `home`."""

    services: Services
    client: WebClient
    home_team: str

    def draw(self, delivery: Delivery) -> None:
        user = str(delivery.payload["user"])
        account = AccountKey(self.home_team, user)
        self.services.meet(account)
        self._publish(user, self._view(account))

    def _view(self, account: AccountKey) -> Block:
        words = self.services.words(account)
        try:
            view = usecase.view(account, office=self.services.office)
            return home(view, words, mint_for(view.renewals[:MOST], self.services.office))
        except (NoRole, NotEligible):
            return stranger(words)

    def _publish(self, user: str, view: Block) -> None:
        try:
            with outside(Way.SLACK_HOME):
                self.client.views_publish(user_id=user, view=dict(view))
        except SlackApiError as error:
            if error.response.status_code == 429:
                raise Later(WAIT_A_MOMENT, "Slack: views.publish is rate limited") from error
            log.warning("a home was not drawn why=%s", error.response.get("error"))
