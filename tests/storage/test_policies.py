"""Which policy is in force: seen at once by whoever looks next, in any process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.domain.events import DeskSeeded, Route, Stamp
from core.domain.policy import Policy
from core.domain.policy_file import PolicyRefused, read_policy
from core.ports.policies import NoPolicy, Publication
from storage.database import Database, open_database
from storage.tables.policies import policies
from storage.unit_of_work import SqlStore

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
FIRST = read_policy(SHIPPED)
SECOND = read_policy(SHIPPED.replace("per_hour = 40", "per_hour = 20", 1))
AT = datetime(2026, 10, 12, 8, tzinfo=UTC)


def publish(store: SqlStore, policy: Policy, at: datetime = AT, **more: object) -> Publication:
    publication = Publication(policy.version, policy.name, at, **more)  # type: ignore[arg-type]
    with store() as work:
        work.policies.keep(policy)
        work.policies.put_in_force(publication)
        work.commit()
    return publication


def test_before_the_first_there_is_none(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.policies.version() == ""
        assert work.policies.history() == []
        for look in (work.policies.current, work.policies.in_force):
            with pytest.raises(NoPolicy):
                look()


def test_the_last_one_is_in_force_and_the_earlier_ones_stay(store: SqlStore) -> None:
    first = publish(store, FIRST)
    second = publish(store, SECOND, AT + timedelta(days=1), hardened=True, plan_id="plan")
    with store.reading() as work:
        assert work.policies.current() == SECOND
        assert work.policies.in_force() == second
        assert work.policies.history() == [second, first]
        assert work.policies.get(FIRST.version) == FIRST
        assert work.policies.text(FIRST.version) == SHIPPED


def test_an_earlier_one_can_come_back(store: SqlStore) -> None:
    for policy in (FIRST, SECOND, FIRST):
        publish(store, policy)
    with store.reading() as work:
        assert work.policies.version() == FIRST.version
        assert len(work.policies.history()) == 3


def test_a_publication_is_seen_by_the_next_transaction_of_every_process(
    desk: Database, desk_url: str, store: SqlStore
) -> None:
    other = open_database(desk_url)
    there = SqlStore(other)
    publish(store, FIRST)
    with there.reading() as before:
        assert before.policies.current() == FIRST
        publish(store, SECOND)
        assert before.policies.current() == FIRST
    with there() as work:
        assert work.policies.current() == SECOND
        assert work.policies.version() == SECOND.version
    other.close()


def test_within_its_own_transaction_it_is_in_force_at_once(store: SqlStore) -> None:
    publish(store, FIRST)
    with store() as work:
        assert work.policies.current() == FIRST
        work.policies.keep(SECOND)
        work.policies.put_in_force(Publication(SECOND.version, SECOND.name, AT))
        assert work.policies.current() == SECOND
    with store.reading() as work:
        assert work.policies.current() == FIRST


def test_events_name_the_policy_in_force_as_they_are_written(store: SqlStore) -> None:
    stamp = Stamp(AT, "kang", Route.SLACK)
    with store() as work:
        seqs = [work.events.add(DeskSeeded(), stamp)]
        work.commit()
    for policy in (FIRST, SECOND):
        publish(store, policy)
        with store() as work:
            seqs.append(work.events.add(DeskSeeded(), stamp))
            work.commit()
    with store.reading() as work:
        found = [work.events.get(seq).stamp.policy for seq in seqs]
    assert found == ["", FIRST.version, SECOND.version]


def test_a_version_is_found_by_how_it_begins(store: SqlStore) -> None:
    publish(store, FIRST)
    with store.reading() as work:
        assert work.policies.versions(FIRST.version[:8]) == [FIRST.version]
        assert work.policies.versions("%") == []
        with pytest.raises(NoPolicy):
            work.policies.get(SECOND.version)


def test_a_text_that_cannot_be_read_any_more_is_refused_and_shown(
    desk: Database, store: SqlStore
) -> None:
    publish(store, FIRST)
    with desk.transaction() as connection:
        connection.execute(policies.update().values(text="name = 3"))
        connection.commit()
    with store.reading() as work:
        with pytest.raises(PolicyRefused, match="name"):
            work.policies.current()
        assert work.policies.text(FIRST.version) == "name = 3"


def test_a_text_that_was_edited_in_the_database_is_no_policy(
    store: SqlStore, desk: Database
) -> None:
    publish(store, FIRST)
    publish(store, SECOND)
    for kept in (FIRST, SECOND):
        edited = kept.text.replace("per_hour = ", "per_hour = 9", 1)
        with desk.transaction() as connection:
            mine = policies.update().where(policies.c.version == kept.version)
            connection.execute(mine.values(text=edited))
            connection.commit()
        with store.reading() as work, pytest.raises(NoPolicy):
            work.policies.get(kept.version)
    with store.reading() as work, pytest.raises(NoPolicy):
        work.policies.current()
