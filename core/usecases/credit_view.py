"""Credit as people see it: the limit, what is used of it, the file, the history and the advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts import pages_of
from core.domain.consequences import consequence
from core.domain.credit import Check, Credit, CreditState, needs_second
from core.domain.credit_advice import Advice, Conduct, Paid, advise, history_of
from core.domain.credit_use import LIVE, Facts, Gap, Use, currencies, use_of
from core.domain.customers import Customer, CustomerKey
from core.domain.payment_behaviour import Behaviour
from core.domain.people import AccountKey, Person
from core.domain.plans import DONE_STEPS, Action, Reason
from core.domain.promises import PromiseState
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.paying import paying

COMING, A_YEAR = timedelta(days=7), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """One currency of a customer: the limit of the day, what is not decided yet, what is used."""

    currency: str
    in_force: Credit | None
    undecided: Credit | None
    use: Use

    def over(self) -> bool:
        return self.in_force is not None and self.use.over(self.in_force.limit)


@dataclass(frozen=True, slots=True)
class View:
    """The facts of the credit card, in private. `people` by person id."""

    customer: Customer
    today: date
    lines: tuple[Line, ...]
    history: tuple[Credit, ...]
    checks: tuple[Check, ...]
    advice: tuple[Advice, ...]
    people: Mapping[str, str]
    pays: Behaviour | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts of the card that asks for a decision. `rests_on` is the file as it was handed in;
    `before` the limit that it would take the place of."""

    credit: Credit
    customer: Customer
    today: date
    use: Use
    before: Credit | None
    rests_on: tuple[Check, ...]
    advice: Advice
    alone: bool
    people: Mapping[str, str]
    pays: Behaviour | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One decision in a list of several customers."""

    credit: Credit
    customer_name: str
    use: Use | None = None


@dataclass(frozen=True, slots=True)
class News:
    """For the digest: what waits for somebody, who is over the limit, what comes to an end or is to
    be reviewed within seven days."""

    waiting: tuple[Listed, ...] = ()
    over: tuple[Listed, ...] = ()
    coming: tuple[Listed, ...] = ()

    def __iter__(self) -> Iterator[Listed]:
        yield from (*self.waiting, *self.over, *self.coming)


NO_NEWS = News()


def look_up(text: str, account: AccountKey, *, office: Office) -> View:
    """Raises NoRole, NotEligible and those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return view_in(work, find_customer(work, text), office=office)


def view_in(work: Work, customer: Customer, *, office: Office) -> View:
    today, facts = office.today(office.clock()), facts_of(work, customer.key, office=office)
    history = tuple(work.credits.of_customer(customer.key))
    checks = tuple(work.credits.checks(customer.key))
    lines = _lines(history, facts, today)
    conduct = _conduct(work, customer.key, facts, today)
    paid = work.payments.of(customer.key)
    named = {one.requested_by for one in history} | {one.decided_by for one in history}
    return View(
        customer=customer,
        today=today,
        lines=lines,
        history=history,
        checks=checks,
        advice=tuple(
            _advice(line.currency, facts, line.use, conduct, paid, today) for line in lines
        ),
        people=_names(work, named | {check.noted_by for check in checks}),
        pays=paying(work, customer.key, today),
    )


def card_view(work: Work, credit_id: str, *, office: Office) -> Asked:
    credit, today = work.credits.get(credit_id), office.today(office.clock())
    key, code = credit.customer, credit.currency
    facts = facts_of(work, key, office=office)
    used = use_of(code, facts)
    others = [one for one in work.credits.of_customer(key) if one.currency == code]
    return Asked(
        credit=credit,
        customer=customer_of(work, key),
        today=today,
        use=used,
        before=next((one for one in others if one.holds(today)), None),
        rests_on=tuple(work.credits.check(one) for one in credit.checks),
        advice=_advice(
            code, facts, used, _conduct(work, key, facts, today), work.payments.of(key), today
        ),
        alone=not needs_second(credit.limit, work.policies.current().floors),
        people=_names(work, {credit.requested_by, credit.decided_by}),
        pays=paying(work, key, today),
    )


def lines_of(work: Work, key: CustomerKey, *, office: Office) -> tuple[Line, ...]:
    """One for each currency in which there is a limit, a question or something used."""
    today, facts = office.today(office.clock()), facts_of(work, key, office=office)
    return _lines(tuple(work.credits.of_customer(key)), facts, today)


def used_of(work: Work, credit: Credit, *, office: Office) -> Use:
    """What counts against this limit now."""
    return use_of(credit.currency, facts_of(work, credit.customer, office=office))


def facts_of(work: Work, key: CustomerKey, *, office: Office) -> Facts:
    now, prices, known = office.clock(), work.prices.of(key), work.customers.subscriptions(key)
    cloud, today = office.partner(key).cloud, office.today(now)
    pages = pages_of(work, key, today)
    live = [one for one in known if one.status in LIVE]
    return Facts(
        documents=tuple(doc for page in pages for doc in page.documents) if pages else None,
        unreadable=any(page.unreadable for page in pages),
        subscriptions=tuple(known),
        consequences=tuple(
            consequence(one, prices.get(one.subscription_id), cloud, now, today) for one in live
        ),
        spending=work.bills.spending(key),
    )


def asks(work: Work, person: Person) -> list[Listed]:
    """What this person may decide: somebody else asked, and it waits."""
    if not person.has(*work.policies.current().approvals.vote):
        return []
    mine = (one for one in _pending(work) if one.requested_by != person.person_id)
    return [_listed(work, one) for one in mine]


def _pending(work: Work) -> list[Credit]:
    return [one for one in work.credits.undecided() if one.state is CreditState.PENDING]


def news(work: Work, *, office: Office) -> News:
    today = office.today(office.clock())
    approved = [one for one in work.credits.approved() if one.holds(today)]
    over = [one for one in approved if one.over_since is not None]
    coming = [one for one in approved if _comes(one, today)]
    return News(
        waiting=tuple(_listed(work, one) for one in _pending(work)),
        over=tuple(_listed(work, one, used_of(work, one, office=office)) for one in over),
        coming=tuple(_listed(work, one) for one in coming),
    )


def _comes(credit: Credit, today: date) -> bool:
    days = (credit.proposal.review_on, credit.proposal.valid_until)
    return any(today <= day < today + COMING for day in days)


def _listed(work: Work, credit: Credit, use: Use | None = None) -> Listed:
    customer = work.customers.get(credit.customer)
    return Listed(credit, customer.name if customer else str(credit.customer), use)


def _lines(history: tuple[Credit, ...], facts: Facts, today: date) -> tuple[Line, ...]:
    """Currencies with nothing but history say nothing."""
    held = {one.currency: one for one in history if one.holds(today)}
    asked = {one.currency: one for one in history if one.is_undecided()}
    codes = sorted(currencies(facts) | held.keys() | asked.keys())
    return tuple(Line(c, held.get(c), asked.get(c), use_of(c, facts)) for c in codes)


def _advice(
    code: str, facts: Facts, use: Use, conduct: Conduct, paid: Sequence[Paid], today: date
) -> Advice:
    committed = None if Gap.PRICES in use.gaps else use.committed
    return advise(history_of(facts.documents or (), paid, code, today), conduct, committed)


def _conduct(work: Work, key: CustomerKey, facts: Facts, today: date) -> Conduct:
    """Of the last year; suspensions are those of ours in which something was suspended."""
    since, ours = today - A_YEAR, work.marks.ours(key)
    mine = {(doc.source, doc.document_id) for doc in facts.documents or ()}
    broken = [p for p in work.promises.of(key) if p.state is PromiseState.BROKEN and p.ended_on]
    plans = work.plans.of_customer(key, Action.SUSPEND)
    unpaid = [one for one in plans if one.content.reason is Reason.NON_PAYMENT]
    done = [p for p in unpaid if any(s.state in DONE_STEPS for s in work.plans.steps(p.plan_id))]
    return Conduct(
        broken_promises=sum(1 for one in broken if one.ended_on and one.ended_on >= since),
        returned=sum(1 for key, day in ours.returned.items() if key in mine and day >= since),
        suspensions=sum(1 for one in done if one.content.filed_at.date() >= since),
    )


def _names(work: Work, ids: set[str]) -> dict[str, str]:
    return {one: person.name for one, person in work.people.each(ids).items()}
