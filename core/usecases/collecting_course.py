"""Episodes begin with the first day of chasing and end when nothing is owed; each keeps the stages
and letters of the policy that it began with, unless a person moves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from core.accounts import documents_of, sightings_of
from core.domain.collecting import Episode
from core.domain.collection_events import EpisodeBegun, EpisodeMoved, EpisodeOver
from core.domain.customers import CustomerKey
from core.domain.event import Event, Route
from core.domain.exposure import Document
from core.domain.people import AccountKey, Role
from core.domain.plans import Basis
from core.domain.release import Debt, judge_debt
from core.domain.verdicts import State
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.collecting_letters import case_id_of
from core.usecases.collecting_looks import Look
from core.usecases.finding import customer_of, person_with

BELOW_FLOOR = "below_floor"


def follow(work: Work, seen: Look, *, office: Office) -> Look:
    """The look with the episode that its verdict begins or ends."""
    state = seen.verdict.state
    if state is State.CHASING and seen.episode is None:
        return replace(seen, episode=_begin(work, seen, office))
    if state is State.CLEAR and seen.episode is not None:
        _end(work, seen, seen.episode, office)
        return replace(seen, episode=None)
    return seen


def _begin(work: Work, seen: Look, office: Office) -> Episode:
    episode = Episode(str(uuid4()), seen.customer, seen.policy.version, seen.on)
    work.episodes.begin(episode)
    event = EpisodeBegun(
        case_id=case_id_of(work, seen.customer),
        episode_id=episode.episode_id,
        customer=str(seen.customer),
        version=episode.policy,
        on=seen.on.isoformat(),
    )
    note(work, event, office.stamp(seen.at, "", Route.AUTOMATION))
    return episode


def _end(work: Work, seen: Look, episode: Episode, office: Office) -> None:
    why = _why_over(work, seen)
    work.episodes.update(replace(episode, ended_on=seen.on, ended_why=why))
    case_id = case_id_of(work, seen.customer)
    event = EpisodeOver(
        case_id=case_id, episode_id=episode.episode_id, customer=str(seen.customer), why=why
    )
    _say(work, event, office, told=bool(case_id))


def _say(work: Work, event: Event, office: Office, *, told: bool) -> None:
    stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
    if told:
        record(work, event, stamp)
    else:
        note(work, event, stamp)


def _why_over(work: Work, seen: Look) -> str:
    """What became of the documents that were late when it was chased last."""
    last = work.verdicts.last(seen.customer)
    basis = _counted(last.facts.documents) if last is not None else []
    keys = [(one.source, one.document_id) for one in basis]
    debt = judge_debt(
        basis,
        sightings_of(work, seen.customer, keys, seen.on),
        documents_of(work, seen.customer, seen.on),
        seen.policy.floors,
        seen.on,
    )
    return BELOW_FLOOR if debt in {Debt.OWED, Debt.UNKNOWN} else debt.value


def _counted(documents: Iterable[Document]) -> list[Basis]:
    return [
        Basis(doc.source, doc.document_id, doc.number, doc.due, doc.open, doc.disputed)
        for doc in documents
        if doc.due is not None and doc.counts()
    ]


# Moved by a person


@dataclass(frozen=True, slots=True)
class InFlight:
    """An open episode that goes by another version than the one in force, and whose it is."""

    episode: Episode
    name: str


def in_flight(work: Work, key: CustomerKey | None = None) -> list[InFlight]:
    """Those that `migrate` would move, by name."""
    version = work.policies.version()
    others = (one for one in work.episodes.all_open() if one.policy != version)
    mine = [one for one in others if key in {None, one.customer}]
    found = [InFlight(one, customer_of(work, one.customer).name) for one in mine]
    return sorted(found, key=lambda one: one.name)


def migrate(episodes: Sequence[str], *, by: str, office: Office, route: Route = Route.CLI) -> int:
    """Let these go on by the policy in force, for the person behind the Slack user id `by`. Returns
    how many moved; one that is over stays. Raises NoRole, NotEligible."""
    now = office.clock()
    with office.store() as work:
        account = AccountKey(work.desk.get("home_team"), by)
        person = person_with(work, account, frozenset({Role.APPROVER, Role.ADMINISTRATOR}))
        version, stamp = work.policies.version(), office.stamp(now, person.person_id, route)
        moved = [one for one in work.episodes.all_open() if one.episode_id in set(episodes)]
        for one in moved:
            work.episodes.update(replace(one, policy=version))
            event = EpisodeMoved(
                case_id=case_id_of(work, one.customer),
                episode_id=one.episode_id,
                customer=str(one.customer),
                before=one.policy,
                after=version,
            )
            note(work, event, stamp)
        work.commit()
    return len(moved)
