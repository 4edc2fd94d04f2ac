"""Codes: typed in forms, looked at by a job, and what came of them told to who typed them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.approvals import Choice
from core.domain.errors import NoRole, Refusal
from core.domain.people import AccountKey
from core.domain.secret import Secret
from core.domain.step_up import Offer, Proof, Purpose
from core.domain.step_up_errors import NotAFactor
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.usecases import eligibility, factors, step_up, voting
from core.usecases.plan_view import view_plan
from handlers.breaking import go_on as break_glass
from handlers.buttons import button_of
from handlers.forms import button_behind
from handlers.messages import factor_lines as says
from handlers.messages.blocks import Message, plain
from handlers.messages.plan_answers import voted
from handlers.messages.plan_card import first_line
from handlers.messages.refusals import refused
from handlers.request import Click, Form, Services
from handlers.say import Say

# What a code was typed for goes on with its proof; the answer is told. Raises Refusal.
GoOn = Callable[[Offer, Proof, Services], Message]


@dataclass(frozen=True, slots=True)
class Codes:
    """The handlers of the jobs `step_up`, `code_refused` and `factor_ask`; each may run again."""

    services: Services
    say: Say
    look: step_up.Look
    ways: Mapping[Purpose, GoOn]

    @property
    def office(self) -> Office:
        return self.services.office

    def check(self, delivery: Delivery) -> None:
        found = self.look.at(str(delivery.payload["offer_id"]))
        if found is None:
            return
        made, proof = found
        key = f"code:{made.offer_id}"
        if not self._is_told(key):
            self._tell(key, made.account, self._go_on(made, proof))
        if made.purpose is Purpose.PROVE:
            self._answered(made)
        self.look.over(made)

    def _go_on(self, made: Offer, proof: Proof) -> Message:
        try:
            return self.ways[made.purpose](made, proof, self.services)
        except Refusal as refusal:
            return plain(refused(refusal, self.services.words(made.account)))

    def refuse(self, delivery: Delivery) -> None:
        payload = delivery.payload
        made = step_up.offered_by(str(payload["offer_id"]), office=self.office)
        if made is None or self._is_told(f"code:{made.offer_id}"):
            return
        refusal = step_up.refusal_of(
            str(payload["why"]), int(payload["left"]), str(payload["until"])
        )
        words = self.services.words(made.account)
        message = says.refused_code(refused(refusal, words), made, words)
        self._tell(f"code:{made.offer_id}", made.account, message)

    def ask(self, delivery: Delivery) -> None:
        """Its owner alone is asked for the first code."""
        person_id, factor_id = (str(delivery.payload[n]) for n in ("person_id", "factor_id"))
        with self.office.store.reading() as work:
            accounts = work.people.get(person_id).accounts
            counts = step_up.enrolled(work, person_id)
        for account in accounts:
            key = _question(factor_id, account)
            if not counts and not self._is_told(key):
                token = self.services.mint(Button("factor", factor_id, revision=person_id))
                words = self.services.words(account)
                self._tell(key, account, says.asks_for_a_code(token, words))

    def _answered(self, made: Offer) -> None:
        """Nothing is left to press."""
        with self.office.store.reading() as work:
            accounts = work.people.get(made.person_id).accounts
            asked = {one: work.posts.get(_question(made.about, one)) for one in accounts}
        for account, posted in asked.items():
            if posted is not None:
                words = self.services.words(account)
                self.say.update(posted.channel, posted.ts, says.was_asked_for_a_code(words))

    def _is_told(self, key: str) -> bool:
        with self.office.store.reading() as work:
            return work.posts.get(key) is not None

    def _tell(self, key: str, account: AccountKey, message: Message) -> None:
        channel, ts = self.say.write(account.user_id, message)
        with self.office.store() as work:
            work.posts.put(Posted(key, channel, ts))
            work.commit()


def _question(factor_id: str, account: AccountKey) -> str:
    return f"factor:{factor_id}:{account.user_id}"


def vote_on(made: Offer, proof: Proof, services: Services) -> Message:
    """The vote that the code was typed with, once: it may only have to be told again."""
    ballot = voting.Ballot(
        made.details["plan_id"],
        made.about,
        Choice.APPROVE,
        bank_checked=bool(made.details.get("bank")),
        proof=proof.proof_id,
    )
    words = services.words(made.account)
    view = view_plan(ballot.plan_id, office=services.office)
    try:
        if proof.proof_id not in {one.proof for one in view.votes}:
            voting.vote(ballot, made.account, office=services.office)
        message = voted(view_plan(ballot.plan_id, office=services.office), words)
    except Refusal as refusal:
        message = plain(refused(refusal, words))
    return says.with_headline(message, first_line(view, words), words)


def prove(made: Offer, proof: Proof, services: Services) -> Message:
    factors.proved(made, office=services.office)
    return says.proved(services.words(made.account))


WAYS: Mapping[Purpose, GoOn] = {
    Purpose.VOTE: vote_on,
    Purpose.PROVE: prove,
    Purpose.BREAK_GLASS: break_glass,
}


def _open_prove(click: Click, services: Services) -> None:
    eligibility.may_see(click.account, office=services.office)
    factor_id = _mine(button_of(click, services, "factor"), click.account, services)
    token = services.mint(Button("factor", factor_id))
    services.open_view(click.trigger_id, says.prove_form(token, services.words(click.account)))


def _prove(form: Form, services: Services) -> Message:
    factor_id = _mine(button_behind(form, services, "factor"), form.account, services)
    services.know(form.account)
    office = services.once(form.delivery)
    with office.store() as work:
        person = work.people.by_account(form.account)
        if person is None:
            raise NoRole(needed=[])
        step_up.offer(
            work,
            Purpose.PROVE,
            person.person_id,
            Secret(form.one("code")),
            account=form.account,
            about=factor_id,
            office=office,
        )
        work.commit()
    return says.being_looked_at(services.words(form.account))


def _mine(button: Button, account: AccountKey, services: Services) -> str:
    """The factor, if it is this person's and waits for the first code. Raises NotAFactor."""
    with services.office.store.reading() as work:
        person = work.people.by_account(account)
        factor = work.step_ups.factor(person.person_id) if person else None
    if factor is None or factor.factor_id != button.subject or factor.counts:
        raise NotAFactor()
    return factor.factor_id


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {"factor_prove": _open_prove}
FORMS: Mapping[str, Callable[[Form, Services], Message]] = {"factor_prove_form": _prove}
