"""A digest of the audit trail gives no text away, proves one while its key is there, and nothing
once the text is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.cases import Note
from core.domain.events import CaseNoted
from core.domain.plans import digest
from core.ports.store import Store, Work
from core.recording import note
from tests.a_letter import a_contact, a_draft, a_letter, a_reply
from tests.an_agreement import a_dispute, a_hold, a_promise
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    NOW,
    a_case,
    a_customer,
    a_plan,
    a_stamp,
    a_ticket,
    steps_of,
)
from tests.storage.test_prints import a_print
from tests.storage.test_signals import a_signal

TEXT = "Greta called"
PLAIN = digest(TEXT)


def test_who_has_the_trail_alone_cannot_guess(store: Store) -> None:
    with store() as work:
        first = work.text_keys.seal(PLAIN, CONTOSO, NOW)
        assert first != PLAIN and len(first) == 64
        assert work.text_keys.says(first, TEXT) and not work.text_keys.says(first, "Greta called.")
        assert work.text_keys.seal(PLAIN, CONTOSO, NOW) == first, "the same text has the same"
        assert work.text_keys.seal(first, CONTOSO, NOW) == first, "what is sealed stays"
        others = [work.text_keys.seal(PLAIN, key, NOW) for key in (FABRIKAM, None)]
        assert len({first, *others}) == 3
        assert work.text_keys.seal("", CONTOSO, NOW) == ""
        assert set(work.text_keys.keys([first, PLAIN])) == {first}


def test_what_was_written_before_there_were_keys_still_holds(store: Store) -> None:
    with store() as work:
        assert work.text_keys.says(PLAIN, TEXT)
        assert not work.text_keys.says(PLAIN, "another")
        assert work.text_keys.says("", "")


def test_without_its_key_nobody_can_tell(store: Store) -> None:
    with store() as work:
        found = work.text_keys.seal(PLAIN, CONTOSO, NOW)
        work.text_keys.forget([found])
        assert not work.text_keys.says(found, TEXT)
        assert work.text_keys.customers(NOW + timedelta(days=1)) == []


def test_an_event_never_enters_the_trail_with_a_digest_that_can_be_guessed(store: Store) -> None:
    with store() as work:
        case = a_case()
        work.cases.add(case)
        seq = note(work, CaseNoted(case_id=case.case_id, text_digest=PLAIN), a_stamp())
        event = work.events.get(seq).event
        assert isinstance(event, CaseNoted)
        assert event.text_digest != PLAIN and work.text_keys.says(event.text_digest, TEXT)
        assert work.text_keys.customers(NOW + timedelta(days=1)) == [CONTOSO]


def write(work: Work) -> list[str]:
    """Something in every form of which the trail has a digest."""
    work.customers.save([a_customer()])
    case, plan = a_case(), a_plan(note="a note of a plan")
    work.cases.add(case)
    work.cases.add_note(Note(case.case_id, "kang", NOW, "a note"))
    work.plans.add(plan, steps_of(plan))
    work.prints.add(a_print("a card", subject=plan.plan_id))
    work.tickets.add(a_ticket(case_id=case.case_id, customer=CONTOSO, text="a request"))
    work.contacts.save(a_contact(address="greta@contoso.example"))
    draft = a_draft(to=("a@x.example", "b@x.example"), subject="s", text="t")
    work.letters.add(a_letter(draft, evidence="a receipt"))
    work.letters.add_reply(a_reply(text="a reply"))
    work.letters.add_reply(a_reply(text="of nobody", customer=None))
    work.promises.add([a_promise(note="a promise")])
    work.disputes.add(a_dispute(reason="a dispute"))
    work.holds.add([a_hold(reason="a hold")])
    work.signals.add(a_signal(facts=(("spent", "1 EUR"), ("note", "x"))))
    return [
        *("a note of a plan", "a note", "a card", "a request", "greta@contoso.example"),
        *("a@x.example\nb@x.example", "s\nt", "a receipt", "a reply", "a promise", "a dispute"),
        *("a hold", "spent: 1 EUR\nnote: x"),
    ]


def test_the_keys_of_what_is_here_stay_and_those_of_what_is_gone_go(store: Store) -> None:
    with store() as work:
        here = [work.text_keys.seal(digest(one), CONTOSO, NOW) for one in write(work)]
        nobodys = work.text_keys.seal(digest("of nobody"), None, NOW)
        gone = [work.text_keys.seal(digest("gone"), one, NOW) for one in (CONTOSO, None)]
        assert work.text_keys.outlived(CONTOSO) == gone[:1]
        assert work.text_keys.outlived(None) == gone[1:]
        work.text_keys.forget(gone)
        assert set(work.text_keys.keys([*here, nobodys, *gone])) == {*here, nobodys}


@pytest.mark.parametrize("text", ["", "Ä" * 4000, "a\x00b", "🙂"])
def test_any_text_has_a_digest(store: Store, text: str) -> None:
    with store() as work:
        found = work.text_keys.seal(digest(text), CONTOSO, NOW)
        assert work.text_keys.says(found, text)
