"""What people see of promises, disputes, holds and write-offs, and how they put them in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from core.domain.customers import CustomerKey
from core.domain.holds import HoldKind
from core.domain.plans import Action, PlanState, Reason
from core.domain.promises import PromiseState, Running
from core.usecases import disputes, holds, promises, write_offs
from core.usecases.agreement_view import Agreed, Named, News
from core.usecases.hold_scopes import Preview
from core.usecases.plan_view import Decides
from handlers.messages.agreement_answers import preview_card
from handlers.messages.agreement_forms import (
    dispute_form,
    hold_form,
    promise_form,
    release_form,
    settle_form,
    write_off_form,
)
from handlers.messages.agreement_lines import agreements_card, news_lines
from handlers.messages.plan_card import plan_card
from handlers.messages.text import Words
from sandbox.stories.driver import words_of
from tests.an_agreement import a_dispute, a_hold, a_promise
from tests.builders import a_customer, eur
from tests.core.a_gate import a_plan, facts_of
from tests.handlers.a_plan_view import DOCUMENTS, TODAY, a_view, an_exposure
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.world import AGENT, FIRST, SECOND, World

WORDS = Reader("en-US", "Europe/Berlin", TODAY)
ENGLISH = Words("en-US", "Europe/Berlin", TODAY)
NAMES = {"kang": "M. <Kang>", "park": "J. Park"}
CUSTOMER = a_customer(name="Contoso <Handels> GmbH")
LEGAL = a_hold(
    hold_id="h2", kind=HoldKind.LEGAL, until=None, review_on=date(2027, 1, 10), reason="a <claim>"
)
AGREED = Agreed(
    promises=(
        Running(a_promise(), eur("500.00")),
        Running(a_promise(promise_id="p2", by=date(2026, 11, 2)), eur("120.00"), unsure=True),
    ),
    disputes=(a_dispute(reason="too <many> seats"),),
    holds=(
        a_hold(),
        LEGAL,
        a_hold(hold_id="h3", kind=HoldKind.VIP, until=None, review_on=TODAY, voter="park"),
        a_hold(hold_id="h4", kind=HoldKind.ENFORCEMENT_OFF, scope="country DE"),
    ),
    people=NAMES,
)
TOKENS = {one: f"token-{one}" for one in ("p1", "p2", "d1", "h1", "h2", "h3", "h4")}


def test_what_is_agreed_on(looks_like: Looks) -> None:
    looks_like("agreements", agreements_card(CUSTOMER, AGREED, TOKENS, WORDS))
    looks_like("agreements_none", agreements_card(CUSTOMER, Agreed(), {}, WORDS))


def test_the_form_of_a_promise(looks_like: Looks) -> None:
    offer = promises.Offer(CUSTOMER, an_exposure(*DOCUMENTS), 1, (), TODAY)
    looks_like("promise_form", promise_form(offer, "", "token", WORDS))
    typed = promise_form(offer, "2026-12-01 EUR 500.00", "token", WORDS)
    assert "2026-12-01 EUR 500.00" in json.dumps(typed)


def test_the_forms_of_a_dispute(looks_like: Looks) -> None:
    offer = disputes.Offer(CUSTOMER, DOCUMENTS, DOCUMENTS[1], TODAY + timedelta(days=30))
    looks_like("dispute_form", dispute_form(offer, "120.50", "token", WORDS))
    looks_like("dispute_settle_form", settle_form(a_dispute(), "token", WORDS))


def test_the_forms_of_a_hold(looks_like: Looks) -> None:
    looks_like("hold_form", hold_form(holds.Offer(CUSTOMER, (), TODAY), "token", WORDS))
    looks_like("hold_release_form", release_form(LEGAL, "token", WORDS))
    light = json.dumps(release_form(a_hold(), "token", ENGLISH))
    assert "released at once" in light and "two other people" not in light


def test_the_form_of_a_write_off(looks_like: Looks) -> None:
    offer = write_offs.Offer(CUSTOMER, DOCUMENTS, 2)
    looks_like("write_off_form", write_off_form(offer, "token", WORDS))


def test_whom_a_hold_for_many_would_touch(looks_like: Looks) -> None:
    wish = holds.Wish(HoldKind.ENFORCEMENT_OFF, "the <floods>", date(2026, 12, 31))
    found = Preview(wish, "country DE", (CUSTOMER,) * 12)
    looks_like("holds_preview", preview_card(found, "token", WORDS))


def test_the_cards_that_decide_one(looks_like: Looks) -> None:
    def view(action: Action, **about: object) -> object:
        plan = a_plan(
            PlanState.PENDING, action=action, customer=None, reason=None, lines=(), overdue=(),
            customer_name="Contoso <Handels> GmbH", quorum=1,
        )  # fmt: skip
        found = a_view(plan)
        return replace(found, facts=facts_of(plan), decides=Decides(**about))  # type: ignore[arg-type]

    terms = (a_promise(), a_promise(number=2, by=date(2027, 1, 4), amount=eur("412.60")))
    for name, shown in (
        ("promise", view(Action.PROMISE, terms=terms)),
        ("write_off", view(Action.WRITE_OFF)),
        ("release_hold", view(Action.RELEASE_HOLD, hold=LEGAL)),
    ):
        looks_like(f"card_{name}", plan_card(shown, "token", WORDS))  # type: ignore[arg-type]


def test_what_a_digest_says() -> None:
    news = News(
        broken=(Named("Maru <Foods>", promise=a_promise(state=PromiseState.BROKEN)),),
        due=(Named("Contoso", promise=a_promise(by=TODAY)),),
        under_review=(
            Named("Contoso", hold=LEGAL, owner="M. Kang"),
            Named("", hold=a_hold(scope="country DE", review_on=TODAY), owner="M. Kang", count=17),
        ),
    )
    assert news_lines(news, WORDS) == [
        "Promise broken: Maru &lt;Foods&gt;, EUR 500.00 by Mon 19 Oct",
        "Promise due: Contoso, EUR 500.00 by Mon 12 Oct",
        "Hold under review: Contoso, legal, owner M. Kang",
        "Hold under review: 17 customers (country DE), hardship, owner M. Kang",
    ]


# As people do it


def key_of(world: World) -> CustomerKey:
    return world.customer("contoso").key


def said_in_case(world: World) -> str:
    """Everything in the thread of the customer's case."""
    world.settled()
    (case,) = world.ask(lambda work: work.cases.open_for(key_of(world)))
    channel, _, ts = case.thread.partition(":")
    return "\n".join(words_of(m) for m in world.driver.messages(channel, thread_ts=ts))


def test_a_promise_from_the_command_to_the_thread(world: World) -> None:
    world.driver.command(AGENT, "/promise contoso 5000 2026-10-16")
    said = world.submit(AGENT, {"terms": "2026-10-16 EUR 5000", "note": "on the <phone>"})
    assert "The promise is recorded: EUR 5,000.00 by Fri 16 Oct" in said
    assert "Promise of Contoso" in said_in_case(world)
    assert "*Promised:* EUR 5,000.00" in world.command(AGENT, "/standing contoso")
    assert "promise to pay is open" in world.suspend("contoso", "Exchange")


def test_what_is_wrong_is_said_in_the_form(world: World) -> None:
    world.driver.command(AGENT, "/promise contoso")
    assert "is no instalment" in world.submit(AGENT, {"terms": "next week"})
    world.driver.command(AGENT, "/promise contoso")
    assert "more than what is open" in world.submit(AGENT, {"terms": "2026-10-16 EUR 99999999"})


def test_a_promise_that_goes_further_is_taken_by_another(world: World) -> None:
    world.driver.command(AGENT, "/promise contoso 1000 2026-12-01")
    said = world.submit(AGENT, {"terms": "2026-12-01 EUR 1000"})
    assert "needs 1 vote" in said
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.PROMISE))
    assert "asks to take a promise of Contoso Handels GmbH" in said_in_case(world)
    assert "EUR 1,000.00 by Tue 1 Dec" in world.card_text(plan)
    world.approve(FIRST, plan)
    world.settled()
    found = world.ask(lambda work: work.promises.of(key_of(world)))
    assert [one.state for one in found] == [PromiseState.OPEN]


def test_a_dispute_from_the_command_to_its_end(world: World) -> None:
    world.driver.command(AGENT, "/dispute INV-20418 100")
    said = world.submit(AGENT, {"note": "seats were cancelled"})
    assert "EUR 100.00 of INV-20418 does not count" in said
    assert "recorded a dispute of INV-20418" in said_in_case(world)
    assert "*Disputed:* EUR 100.00" in world.command(AGENT, "/standing contoso")
    assert world.ask(lambda work: len(work.disputes.open())) == 1


def test_a_hold_is_placed_and_ended_by_three(world: World) -> None:
    world.driver.command(AGENT, "/collections hold contoso")
    said = world.submit(AGENT, {"kind": "legal", "note": "a claim"})
    assert "On hold until it is released: legal" in said
    assert "on hold for legal reasons" in world.suspend("contoso", "Exchange")
    (hold,) = world.ask(lambda work: work.holds.of(key_of(world)))
    holds.let_go(hold.hold_id, "it is done", world.account(AGENT), office=world.office)
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.RELEASE_HOLD))
    world.settled()
    assert "RELEASE A HOLD of Contoso" in world.card_text(plan)
    world.approve(FIRST, plan)
    world.approve(SECOND, plan)
    world.settled()
    assert world.ask(lambda work: work.holds.get(hold.hold_id)).ended_why == "released"
    assert world.file("contoso", "Exchange", reason=Reason.NON_PAYMENT).is_open()


def test_many_are_held_only_after_a_look_at_them(world: World) -> None:
    said = world.command(AGENT, "/collections hold --country DE --until 2026-12-31 the floods")
    assert "Put" in said and "on hold (country DE)?" in said and "Nothing is placed yet" in said
    assert world.ask(lambda work: work.holds.standing()) == []


def test_a_hold_for_many_is_typed_right_or_explained(world: World) -> None:
    for typed, why in (
        ("hold --until 2026-12-31 x", "one of --country and --tag is needed"),
        ("hold --country DE x", "it needs a day"),
        ("hold --country DE --until soon x", "soon is no day"),
        ("hold --country DE --until 2026-12-31", "reason in words"),
        ("hold --country AQ --until 2026-12-31 x", "No customer is in country AQ"),
        ("hold --country DE --kind nice --until 2026-12-31 x", "--kind is one of hardship, says"),
        ("hold", "For example: /collections hold contoso"),
        ("write-off nobody", "For example: /collections write-off contoso"),
        ("cease", "hold, write-off, notify is needed"),
    ):
        assert why in world.command(AGENT, f"/collections {typed}")


def test_a_write_off_takes_two_others(world: World) -> None:
    world.driver.command(AGENT, "/collections write-off contoso")
    options = [
        disputes.handle_of(doc)
        for page in world.ask(lambda work: work.books.account(key_of(world)))
        for doc in page.documents
        if doc.number == "INV-20418"
    ]
    said = world.submit(AGENT, {"documents": options, "note": "not worth it"})
    assert "needs 2 votes" in said
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.WRITE_OFF))
    world.settled()
    assert "INV-20418" in world.card_text(plan)
