"""Who is meant and who is asking: a customer by what was typed, a person by what may be done."""

from __future__ import annotations

from core.domain.customers import Customer, CustomerKey, is_guid
from core.domain.errors import AmbiguousCustomer, BadInput, NoRole, NotEligible, UnknownCustomer
from core.domain.events import AccountMet, Stamp
from core.domain.people import AccountKey, Person, Role, ineligibility, is_user_id
from core.ports.store import Work
from core.recording import note

ONLY_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MOST_CHOICES = 10
LONGEST_NAME = 200


def find_customer(work: Work, text: str) -> Customer:
    """By name, domain, tenant id or invoice number, or by a key that we gave out. Raises BadInput
    for an empty text, UnknownCustomer with similar names, AmbiguousCustomer with the choice."""
    wanted = text.strip()
    given = work.customers.get(CustomerKey.parse(wanted)) if "/" in wanted else None
    if given is not None:
        return given
    if not wanted or len(wanted) > LONGEST_NAME:
        raise BadInput(problem="no customer named")
    found = work.customers.search(
        wanted.lower() if is_guid(wanted.lower()) else wanted, MOST_CHOICES
    )
    if not found:
        raise UnknownCustomer(text=wanted, similar=work.customers.similar(wanted, 3))
    if len(found) > 1:
        raise AmbiguousCustomer(text=wanted, customers=found)
    return found[0]


def customer_of(work: Work, key: CustomerKey) -> Customer:
    """The customer of a key that we gave out. Raises UnknownCustomer."""
    customer = work.customers.get(key)
    if customer is None:
        raise UnknownCustomer(text=key.tenant_id, similar=[])
    return customer


def person_with(work: Work, account: AccountKey, roles: frozenset[Role]) -> Person:
    """The person behind an account, if it has one of the roles and may act at all: by this account
    and by the first one. Raises NoRole or NotEligible."""
    person = work.people.by_account(account)
    if person is None or not person.has(*roles):
        raise NoRole(needed=sorted(roles))
    team, used = work.desk.get("home_team"), work.people.member(account)
    why = ineligibility(used, team) or ineligibility(person.member, team)
    if why is not None:
        raise NotEligible(why=why)
    return person


def account_of(work: Work, user: str, usage: str) -> AccountKey:
    """The account of a Slack user id that was typed at the terminal. Raises BadInput."""
    if not is_user_id(user):
        raise BadInput(problem="{user} is no Slack user id", user=user, usage=usage)
    return AccountKey(work.desk.get("home_team"), user)


def met(work: Work, account: AccountKey, stamp: Stamp) -> Person:
    """The person of an account, who is on record from now on."""
    known = work.people.by_account(account)
    if known is not None:
        return known
    person = work.people.bind(account, account.user_id)
    event = AccountMet(account=f"{account.team_id}/{account.user_id}", person=person.person_id)
    note(work, event, stamp)
    return person


def administrator(work: Work, user: str, usage: str) -> Person:
    """The administrator who types at the terminal. Raises BadInput, NoRole, NotEligible."""
    return person_with(work, account_of(work, user, usage), ONLY_ADMINISTRATORS)
