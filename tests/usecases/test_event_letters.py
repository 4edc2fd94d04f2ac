"""What customers are told of what happened: once, in words that somebody read, and never where it
would warn whoever is looked into."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.clocks import start_for
from core.domain.customers import CustomerKey, Generation
from core.domain.disputes import DisputeState
from core.domain.event import Route
from core.domain.events import (
    ClockWarned,
    DisputeEnded,
    Event,
    LetterUnaddressed,
    PaymentReturned,
    PromiseMade,
)
from core.domain.exposure import Status
from core.domain.holds import HoldKind
from core.domain.notices import Contact, LetterState, Outgoing, Source
from core.domain.plans import Reason
from core.domain.policy_file import read_policy
from core.domain.promises import Instalment
from core.usecases import clocks, contacts, disputes, holds, promises
from core.usecases.event_letters import EventScribe
from core.usecases.filing import open_case
from handlers.messages.letters import Letters
from tests.a_letter import a_contact, a_draft, a_letter
from tests.a_policy import put_in_force
from tests.a_run import AGENT, FIRST_DAY, POLICY, Run
from tests.builders import a_subscription, a_suspension, eur


def write(run: Run, kind: type[Event]) -> None:
    """What the job of every event of this kind does, told twice."""
    with run.store.reading() as work:
        found = work.events.since(kind, run.now - timedelta(days=99))
    for one in found:
        for _ in range(2):
            EventScribe(run.office, Letters()).write(one.seq)


def written(run: Run, kind: type[Event]) -> list[Outgoing]:
    """The letters, once somebody has read their words."""
    write(run, kind)
    if run.release_words():
        write(run, kind)
    return run.letters(LetterState.QUEUED)


def owing(run: Run) -> str:
    """Customer 1 owes EUR 900.00, 40 days late; the document's id."""
    document = run.owes(1, due=FIRST_DAY - timedelta(days=40))
    run.at(FIRST_DAY)
    run.books()
    return document


def promised(run: Run, *parts: str) -> None:
    run.customer(1)
    owing(run)
    instalments = tuple(
        Instalment(FIRST_DAY + timedelta(days=3 + 2 * place), eur(part))
        for place, part in enumerate(parts)
    )
    with run.store.reading() as work:
        key = work.customers.all()[0].key
    promises.take(promises.Wish(key, instalments), AGENT, office=run.office)


def test_a_promise_is_confirmed_with_all_of_its_parts(run: Run) -> None:
    promised(run, "300.00", "250.00")
    (letter,) = written(run, PromiseMade)
    assert letter.name == "promise_recorded"
    assert letter.case_id
    assert letter.draft.to == ("pay@c1.example",)
    for said in ("EUR 550.00", "7 February 2026", "EUR 300.00", "5 February 2026", "EUR 250.00"):
        assert said in letter.draft.text


def test_words_that_nobody_read_hold_the_letter_and_then_let_it_go(run: Run) -> None:
    promised(run, "500.00")
    write(run, PromiseMade)
    assert run.letters() == []
    assert run.release_words() == 1
    write(run, PromiseMade)
    assert [one.name for one in run.letters(LetterState.QUEUED)] == ["promise_recorded"]


def test_a_promise_taken_back_meanwhile_is_not_confirmed(run: Run) -> None:
    promised(run, "500.00")
    with run.store.reading() as work:
        (one,) = work.promises.open()
    promises.cancel(one.promise_id, AGENT, office=run.office)
    assert written(run, PromiseMade) == []


def test_old_news_is_no_news(run: Run) -> None:
    promised(run, "500.00")
    run.now += timedelta(days=8)
    assert written(run, PromiseMade) == []


def test_who_signs_no_letters_sends_none(run: Run) -> None:
    put_in_force(run.store, read_policy(POLICY.read_text(encoding="utf-8")))
    promised(run, "500.00")
    assert written(run, PromiseMade) == []
    assert run.happened(LetterUnaddressed) == []


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (DisputeState.SETTLED_FOR_CUSTOMER, "no longer asked of you"),
        (DisputeState.SETTLED_AGAINST, "remains to be paid"),
        (None, "counts as open again"),
    ],
    ids=["for the customer", "against it", "ran out"],
)
def test_a_dispute_is_answered_as_it_ended(run: Run, to: DisputeState | None, says: str) -> None:
    key = run.customer(1)
    owing(run)
    offer = disputes.offer("Customer 1", AGENT, office=run.office)
    document = disputes.handle_of(offer.documents[0])
    wish = disputes.Wish(key, document, "120.50", FIRST_DAY + timedelta(days=9), "too many seats")
    opened = disputes.dispute(wish, AGENT, office=run.office)
    if to is None:
        run.at(FIRST_DAY + timedelta(days=10))
        disputes.expire_all(office=run.office)
    else:
        disputes.settle(opened.dispute_id, to, AGENT, office=run.office)
    (letter,) = written(run, DisputeEnded)
    assert says in letter.draft.text
    assert "EUR 120.50" in letter.draft.text
    assert ("looked into your objection" in letter.draft.text) is (to is not None)


def came_back(run: Run) -> None:
    """What the books had called closed is open again."""
    document = owing(run)
    paid = run.documents[document]
    run.pays(document)
    run.at(FIRST_DAY + timedelta(days=1))
    run.books()
    run.documents[document] = replace(paid, status=Status.OPEN)
    run.at(FIRST_DAY + timedelta(days=2))
    run.books()


def test_a_payment_that_came_back_is_told_before_anything_else(run: Run) -> None:
    run.customer(1)
    came_back(run)
    (letter,) = written(run, PaymentReturned)
    assert letter.draft.subject == "Payment returned: EUR 900.00 for INV-1"
    assert "4 February 2026" in letter.draft.text


def test_who_is_left_alone_is_not_asked_to_pay_again(run: Run) -> None:
    key = run.customer(1)
    came_back(run)
    holds.place(holds.Wish(HoldKind.INSOLVENCY, "file 12", None), key, AGENT, office=run.office)
    assert written(run, PaymentReturned) == []


def test_without_an_address_somebody_is_asked_once_and_the_letter_follows(run: Run) -> None:
    promised(run, "500.00")
    with run.store() as work:
        (known,) = work.contacts.all()
        work.contacts.remove(known)
        work.commit()
    assert written(run, PromiseMade) == []
    assert [one.name for one in run.happened(LetterUnaddressed)] == ["promise_recorded"]
    contact = a_contact(customer=known.customer, address="new@c1.example", source=Source.PERSON)
    contacts.save(contact, AGENT, office=run.office)
    (letter,) = written(run, PromiseMade)
    assert letter.draft.to == ("new@c1.example",)


def with_a_last_letter(run: Run, state: LetterState) -> Contact:
    """A promise of somebody who is named nowhere any more, and was written to in this state."""
    promised(run, "500.00")
    with run.store() as work:
        (known,) = work.contacts.all()
        draft = a_draft(customer=known.customer, to=("old@c1.example",))
        work.letters.add(a_letter(draft, state=state, created_at=run.now))
        work.contacts.remove(known)
        work.commit()
    return known


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (LetterState.ACCEPTED, [("old@c1.example",)]),
        (LetterState.DELIVERED, [("old@c1.example",)]),
        (LetterState.BOUNCED, []),
        (LetterState.UNCLEAR, []),
    ],
)
def test_who_is_named_nowhere_any_more_is_told_where_the_last_letter_arrived(
    run: Run, state: LetterState, to: list[tuple[str, ...]]
) -> None:
    with_a_last_letter(run, state)
    assert [one.draft.to for one in written(run, PromiseMade)] == to


def test_nobody_is_written_to_whose_address_was_taken_away_since(run: Run) -> None:
    known = with_a_last_letter(run, LetterState.DELIVERED)
    with run.store() as work:
        work.contacts.save(known)
        work.commit()
    contacts.remove(known, AGENT, office=run.office)
    assert written(run, PromiseMade) == []


def test_an_address_that_is_another_customers_by_now_gets_nothing(run: Run) -> None:
    with_a_last_letter(run, LetterState.DELIVERED)
    other = a_contact(customer=run.customer(2), address="old@c1.example", source=Source.PERSON)
    contacts.save(other, AGENT, office=run.office)
    assert written(run, PromiseMade) == []


# What is about to be lost


def in_the_last_week(run: Run, reason: Reason = Reason.NON_PAYMENT) -> CustomerKey:
    """Two licences that were suspended 85 days ago, whose data goes after 90."""
    key = run.customer(1)
    owing(run)
    since = run.now - timedelta(days=85)
    with run.store() as work:
        known = [
            a_subscription(
                customer=key,
                subscription_id=f"s{number}",
                name=name,
                status="suspended",
                generation=Generation.LEGACY,
            )
            for number, name in enumerate(("Exchange Online", "Project Plan"))
        ]
        work.customers.save_subscriptions(key, known)
        for one in known:
            work.customers.add_suspension(
                a_suspension(
                    customer=key,
                    subscription_id=one.subscription_id,
                    reason=reason.value,
                    since=since,
                )
            )
            start_for(work, one, since, office=run.office)
        work.commit()
    clocks.tick(office=run.office)
    return key


def test_data_that_ends_is_told_once_for_all_services_of_a_customer(run: Run) -> None:
    in_the_last_week(run)
    (letter,) = written(run, ClockWarned)
    assert letter.name == "data_deletion"
    for said in ("Exchange Online", "Project Plan", "7 February 2026", "can still sign in"):
        assert said in letter.draft.text
    run.at(FIRST_DAY + timedelta(days=2))
    clocks.tick(office=run.office)
    assert len(run.happened(ClockWarned)) > 2
    assert len(written(run, ClockWarned)) == 1


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_data_of_whoever_is_looked_into_ends_without_a_letter(run: Run, reason: Reason) -> None:
    in_the_last_week(run, reason)
    assert run.happened(ClockWarned)
    assert written(run, ClockWarned) == []


def test_an_open_fraud_case_keeps_the_desk_silent_about_access(run: Run) -> None:
    key = in_the_last_week(run)
    with run.store() as work:
        open_case(
            work, key, Reason.FRAUD, opener="", now=run.now, office=run.office,
            route=Route.AUTOMATION,
        )  # fmt: skip
        work.commit()
    assert written(run, ClockWarned) == []
