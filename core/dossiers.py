"""Everything that is known of a customer, as the facts of a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from core.accounts import laid_over, overlaid_sightings, plans_of
from core.domain.calendar import Place
from core.domain.collecting import Cause, Course, course_of
from core.domain.customers import CustomerKey
from core.domain.exposure import Document
from core.domain.facts import Facts, OpenPromise
from core.domain.ladder import Rules
from core.domain.places import placed
from core.domain.plans import Action, Plan
from core.domain.policy_file import PolicyRefused
from core.domain.positions import NoFloor
from core.domain.promises import running
from core.domain.tags import Known, tags_of
from core.domain.verdicts import judge, may_propose
from core.places import local_date
from core.ports.dossiers import Dossier
from core.ports.office import Office
from core.ports.policies import NoPolicy
from core.ports.store import Work

# So many are read at a time: more would take memory and hardly less time, and a reader in a long
# transaction keeps old pages alive.
CHUNK = 500


def facts_of(work: Work, key: CustomerKey, on: date, *, rules: Rules, office: Office) -> Facts:
    """The facts on a local date of the customer's, as this transaction knows them."""
    return facts_in(dossier_of(work, key), on, rules=rules, office=office)


def dossier_of(work: Work, key: CustomerKey) -> Dossier:
    return work.dossiers.of([key])[key]


def place_in(dossier: Dossier) -> Place:
    return placed(dossier.country, dossier.own_place)


def facts_in(dossier: Dossier, on: date, *, rules: Rules, office: Office) -> Facts:
    """The facts on a local date of the customer's, by what is kept of it."""
    place, pages = place_in(dossier), laid_over(dossier.pages, dossier.ours, on)
    documents = tuple(doc for page in pages for doc in page.documents)
    known = _known(dossier, documents, on, office=office)
    open_since = [one.since for one in dossier.suspensions if one.lifted_at is None]
    return Facts(
        customer=dossier.customer.tenant_id,
        country=place.country,
        zone=place.zone,
        region=place.region,
        tags=tags_of(known, rules, on),
        documents=documents,
        promises=tuple(_promised(dossier, documents, on)),
        holds=tuple(one.span() for one in dossier.ours.holds),
        notices=tuple(dossier.notices),
        unread_since=place.local(dossier.unread_at).date() if dossier.unread_at else None,
        suspended_since=place.local(min(open_since)).date() if open_since else None,
        deletion_on=dossier.deletion_on,
        as_of=_as_of(dossier),
    )


def course(work: Work, plan: Plan, now: datetime, *, office: Office) -> Course:
    """Does the ladder still propose what this plan asks for, by the version that the customer's
    episode began with, and would the one in force ever do so?"""
    key, action = plan.content.customer, plan.content.action
    assert key is not None
    dossier = dossier_of(work, key)
    episode = dossier.episode
    on, current = place_in(dossier).local(now).date(), work.policies.current().rules
    try:
        rules = work.policies.get(episode.policy).rules if episode else current
        facts = facts_in(dossier, on, rules=rules, office=office)
        found = course_of(judge(_as_filed(work, plan, facts), rules, on), action)
    except (NoFloor, NoPolicy, PolicyRefused):
        return Course.UNKNOWN
    facts = facts_in(dossier, on, rules=current, office=office)
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


def forbids(work: Work, dossier: Dossier, action: Action, on: date, *, office: Office) -> bool:
    """Would the policy in force never propose this for this customer?"""
    rules = work.policies.current().rules
    return not may_propose(action, facts_in(dossier, on, rules=rules, office=office), rules, on)


def _known(dossier: Dossier, documents: Sequence[Document], on: date, *, office: Office) -> Known:
    first = min((doc.issued for doc in documents), default=on)
    since, met_on = dossier.acquainted or (first, on)
    return Known(
        cloud=office.partner(dossier.customer).cloud,
        documents=documents,
        subscriptions=dossier.subscriptions,
        suspensions=dossier.suspensions,
        notices=dossier.notices,
        known_since=min(since, first),
        met_on=met_on,
        began=_began(dossier),
        returned_on=dossier.returned_on,
        over_limit=dossier.over_limit,
        sells_on=dossier.sells_on,
    )


def _promised(dossier: Dossier, documents: Sequence[Document], on: date) -> Iterator[OpenPromise]:
    """What is still to come of the open promises."""
    seen = overlaid_sightings(dossier.sightings, dossier.pages, dossier.ours, on)
    for series in plans_of(dossier.promises):
        for one in running(series, seen, documents):
            yield OpenPromise(one.left, one.promise.by)


def _sources(dossier: Dossier) -> set[str]:
    return {page.debtor.source for page in dossier.pages}


def _began(dossier: Dossier) -> date | None:
    """When the youngest of these sources came in first."""
    met, sources = {Cause.FIRST_BOOKS, Cause.NEW_SOURCE}, _sources(dossier)
    stops = (one for one in dossier.standstills if one.cause in met and one.about in sources)
    return max((one.since.date() for one in stops), default=None)


def _as_of(dossier: Dossier) -> datetime | None:
    """The oldest of the sources that know the customer; unknown if one of them is."""
    sources = _sources(dossier)
    stands = [one.as_of for one in dossier.books if one.source in sources and one.as_of]
    return min(stands) if stands and len(stands) == len(sources) else None
