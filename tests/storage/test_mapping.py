"""What speaks for an account being a tenant, on both databases."""

from __future__ import annotations

from core.domain.customers import Customer, CustomerKey, Debtor, MappingState
from core.domain.mapping import AccountFacts, Change, Reason, Strength, Suggestion
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, FABRIKAM, NOW

KEY = ("erp", "1")
SURE = Suggestion(*KEY, CONTOSO, Strength.SURE, (Reason.MAIL_DOMAIN, Reason.SAME_NAME))
OTHER = Suggestion(*KEY, FABRIKAM, Strength.CANDIDATE, (Reason.ALIKE_NAME,))
NOBODY = Debtor(*KEY, "Contoso & Söhne", MappingState.UNMAPPED)


def test_what_the_books_say_of_accounts_comes_back(store: SqlStore) -> None:
    said = {"1": AccountFacts(("a.de", "b.de"), "HRB 1", "9"), "2": AccountFacts(payer_ref="9")}
    with store() as work:
        work.mappings.save_facts("erp", said)
        work.mappings.save_facts("other", {"1": AccountFacts(payer_ref="9")})
        work.commit()
    with store() as work:
        assert work.mappings.facts("erp") == said
        assert work.mappings.facts_of(KEY) == said["1"]
        assert work.mappings.facts_of(("erp", "3")) == AccountFacts()
        assert work.mappings.paid_by(("erp", "9")) == ["1", "2"]
        work.mappings.save_facts("erp", {"2": AccountFacts()})
        work.commit()
    with store.reading() as work:
        assert work.mappings.paid_by(("erp", "9")) == ["1"]


def test_suggestions_take_the_place_of_others_and_what_was_turned_down_stays(
    store: SqlStore,
) -> None:
    with store() as work:
        work.books.save_debtor(NOBODY)
        work.mappings.suggest([KEY], [OTHER, SURE])
        work.commit()
    with store() as work:
        assert work.mappings.suggestions() == [SURE, OTHER], "the surest first"
        work.mappings.turn_down([OTHER])
        work.mappings.suggest([KEY], [SURE, OTHER])
        work.mappings.suggest([("erp", "2")], [])
        work.commit()
    with store() as work:
        assert work.mappings.suggested_for(KEY) == [SURE]
        assert work.mappings.turned_down() == [OTHER]
        work.mappings.take_up(KEY, FABRIKAM)
        work.mappings.suggest([KEY], [])
        work.commit()
    with store.reading() as work:
        assert work.mappings.suggestions() == work.mappings.turned_down() == []


def test_only_for_accounts_that_are_nobodys(store: SqlStore) -> None:
    with store() as work:
        work.books.save_debtor(Debtor(*KEY, "Contoso", MappingState.CONFIRMED, CONTOSO))
        work.mappings.suggest([KEY], [SURE])
        assert work.mappings.suggestions() == [] and work.mappings.unmapped() == []
        work.books.save_debtor(NOBODY)
        assert work.mappings.suggestions() == [SURE] and work.mappings.unmapped() == [NOBODY]


def test_accounts_are_found_by_number_or_a_part_of_their_name(store: SqlStore) -> None:
    percent = Debtor("erp", "2", "Bio 50% AG", MappingState.UNMAPPED)
    with store() as work:
        work.books.save_debtors([NOBODY, percent])
        work.commit()
    with store.reading() as work:
        for text, found in {
            "contoso": [NOBODY], " Söhne ": [NOBODY], "1": [NOBODY], "2": [percent],
            "%": [percent], "0% ag": [percent], "": [], "_": [],
        }.items():  # fmt: skip
            assert work.mappings.named(text, 5) == found, text
        assert len(work.mappings.named("o", 1)) == 1


def test_why_it_changed_comes_back(store: SqlStore) -> None:
    change = Change("change-1", *KEY, CONTOSO, "Two of that name", NOW)
    with store() as work:
        work.mappings.note(change)
        work.commit()
    with store.reading() as work:
        assert work.mappings.change("change-1") == change
        assert work.mappings.change("another") is None


def test_a_registration_that_was_read_once_stays(store: SqlStore) -> None:
    key = CustomerKey("main", "00000000-0000-4000-8000-000000000001")
    with store() as work:
        work.customers.save([Customer(key, "Nordwind", "", registration="HRB 1")])
        work.customers.save([Customer(key, "Nordwind", "")])
        assert work.customers.registered() == {key: "HRB 1"}
        work.customers.save([Customer(key, "Nordwind", "", registration="HRB 2")])
        assert work.customers.registered() == {key: "HRB 2"}
