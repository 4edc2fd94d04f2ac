"""PostgreSQL plans by books that have just come in as well as by those that lie there."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from core.domain.event import Route
from core.domain.policy_file import read_policy
from core.usecases.receivables import MUCH, take_in
from storage.database import Database
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.a_run import InMemory, policy_text
from tests.builders import a_document
from tests.office import MONDAY, Desk
from tests.storage.dialects import ON_POSTGRESQL

SEEN = text("SELECT reltuples FROM pg_class WHERE relname = 'documents'")


@ON_POSTGRESQL
def test_it_looks_at_them_once_much_is_new(desk: Database, store: SqlStore) -> None:
    put_in_force(store, read_policy(policy_text()))
    documents = [a_document(document_id=str(number)) for number in range(MUCH)]
    names = {one.customer_ref: "Contoso" for one in documents}
    sheet = InMemory(MONDAY - timedelta(hours=2), documents, names)
    take_in(sheet, office=Desk(store).office, route=Route.CLI)
    with desk.reading() as connection:
        assert connection.scalar(SEEN) == MUCH
