"""Draws the Home tab of one person: a job, since it takes a call to Slack."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.domain.canonical import canonical
from core.domain.errors import NoRole, NotEligible
from core.domain.people import AccountKey
from core.faults import Way
from core.ports.boundary import outside
from core.ports.engine import Delivery, Later
from core.ports.records import Button
from core.usecases import home as usecase
from core.usecases.home import View
from handlers.messages.blocks import Block
from handlers.messages.home import Tokens, home, shown_renewals, shown_votes, stranger
from handlers.notify_clicks import NOTIFY
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
        """Drawn again only where it looks different by now."""
        user = str(delivery.payload["user"])
        account = AccountKey(self.home_team, user)
        self.services.meet(account)
        words, view = self.services.words(account), self._seen_by(account)
        looks = home(view, words, Tokens()) if view else stranger(words)
        digest = hashlib.sha256(canonical(looks)).hexdigest()
        if delivery.payload.get("again") and self._shows(user) == digest:
            return
        if self._publish(user, home(view, words, self._tokens(view, user)) if view else looks):
            self._note(user, digest)

    def _seen_by(self, account: AccountKey) -> View | None:
        """None for whoever has no role."""
        try:
            return usecase.view(account, office=self.services.office)
        except (NoRole, NotEligible):
            return None

    def _tokens(self, view: View, user: str) -> Tokens:
        office = self.services.office
        with office.store() as work:
            plans = [
                work.buttons.mint(
                    Button("plan", one.plan.plan_id, revision=one.plan.hash), office.clock()
                )
                for one in shown_votes(view)
            ]
            notify = work.buttons.mint(Button(NOTIFY, user), office.clock())
            work.commit()
        return Tokens(plans, mint_for(shown_renewals(view), office), notify)

    def _shows(self, user: str) -> str:
        with self.services.office.store.reading() as work:
            return work.homes.shows(user)

    def _note(self, user: str, digest: str) -> None:
        with self.services.office.store() as work:
            work.homes.drawn(user, digest)
            work.commit()

    def _publish(self, user: str, view: Block) -> bool:
        """False where Slack does not take it."""
        try:
            with outside(Way.SLACK_HOME):
                self.client.views_publish(user_id=user, view=dict(view))
        except SlackApiError as error:
            if error.response.status_code == 429:
                raise Later(WAIT_A_MOMENT, "Slack: views.publish is rate limited") from error
            log.warning("a home was not drawn why=%s", error.response.get("error"))
            return False
        return True
