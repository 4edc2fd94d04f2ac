"""What a customer is told of an event: one letter, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.accounts import documents_of
from core.domain.announcing import credits, residuals
from core.domain.clocks import Clock
from core.domain.customers import CustomerKey, Subscription, Suspension
from core.domain.disputes import DisputeState
from core.domain.event import Recorded
from core.domain.events import ClockWarned, DisputeEnded, PaymentReturned, PlanEnded, PromiseMade
from core.domain.facts import SILENCING
from core.domain.letters import (
    DisputeAnswered,
    Letter,
    LetterFacts,
    Occasion,
    PromiseRecorded,
    Service,
)
from core.domain.letters import PaymentReturned as Returned
from core.domain.money import Money, by_currency, parse_money
from core.domain.notices import ContactKind
from core.domain.plans import DONE_STEPS, Action, Plan, Reason, StepState, Verb
from core.domain.promises import PromiseState
from core.domain.retention import retention
from core.places import local_date
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.collecting_letters import case_id_of
from core.usecases.finding import customer_of

BILLING = (ContactKind.BILLING,)
EVERYBODY = (ContactKind.BILLING, ContactKind.ESCALATION)
IN_DOUBT = (Reason.FRAUD, Reason.MISUSE)


@dataclass(frozen=True, slots=True)
class News:
    """One letter to be written: `once` are the keys under which it is written down as done. What
    is `for_a_person` is told by nobody but a person."""

    customer: CustomerKey
    facts: LetterFacts
    once: tuple[str, ...]
    case_id: str
    kinds: tuple[ContactKind, ...] = BILLING
    for_a_person: bool = False


def news_of(work: Work, found: Recorded, *, office: Office) -> list[News]:
    """What is to be told of this event, as things stand now."""
    reader = _Reader(work, found, office)
    match found.event:
        case PlanEnded() as event:
            return list(reader.of_plan(work.plans.get(event.plan_id)))
        case PromiseMade() as event:
            return list(reader.of_promise(event))
        case DisputeEnded() as event:
            return list(reader.of_dispute(event))
        case PaymentReturned() as event if event.customer:
            return list(reader.of_return(event))
        case ClockWarned() as event if event.asks:
            return list(reader.of_data(CustomerKey.parse(event.customer)))
    return []


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks at what is behind one event."""

    work: Work
    found: Recorded
    office: Office

    # What was done

    def of_plan(self, plan: Plan) -> Iterator[News]:
        """What was really suspended and still is, or really came back."""
        key, action = plan.content.customer, plan.content.action
        if key is None or action not in (Action.SUSPEND, Action.REINSTATE):
            return
        off = {one.subscription_id for one in self.work.customers.open_suspensions(key)}
        if action is Action.SUSPEND:
            name, done = Letter.SUSPENDED, self._done(plan, Verb.SUSPEND, {StepState.CONFIRMED})
            changed = [one for one in done if one in off]
        else:
            name, done = Letter.REINSTATED, self._done(plan, Verb.REACTIVATE, DONE_STEPS)
            changed = [one for one in done if one not in off]
        if not changed:
            return
        # "On this day we suspended": it says the day on which that was, whenever it is written.
        on = self._that_day(key)
        facts = replace(self._facts(key, name, on), services=self._services(key, changed, on))
        money = plan.content.reason is Reason.NON_PAYMENT
        yield self._news(key, facts, EVERYBODY, for_a_person=not money or self._in_doubt(key))

    def _done(self, plan: Plan, verb: Verb, states: Iterable[StepState]) -> list[str]:
        steps = self.work.plans.steps(plan.plan_id)
        wanted = frozenset(states)
        return [
            step.line.subscription_id
            for step in steps
            if step.line.verb is verb and step.state in wanted
        ]

    # What was agreed on

    def of_promise(self, event: PromiseMade) -> Iterator[News]:
        series = self.work.promises.series(event.series)
        running = [(one.by, one.amount) for one in series if one.state is PromiseState.OPEN]
        if not running:
            return
        (total,) = by_currency(amount for _, amount in running).values()
        parts = tuple(running) if len(running) > 1 else ()
        said = PromiseRecorded(total, max(by for by, _ in running), parts)
        yield self._about(series[0].customer, Letter.PROMISE_RECORDED, said)

    def of_dispute(self, event: DisputeEnded) -> Iterator[News]:
        dispute = self.work.disputes.get(event.dispute_id)
        said = DisputeAnswered(
            dispute.number,
            dispute.amount,
            accepted=dispute.state is DisputeState.SETTLED_FOR_CUSTOMER,
            lapsed=dispute.state is DisputeState.EXPIRED,
        )
        yield self._about(dispute.customer, Letter.DISPUTE_ANSWERED, said)

    def of_return(self, event: PaymentReturned) -> Iterator[News]:
        """One for each currency. It asks for money, so whoever is to be left alone gets none."""
        key = CustomerKey.parse(event.customer)
        on = self._today(key)
        holds = self.work.holds.of(key)
        if any(one.kind.value in SILENCING and one.runs(on) for one in holds):
            return
        amounts = [_money(text) for text in event.amounts]
        for currency, total in by_currency(amounts).items():
            numbers = [
                number
                for number, amount in zip(event.numbers, amounts, strict=True)
                if amount.currency == currency
            ]
            said = Returned(", ".join(numbers), total, self._that_day(key))
            yield self._about(key, Letter.PAYMENT_RETURNED, said, currency)

    def _about(self, key: CustomerKey, name: Letter, said: Occasion, which: str = "") -> News:
        facts = replace(self._facts(key, name, self._today(key)), occasion=said)
        return self._news(key, facts, BILLING, which)

    # What is about to be lost

    def of_data(self, key: CustomerKey) -> Iterator[News]:
        """One letter for every clock that asks now and of which nothing was said yet."""
        if self._in_doubt(key):
            return
        today = self.office.today(self.office.clock())
        known = {one.key for one in self.work.episodes.filings(key, "event:data:")}
        ours = {
            one.subscription_id
            for one in self.work.customers.open_suspensions(key)
            if one.reason == Reason.NON_PAYMENT
        }
        clocks = [
            one
            for one in self.work.clocks.running(key)
            if one.asks(today) and one.subscription_id in ours and _key(one) not in known
        ]
        if not clocks:
            return
        on = self._today(key)
        services = self._services(key, [one.subscription_id for one in clocks], on)
        facts = replace(self._facts(key, Letter.DATA_DELETION, on), services=services)
        news = self._news(key, facts, EVERYBODY)
        yield replace(news, once=tuple(_key(one) for one in clocks))

    # What all of them say

    def _news(
        self,
        key: CustomerKey,
        facts: LetterFacts,
        kinds: tuple[ContactKind, ...],
        which: str = "",
        *,
        for_a_person: bool = False,
    ) -> News:
        services = {one.name for one in facts.services}
        others = tuple(one for one in self._suspended(key) if one not in services)
        once = (f"event:{self.found.seq}:{which}",)
        facts = replace(facts, suspended=others)
        return News(key, facts, once, self._case_id(key), kinds, for_a_person)

    def _facts(self, key: CustomerKey, name: Letter, on: date) -> LetterFacts:
        documents = documents_of(self.work, key, on)
        policy = self.work.policies.current()
        stays = (one.name for one in self._known(key) if one.status == "active")
        concerns = name in (Letter.SUSPENDED, Letter.DATA_DELETION)
        return LetterFacts(
            name=name.value,
            reference=self._reference(key),
            on=on,
            customer=customer_of(self.work, key).name,
            residuals=residuals(documents),
            credits=credits(documents),
            stays=tuple(sorted(filter(policy.keeps, stays))) if concerns else (),
            texts=policy.rules.texts,
        )

    def _services(
        self, key: CustomerKey, subscription_ids: Sequence[str], on: date
    ) -> tuple[Service, ...]:
        known = {one.subscription_id: one for one in self._known(key)}
        return tuple(
            self._service(known[one], on) for one in dict.fromkeys(subscription_ids) if one in known
        )

    def _service(self, one: Subscription, on: date) -> Service:
        clock = self.work.clocks.of(one.customer, one.subscription_id)
        kept = retention(one, self.office.partner(one.customer).cloud, on)
        gone_from = clock.gone_from if clock is not None else kept.gone_from
        return Service(one.name, one.quantity, gone_from, kept.keeps_data)

    def _suspended(self, key: CustomerKey) -> list[str]:
        names = {one.subscription_id: one.name for one in self._known(key)}
        off: list[Suspension] = self.work.customers.open_suspensions(key)
        return [names[one.subscription_id] for one in off if one.subscription_id in names]

    def _known(self, key: CustomerKey) -> list[Subscription]:
        return self.work.customers.subscriptions(key)

    def _in_doubt(self, key: CustomerKey) -> bool:
        """Is this customer looked into? Then a letter would be a warning."""
        return any(self.work.cases.open_for(key, kind) for kind in IN_DOUBT)

    def _case_id(self, key: CustomerKey) -> str:
        return self.found.event.case_id or case_id_of(self.work, key)

    def _reference(self, key: CustomerKey) -> str:
        case_id = self._case_id(key)
        return f"GS-{self.work.cases.get(case_id).number if case_id else f'E{self.found.seq}'}"

    def _today(self, key: CustomerKey) -> date:
        return local_date(self.work, key, self.office.clock())

    def _that_day(self, key: CustomerKey) -> date:
        """The customer's date when it happened."""
        return local_date(self.work, key, self.found.stamp.at)


def _money(text: str) -> Money:
    currency, amount = text.split()
    return parse_money(amount, currency)


def _key(clock: Clock) -> str:
    return f"event:data:{clock.clock_id}:{clock.gone_from}"
