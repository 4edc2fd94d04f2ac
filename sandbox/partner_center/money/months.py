"""Calendar months: what an invoice is about."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int

    @staticmethod
    def of(day: date) -> Month:
        return Month(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def begins(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        return self.next().begins

    def next(self) -> Month:
        return self.moved(1)

    def back_to(self, oldest: Month) -> Iterator[Month]:
        month = self
        while month >= oldest:
            yield month
            month = month.moved(-1)

    def moved(self, months: int) -> Month:
        years, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, number + 1)
