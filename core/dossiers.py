"""Everything that is known of a customer, as the facts of a verdict."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, datetime

from core.accounts import hold_spans, open_promises, pages_of, unread_of
from core.domain.collecting import Cause, Course, course_of
from core.domain.customers import CustomerKey
from core.domain.exposure import Document
from core.domain.facts import Facts
from core.domain.ladder import Rules
from core.domain.plans import Action, Plan
from core.domain.policy_file import PolicyRefused
from core.domain.positions import NoFloor
from core.domain.tags import Known, tags_of
from core.domain.verdicts import judge, may_propose
from core.places import local_date, place_of
from core.ports.office import Office
from core.ports.policies import NoPolicy
from core.ports.records import Account
from core.ports.store import Work


def facts_of(work: Work, key: CustomerKey, on: date, *, rules: Rules, office: Office) -> Facts:
    """The facts on a local date of the customer's, as this transaction knows them."""
    place, pages = place_of(work, key), pages_of(work, key, on)
    documents = tuple(doc for page in pages for doc in page.documents)
    known = _known(work, key, pages, on, office=office)
    open_since = [one.since for one in known.suspensions if one.lifted_at is None]
    unread = unread_of(work, key)
    ends = [one.gone_from for one in work.clocks.running(key) if one.gone_from is not None]
    return Facts(
        customer=key.tenant_id,
        country=place.country,
        zone=place.zone,
        region=place.region,
        tags=tags_of(known, rules, on),
        documents=documents,
        promises=open_promises(work, key, on),
        holds=hold_spans(work, key),
        notices=tuple(known.notices),
        unread_since=place.local(unread[0].received_at).date() if unread else None,
        suspended_since=place.local(min(open_since)).date() if open_since else None,
        deletion_on=min(ends, default=None),
        as_of=_as_of(work, pages),
    )


def course(work: Work, plan: Plan, now: datetime, *, office: Office) -> Course:
    """Does the ladder still propose what this plan asks for, by the version that the customer's
    episode began with, and would the one in force ever do so?"""
    key, action = plan.content.customer, plan.content.action
    assert key is not None
    episode, on = work.episodes.open(key), local_date(work, key, now)
    current = work.policies.current().rules
    try:
        rules = work.policies.get(episode.policy).rules if episode else current
        facts = facts_of(work, key, on, rules=rules, office=office)
        found = course_of(judge(_as_filed(work, plan, facts), rules, on), action)
    except (NoFloor, NoPolicy, PolicyRefused):
        return Course.UNKNOWN
    facts = facts_of(work, key, on, rules=current, office=office)
    able = may_propose(action, _as_filed(work, plan, facts), current, on)
    return Course.LEFT if found is Course.PROPOSED and not able else found


def _as_filed(work: Work, plan: Plan, facts: Facts) -> Facts:
    """What the plan has done by now is no reason to leave the rest: nobody is cut in half."""
    key = plan.content.customer
    assert key is not None
    if all(one.plan_id != plan.plan_id for one in work.customers.open_suspensions(key)):
        return facts
    filed = work.verdicts.get(key, local_date(work, key, plan.content.filed_at))
    return replace(
        facts, tags=filed.facts.tags if filed is not None else facts.tags, suspended_since=None
    )


def forbids(work: Work, key: CustomerKey, action: Action, on: date, *, office: Office) -> bool:
    """Would the policy in force never propose this for this customer?"""
    rules = work.policies.current().rules
    return not may_propose(action, facts_of(work, key, on, rules=rules, office=office), rules, on)


def _known(
    work: Work, key: CustomerKey, pages: Sequence[Account], on: date, *, office: Office
) -> Known:
    documents = [doc for page in pages for doc in page.documents]
    first = min((doc.issued for doc in documents), default=on)
    since, met_on = work.verdicts.known(key) or (first, on)
    return Known(
        cloud=office.partner(key).cloud,
        documents=documents,
        subscriptions=work.customers.subscriptions(key),
        suspensions=work.customers.suspensions(key),
        notices=work.letters.delivered(key),
        known_since=min(since, first),
        met_on=met_on,
        began=_began(work, {page.debtor.source for page in pages}),
        returned_on=work.marks.returned(key),
        over_limit=key in work.credits.over_limit(),
        sells_on=_sells_on(work, key, documents),
    )


def _began(work: Work, sources: Set[str]) -> date | None:
    """When the youngest of these sources came in first."""
    met = {Cause.FIRST_BOOKS, Cause.NEW_SOURCE}
    stops = (one for one in work.runs.history() if one.cause in met and one.about in sources)
    return max((one.since.date() for one in stops), default=None)


def _sells_on(work: Work, key: CustomerKey, documents: Sequence[Document]) -> bool:
    """Do documents bill subscriptions that another customer uses?"""
    billed = {one for doc in documents for one in doc.subscription_ids}
    owners = {work.customers.owner(key.account, one) for one in billed}
    return bool(owners - {None, key})


def _as_of(work: Work, pages: Sequence[Account]) -> datetime | None:
    """The oldest of the sources that know the customer; unknown if one of them is."""
    sources = {page.debtor.source for page in pages}
    stands = [one.as_of for one in work.books.currents() if one.source in sources and one.as_of]
    return min(stands) if stands and len(stands) == len(sources) else None
