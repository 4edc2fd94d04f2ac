"""Whom letters go to: the books say so until a person does."""

from __future__ import annotations

import pytest

from core.domain.notice_errors import (
    BadAddress,
    NoContact,
)
from core.domain.notices import ContactKind
from core.usecases import contacts
from core.usecases.letters import queue, recipients
from tests.a_letter import a_contact, a_draft
from tests.a_post_office import (
    PostOffice,
)
from tests.builders import a_stamp
from tests.office import AGENT, Desk


@pytest.fixture
def post(desk: Desk) -> PostOffice:
    return PostOffice(desk)


def test_a_letter_needs_an_address(post: PostOffice) -> None:
    with post.desk.store() as work:
        with pytest.raises(NoContact):
            queue(work, a_draft(customer=post.customer, to=()), a_stamp())
        with pytest.raises(BadAddress):
            queue(work, a_draft(customer=post.customer, to=("a@b.example\nBcc: c",)), a_stamp())


def test_the_books_name_whom_to_write_to_until_a_person_does(post: PostOffice) -> None:
    both = (ContactKind.BILLING, ContactKind.ESCALATION)
    with post.desk.store.reading() as work:
        assert [one.address for one in recipients(work, post.customer, both)] == [
            "rechnung@contoso.example"
        ]
    boss = a_contact(
        customer=post.customer, kind=ContactKind.ESCALATION, address="cfo@contoso.example"
    )
    contacts.save(boss, AGENT, office=post.desk.office)
    with post.desk.store.reading() as work:
        assert [one.address for one in recipients(work, post.customer, both)] == [
            "rechnung@contoso.example",
            "cfo@contoso.example",
        ]
