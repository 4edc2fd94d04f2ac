"""Forgetting people at a customer, over a filled desk: not before its time, and never quietly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.erasure import Kept
from core.domain.erasure_errors import NobodyFound, StillNeeded
from core.domain.errors import BadInput, NoRole, UnknownCustomer
from core.domain.events import PersonalDataErased
from core.domain.notices import LetterState
from core.usecases.forgetting import Forgotten, Needed, forget
from tests.a_letter import ADDRESS, a_contact, a_draft, a_letter, a_reply
from tests.a_step_up import happened
from tests.office import ADMIN, AGENT, Desk, contoso


def with_letters(desk: Desk, state: LetterState = LetterState.DELIVERED) -> None:
    key = contoso(desk)
    with desk.store() as work:
        work.contacts.save(a_contact(customer=key))
        letter = a_letter(a_draft(customer=key), delivered_on=desk.now.date())
        work.letters.add(replace(letter, state=state))
        work.commit()


def someone(desk: Desk, *, really: bool = True, address: str = ADDRESS) -> Forgotten:
    by = ADMIN.user_id
    return forget("contoso", address, by=by, office=desk.office, really=really)


def test_one_person_is_forgotten_though_the_customer_still_owes(desk: Desk) -> None:
    with_letters(desk)
    found = someone(desk, address=ADDRESS.upper())
    assert found.customer.key == contoso(desk)
    assert (found.erased[Kept.CONTACTS], found.erased[Kept.LETTERS]) == (1, 1)
    assert happened(desk, PersonalDataErased) == 1
    with desk.store.reading() as work:
        assert ADDRESS not in {one.address for one in work.contacts.of(contoso(desk))}
        (letter,) = work.letters.of_customer(contoso(desk))
        assert (letter.draft.text, letter.draft.to, letter.draft.name) == ("", (), "reminder")
        assert [one.name for one in work.letters.delivered(contoso(desk))] == ["reminder"]
    with pytest.raises(NobodyFound):
        someone(desk)


def test_looking_changes_nothing(desk: Desk) -> None:
    with_letters(desk)
    assert someone(desk, really=False) == someone(desk, really=True)
    assert happened(desk, PersonalDataErased) == 1


def test_who_still_owes_is_not_forgotten_whole(desk: Desk) -> None:
    with_letters(desk)
    with pytest.raises(StillNeeded) as refused:
        someone(desk, address="")
    assert refused.value.facts["why"] == [Needed.DEBT]


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.SENDING, LetterState.UNCLEAR])
def test_nobody_is_forgotten_to_whom_a_letter_is_on_its_way(desk: Desk, state: LetterState) -> None:
    with_letters(desk, state)
    with pytest.raises(StillNeeded) as refused:
        someone(desk)
    assert refused.value.facts["why"] == [Needed.LETTER]


@pytest.mark.parametrize("known", [True, False], ids=["of-the-customer", "of-nobody-known"])
def test_nobody_is_forgotten_whose_reply_nobody_read(desk: Desk, known: bool) -> None:
    with_letters(desk)
    with desk.store() as work:
        work.letters.add_reply(a_reply(customer=contoso(desk) if known else None))
        work.commit()
    with pytest.raises(StillNeeded) as refused:
        someone(desk)
    assert refused.value.facts["why"] == [Needed.REPLY]


def test_only_administrators_forget(desk: Desk) -> None:
    with_letters(desk)
    with pytest.raises(NoRole):
        forget("contoso", ADDRESS, by=AGENT.user_id, office=desk.office, really=True)
    with pytest.raises(BadInput):
        forget("contoso", ADDRESS, by="kang", office=desk.office, really=True)
    with pytest.raises(UnknownCustomer):
        forget("nobody", ADDRESS, by=ADMIN.user_id, office=desk.office, really=True)
