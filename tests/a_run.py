"""A small desk whose policy run is moved from day to day: books, letters, votes, and no threads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core.domain.approvals import Choice
from core.domain.calendar import Place
from core.domain.collecting import Mode
from core.domain.collection_events import PreviewAsked, PreviewReleased
from core.domain.customers import CustomerKey, MappingState
from core.domain.events import Event, Route
from core.domain.exposure import Document, Status
from core.domain.notices import LetterState, Means, Outgoing, Past, Source
from core.domain.partners import Partner
from core.domain.people import AccountKey, Role
from core.domain.plans import Action, Plan
from core.domain.policy_file import read_policy
from core.ports.office import Office
from core.ports.outside import Known, nothing_known
from core.ports.records import SheetHead, SheetRow
from core.usecases import review, voting
from core.usecases.collecting import Collector, customers
from core.usecases.collecting_letters import release_preview, still_due
from core.usecases.letter_sending import Sender
from core.usecases.letter_ticks import mailbox_read, tick
from core.usecases.letters import take_over
from core.usecases.receivables import Drop, take_in
from handlers.messages.letters import Letters
from storage.unit_of_work import SqlStore
from tests.a_letter import a_contact
from tests.a_policy import put_in_force
from tests.a_post_office import MailServer
from tests.builders import (
    BOOKS,
    CONTOSO,
    a_customer,
    a_debtor,
    a_document,
    a_member,
    a_subscription,
    eur,
)

E = TypeVar("E", bound=Event)
TEAM = "T1"
POLICY = Path("bot/policy.toml")
ADMIN, AGENT = AccountKey(TEAM, "U0ADMIN"), AccountKey(TEAM, "U0KANG")
BRAUN, PARK = AccountKey(TEAM, "U0BRAUN"), AccountKey(TEAM, "U0PARK")
APPROVERS = (BRAUN, PARK, AccountKey(TEAM, "U0WEBER"))
ROLES = {Role.ADMINISTRATOR: (ADMIN,), Role.AGENT: (AGENT,), Role.APPROVER: APPROVERS}
FIRST_DAY = date(2026, 2, 2)  # A Monday; no holiday of Germany's until April.
BERLIN = ZoneInfo("Europe/Berlin")
DUE = FIRST_DAY - timedelta(days=1)


def policy_text(*changes: tuple[str, str]) -> str:
    """The shipped policy with who writes the letters, and with these words in place of others."""
    text = POLICY.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return f'{text}\n[texts.en]\nseller = "Rheinland Cloud GmbH"\n'


@dataclass
class InMemory:
    """A sheet that was never a file."""

    as_of: datetime
    documents: Sequence[Document]
    names: dict[str, str]
    file_name: str = "books.csv"
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        what = repr((self.as_of, self.documents))
        self.sha256 = hashlib.sha256(what.encode()).hexdigest()

    def head(self) -> SheetHead:
        return SheetHead(BOOKS, self.as_of)

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow]:
        for line, doc in enumerate(self.documents, start=2):
            yield SheetRow(line, doc, self.names[doc.customer_ref], "")


@dataclass
class Run:
    """Its methods are what happens on a day."""

    store: SqlStore
    mode: Mode = Mode.ON
    now: datetime = datetime(2026, 2, 2, 6, 30, tzinfo=UTC)  # 07:30 in Berlin
    office: Office = field(init=False)
    documents: dict[str, Document] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    server: MailServer = field(default_factory=MailServer)

    def __post_init__(self) -> None:
        place = Place("DE", "Europe/Berlin")
        self.office = Office(
            self.store, lambda: self.now, place, lambda: "", {"main": Partner("main")}
        )
        put_in_force(self.store, read_policy(policy_text()))
        with self.store() as work:
            work.desk.put("home_team", TEAM)
            for role, accounts in ROLES.items():
                people = [work.people.bind(one, one.user_id) for one in accounts]
                work.people.set_role(role, [one.person_id for one in people])
                for one in accounts:
                    work.people.save_member(a_member(one.user_id))
            work.commit()

    @property
    def collector(self) -> Collector:
        return Collector(self.office, Letters(), self.mode)

    @property
    def today(self) -> date:
        return self.now.astimezone(BERLIN).date()

    # Whom there is, and what they owe

    def customer(self, number: int, **changes: Any) -> CustomerKey:
        """One with a subscription and an address."""
        tenant = f"{CONTOSO.tenant_id[:-4]}{number:04d}"
        key, name = CustomerKey("main", tenant), f"Customer {number}"
        self.names[f"K{number}"] = name
        with self.store() as work:
            work.customers.save(
                [a_customer(key=key, name=name, domain=f"c{number}.example", **changes)]
            )
            work.books.save_debtor(
                a_debtor(
                    customer_ref=f"K{number}",
                    name=name,
                    customer=key,
                    mapping=MappingState.CONFIRMED,
                )
            )
            work.customers.save_subscriptions(
                key,
                [a_subscription(customer=key, subscription_id=self.subscription(number))],
            )
            contact = a_contact(
                customer=key, address=f"pay@c{number}.example", source=Source.PERSON
            )
            work.contacts.save(contact)
            work.commit()
        return key

    @staticmethod
    def subscription(number: int) -> str:
        return f"11111111-0000-4000-8000-{number:012d}"

    def owes(self, number: int, amount: str = "900.00", due: date = DUE, **changes: Any) -> str:
        """A document of the next books; its id."""
        document_id = f"D{number}-{len(self.documents) + 1}"
        self.documents[document_id] = a_document(
            document_id=document_id,
            number=f"INV-{len(self.documents) + 1}",
            customer_ref=f"K{number}",
            issued=due - timedelta(days=14),
            due=due,
            total=eur(amount),
            open=eur(amount),
            **changes,
        )
        return document_id

    def pays(self, document_id: str, amount: str | None = None) -> None:
        """All of it, or a part."""
        doc = self.documents[document_id]
        left = eur("0") if amount is None else doc.open - eur(amount)
        status = Status.PARTIALLY_PAID if left else Status.CLOSED
        self.documents[document_id] = replace(
            doc, open=left, status=status, last_payment_on=self.today, last_payment=doc.open - left
        )

    # A day

    def at(self, day: date, clock: time = time(7, 30)) -> None:
        self.now = datetime.combine(day, clock, BERLIN).astimezone(UTC)

    def books(self) -> None:
        as_of = self.now - timedelta(minutes=5)
        sheet = InMemory(as_of, tuple(self.documents.values()), self.names)
        take_in(sheet, office=self.office, route=Route.CLI, drop=Drop.ACCEPT)
        review.review(office=self.office)

    def lapse(self) -> None:
        """Whatever nobody decided in time."""
        for plan in (one for action in Action for one in self.plans(action)):
            voting.expire(plan.plan_id, office=self.office)

    def run(self) -> None:
        """The run, and whatever it left to be done about each."""
        self.collector.collect()
        with self.store.reading() as work:
            keys = customers(work)
        for key in keys:
            self.collector.act(key)

    def morning(self, day: date) -> None:
        self.at(day)
        self.lapse()
        self.books()
        self.run()

    def post(self) -> None:
        """Letters leave at half past ten, and count a day later."""
        self.at(self.today, time(10, 30))
        check = still_due(self.office)
        for letter in self.letters(LetterState.QUEUED):
            Sender(self.office, self.server, check).send(letter.letter_id)
        with self.store() as work:
            mailbox_read(work, self.now)
            work.commit()
        tick(office=self.office, sends=False)

    def day(self, day: date) -> None:
        """A morning and its post; whoever has to release words does it at once."""
        self.morning(day)
        if self.release_words():
            self.run()
        self.post()

    def days(self, count: int) -> None:
        """So many days from the one after today on."""
        for _ in range(count):
            self.day(self.today + timedelta(days=1))

    # What people do

    def release_words(self) -> int:
        """Every preview that waits."""
        done = {(one.notice, one.language, one.words) for one in self.happened(PreviewReleased)}
        asked = [(one.notice, one.language, one.words) for one in self.happened(PreviewAsked)]
        for one in asked:
            if one not in done:
                release_preview(*one, BRAUN, office=self.office)
        return len(set(asked) - done)

    def vote(self, plan: Plan, *accounts: AccountKey, choice: Choice = Choice.APPROVE) -> Plan:
        for account in accounts:
            ballot = voting.Ballot(plan.plan_id, plan.hash, choice, reason="Looked at")
            plan = voting.vote(ballot, account, office=self.office)
        return plan

    def release(self) -> None:
        """Two people let the list go, and the run goes on."""
        (plan,) = self.plans(Action.RELEASE_RUN)
        self.vote(plan, BRAUN, PARK)
        self.run()

    def told(self, key: CustomerKey, *days: tuple[str, date]) -> None:
        """Letters that were sent before there was a desk."""
        take_over(
            [Past(key, name, Means.LETTER, day, "RR 12 345 678 9 DE") for name, day in days],
            office=self.office,
        )

    def at_suspension(self, number: int = 1) -> tuple[CustomerKey, Plan]:
        """A customer who was told everything, and the plan that was filed for it."""
        key = self.customer(number)
        self.owes(number, due=FIRST_DAY - timedelta(days=40))
        ago = (("reminder", 36), ("second", 29), ("formal", 18), ("final", 10))
        self.told(key, *((name, FIRST_DAY - timedelta(days=days)) for name, days in ago))
        self.morning(FIRST_DAY)
        self.release()
        return key, self.plans(Action.SUSPEND)[0]

    # What there is

    def plans(self, action: Action) -> list[Plan]:
        with self.store.reading() as work:
            return work.plans.open_of(action)

    def again(self, plan: Plan) -> Plan:
        with self.store.reading() as work:
            return work.plans.get(plan.plan_id)

    def letters(self, *states: LetterState) -> list[Outgoing]:
        """Oldest first."""
        with self.store.reading() as work:
            found = [one for key in customers(work) for one in work.letters.of_customer(key)]
        wanted = [one for one in found if not states or one.state in states]
        return sorted(wanted, key=lambda one: one.created_at)

    def happened(self, kind: type[E]) -> list[E]:
        with self.store.reading() as work:
            found = work.events.since(kind, datetime(2026, 1, 1, tzinfo=UTC))
        return [one.event for one in found if isinstance(one.event, kind)]
