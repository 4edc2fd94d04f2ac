"""Personal data goes, wherever it is kept, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace

from core.domain.cases import Note
from core.domain.customers import CustomerKey
from core.domain.erasure import ERASED, Erasure, Kept
from core.domain.notices import Source
from core.domain.prints import Card
from core.ports.erasing import Someone
from core.ports.store import Store, Work
from tests.a_letter import ADDRESS, a_contact, a_draft, a_letter, a_reply
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    NOW,
    a_case,
    a_customer,
    a_debtor,
    a_plan,
    a_sheet_row,
    a_snapshot,
    steps_of,
)
from tests.storage.test_prints import a_print

NAME, OTHER = "Greta Lindner", "boss@contoso.example"
GRETA = Erasure(frozenset({ADDRESS, NAME}), everybody=False)
EVERYBODY = Erasure(frozenset({ADDRESS, NAME, OTHER}), everybody=True)


def fill(work: Work) -> None:
    for key in (CONTOSO, FABRIKAM):
        work.customers.save([a_customer(key=key)])
        work.contacts.save(a_contact(customer=key))
    work.contacts.save(a_contact(address=OTHER, name="Bo Sand"))
    for key, to in ((CONTOSO, ADDRESS), (CONTOSO, OTHER), (FABRIKAM, ADDRESS)):
        work.letters.add(a_letter(a_draft(customer=key, to=(to,), subject=f"To {to}")))
    work.letters.add_reply(a_reply())
    work.letters.add_reply(a_reply(sender=OTHER))
    work.letters.add_reply(a_reply(sender=ADDRESS.upper(), customer=None))
    case, plan = a_case(customer=CONTOSO), a_plan(note=f"{NAME} asked us to wait")
    work.cases.add(case)
    work.cases.add_note(Note(case.case_id, "kang", NOW, f"Talked to {NAME}."))
    work.plans.add(plan, steps_of(plan))
    for drawn in (f"Told {NAME}", "Told nobody"):
        work.prints.add(a_print(drawn, subject=plan.plan_id))
    fill_books(work)


def fill_books(work: Work) -> None:
    snapshot = a_snapshot()
    work.books.begin(snapshot)
    for number, (ref, address) in enumerate((("C-1", ADDRESS), ("C-1", OTHER), ("C-2", ADDRESS))):
        row = replace(a_sheet_row(document_id=f"{number}", customer_ref=ref), billing_email=address)
        work.books.write(snapshot.snapshot_id, [row])
    work.books.save_debtor(a_debtor(customer_ref="C-1"))
    work.books.save_debtor(a_debtor(customer_ref="C-2", customer=FABRIKAM))
    work.books.make_current(replace(snapshot, state="current"), None)


def in_books(work: Work, key: CustomerKey) -> list[str]:
    return [one.address for one in work.contacts.of(key) if one.source is Source.BOOKS]


def test_everybody_who_is_named_is_found(store: Store) -> None:
    with store() as work:
        fill(work)
        found = work.erasing.people(CONTOSO)
        assert {Someone(ADDRESS, NAME), Someone(OTHER, "Bo Sand"), Someone(OTHER)} <= set(found)
        assert work.erasing.people(CustomerKey("china", CONTOSO.tenant_id)) == []


def test_one_person_goes_and_the_others_stay(store: Store) -> None:
    with store() as work:
        fill(work)
        counts = {
            Kept.CONTACTS: 1, Kept.BOOKS: 1, Kept.LETTERS: 1,
            Kept.REPLIES: 2, Kept.CARDS: 1, Kept.TEXTS: 2,
        }  # fmt: skip
        assert work.erasing.erase(CONTOSO, GRETA) == counts
        assert {one.address for one in work.contacts.of(CONTOSO)} == {OTHER}
        assert in_books(work, CONTOSO) == [OTHER]
        letters = work.letters.of_customer(CONTOSO)
        assert {one.draft.to for one in letters} == {(), (OTHER,)}
        assert {one.draft.subject for one in letters} == {"", f"To {OTHER}"}
        assert {one.sender for one in work.letters.replies(CONTOSO)} == {"", OTHER}
        assert [one.sender for one in work.letters.unread_of_nobody()] == [""]
        assert set(work.erasing.erase(CONTOSO, GRETA).values()) == {0}


def test_names_in_texts_go_and_the_texts_stay(store: Store) -> None:
    with store() as work:
        fill(work)
        work.erasing.erase(CONTOSO, GRETA)
        (case,) = work.cases.open_for(CONTOSO)
        assert [note.text for note in work.cases.notes(case.case_id)] == [f"Talked to {ERASED}."]
        plan = work.plans.open_for(CONTOSO)
        assert plan is not None
        assert plan.note == f"{ERASED} asked us to wait"
        drawn = [one.drawn for one in work.prints.of(Card.PLAN, plan.plan_id)]
        assert sorted(drawn) == ["", "Told nobody"]


def test_of_everybody_each_letter_and_reply_goes(store: Store) -> None:
    with store() as work:
        fill(work)
        work.erasing.erase(CONTOSO, EVERYBODY)
        assert work.contacts.of(CONTOSO) == []
        assert {one.draft.text for one in work.letters.of_customer(CONTOSO)} == {""}
        assert {one.text for one in work.letters.replies(CONTOSO)} == {""}
        assert work.erasing.people(CONTOSO) == []


def test_nothing_of_another_customer_goes(store: Store) -> None:
    with store() as work:
        fill(work)
        before = work.contacts.of(FABRIKAM), work.letters.of_customer(FABRIKAM)
        work.erasing.erase(CONTOSO, EVERYBODY)
        assert (work.contacts.of(FABRIKAM), work.letters.of_customer(FABRIKAM)) == before
        assert in_books(work, FABRIKAM) == [ADDRESS]
