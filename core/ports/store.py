"""The store: one transaction and what can be asked of it, topic by topic."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from core.domain.approvals import Vote
from core.domain.customers import Customer, CustomerKey, Subscription, Suspension
from core.domain.events import Event, Recorded, Stamp
from core.domain.plans import Action, Attempt, Plan, PlanState, Step, StepState
from core.domain.trail import Head, Proof
from core.ports.account_owners import AccountOwners
from core.ports.agreements import Disputes, Holds, Marks, Promises
from core.ports.alerts import Alerts
from core.ports.arrears import Portfolio
from core.ports.bills import Bills
from core.ports.books import Books
from core.ports.cases import Cases
from core.ports.clocks import Clocks
from core.ports.collections import Episodes, Runs, Verdicts
from core.ports.containments import Containments
from core.ports.credits import Credits
from core.ports.dossiers import Dossiers
from core.ports.engine import Jobs
from core.ports.erasing import Erasing
from core.ports.habits import Habits
from core.ports.intakes import Intakes
from core.ports.keeping import Keeping
from core.ports.letters import Contacts, Letters
from core.ports.mapping import Mappings
from core.ports.messages import Buttons, Posts
from core.ports.notifying import Homes, Notifying, VoteAsks
from core.ports.on_call import OnCall, Pages
from core.ports.payments import Payments
from core.ports.people import People
from core.ports.places import Places
from core.ports.policies import Policies
from core.ports.prices import Prices
from core.ports.prints import Prints
from core.ports.profiles import Profiles
from core.ports.readings import Readings
from core.ports.records import Freeze, Intent
from core.ports.schedules import ChannelLanguages, FollowUps, Schedules
from core.ports.secrets import Secrets
from core.ports.signals import Signals
from core.ports.spend import Spend
from core.ports.step_up import StepUps
from core.ports.sync import Sync
from core.ports.text_keys import TextKeys
from core.ports.tickets import Tickets


class Customers(Protocol):
    def registered(self) -> Mapping[CustomerKey, str]:
        """Whose number in a register was ever read, and which it is."""

    def get(self, key: CustomerKey) -> Customer | None: ...
    def save(self, customers: Iterable[Customer]) -> None: ...
    def by_tenant(self, tenant_id: str) -> list[Customer]: ...
    def search(self, text: str, limit: int) -> list[Customer]:
        """By tenant id, domain, document number or the start of a word of the name; exact first."""

    def fitting(self, text: str, limit: int) -> list[Customer]:
        """Everybody who may be meant while somebody still types, the surest first."""

    def similar(self, text: str, limit: int) -> list[Customer]:
        """Whoever has a document with nearly this number, then the nearest names."""

    def all(self) -> list[Customer]: ...
    def names(self, keys: Sequence[CustomerKey]) -> Mapping[CustomerKey, str]: ...
    def at(self, place: int) -> CustomerKey | None:
        """The one at a place in an order that stays, counted round and round."""

    def subscriptions(self, key: CustomerKey) -> list[Subscription]: ...
    def save_subscriptions(self, key: CustomerKey, found: Sequence[Subscription]) -> None:
        """Replace what is known of this customer's subscriptions."""

    def save_subscription(self, found: Subscription) -> None: ...
    def owner(self, account: str, subscription_id: str) -> CustomerKey | None:
        """Whose subscription this is, as last read."""

    def ending(
        self, begin: datetime, end: datetime, keys: Collection[CustomerKey]
    ) -> Iterable[Subscription]:
        """Those of these customers whose term ends between these moments."""

    def active_subscriptions(self, since: datetime) -> int:
        """Active now, or suspended by us since then: of so many a share of that time is taken."""

    def suspensions(self, key: CustomerKey) -> list[Suspension]:
        """Every one of ours, lifted or not, oldest first."""

    def open_suspensions(self, key: CustomerKey) -> list[Suspension]: ...
    def last_suspension(self, key: CustomerKey, subscription_id: str) -> Suspension | None:
        """The newest suspension of ours, lifted or not."""

    def suspended_customers(self) -> set[CustomerKey]: ...
    def open_everywhere(self) -> list[Suspension]:
        """Suspensions of ours that nobody lifted, of all customers."""

    def add_suspension(self, suspension: Suspension) -> None: ...
    def keep_suspended(self, key: CustomerKey, subscription_id: str, reason: str) -> None:
        """Give the open suspension of ours, if there is one, another reason."""

    def lift_suspension(self, key: CustomerKey, subscription_id: str, at: datetime) -> None: ...


class Plans(Protocol):
    def add(self, plan: Plan, steps: Sequence[Step]) -> None:
        """Raises LostRace when the customer has an open plan or a line is being changed."""

    def get(self, plan_id: str) -> Plan: ...
    def hold(self, plan_id: str) -> Plan:
        """The plan, locked until the transaction ends."""

    def move(self, plan: Plan, to: PlanState, why: str = "") -> Plan:
        """Conditional on the state that `plan` shows; raises LostRace if it moved meanwhile."""

    def update(self, plan: Plan) -> None:
        """Save the fields that are no state: bank check, waiting, turn, ask_again_on."""

    def open_for(self, key: CustomerKey) -> Plan | None:
        """The open plan of this customer that is not being halted: there is at most one."""

    def halted(self, key: CustomerKey) -> list[Plan]:
        """Plans of this customer that a containment halted and that have not ended yet."""

    def open_of(self, *actions: Action) -> list[Plan]: ...
    def open(self) -> list[Plan]: ...
    def asked_about(self, action: Action) -> set[CustomerKey]:
        """Every customer of whom such a plan was ever filed."""

    def of_customer(self, key: CustomerKey, action: Action) -> list[Plan]:
        """Newest first, also those that are over."""

    def votes(self, plan_id: str) -> list[Vote]: ...
    def add_vote(self, vote: Vote) -> None:
        """Unique by person; a reject replaces the person's own approval, and one that a code proves
        replaces one without. Raises LostRace."""

    def steps(self, plan_id: str) -> list[Step]: ...
    def still_to_do(self, *actions: Action) -> Mapping[str, int]:
        """How many steps are left of each plan (id) of these actions that is being carried out and
        has any."""

    def begin(self, attempt: Attempt) -> Step:
        """todo -> intent with the next attempt number; raises LostRace."""

    def attempt(self, step: Step) -> Attempt:
        """The journalled intent of the step's present attempt."""

    def sent(self, step: Step) -> None:
        """Note that bytes may leave now; conditional on the step's state and attempt. Raises
        LostRace."""

    def settle(self, step: Step, to: StepState, why: str = "") -> Step:
        """Move a step, conditional on its state and attempt; one that was ever unknown stays
        unsure. Raises LostRace."""

    def intents(self, since: datetime, verbs: Sequence[str]) -> list[Intent]: ...


class Freezes(Protocol):
    def current(self) -> Freeze | None:
        """The one that stops everything."""

    def on(self) -> list[Freeze]:
        """All that are on, the oldest first."""

    def get(self, freeze_id: str) -> Freeze | None:
        """While it is on."""

    def add(self, freeze: Freeze) -> None: ...
    def lift(self, freeze_id: str, at: datetime) -> None: ...


class Events(Protocol):
    def add(self, event: Event, stamp: Stamp) -> int:
        """Append to the chain; returns its sequence number."""

    def get(self, seq: int) -> Recorded: ...
    def of_plan(self, plan_id: str, kind: type[Event] | None = None) -> list[Recorded]:
        """What happened to a plan, oldest first: all of it, or the events of one kind."""

    def of_case(self, case_id: str) -> list[Recorded]: ...
    def since(self, kind: type[Event], at: datetime) -> list[Recorded]:
        """Events of one kind, oldest first."""

    def last_at(self) -> datetime | None: ...
    def head(self) -> Head:
        """Where the chain ends now."""

    def at(self, size: int) -> str:
        """Its head when it had so many events; empty where it never had."""

    def prove(self, seqs: Collection[int], sizes: Collection[int] = ()) -> Proof:
        """That these events stand in the chain as it ends now, and what it was when it had so many
        events; the bodies of others are not shown."""


class Desk(Protocol):
    """Facts about this installation, by name: home_team, bot_user, seeded, ..."""

    def get(self, name: str) -> str: ...
    def put(self, name: str, value: str) -> None: ...
    def lies_at(self) -> str:
        """Where the database lies: a copy of it lies elsewhere."""


class Inbox(Protocol):
    def first(self, key: str, at: datetime) -> bool:
        """True once per key: whoever is told false has seen a delivery again."""

    def newest(self, kind: str) -> datetime | None:
        """When a delivery of this kind last came, such as `click`."""


class Work(Protocol):
    """One transaction. Leaving the block without commit() rolls back."""

    alerts: Alerts
    people: People
    account_owners: AccountOwners
    customers: Customers
    books: Books
    portfolio: Portfolio
    prices: Prices
    bills: Bills
    sync: Sync
    cases: Cases
    clocks: Clocks
    containments: Containments
    credits: Credits
    dossiers: Dossiers
    profiles: Profiles
    erasing: Erasing
    notifying: Notifying
    vote_asks: VoteAsks
    homes: Homes
    on_call: OnCall
    pages: Pages
    payments: Payments
    places: Places
    plans: Plans
    policies: Policies
    prints: Prints
    schedules: Schedules
    follow_ups: FollowUps
    channel_languages: ChannelLanguages
    secrets: Secrets
    signals: Signals
    spend: Spend
    step_ups: StepUps
    habits: Habits
    text_keys: TextKeys
    tickets: Tickets
    letters: Letters
    contacts: Contacts
    verdicts: Verdicts
    episodes: Episodes
    runs: Runs
    freezes: Freezes
    events: Events
    buttons: Buttons
    posts: Posts
    desk: Desk
    disputes: Disputes
    holds: Holds
    inbox: Inbox
    intakes: Intakes
    jobs: Jobs
    keeping: Keeping
    mappings: Mappings
    marks: Marks
    promises: Promises
    readings: Readings

    def commit(self) -> None: ...


class Store(Protocol):
    def __call__(self) -> AbstractContextManager[Work]:
        """A transaction that may write; holds the write lock from its first line."""

    def reading(self) -> AbstractContextManager[Work]:
        """A consistent view that cannot write and blocks nobody."""
