"""Ready is who can work: database, jobs, timetable and Partner Center's tokens, each by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health
from bot.jobs import Timetable
from bot.metrics import DeskMetrics, registry_of, written
from bot.web import serve, web_app
from core.domain.digests import Posting, Schedule, SlotState
from core.ports.engine import Job
from storage.database import Database
from storage.figures import Counting
from storage.opening import open_migrated
from storage.unit_of_work import SqlStore
from tests.builders import NOW
from tests.sandbox.slack_desk import wait_for
from tests.world import World


@dataclass
class Accounts:
    """Partner Center as far as it is asked whom it let in."""

    why: dict[str, str] = field(default_factory=dict)

    def refused(self) -> dict[str, str]:
        return self.why


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_migrated(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


def troubles(health: Health) -> dict[str, str]:
    return {name: said for name, check in health.checks().items() if (said := check())}


def test_a_desk_that_works_is_ready(database: Database) -> None:
    assert troubles(Health(database, lambda: NOW, Timetable(), Accounts())) == {}


def test_a_job_that_nobody_does_is_trouble(database: Database) -> None:
    timetable = Timetable()
    health = Health(database, lambda: NOW, timetable, Accounts(), longest_wait=0.1)
    with SqlStore(database)() as work:
        work.jobs.enqueue(Job("tell", "one"))
        work.commit()
    timetable.start()
    wait_for(lambda: "nobody does it" in troubles(health).get("jobs", ""))
    timetable.stop()


def test_a_timetable_that_stands_still_is_trouble(database: Database) -> None:
    health = Health(database, lambda: NOW, Timetable(), Accounts(), longest_silence=0.0)
    assert list(troubles(health)) == ["timetable"]


def test_an_account_without_a_token_is_trouble(database: Database) -> None:
    accounts = Accounts({"main": "sign-in refused: invalid_client"})
    found = troubles(Health(database, lambda: NOW, Timetable(), accounts))
    assert found == {"partner center": "main: sign-in refused: invalid_client"}


def test_a_digest_that_did_not_go_out_is_trouble(database: Database) -> None:
    said = "digest 1 of 2026-10-12T09:00 did not go out"
    health = Health(database, lambda: NOW, Timetable(), Accounts(), late=lambda: said)
    assert troubles(health) == {"digests": said}


def test_digests_have_a_heartbeat(database: Database) -> None:
    schedule = Schedule(
        "s", 7, "0 9 * * *", "UTC", "C1", "p", NOW, "2026-10-12T09:00", NOW - timedelta(minutes=20)
    )
    posted = Posting("s", "x", NOW, SlotState.POSTED, posted_at=NOW - timedelta(hours=1))
    with SqlStore(database)() as work:
        work.schedules.add(schedule)
        work.schedules.take(posted)
        work.commit()
    metrics = DeskMetrics(Counting(database), lambda: 0.0, lambda: NOW)
    said = written(registry_of(metrics))
    assert 'goodstanding_digest_posted_seconds{schedule="7"} 3600.0' in said
    assert "goodstanding_digest_due_seconds 1200.0" in said
    with SqlStore(database)() as work:
        work.schedules.update(replace(schedule, removed_at=NOW))
        work.commit()
    assert "goodstanding_digest_due_seconds 0.0" in written(registry_of(metrics))


def test_a_process_without_accounts_has_nothing_to_say_of_them(database: Database) -> None:
    checks = Health(database, lambda: NOW, Timetable()).checks()
    assert set(checks) == {"database", "jobs", "timetable"}


def test_metrics_are_served_where_they_are_wanted_and_only_there(database: Database) -> None:
    registry = registry_of(DeskMetrics(Counting(database), lambda: 1.5, lambda: NOW))
    server = serve(web_app(None, {}, lambda: written(registry)), "localhost", 0)
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        said = browser.get("/metrics")
    server.stop()
    found = {f.name: f.samples for f in text_string_to_metric_families(said.text)}
    assert found["goodstanding_up"][0].value == 1
    assert found["goodstanding_oldest_due_job_seconds"][0].value == 1.5
    assert "process_resident_memory_bytes" in found
    without = serve(web_app(None, {}), "localhost", 0)
    with httpx.Client(base_url=without.url, trust_env=False) as browser:
        assert browser.get("/metrics").status_code == 404
    without.stop()


def test_metrics_name_no_customer_no_person_and_no_id(world: World) -> None:
    world.file("contoso", "Exchange")
    ledger = world.installation.ledger
    desk = DeskMetrics(Counting(ledger.database), lambda: 0.0, ledger.clock)
    said = written(registry_of(desk))
    assert 'goodstanding_open_plans{action="suspend",state="pending"} 1.0' in said
    assert 'goodstanding_events_total{kind="PlanFiled"} 1.0' in said
    customers = world.ask(lambda work: work.customers.all())
    for customer in customers:
        assert customer.name not in said
        assert customer.key.tenant_id not in said
    (plan,) = world.ask(lambda work: work.plans.open())
    assert plan.plan_id not in said
