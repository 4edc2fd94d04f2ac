"""The desk: people, the kill switch, buttons, posts, and deliveries that come twice."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.domain.errors import LostRace
from core.domain.people import AccountKey, Role
from core.ports.records import Button, Posted
from storage.database import Database
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_case, a_freeze, a_member

KANG = AccountKey("T1", "U1")


def test_an_account_is_bound_to_one_person(store: SqlStore) -> None:
    with store() as work:
        person = work.people.bind(KANG, "M. Kang")
        assert work.people.bind(KANG, "somebody else") == person
        assert work.people.by_account(KANG) == person
        assert (person.name, person.accounts, person.member) == ("M. Kang", (KANG,), None)
        assert work.people.by_account(AccountKey("T2", "U1")) is None


def test_a_person_is_whom_the_directory_described_last(store: SqlStore) -> None:
    with store() as work:
        person_id = work.people.bind(KANG, "U1").person_id
        work.people.save_member(a_member(is_restricted=None))
        newest = a_member(deleted=True, read_at=NOW + timedelta(minutes=1))
        work.people.save_member(newest)
        person = work.people.get(person_id)
        assert (person.member, person.name) == (newest, "Hana Lee")


def test_a_field_that_the_directory_left_out_stays_unknown(store: SqlStore) -> None:
    with store() as work:
        work.people.save_member(a_member(is_stranger=None, read_at=None))
        assert work.people.member(KANG) == a_member(is_stranger=None, read_at=None)


def test_a_role_is_held_by_exactly_those_named(store: SqlStore) -> None:
    with store() as work:
        first, second = (
            work.people.bind(AccountKey("T1", user), user).person_id for user in ("U1", "U2")
        )
        work.people.set_role(Role.APPROVER, [second, first, first])
        work.people.set_role(Role.AGENT, [first])
        held = work.people.with_role(Role.APPROVER, Role.AGENT)
        assert [person.person_id for person in held] == [first, second]
        assert held[0].roles == {Role.APPROVER, Role.AGENT}
        work.people.set_role(Role.APPROVER, [second])
        assert [p.person_id for p in work.people.with_role(Role.APPROVER)] == [second]
        assert work.people.with_role() == []


def test_there_is_one_freeze_at_a_time(store: SqlStore) -> None:
    freeze = a_freeze()
    with store() as work:
        work.freezes.add(freeze)
        with pytest.raises(LostRace):
            work.freezes.add(a_freeze())
        assert work.freezes.current() == freeze
        work.freezes.lift(freeze.freeze_id, NOW)
        with pytest.raises(LostRace):
            work.freezes.lift(freeze.freeze_id, NOW)
        assert work.freezes.current() is None
        work.freezes.add(a_freeze())


def test_a_button_is_found_by_its_token_and_the_database_does_not_know_it(
    store: SqlStore, desk: Database
) -> None:
    button = Button("vote", "plan", "4f9c21aa")
    with store() as work:
        token, other = (work.buttons.mint(button, NOW) for _ in range(2))
        work.buttons.place(token, "C1", "17.1")
        work.commit()
    with store.reading() as work:
        assert work.buttons.find(token) == replace(button, channel="C1", ts="17.1")
        assert work.buttons.find(other) == button
        assert work.buttons.find("guessed") is None
    with desk.reading() as connection:
        stored = str(connection.execute(text("SELECT * FROM buttons")).all())
    assert token not in stored
    assert len(token) >= 22


def test_buttons_of_redrawn_and_of_private_messages_are_swept_once_they_are_old(
    store: SqlStore,
) -> None:
    button, later = Button("plan", "p1", channel="C1", ts="17.1"), NOW + timedelta(days=1)
    with store() as work:
        old, new = work.buttons.mint(button, NOW), work.buttons.mint(button, later)
        private = work.buttons.mint(Button("customer", "c1"), NOW)
        alone = work.buttons.mint(replace(button, ts="17.2"), NOW)
        row = work.buttons.mint(Button("row", "c1", channel="C1", ts="17.2"), NOW)
        assert [b.ts for b in work.buttons.placed("plan")] == ["17.1", "17.2", "17.1"]
        work.buttons.sweep(NOW)
        assert work.buttons.find(old)
        work.buttons.sweep(later)
        assert work.buttons.find(row)
        work.buttons.sweep(later, ("row",))
        assert work.buttons.find(row) is None
        assert [work.buttons.find(token) is None for token in (old, private, new, alone)] == [
            True, True, False, False,
        ]  # fmt: skip
        work.buttons.forget("C1", "17.1")
        assert work.buttons.find(new) is None and work.buttons.find(alone)


def test_facts_and_posts_are_overwritten(store: SqlStore) -> None:
    with store() as work:
        assert work.desk.get("home_team") == ""
        work.desk.put("home_team", "T1")
        work.desk.put("home_team", "T2")
        assert work.desk.get("home_team") == "T2"
        work.posts.put(Posted("card:1", "C1", "17.1"))
        work.posts.put(Posted("card:1", "C1", "17.1", shows=3))
        assert work.posts.get("card:1") == Posted("card:1", "C1", "17.1", shows=3)
        assert work.posts.get("card:2") is None


def test_a_delivery_counts_once_in_seven_days(store: SqlStore) -> None:
    with store() as work:
        assert work.inbox.first("Ev1", NOW)
        assert not work.inbox.first("Ev1", NOW + timedelta(days=7))
        assert work.inbox.first("Ev2", NOW)
        assert work.inbox.first("Ev1", NOW + timedelta(days=7, seconds=1))


def test_of_two_equal_deliveries_at_once_one_is_first(store: SqlStore) -> None:
    answers: list[bool] = []

    def deliver() -> None:
        with store() as work:
            answers.append(work.inbox.first("Ev1", NOW))
            work.commit()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert sorted(answers) == [False, False, False, True]


def test_what_is_in_a_channel_goes_with_its_new_id(store: SqlStore) -> None:
    with store() as work:
        work.cases.add(a_case(thread="G1:1.5"))
        token = work.buttons.mint(Button("plan", "p1", channel="G1", ts="2.5"), NOW)
        for key, channel, ts in (("plan:p1", "G1", "2.5"), ("event:9", "G1", "3.5")):
            work.posts.put(Posted(key, channel, ts))
        work.posts.put(Posted("plan:p2", "G10", "4.5"))
        work.posts.renumber("G1", "C7")
        work.commit()
    with store.reading() as work:
        assert [one.key for one in work.posts.newest_in("C7", 5)] == ["event:9", "plan:p1"]
        assert [one.key for one in work.posts.newest_in("C7", 1)] == ["event:9"]
        assert work.posts.newest_in("G1", 5) == []
        other, button = work.posts.get("plan:p2"), work.buttons.find(token)
        assert (other and other.channel, button and button.channel) == ("G10", "C7")
        assert [one.thread for one in work.cases.open()] == ["C7:1.5"]


def test_the_newest_delivery_of_a_kind_is_known(store: SqlStore) -> None:
    with store() as work:
        for key, minutes in (("click:1", 0), ("click:2", 5), ("event:1", 9)):
            work.inbox.first(key, NOW + timedelta(minutes=minutes))
        assert work.inbox.newest("click") == NOW + timedelta(minutes=5)
        assert work.inbox.newest("form") is None
