"""Who may approve and who is asked by direct message are two lists: the second one is everybody's
own, and the administrators'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.errors import BadInput
from core.domain.events import NotifyingChanged, Route
from core.domain.notifying import Preference
from core.domain.people import AccountKey, Person, Role
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import ONLY_ADMINISTRATORS, person_with
from core.usecases.vote_asks import ask_anew

# Who is away for longer has no vote to give.
LONGEST_AWAY = 366


@dataclass(frozen=True, slots=True)
class Wish:
    """To be asked or not, or again from a day on."""

    asked: bool = True
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everybody who may vote, what each chose, and who asks; `today` in our own zone."""

    voters: tuple[Person, ...]
    preferences: Mapping[str, Preference]
    me: str
    today: date

    def of(self, person: Person) -> Preference:
        return self.preferences.get(person.person_id, Preference(person.person_id))

    def heard_by(self) -> tuple[Person, ...]:
        """Those who are asked today."""
        return tuple(one for one in self.voters if is_asked(self.of(one), self.today))


def is_asked(preference: Preference, today: date) -> bool:
    away = preference.back_on is not None and today < preference.back_on
    return preference.asked and not away


def hearing(account: AccountKey, *, office: Office) -> Hearing:
    """Who is asked and who is not. Raises NoRole, NotEligible."""
    with office.store.reading() as work:
        return _hearing(work, person_with(work, account, may_ask(work)), office)


def change(
    wish: Wish, account: AccountKey, *, office: Office, whose: AccountKey | None = None
) -> tuple[Person, Hearing]:
    """Whose list it was changed on, and the list. Anybody for themselves, an administrator for
    others. Raises NoRole, NotEligible, BadInput."""
    now = office.clock()
    today = office.today(now)
    if wish.back_on is not None and not 0 < (wish.back_on - today).days <= LONGEST_AWAY:
        raise BadInput(problem="{day} is no day of the year to come", day=wish.back_on)
    with office.store() as work:
        me = person_with(work, account, may_ask(work) | ONLY_ADMINISTRATORS)
        person = _meant(work, account, whose) if whose is not None else me
        before = work.notifying.of(person.person_id)
        after = Preference(person.person_id, wish.asked, wish.back_on)
        if before != after:
            work.notifying.keep(after)
            back = after.back_on.isoformat() if after.back_on else ""
            event = NotifyingChanged(person=person.person_id, asked=after.asked, back_on=back)
            record(work, event, office.stamp(now, me.person_id, Route.SLACK))
            if after.asked:
                ask_anew(work, person.person_id, now)
        found = _hearing(work, me, office)
        work.commit()
    return person, found


def _meant(work: Work, account: AccountKey, whose: AccountKey) -> Person:
    """Somebody else, for whom only an administrator speaks. Raises BadInput."""
    person = work.people.by_account(whose)
    if person is None or not person.has(*Role):
        raise BadInput(problem="{user} has no role here", user=whose.user_id)
    if account not in person.accounts:
        person_with(work, account, ONLY_ADMINISTRATORS)
    return person


def _hearing(work: Work, me: Person, office: Office) -> Hearing:
    voters = work.people.with_role(*work.policies.current().approvals.vote)
    today = office.today(office.clock())
    return Hearing(tuple(voters), work.notifying.all(), me.person_id, today)
