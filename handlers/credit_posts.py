"""Credit as our jobs post it: the card that asks for a decision, and the owner's reminder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.credit import CreditState, Mark
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.usecases.credit_jobs import card_key
from core.usecases.credit_view import Listed, card_view
from handlers.messages.credit_decision import decision_card, reminder
from handlers.notifier import Notifier
from handlers.request import Services


@dataclass(frozen=True, slots=True)
class CreditPosts:
    """The handlers of the jobs `credit_card` and `credit_owner`; each may run again."""

    services: Services
    notifier: Notifier

    @property
    def office(self) -> Office:
        return self.services.office

    def card(self, delivery: Delivery) -> None:
        """Posted once in the approvals channel, then edited in place; what a later drawing showed
        is not drawn."""
        credit_id, seq = str(delivery.payload["credit_id"]), int(delivery.payload["seq"])
        key = card_key(credit_id)
        with self.office.store() as work:
            posted = work.posts.get(key)
            if posted is not None and posted.shows >= seq > 0:
                return
            view = card_view(work, credit_id, office=self.office)
            token = work.buttons.mint(_button(credit_id, posted), self.office.clock())
            work.commit()
        message = decision_card(view, token, self.notifier.words_at(posted))
        before, posted = posted, self.notifier.keep(key, posted, message, token)
        if posted is None:
            return
        has_moved = before is not None and before.channel != posted.channel
        link = "" if has_moved else view.credit.link
        link = link or self.notifier.say.permalink(posted.channel, posted.ts)
        with self.office.store() as work:
            work.posts.put(replace(posted, shows=max(seq, before.shows if before else 0)))
            work.credits.link(credit_id, link)
            work.commit()

    def remind(self, delivery: Delivery) -> None:
        """In a message of its own, as long as the limit is in force."""
        credit_id, mark = str(delivery.payload["credit_id"]), Mark(str(delivery.payload["mark"]))
        owner = str(delivery.payload["owner"])
        with self.office.store.reading() as work:
            credit = work.credits.get(credit_id)
            customer = work.customers.get(credit.customer)
            accounts = work.people.get(owner).accounts
        if credit.state is not CreditState.APPROVED or customer is None:
            return
        for account in sorted(accounts):
            key = f"credit_owner:{credit_id}:{mark}:{account.user_id}"
            with self.office.store() as work:
                if work.posts.get(key) is not None:
                    continue
                button = Button("customer", str(credit.customer))
                token = work.buttons.mint(button, self.office.clock())
                work.commit()
            words = self.services.words(account)
            message = reminder(Listed(credit, customer.name), mark, token, words)
            ts = self.notifier.say.post(account.user_id, message)
            with self.office.store() as work:
                work.posts.put(Posted(key, account.user_id, ts))
                work.commit()


def _button(credit_id: str, posted: Posted | None) -> Button:
    button = Button("credit", credit_id)
    return replace(button, channel=posted.channel, ts=posted.ts) if posted else button
