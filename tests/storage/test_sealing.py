"""Secrets at rest: a database alone yields nothing, and a ciphertext is worth nothing elsewhere."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from core.domain.consents import Consent
from core.domain.errors import LostRace
from core.domain.secret import Secret
from core.ports.secrets import Unsealable
from storage.database import Database
from storage.sealing import BadMasterKey, ColumnSeal, MasterKey, read_master_key
from storage.unit_of_work import SqlStore
from tests.builders import NOW

CANARY = "refresh-canary-0123456789"


def a_key(first: int = 0) -> MasterKey:
    return read_master_key(base64.b64encode(bytes(range(first, first + 32))).decode())


def seal(*keys: MasterKey, table: str = "consents", column: str = "sealed") -> ColumnSeal:
    return ColumnSeal(keys or (a_key(),), table, column)


def test_what_was_closed_opens_in_its_row() -> None:
    sealed = seal().close(Secret(CANARY), "main")
    assert seal().open(sealed, "main") == Secret(CANARY)
    assert sealed != seal().close(Secret(CANARY), "main")
    assert sealed.startswith(f"v1.{seal().version()}.")


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param((seal(), "china"), id="row"),
        pytest.param((seal(table="facts"), "main"), id="table"),
        pytest.param((seal(column="value"), "main"), id="column"),
    ],
)
def test_a_ciphertext_that_was_moved_is_refused(elsewhere: tuple[ColumnSeal, str]) -> None:
    sealed, (other, row) = seal().close(Secret(CANARY), "main"), elsewhere
    with pytest.raises(Unsealable, match="another row"):
        other.open(sealed, row)


def test_a_changed_ciphertext_is_refused_wherever_it_was_changed() -> None:
    sealed = seal().close(Secret(CANARY), "main")
    head, _, text = sealed.rpartition(".")
    whole = base64.b64decode(text)
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises(Unsealable):
            seal().open(f"{head}.{base64.b64encode(changed).decode()}", "main")
    for cut in ("", "v1", sealed[:40], sealed[:-4], sealed.replace("v1", "v2", 1)):
        with pytest.raises(Unsealable):
            seal().open(cut, "main")


def test_another_master_key_opens_nothing_and_is_named_by_its_version() -> None:
    sealed = seal(a_key(1)).close(Secret(CANARY), "main")
    with pytest.raises(Unsealable, match=a_key(1).version):
        seal().open(sealed, "main")
    # A version that was written over is no way around it.
    forged = sealed.replace(a_key(1).version, a_key().version)
    with pytest.raises(Unsealable):
        seal().open(forged, "main")


def test_an_older_key_still_opens_and_the_newest_closes() -> None:
    old = seal(a_key()).close(Secret(CANARY), "main")
    both = seal(a_key(1), a_key())
    assert both.open(old, "main") == Secret(CANARY)
    assert both.close(Secret(CANARY), "main").split(".")[1] == a_key(1).version


@pytest.mark.parametrize(
    "text",
    ["", "canary", base64.b64encode(b"x" * 31).decode(), base64.b64encode(b"\0" * 32).decode()],
)
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(BadMasterKey) as refused:
        read_master_key(text)
    assert not text or text not in str(refused.value)


def test_a_key_does_not_show() -> None:
    assert str(bytes(range(32))) not in repr(a_key())
    assert CANARY not in repr(seal().open(seal().close(Secret(CANARY), "main"), "main"))


# Rows


def a_consent(account: str = "main", sealed: str = "") -> Consent:
    return Consent(account, sealed or seal().close(Secret(CANARY), account), NOW, NOW)


def test_a_consent_is_kept_and_the_database_yields_nothing(store: SqlStore, desk: Database) -> None:
    kept = a_consent()
    with store() as work:
        work.secrets.save(kept)
        work.commit()
    with store.reading() as work:
        assert work.secrets.consent("main") == kept
        assert work.secrets.consents() == [kept]
        assert work.secrets.consent("china") is None
    with desk.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM consents").all()
    assert len(rows) == 1
    assert CANARY not in str(rows)
    assert base64.b64encode(CANARY.encode()).decode().rstrip("=") not in str(rows)


def test_one_holder_at_a_time_replaces_a_token(store: SqlStore) -> None:
    later, newer = NOW + timedelta(minutes=5), a_consent(sealed="newer")
    with store() as work:
        work.secrets.save(a_consent())
        assert work.secrets.take("main", "first", NOW, later)
        assert not work.secrets.take("main", "second", NOW, later)
        assert not work.secrets.take("china", "first", NOW, later)
        with pytest.raises(LostRace):
            work.secrets.replace(newer, "second")
        work.secrets.replace(newer, "first")
        assert work.secrets.consent("main") == newer
        assert work.secrets.take("main", "second", NOW, later)
        work.commit()


def test_a_holder_that_died_is_waited_for_only_so_long(store: SqlStore) -> None:
    later = NOW + timedelta(minutes=5)
    with store() as work:
        work.secrets.save(a_consent())
        assert work.secrets.take("main", "dead", NOW, later)
        assert work.secrets.take("main", "next", later, later + timedelta(minutes=5))
        with pytest.raises(LostRace):
            work.secrets.replace(a_consent(sealed="late"), "dead")
        work.commit()


def test_a_new_consent_is_held_by_nobody(store: SqlStore) -> None:
    with store() as work:
        work.secrets.save(a_consent())
        assert work.secrets.take("main", "first", NOW, NOW + timedelta(minutes=5))
        work.secrets.save(a_consent(sealed="anew"))
        with pytest.raises(LostRace):
            work.secrets.replace(a_consent(sealed="late"), "first")
        work.secrets.forget("main")
        assert work.secrets.consents() == []
        work.commit()
