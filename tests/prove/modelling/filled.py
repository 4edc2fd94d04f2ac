"""A desk at rest with three customers who owe, made once a process."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert, select, text

from core.domain.calendar import Place
from core.domain.customers import CustomerKey, MappingState
from core.domain.event import Route
from core.domain.exposure import Document
from core.domain.people import AccountKey, Member, Role
from core.domain.plans import PlanState
from core.domain.policy_file import read_policy
from core.ports.office import Office
from core.recording import end_plan
from storage.tables.people import accounts
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.a_run import policy_text
from tests.a_step_up import counting
from tests.builders import a_customer, a_debtor, a_document, a_member, eur
from tests.new_database import new_database
from tests.prove.modelling.microsoft import Resource, subscription_of

TEAM = "T1"
START = datetime(2026, 10, 12, 8, tzinfo=UTC)  # Monday, 10:00 in Berlin
# Who has which role; whoever ends in 2 is a second account of the same person.
ROLES = {
    Role.ADMINISTRATOR: ("U0ADMIN", "U0CHEN"),
    Role.AGENT: ("U0KANG", "U0LEE"),
    Role.APPROVER: ("U0BRAUN", "U0PARK", "U0WEBER", "U0GUEST"),
}
SECOND = {"U0KANG2": "U0KANG", "U0BRAUN2": "U0BRAUN"}
EVERYBODY = (*(user for users in ROLES.values() for user in users), *SECOND, "U0NOBODY")
# Small enough to be reached.
CAPS = "per_plan = 25\nper_hour = 40\nper_day = 100\ncustomers_per_hour = 5"
SMALL = "per_plan = 2\nper_hour = 4\nper_day = 7\ncustomers_per_hour = 2"
# A code for misuse, none for the other reasons; and one person may act alone.
SHIPPED = (
    policy_text((CAPS, SMALL), ("enabled = false", "enabled = true"))
    + '\n[step_up]\nreasons = ["misuse"]\n'
)
# What the authenticators of those hold who have one, from when the template was made.
SECRETS: dict[str, str] = {}
ENROLLED = ("U0BRAUN", "U0PARK", "U0WEBER", "U0ADMIN")
CUSTOMERS = tuple(CustomerKey("main", f"7c1e0000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))
COUNTRIES = ("DE", "DE", "US")
SEEN = (
    "CREATE TABLE seen_moves (id INTEGER PRIMARY KEY, what TEXT, before TEXT, after TEXT)",
    *(
        f"CREATE TRIGGER seen_{what} AFTER UPDATE OF state ON {what}s WHEN OLD.state <> NEW.state "
        "BEGIN INSERT INTO seen_moves (what, before, after) "
        f"VALUES ('{what}', OLD.state, NEW.state); END"
        for what in ("plan", "step")
    ),
)


def subscriptions_of(n: int) -> list[Resource]:
    """A base, its add-on, and two more, one of them a legacy one."""
    usual = {
        "status": "active",
        "autoRenewEnabled": True,
        "etag": "1",
        "parent": "",
        "quantity": 5,
        "generation": "new-commerce",
        "cancel_until": (START + timedelta(days=30)).isoformat(),
    }
    ids = [f"11111111-0000-4000-8000-0000000{n}000{place}" for place in range(4)]
    return [
        usual | {"id": ids[0], "name": "Exchange"},
        usual | {"id": ids[1], "name": "Archiving", "parent": ids[0]},
        usual | {"id": ids[2], "name": "Power BI", "quantity": 9},
        usual | {"id": ids[3], "name": "Visio", "generation": "legacy", "quantity": 2},
    ]


def member_of(user: str) -> Member:
    """As the directory tells of them at the beginning."""
    return a_member(user, is_restricted=user == "U0GUEST", read_at=START)


def documents() -> dict[str, Document]:
    """Two late ones for each."""
    return {
        f"D{n}-{place}": a_document(
            document_id=f"D{n}-{place}",
            number=f"INV-{n}{place}",
            customer_ref=f"K{n}",
            issued=date(2026, 7, 1),
            due=date(2026, 8, 3 + place),
            total=eur("900.00"),
            open=eur("900.00"),
        )
        for n in (1, 2, 3)
        for place in (1, 2)
    }


@cache
def template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        database = new_database(path)
        _fill(SqlStore(database))
        _enrol(SqlStore(database))
        with database.transaction() as connection:
            for statement in SEEN:
                connection.execute(text(statement))
            for second, first in SECOND.items():
                _bind(connection, second, first)
            connection.commit()
        database.close()
        return path.read_bytes()


def _bind(connection: Connection, second: str, first: str) -> None:
    """Another account of the same person."""
    found = select(accounts.c.person_id).where(accounts.c.user_id == first).scalar_subquery()
    row = {"team_id": TEAM, "user_id": second, "person_id": found, "position": 2}
    connection.execute(insert(accounts).values(row))


def _fill(store: SqlStore) -> None:
    put_in_force(store, read_policy(SHIPPED))
    with store() as work:
        work.desk.put("home_team", TEAM)
        for role, users in ROLES.items():
            people = [work.people.bind(AccountKey(TEAM, user), user) for user in users]
            work.people.set_role(role, [one.person_id for one in people])
            if role is Role.ADMINISTRATOR:
                work.desk.put("first_administrator", people[0].person_id)
        for user in EVERYBODY:
            work.people.save_member(member_of(user))
        for n, key in enumerate(CUSTOMERS, start=1):
            name, country = f"Customer {n}", COUNTRIES[n - 1]
            work.customers.save(
                [a_customer(key=key, name=name, domain=f"c{n}.example", country=country)]
            )
            known = (subscription_of(key, one, START) for one in subscriptions_of(n))
            work.customers.save_subscriptions(key, list(known))
            work.books.save_debtor(
                a_debtor(
                    customer_ref=f"K{n}", name=name, customer=key, mapping=MappingState.CONFIRMED
                )
            )
        work.commit()


def _enrol(store: SqlStore) -> None:
    """Each with a second factor that counts."""
    office = Office(store, lambda: START, Place("DE", "Europe/Berlin"), lambda: "")
    for user in ENROLLED:
        SECRETS[user] = counting(user, office).reveal()
    with store() as work:
        for plan in work.plans.open():
            end_plan(work, plan, PlanState.WITHDRAWN, "", office.stamp(START, "", Route.CLI))
        work.commit()
