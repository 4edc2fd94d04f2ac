"""Where a customer is: what an administrator says of it counts at once, but brings no cut nearer
before the others had a day to hear of it (docs/decisions/0019)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.agreements import case_of, look_again
from core.domain.calendar import Place, several_zones
from core.domain.customers import Customer
from core.domain.errors import ReasonMissing
from core.domain.event import Route
from core.domain.events import PlaceChanged
from core.domain.place_errors import PlaceMissing, PlaceUnchanged
from core.domain.places import OwnPlace, Said, named, placed, read
from core.domain.plans import digest
from core.domain.policy_changes import DELAY
from core.places import place_of
from core.ports.office import Office
from core.ports.store import Work
from core.recording import CARRIED_OUT, advance_soon, record
from core.usecases.finding import administrator, find_customer

USAGE = "customers place contoso --zone Europe/Berlin --reason 'They said so' --by U012AB3CD"
TAKEN_BACK = Said()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a customer is taken to be; `own` is what an administrator said, if that still counts,
    and `moved_at` when anything was said or taken back last."""

    customer: Customer
    place: Place
    own: OwnPlace | None
    moved_at: datetime | None

    def cuts_rest_until(self, now: datetime) -> datetime | None:
        """While others have time to object; None once that is over."""
        until = self.moved_at + DELAY if self.moved_at is not None else now
        return until if now < until else None


def whereabouts(work: Work, customer: Customer) -> Whereabouts:
    said = work.places.get(customer.key)
    own = said if said is not None and said.says() else None
    moved_at = said.set_at if said is not None else None
    return Whereabouts(customer, place_of(work, customer.key), own, moved_at)


def look_up(text: str, *, office: Office) -> Whereabouts:
    """Raises those of find_customer."""
    with office.store.reading() as work:
        return whereabouts(work, find_customer(work, text))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: the customer, and a zone, a country or a region as far as named."""

    customer: str
    zone: str = ""
    country: str = ""
    region: str = ""


def place(asked: Asked, reason: str, *, by: str, office: Office) -> Whereabouts:
    """Say where a customer is, for the administrator behind the Slack user id `by`; it replaces
    what was said before. Raises PlaceMissing, ZoneUnfit, CountryUnfit, RegionUnfit, NoRegions, and
    what `take_back` does."""
    if not (asked.zone or asked.country or asked.region):
        raise PlaceMissing()
    year = office.today(office.clock()).year
    with office.store() as work:
        customer = find_customer(work, asked.customer)
        said = read(asked.zone, asked.country, asked.region, home=customer.country, year=year)
        found = _say(work, customer, said, reason, by=by, office=office)
        work.commit()
    return found


def take_back(text: str, reason: str, *, by: str, office: Office) -> Whereabouts:
    """Let a customer go by its country again. Raises ReasonMissing, PlaceUnchanged, BadInput,
    NoRole, NotEligible, and those of find_customer."""
    with office.store() as work:
        found = _say(work, find_customer(work, text), TAKEN_BACK, reason, by=by, office=office)
        work.commit()
    return found


def _say(
    work: Work, customer: Customer, said: Said, reason: str, *, by: str, office: Office
) -> Whereabouts:
    if not reason.strip():
        raise ReasonMissing()
    now, key = office.clock(), customer.key
    person = administrator(work, by, USAGE)
    before, known = place_of(work, key), work.places.get(key)
    own = OwnPlace(key, said.zone, said.country, said.region, reason.strip(), person.person_id, now)
    after = placed(customer.country, own)
    if after == before and own.says() == (known is not None and known.says()):
        raise PlaceUnchanged(customer=customer, place=named(before))
    work.places.put(own)
    event = PlaceChanged(
        case_id=case_of(work, key),
        customer=str(key),
        how="set" if own.says() else "cleared",
        before=named(before),
        after=named(after),
        reason_digest=digest(own.reason),
    )
    record(work, event, office.stamp(now, person.person_id, Route.CLI))
    _look_again(work, customer, now)
    return whereabouts(work, customer)


def _look_again(work: Work, customer: Customer, now: datetime) -> None:
    """What waits for an hour waits for another one now."""
    look_again(work, f"place:{customer.key}:{now.isoformat()}")
    plan = work.plans.open_for(customer.key)
    if plan is not None and plan.state in CARRIED_OUT:
        advance_soon(work, plan)


def unsaid(work: Work) -> Mapping[str, int]:
    """How many customers go by which zone only because most people of their country do, though
    others there have another one; by the name of the zone."""
    said = {key for key, own in work.places.all().items() if own.says()}
    found = Counter(
        placed(one.country, None).zone
        for one in work.customers.all()
        if one.key not in said and several_zones(one.country)
    )
    return dict(sorted(found.items()))
