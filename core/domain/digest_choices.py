"""What a channel chooses for its digest: whom it shows, in which columns, by which groups, and on
which days it keeps quiet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.calendar import Decreed, is_weekend, next_business_day
from core.domain.exposure import Standing
from core.domain.money import Money
from core.domain.schedules import Slot


class Column(StrEnum):
    """What stands beside a customer's name. `ages` are four columns."""

    DAYS = "days"
    OVERDUE = "overdue"
    STANDING = "standing"
    AGES = "ages"
    OWNER = "owner"
    ACCOUNT = "account"
    COUNTRY = "country"


class Grouping(StrEnum):
    NONE = "none"
    CURRENCY = "currency"
    STANDING = "standing"
    OWNER = "owner"
    ACCOUNT = "account"
    COUNTRY = "country"


USUAL_COLUMNS = (Column.DAYS, Column.OVERDUE, Column.STANDING)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a late customer is picked by. `owners` are person ids: whose account it is, and who
    took it over; a page of the books that nobody confirmed has neither account nor country."""

    standing: Standing
    overdue: Mapping[str, Money]
    owners: frozenset[str] = frozenset()
    account: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Only:
    """Which late customers are shown; what is empty asks for nothing. `standing`: that or worse;
    `floors`: at least so many times the policy's floor in one of its currencies."""

    standing: Standing | None = None
    floors: int = 0
    currencies: tuple[str, ...] = ()
    owner: str = ""
    accounts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != EVERYBODY

    def holds(self, one: Traits, floors: Mapping[str, Money]) -> bool:
        return all(
            (
                self.standing is None or one.standing <= self.standing,
                not self.floors
                or any(self._reaches(owed, floors) for owed in one.overdue.values()),
                not self.currencies or not one.overdue.keys().isdisjoint(self.currencies),
                not self.owner or self.owner in one.owners,
                not self.accounts or one.account in self.accounts,
                not self.countries or one.country in self.countries,
            )
        )

    def _reaches(self, owed: Money, floors: Mapping[str, Money]) -> bool:
        """A debt in a currency without a floor is never too small to be shown."""
        floor = floors.get(owed.currency)
        return floor is None or owed.amount >= floor.amount * self.floors


EVERYBODY = Only()


@dataclass(frozen=True, slots=True)
class Choices:
    """`calendar` names a country or its region (DE, DE-BY): the digest keeps quiet on days that are
    no business days there. Without one it comes on every day that its line names."""

    only: Only = EVERYBODY
    columns: tuple[Column, ...] = USUAL_COLUMNS
    grouping: Grouping = Grouping.NONE
    calendar: str = ""

    def quiet_on(self, day: date, decreed: Decreed) -> bool:
        """A weekday that the calendar does not know yet is no reason to say nothing."""
        return bool(self.calendar) and next_business_day(day, self.calendar, decreed) != day


USUAL = Choices()


def words_of(choices: Choices) -> Iterator[str]:
    """As they are typed and kept on record, what is usual left out: `floors=5`, `columns=days`. The
    owner is a person id here."""
    only = choices.only
    if only.standing is not None:
        yield f"standing={typed(only.standing)}"
    if only.floors:
        yield f"floors={only.floors}"
    lists = (("currency", only.currencies), ("account", only.accounts), ("country", only.countries))
    yield from (f"{name}={','.join(values)}" for name, values in lists if values)
    if only.owner:
        yield f"owner={only.owner}"
    if choices.columns != USUAL_COLUMNS:
        yield f"columns={','.join(choices.columns)}"
    if choices.grouping is not Grouping.NONE:
        yield f"group={choices.grouping}"
    if choices.calendar:
        yield f"holidays={choices.calendar}"


def typed(standing: Standing) -> str:
    return standing.name.lower().replace("_", "-")


def kept(found: Iterable[Slot], choices: Choices, decreed: Decreed) -> Iterator[Slot]:
    """The slots of a digest: those on quiet days are none."""
    return (slot for slot in found if not choices.quiet_on(slot.local.date(), decreed))


def quiet_days(found: Iterable[Slot], choices: Choices, decreed: Decreed) -> tuple[date, ...]:
    """On which of these slots' days nothing is posted for a holiday; of weekends nobody asks."""
    days = {slot.local.date() for slot in found if choices.calendar}
    return tuple(
        day
        for day in sorted(days)
        if choices.quiet_on(day, decreed) and not is_weekend(day, choices.calendar)
    )
