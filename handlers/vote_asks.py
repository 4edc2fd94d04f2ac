"""The plan's card in direct messages: posted to whoever is asked for a vote, posted again as a
reminder, and edited in place like the one in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.events import Recorded
from core.domain.notifying import VoteAsk
from core.domain.people import AccountKey
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.recording import repaint_copies
from core.usecases.plan_view import PlanView, view_in, view_plan
from core.usecases.prints import keep_print
from core.usecases.vote_asks import remind_later, to_ask
from core.usecases.voting import voter_account
from handlers.messages.blocks import Message
from handlers.messages.outcome import outcome
from handlers.messages.vote_ask import asked_again, vote_ask
from handlers.prints import plan_drawing
from handlers.request import Services
from handlers.say import Say


@dataclass(frozen=True, slots=True)
class VoteAsks:
    """The handlers of the jobs `vote_ask`, `copies` and `outcome`; each may run again."""

    services: Services
    say: Say

    @property
    def office(self) -> Office:
        return self.services.office

    def ask(self, delivery: Delivery) -> None:
        """One message to one person. What was written before about the same plan loses its
        buttons: there is one card in each place."""
        payload = delivery.payload
        plan_id, person_id = str(payload["plan_id"]), str(payload["person_id"])
        times = int(payload["times"])
        view = to_ask(plan_id, person_id, times, office=self.office)
        account = self._account(person_id)
        if view is None or account is None:
            return
        token = self.services.mint(_button(view))
        message = vote_ask(view, person_id, times, token, self.services.words(account))
        channel, ts = self.say.write(account.user_id, message)
        now, shows = self.office.clock(), _newest(view.events)
        ask = VoteAsk(plan_id, person_id, account.user_id, channel, ts, times, now, shows)
        if (older := self._keep(ask, view, message, token)) is not None:
            said = asked_again(view, self.services.words(account))
            self.say.update(older.channel, older.ts, said)

    def _keep(self, ask: VoteAsk, view: PlanView, message: Message, token: str) -> VoteAsk | None:
        """Returns the one before it. Of what happened while this one was being written no job
        knew that there would be a copy."""
        with self.office.store() as work:
            work.plans.hold(ask.plan_id)
            older = work.vote_asks.get(ask.plan_id, ask.person_id)
            work.vote_asks.put(ask)
            work.buttons.place(token, ask.channel, ask.ts)
            if older is not None:
                work.buttons.forget(older.channel, older.ts)
            keep_print(work, plan_drawing(view, _posted(ask), message), office=self.office)
            remind_later(work, ask, view.plan, office=self.office)
            if (newest := _newest(work.events.of_plan(ask.plan_id))) > ask.shows:
                repaint_copies(work, ask.plan_id, f"{ask.person_id}:{ask.times}", newest)
            work.commit()
        return older

    def copies(self, delivery: Delivery) -> None:
        """Every message about a plan as it stands now; what shows it already is left alone."""
        plan_id, seq = str(delivery.payload["plan_id"]), int(delivery.payload["seq"])
        with self.office.store.reading() as work:
            asks = work.vote_asks.of_plan(plan_id)
        for ask in asks:
            if not ask.shows >= seq > 0:
                self._draw(ask)

    def _draw(self, ask: VoteAsk) -> None:
        with self.office.store() as work:
            view = view_in(work, ask.plan_id, now=self.office.clock(), office=self.office)
            button = replace(_button(view), channel=ask.channel, ts=ask.ts)
            token = work.buttons.mint(button, view.now)
            account = AccountKey(work.desk.get("home_team"), ask.user_id)
            work.commit()
        words = self.services.words(account)
        message = vote_ask(view, ask.person_id, ask.times, token, words)
        self.say.update(ask.channel, ask.ts, message)
        with self.office.store() as work:
            drawn = replace(ask, shows=_newest(view.events))
            if work.vote_asks.get(ask.plan_id, ask.person_id) == ask:
                work.vote_asks.put(drawn)
            keep_print(work, plan_drawing(view, _posted(drawn), message), office=self.office)
            work.commit()

    def tell_outcome(self, delivery: Delivery) -> None:
        """Whoever asked for a plan hears once how it ended."""
        plan_id = str(delivery.payload["plan_id"])
        key, view = f"outcome:{plan_id}", view_plan(plan_id, office=self.office)
        account = self._account(view.plan.content.requester)
        with self.office.store.reading() as work:
            told = work.posts.get(key) is not None
        if told or account is None:
            return
        message = outcome(view, self.services.words(account))
        channel, ts = self.say.write(account.user_id, message)
        with self.office.store() as work:
            work.posts.put(Posted(key, channel, ts))
            work.commit()

    def _account(self, person_id: str) -> AccountKey | None:
        with self.office.store.reading() as work:
            return voter_account(work.people.get(person_id))


def _button(view: PlanView) -> Button:
    return Button("plan", view.plan.plan_id, revision=view.plan.hash)


def _newest(events: Sequence[Recorded]) -> int:
    return events[-1].seq if events else 0


def _posted(ask: VoteAsk) -> Posted:
    return Posted(f"vote_ask:{ask.plan_id}", ask.channel, ask.ts, ask.shows)
