"""Credit as it looks: the private card, its forms, the question to others, the reminder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.credit import CheckKind, CreditState, Mark, TermKind, Terms
from core.domain.credit_advice import Advice, Because, Grade, Reason
from core.domain.credit_use import Gap, Use
from core.domain.money import Money
from core.usecases.credit_view import Asked, Line, Listed, News, View
from handlers.messages.blocks import Message
from handlers.messages.credit_advice import SENTENCES, reason_line
from handlers.messages.credit_card import credit_card, retractable, standing_line, standing_lines
from handlers.messages.credit_decision import RECORDS, decision_card, reminder
from handlers.messages.credit_forms import ask_form, check_form, ending_form
from handlers.messages.credit_news import credit_lines, waiting_lines
from handlers.messages.credit_words import bar
from tests.a_credit import TODAY, a_check, a_credit, a_proposal
from tests.builders import a_customer, eur
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks

S = CreditState
WORDS = Reader("en-US", "Europe/Berlin", TODAY)
PEOPLE = {"kang": "M. Kang", "braun": "S. <Braun>"}
CUSTOMER = a_customer(name="Contoso <Handels> GmbH")
AT = datetime(2026, 10, 12, 8, tzinfo=UTC)
USED = Use(eur("8412.60"), eur("55.50"), eur("500"), eur("412.60"))
HELD = a_credit(state=S.APPROVED, decided_by="braun", decided_at=AT)
WAITS = a_credit(
    credit_id="c0000000-0000-4000-8000-000000000002", limit=eur("20000"),
    link="https://desk.example/archives/C1/p2",
)  # fmt: skip
ADVICE = Advice(
    "EUR",
    Grade.MEDIUM,
    Terms(TermKind.MONTHLY),
    eur("7800"),
    (
        Reason(Because.LATE_NOW, Grade.MEDIUM, 3, days=20),
        Reason(Because.KNOWN, Grade.LOW, days=196),
    ),
)
DEPOSIT = a_check(
    check_id="f2", kind=CheckKind.DEPOSIT, given_by="", note="By transfer", link="",
    amount=eur("500"),
)  # fmt: skip


def a_view(**changes: Any) -> View:
    view = View(
        customer=CUSTOMER,
        today=TODAY,
        lines=(Line("EUR", HELD, WAITS, USED),),
        history=(WAITS, HELD),
        checks=(a_check(), DEPOSIT),
        advice=(ADVICE,),
        people=PEOPLE,
    )
    return replace(view, **changes)


def asked(**changes: Any) -> Asked:
    view = Asked(
        credit=WAITS,
        customer=CUSTOMER,
        today=TODAY,
        use=USED,
        before=HELD,
        rests_on=(a_check(), DEPOSIT),
        advice=ADVICE,
        alone=False,
        people=PEOPLE,
    )
    return replace(view, **changes)


def said(shown: Message | Mapping[str, object]) -> str:
    return json.dumps(shown.blocks if isinstance(shown, Message) else shown, ensure_ascii=False)


def test_a_limit_and_a_question(looks_like: Looks) -> None:
    tokens = {HELD.credit_id: "token-1", WAITS.credit_id: "token-2"}
    looks_like("credit_card", credit_card(a_view(), "token", tokens, WORDS))


def test_nothing_decided_and_much_unknown(looks_like: Looks) -> None:
    unsure = replace(USED, gaps=frozenset({Gap.PRICES, Gap.SPENDING}))
    new = Advice("EUR", Grade.MEDIUM, Terms(TermKind.MONTHLY), None,
                 (Reason(Because.NO_HISTORY, Grade.MEDIUM),))  # fmt: skip
    view = a_view(lines=(Line("EUR", None, None, unsure),), history=(), checks=(), advice=(new,))
    looks_like("credit_card_unknown", credit_card(view, "token", {}, WORDS))


def test_what_is_over_stands_in_the_history_with_its_reason() -> None:
    over = [
        a_credit(state=state, credit_id=state.value, why="they <moved>", decided_by="braun",
                 decided_at=AT)
        for state in (S.REJECTED, S.EXPIRED, S.SUPERSEDED, S.WITHDRAWN)
    ]  # fmt: skip
    shown = said(credit_card(a_view(history=(HELD, *over)), "token", {}, WORDS))
    for wanted in ("rejected", "run out", "replaced by a newer one", "withdrawn"):
        assert f"S. &lt;Braun&gt;: {wanted}: they &lt;moved&gt;" in shown


def test_a_long_file_and_history_are_cut_and_say_so() -> None:
    many = tuple(a_credit(state=S.REJECTED, credit_id=str(n), why="x" * 900) for n in range(30))
    checks = tuple(a_check(check_id=str(n), note="x" * 900) for n in range(30))
    view = a_view(history=many, checks=checks)
    assert said(credit_card(view, "token", {}, WORDS)).count("and 25 more") == 2


@pytest.mark.parametrize(
    ("limit", "gaps", "wanted"),
    [
        ("10000", (), "EUR 8,555.50 of 10,000.00, 85%"),
        ("8555.49", (), "EUR 8,555.50 of 8,555.49, 100%"),
        ("8556", (), "EUR 8,555.50 of 8,556.00, 99%"),
        ("10000", (Gap.PRICES,), "at least EUR 8,555.50 of 10,000.00, 85%"),
        ("0", (), "EUR 8,555.50 used, where no credit is given"),
    ],
    ids=["some", "over", "almost", "unsure", "none"],
)
def test_the_bar_in_words(limit: str, gaps: tuple[Gap, ...], wanted: str) -> None:
    assert bar(replace(USED, gaps=frozenset(gaps)), eur(limit), WORDS) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (Line("EUR", HELD, None, USED),
         "*Credit:* EUR 8,555.50 of 10,000.00, 85%, net 30 days."),
        (Line("EUR", replace(HELD, proposal=a_proposal(limit=eur("8000"))), None, USED),
         "*Credit:* EUR 8,555.50 of 8,000.00, 106%, net 30 days. *Over the limit.*"),
        (Line("EUR", None, WAITS, USED),
         "*Credit:* no limit in EUR, a limit waits for a decision."),
        (Line("EUR", None, None, USED), "*Credit:* no limit in EUR."),
    ],
    ids=["held", "over", "waits", "none"],
)  # fmt: skip
def test_the_standing_card_has_one_line(line: Line, wanted: str) -> None:
    assert standing_line(line, WORDS) == wanted
    assert standing_lines((line,), WORDS) == [wanted]


def test_currencies_without_a_limit_share_a_line() -> None:
    lines = (Line("EUR", None, None, USED), Line("USD", HELD, None, USED),
             Line("KRW", None, None, USED))  # fmt: skip
    assert standing_lines(lines, WORDS) == [
        "*Credit:* EUR 8,555.50 of 10,000.00, 85%, net 30 days.",
        "*Credit:* no limit in EUR, KRW.",
    ]


def test_with_several_currencies_each_says_its_own_use() -> None:
    dollars = replace(HELD, credit_id="usd", proposal=a_proposal(limit=eur("8000")))
    lines = (Line("EUR", None, None, USED), Line("USD", dollars, None, USED))
    shown = said(credit_card(a_view(lines=lines), "token", {}, WORDS))
    assert "*EUR:* no limit is in force." in shown
    assert "*EUR 8,555.50 of 8,000.00, 106%*." in shown
    assert shown.count("*Over the limit.*") == 1


def test_only_own_questions_and_any_limit_can_be_taken_back() -> None:
    assert retractable(a_view(), "kang") == [HELD.credit_id, WAITS.credit_id]
    assert retractable(a_view(), "braun") == [HELD.credit_id]


# The forms


def test_the_form_begins_with_the_limit_in_force(looks_like: Looks) -> None:
    looks_like("credit_form", ask_form(a_view(), ["EUR", "USD"], "token", WORDS))


def test_the_form_begins_with_the_draft_else_with_the_advice() -> None:
    draft = a_credit(state=S.DRAFT, limit=eur("1234"))
    view = a_view(lines=(Line("EUR", HELD, draft, USED),))
    assert '"initial_value": "1234.00"' in said(ask_form(view, ["EUR"], "token", WORDS))
    view = a_view(lines=(Line("EUR", None, None, USED),))
    form = said(ask_form(view, ["EUR"], "token", WORDS))
    assert '"initial_value": "7800.00"' in form
    nothing = a_view(lines=(), advice=())
    form = said(ask_form(nothing, ["KRW"], "token", WORDS))
    assert '"initial_option": {"text": {"type": "plain_text", "text": "KRW"' in form


def test_the_form_of_a_check(looks_like: Looks) -> None:
    looks_like("credit_check_form", check_form(CUSTOMER, TODAY, "token", WORDS))


def test_who_takes_a_limit_back_reads_what_follows() -> None:
    assert "no limit is in force" in said(ending_form("withdraw", HELD, "Contoso", "t", WORDS))
    assert "no limit is in force" not in said(ending_form("withdraw", WAITS, "Contoso", "t", WORDS))
    assert "Why not?" in said(ending_form("reject", WAITS, "Contoso", "t", WORDS))


# The question


def test_the_card_that_asks(looks_like: Looks) -> None:
    looks_like("credit_decision", decision_card(asked(), "token", WORDS))


def test_a_card_that_rests_on_nothing_says_so() -> None:
    shown = said(decision_card(asked(rests_on=(), before=None), "token", WORDS))
    assert "nothing was checked" in shown and "*Now:* no limit in EUR." in shown


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (S.APPROVED, "*Approved* by S. &lt;Braun&gt;, Mon 12 Oct, 10:00."),
        (S.REJECTED, "*Rejected* by S. &lt;Braun&gt;, Mon 12 Oct, 10:00: too &lt;much&gt;"),
        (S.EXPIRED, "*Run out:*"),
        (S.SUPERSEDED, "*Replaced* by a newer decision."),
        (S.WITHDRAWN, "*Withdrawn:* too &lt;much&gt;"),
    ],
    ids=str,
)
def test_what_is_over_has_a_record_and_no_buttons(state: CreditState, wanted: str) -> None:
    over = replace(WAITS, state=state, decided_by="braun", decided_at=AT, why="too <much>")
    shown = said(decision_card(asked(credit=over), "token", WORDS))
    assert "*Now:*" not in shown
    assert wanted in shown and "credit_approve" not in shown
    assert state in RECORDS


@pytest.mark.parametrize("mark", [Mark.REVIEW, Mark.LAPSING], ids=str)
def test_the_reminder_leads_to_the_card(mark: Mark) -> None:
    shown = reminder(Listed(HELD, "Contoso <Handels>"), mark, "token", WORDS)
    assert "Contoso &lt;Handels&gt;, EUR 10,000.00, net 30 days" in shown.text
    assert "customer_credit" in said(shown)


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Because)
    sentences = {reason_line(Reason(one, Grade.LOW, 2, 5, 9, 120), WORDS) for one in Because}
    assert len(sentences) == len(Because)
    assert "2 of 5 paid invoices came late, at worst by 9 days" in sentences


# The digest


def test_the_digest_leads_to_the_card_and_names_who_is_over() -> None:
    held = replace(HELD, proposal=a_proposal(limit=eur("8000")))
    news = News((Listed(WAITS, "Contoso <AG>"),), (Listed(held, "Fabrikam", USED),), ())
    assert waiting_lines(news, WORDS) == [
        "Credit of Contoso &lt;AG&gt;: EUR 20,000.00, net 30 days, until Thu 30 Sep 2027 "
        "<https://desk.example/archives/C1/p2|Open>"
    ]
    assert credit_lines(news, TODAY, WORDS) == [
        "Over the limit: Fabrikam, EUR 8,555.50 of 8,000.00, 106%"
    ]


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2027, 9, 25), "Runs out Thu 30 Sep 2027: Contoso, EUR 10,000.00"),
        (date(2027, 3, 29), "To be reviewed Wed 31 Mar 2027: Contoso, EUR 10,000.00"),
    ],
    ids=["end", "review"],
)
def test_the_digest_tells_what_comes(today: date, wanted: str) -> None:
    assert credit_lines(News(coming=(Listed(HELD, "Contoso"),)), today, WORDS) == [wanted]


def test_won_have_no_cents() -> None:
    won = Money(Decimal(7000000), "KRW")
    limit = replace(HELD, proposal=a_proposal(limit=won))
    nothing = Money(Decimal(0), "KRW")
    used = Use(Money(Decimal(350000), "KRW"), nothing, nothing, nothing)
    line = Line("KRW", limit, None, used)
    assert "KRW 350,000 of 7,000,000, 5%" in standing_line(line, WORDS)
    assert limit.proposal.valid_until - TODAY > timedelta(days=1)
