"""The note to whoever approved without a code, and its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.events import Route
from core.domain.people import AccountKey
from core.ports.engine import Delivery
from core.ports.records import Button, Posted
from core.usecases.disowning import disown
from core.usecases.plan_view import PlanView, view_plan
from handlers.buttons import button_of
from handlers.messages.blocks import Message
from handlers.messages.vote_lines import disowned, vote_note
from handlers.request import Click, Services
from handlers.say import Say


@dataclass(frozen=True, slots=True)
class VoteNotes:
    """The handler of the job `vote_note`, which may run again. Every account of the voter is told:
    somebody else may have one of them."""

    services: Services
    say: Say

    def send(self, delivery: Delivery) -> None:
        told = {name: str(value) for name, value in delivery.payload.items()}
        view = view_plan(told["plan_id"], office=self.services.office)
        with self.services.office.store.reading() as work:
            accounts = work.people.get(told["person_id"]).accounts
        for account in accounts:
            self._tell(view, account, datetime.fromisoformat(told["at"]), Route(told["route"]))

    def _tell(self, view: PlanView, account: AccountKey, at: datetime, route: Route) -> None:
        plan, office = view.plan, self.services.office
        key = f"vote_note:{plan.plan_id}:{account.user_id}:{at.isoformat()}"
        with office.store.reading() as work:
            if work.posts.get(key) is not None:
                return
        token = self.services.mint(Button("my_vote", plan.plan_id, revision=plan.hash))
        message = vote_note(view, at, route, token, self.services.words(account))
        channel, ts = self.say.write(account.user_id, message)
        with office.store() as work:
            work.posts.put(Posted(key, channel, ts))
            work.commit()


def _disown(click: Click, services: Services) -> Message:
    plan_id = button_of(click, services, "my_vote").subject
    plan = disown(plan_id, click.account, office=services.once(click.delivery))
    return disowned(plan, services.words(click.account))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"vote_disown": _disown}
