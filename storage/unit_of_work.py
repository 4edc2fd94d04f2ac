"""One transaction: every topic on one connection, committed together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from core.faults import Point, fault
from core.ports import store as ports
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
from core.ports.engine import Job, Jobs
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
from core.ports.schedules import ChannelLanguages, FollowUps, Schedules
from core.ports.secrets import Secrets
from core.ports.signals import Signals
from core.ports.spend import Spend
from core.ports.step_up import StepUps
from core.ports.store import Work
from core.ports.sync import Sync
from core.ports.text_keys import TextKeys
from core.ports.tickets import Tickets
from storage.database import Database
from storage.engines import jobs_of
from storage.repositories.account_owners import SqlAccountOwners
from storage.repositories.agreements import SqlDisputes, SqlHolds, SqlMarks
from storage.repositories.alerts import SqlAlerts
from storage.repositories.bills import SqlBills
from storage.repositories.books import SqlBooks
from storage.repositories.cases import SqlCases
from storage.repositories.clocks import SqlClocks
from storage.repositories.collections import SqlRuns, SqlVerdicts
from storage.repositories.contacts import SqlContacts
from storage.repositories.containments import SqlContainments
from storage.repositories.credits import SqlCredits
from storage.repositories.customers import SqlCustomers
from storage.repositories.desk import SqlButtons, SqlDesk, SqlFreezes, SqlInbox, SqlPosts
from storage.repositories.dossiers import SqlDossiers
from storage.repositories.episodes import SqlEpisodes
from storage.repositories.erasing import SqlErasing
from storage.repositories.events import SqlEvents
from storage.repositories.follow_ups import SqlChannelLanguages, SqlFollowUps
from storage.repositories.habits import SqlHabits
from storage.repositories.keeping import SqlKeeping
from storage.repositories.letters import SqlLetters
from storage.repositories.mapping import SqlMappings
from storage.repositories.notifying import SqlHomes, SqlNotifying, SqlVoteAsks
from storage.repositories.on_call import SqlOnCall, SqlPages
from storage.repositories.payments import SqlPayments
from storage.repositories.people import SqlPeople
from storage.repositories.places import SqlPlaces
from storage.repositories.plans import SqlPlans
from storage.repositories.policies import SqlPolicies
from storage.repositories.portfolio import SqlPortfolio
from storage.repositories.prices import SqlPrices
from storage.repositories.prints import SqlPrints
from storage.repositories.profiles import SqlProfiles
from storage.repositories.promises import SqlPromises
from storage.repositories.readings import SqlReadings
from storage.repositories.schedules import SqlSchedules
from storage.repositories.secrets import SqlSecrets
from storage.repositories.signals import SqlSignals
from storage.repositories.spend import SqlIntakes, SqlSpend
from storage.repositories.step_up import SqlStepUps
from storage.repositories.sync import SqlSync
from storage.repositories.text_keys import SqlTextKeys
from storage.repositories.tickets import SqlTickets


class NotedJobs:
    """Jobs, and whether there are new ones."""

    def __init__(self, connection: Connection) -> None:
        self._jobs = jobs_of(connection)
        self.any = False

    def in_lane(self, lane: str) -> int:
        return self._jobs.in_lane(lane)

    def enqueue(self, job: Job) -> bool:
        new = self._jobs.enqueue(job)
        self.any = self.any or new
        return new


class SqlWork:
    """Implements core.ports.store.Work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._jobs = NotedJobs(connection)
        self._open_desk(connection)
        self._open_customers(connection)
        self._open_books(connection)
        self.jobs: Jobs = self._jobs
        self.left_jobs = False

    def _open_desk(self, connection: Connection) -> None:
        self.people: People = SqlPeople(connection)
        self.policies: Policies = SqlPolicies(connection)
        self.schedules: Schedules = SqlSchedules(connection)
        self.follow_ups: FollowUps = SqlFollowUps(connection)
        self.channel_languages: ChannelLanguages = SqlChannelLanguages(connection)
        self.secrets: Secrets = SqlSecrets(connection)
        self.step_ups: StepUps = SqlStepUps(connection)
        self.habits: Habits = SqlHabits(connection)
        self.notifying: Notifying = SqlNotifying(connection)
        self.vote_asks: VoteAsks = SqlVoteAsks(connection)
        self.homes: Homes = SqlHomes(connection)
        self.on_call: OnCall = SqlOnCall(connection)
        self.pages: Pages = SqlPages(connection)
        self.freezes: ports.Freezes = SqlFreezes(connection)
        self.events: ports.Events = SqlEvents(connection, self.policies)
        self.buttons: Buttons = SqlButtons(connection)
        self.posts: Posts = SqlPosts(connection)
        self.prints: Prints = SqlPrints(connection)
        self.desk: ports.Desk = SqlDesk(connection)
        self.inbox: ports.Inbox = SqlInbox(connection)
        self.erasing: Erasing = SqlErasing(connection)
        self.keeping: Keeping = SqlKeeping(connection)
        self.text_keys: TextKeys = SqlTextKeys(connection)

    def _open_customers(self, connection: Connection) -> None:
        self.customers: ports.Customers = SqlCustomers(connection)
        self.account_owners: AccountOwners = SqlAccountOwners(connection)
        self.places: Places = SqlPlaces(connection)
        self.prices: Prices = SqlPrices(connection)
        self.bills: Bills = SqlBills(connection)
        self.alerts: Alerts = SqlAlerts(connection)
        self.signals: Signals = SqlSignals(connection)
        self.spend: Spend = SqlSpend(connection)
        self.intakes: Intakes = SqlIntakes(connection)
        self.sync: Sync = SqlSync(connection)
        self.cases: Cases = SqlCases(connection)
        self.clocks: Clocks = SqlClocks(connection)
        self.containments: Containments = SqlContainments(connection)
        self.credits: Credits = SqlCredits(connection)
        self.dossiers: Dossiers = SqlDossiers(connection)
        self.profiles: Profiles = SqlProfiles(connection)
        self.plans: ports.Plans = SqlPlans(connection)
        self.tickets: Tickets = SqlTickets(connection)
        self.letters: Letters = SqlLetters(connection)
        self.contacts: Contacts = SqlContacts(connection)
        self.disputes: Disputes = SqlDisputes(connection)
        self.holds: Holds = SqlHolds(connection)
        self.marks: Marks = SqlMarks(connection)
        self.promises: Promises = SqlPromises(connection)
        self.verdicts: Verdicts = SqlVerdicts(connection)
        self.episodes: Episodes = SqlEpisodes(connection)
        self.runs: Runs = SqlRuns(connection)

    def _open_books(self, connection: Connection) -> None:
        self.books: Books = SqlBooks(connection)
        self.portfolio: Portfolio = SqlPortfolio(connection)
        self.readings: Readings = SqlReadings(connection)
        self.mappings: Mappings = SqlMappings(connection)
        self.payments: Payments = SqlPayments(connection)

    def commit(self) -> None:
        fault(Point.COMMITTING)
        self._connection.commit()
        fault(Point.COMMITTED)
        self.left_jobs = self.left_jobs or self._jobs.any


class SqlStore:
    """Implements core.ports.store.Store. `on_commit` is told when jobs were left to be done."""

    def __init__(self, database: Database, on_commit: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._on_commit = on_commit

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        work = None
        try:
            with self._database.transaction() as connection:
                work = SqlWork(connection)
                yield work
        finally:
            # After the lock was given back, so that whoever is woken need not wait for it.
            if work is not None and work.left_jobs:
                self._on_commit()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self._database.reading() as connection:
            yield SqlWork(connection)
