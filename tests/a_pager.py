"""A desk whose pages are called as time passes: what was to be said, to whom, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from core.domain.cases import Case
from core.domain.events import Route
from core.domain.paging import CHANNEL, Page, Why
from core.domain.people import AccountKey
from core.usecases import on_call
from core.usecases.paging import PAGE_STEP, page, step
from tests.a_case import ACTS, Act, CaseDesk
from tests.office import ADMIN, AGENT, APPROVER

MINUTE = timedelta(minutes=1)
# Kang is on call, Braun has the second layer.
SCHEDULE = """
zone = "Europe/Berlin"
quiet = "22:00-07:00"
[[layers]]
name = "first"
people = ["U0KANG"]
since = 2026-10-05
hand_over = "monday 09:00"
[[layers]]
name = "second"
people = ["U0BRAUN"]
since = 2026-10-05
hand_over = "monday 09:00"
"""
NAMES = {AGENT: "kang", APPROVER: "braun", ADMIN: "admin"}


class PageDesk(CaseDesk):
    """Whoever is called is known by a short name; times are minutes after the page."""

    acts: ClassVar[dict[str, Act]] = {**ACTS, PAGE_STEP: step}

    def take_in(self, text: str = SCHEDULE) -> None:
        on_call.take_in(text, by=ADMIN.user_id, office=self.desk.office, route=Route.CLI)

    def page(self, case: Case, why: Why = Why.SIGNAL, occasion: str = "high") -> Page:
        with self.desk.store() as work:
            page(
                work, case_id=case.case_id, why=why, facts={"seats added": "400"},
                occasion=occasion, now=self.desk.now, office=self.desk.office,
            )  # fmt: skip
            work.commit()
        return next(one for one in self.pages(case) if one.occasion == occasion)

    def pages(self, case: Case) -> list[Page]:
        with self.desk.store.reading() as work:
            return work.pages.of_case(case.case_id)

    def called(self, one: Page) -> list[list[str]]:
        """Whom each call reached out to."""
        names = {self.person(account): name for account, name in NAMES.items()} | {
            CHANNEL: "channel"
        }
        with self.desk.store.reading() as work:
            calls = work.pages.calls(one.page_id)
        steps = sorted({call.step for call in calls})
        return [sorted(names[c.target] for c in calls if c.step == number) for number in steps]

    def next_in(self, case: Case) -> float | None:
        """Minutes until the open page is called for again; None where none is open."""
        found = (one.next_at for one in self.pages(case) if one.is_open())
        next_at = next(found, None)
        return None if next_at is None else (next_at - self.desk.now) / MINUTE

    def without_role(self, account: AccountKey) -> None:
        """This person has no role any more."""
        with self.desk.store() as work:
            person = work.people.by_account(account)
            assert person is not None
            for role in person.roles:
                others = [p.person_id for p in work.people.with_role(role)]
                work.people.set_role(role, [p for p in others if p != person.person_id])
            work.commit()
