"""Service requests as they look: golden files of the card, the forms, the list and the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import Generation
from core.domain.events import CaseOpened, Event, PlanFiled, Recorded, Route, Stamp, StepSettled
from core.domain.partners import Partner, Tier
from core.domain.tickets import (
    Counter,
    Entry,
    Said,
    Sending,
    Taking,
    Ticket,
    TicketState,
    Topic,
    Way,
)
from core.usecases.ticket_asking import Draft
from core.usecases.ticket_facts import Deed, Facts
from core.usecases.tickets import ListedTicket, View
from handlers.messages.blocks import LONGEST_TEXT, Message
from handlers.messages.text import Words
from handlers.messages.ticket_card import reminder, ticket_card, ticket_list
from handlers.messages.ticket_forms import ask_form, number_form, text_form
from handlers.messages.ticket_package import chunks, package, prepared
from handlers.messages.ticket_text import request_text
from sandbox.stories.driver import words_of
from tests.an_emergency import an_alert_of
from tests.builders import (
    CONTOSO,
    EXCHANGE,
    NOW,
    TEAMS,
    a_case,
    a_customer,
    a_subscription,
    a_ticket,
    a_wish,
)
from tests.handlers.a_reader import Reader

WORDS = Reader("en-US", "Europe/Berlin", NOW.date())
ENGLISH = Words("en-US", "Europe/Berlin", NOW.date())
CORRELATION = "9d2f0000-0000-4000-8000-00000000c0de"
TOPIC = Topic("32569851", "Billing, invoices & credit line")
Looks = Callable[[str, "Message | Mapping[str, object]"], None]


def stamped(seq: int, event: Event, person: str = "kang") -> Recorded:
    return Recorded(seq, event, Stamp(NOW + timedelta(minutes=seq), person, Route.SLACK))


def the_facts(**changes: Any) -> Facts:
    deed = Deed(
        NOW + timedelta(minutes=5), "suspend", EXCHANGE, "Exchange Online", "M. Kang", "confirmed",
        "7a110000-0000-4000-8000-000000000001", CORRELATION,
    )  # fmt: skip
    facts = Facts(
        partner=Partner("china", Cloud.CHINA, tenant_id="5f1e0000-0000-4000-8000-0000000000aa"),
        customer=a_customer(name="上海瀚林医疗科技有限公司", domain="hanlin-medtech.example"),
        case=a_case(case_id="c1", number=12, link="https://desk.example/archives/C1/p1"),
        subscriptions=(
            a_subscription(status="suspended"),
            a_subscription(
                subscription_id=TEAMS, name="Pay & <go>", quantity=0, generation=Generation.AZURE
            ),
        ),
        deeds=(deed,),
        course=(
            stamped(1, CaseOpened(case_id="c1")),
            stamped(2, PlanFiled(case_id="c1", action="suspend")),
            stamped(5, StepSettled(case_id="c1", subscription_id=EXCHANGE, state="confirmed")),
        ),
        links=("https://desk.example/archives/C1/p1", "https://desk.example/archives/C2/p2"),
        people={"kang": "M. Kang"},
    )
    return replace(facts, **changes)


def the_view(ticket: Ticket | None = None, **changes: Any) -> View:
    return View(ticket or a_ticket(why="cloud"), the_facts(**changes), (), {"kang": "M. Kang"})


def entries() -> tuple[Entry, ...]:
    return (
        Entry("1", "t", Said.NOTE, "kang", NOW, "Back <again>", Sending.UNSURE),
        Entry("2", "t", Said.ANSWER, "", NOW, "Please send a screenshot"),
        Entry("3", "t", Said.CLOSE, "kang", NOW, "Solved", Sending.REFUSED),
    )


OPEN = a_ticket(
    way=Way.PROGRAM, state=TicketState.OPEN, number="119032012345678", status="attention_needed",
    wish=a_wish(topic=TOPIC),
)  # fmt: skip


def test_the_card_at_every_point(looks_like: Looks) -> None:
    waiting = a_ticket(why="cloud", remind_at=NOW + timedelta(days=1))
    looks_like("ticket_prepared", ticket_card(the_view(waiting), "token", WORDS))
    unsure = replace(OPEN, state=TicketState.UNSURE, number="")
    looks_like("ticket_unsure", ticket_card(the_view(unsure), "token", WORDS))
    looks_like(
        "ticket_open", ticket_card(replace(the_view(OPEN), entries=entries()), "token", WORDS)
    )
    by_hand = a_ticket(state=TicketState.OPEN, number="2026CN-77")
    looks_like("ticket_submitted", ticket_card(the_view(by_hand), "token", WORDS))
    closed = replace(OPEN, state=TicketState.CLOSED)
    looks_like("ticket_closed", ticket_card(the_view(closed), "token", WORDS))
    looks_like("ticket_reminder", reminder(the_view(waiting), WORDS))


def test_a_reseller_sends_it_to_its_provider() -> None:
    partner = Partner("main", tier=Tier.RESELLER, provider="Distri <GmbH>")
    card = ticket_card(the_view(a_ticket(why="tier"), partner=partner), "token", WORDS)
    assert "Send it to Distri &lt;GmbH&gt;, who asks Microsoft." in str(card.blocks[0])


def test_the_forms(looks_like: Looks) -> None:
    facts = the_facts()
    case = facts.case
    counter = Counter("main", Taking.OPEN, (TOPIC,), NOW, NOW)
    draft = Draft(facts.customer, facts.partner, counter, (case,), facts, "cloud")
    looks_like("ticket_form_china", ask_form(draft, "M. Kang", "token", WORDS))
    second = a_case(case_id="c2", number=13)
    several = replace(draft, cases=(case, second), why="", partner=Partner("main"))
    looks_like("ticket_form", ask_form(several, "M. Kang", "token", WORDS))
    none = replace(draft, cases=(), facts=None)
    looks_like("ticket_form_no_case", ask_form(none, "", "token", WORDS))
    looks_like("ticket_number_form", number_form(OPEN, "token", WORDS))
    for what in ("note", "answer", "close"):
        looks_like(f"ticket_{what}_form", text_form(what, OPEN, "token", WORDS))


def test_the_list(looks_like: Looks) -> None:
    case = the_facts().case
    found = [ListedTicket(one, case, "Contoso <GmbH>") for one in (OPEN, a_ticket())]
    looks_like("ticket_list", ticket_list(found, WORDS))
    assert ticket_list([], ENGLISH).text == "No service request is open."


def test_the_package_is_ready_to_paste_in_both_languages(looks_like: Looks) -> None:
    english, chinese = package(the_view(), WORDS)
    looks_like("ticket_package_en", english)
    looks_like("ticket_package_zh", chinese)
    looks_like("ticket_ready", prepared(the_view(), WORDS))


def test_what_is_sent_by_program_is_english_and_whole() -> None:
    text = request_text(a_ticket(), the_facts())
    for wanted in (
        CONTOSO.tenant_id,
        EXCHANGE,
        TEAMS,
        CORRELATION,
        "+49 30 1234567",
        "GS-7c1e04ab",
    ):
        assert wanted in text
    assert "`" not in text and "&amp;" not in text


def test_no_chinese_text_has_a_western_comma_or_colon_behind_a_sign_of_its_own() -> None:
    _, chinese = package(the_view(), WORDS)
    said = str(chinese.blocks)
    for before, after in pairwise(said):
        assert not ("\u4e00" <= before <= "\u9fff" and after in ",:;!?("), before + after


@pytest.mark.parametrize("count", [1, 60, 400], ids=str)
def test_many_ids_are_split_and_never_cut(count: int) -> None:
    ids = [f"11111111-0000-4000-8000-{n:012}" for n in range(count)]
    many = tuple(a_subscription(subscription_id=one) for one in ids)
    messages = package(the_view(subscriptions=many), WORDS)
    blocks = [block for message in messages for block in message.blocks]
    texts = [words_of({"blocks": [b]}).strip() for b in blocks if b["type"] == "section"]
    assert all(len(text) <= LONGEST_TEXT for text in texts)
    for one in ids:
        # In each language among the subscriptions, and the very first in what we did as well.
        assert sum(text.count(one) for text in texts) >= 2


def test_a_line_without_an_end_is_broken_between_words_only() -> None:
    identifier = "11111111-0000-4000-8000-000000000001"
    for line in (f"{identifier} " * 300, f"编号{identifier}，" * 300, "<" * 4000):
        parts = list(chunks(line))
        assert all(len(part) <= 2900 for part in parts)
        assert "".join(parts).count(identifier) == line.count(identifier)
        assert sum(part.count(identifier) for part in parts) == line.count(identifier)


def test_microsoft_finds_its_own_alerts_by_their_ids() -> None:
    alert = an_alert_of(a_customer().key, TEAMS, "a1", NOW)
    text = request_text(a_ticket(), the_facts(alerts=(alert,)))
    assert "Alerts of Microsoft in this case" in text
    assert f"- crypto_mining, unknown\n  {TEAMS}\n  fraud_events: event-of-a1" in text
    assert "Alerts of Microsoft" not in request_text(a_ticket(), the_facts())
