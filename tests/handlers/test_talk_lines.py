"""What an approver, and whoever asks, reads of what was said between us and the customer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from core.domain.holds import HoldKind
from core.domain.notices import Means
from core.domain.promises import Running
from core.usecases.talks import NOTHING_SAID, Notice, Talk
from handlers.messages.customer_forms import suspend_form
from handlers.messages.talk_lines import answered, told_line, warnings
from tests.an_agreement import a_hold, a_promise
from tests.builders import eur
from tests.handlers.a_plan_view import SUBSCRIPTIONS, TODAY, TOLD
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import an_offer

WORDS = Reader("en-US", "Europe/Berlin", TODAY)
FORMAL, FINAL = TOLD.notices
COURIER = Notice("final", date(2026, 10, 5), 0, Means.COURIER)
PROMISED = Running(a_promise(), eur("500.00"))
HELD = (a_hold(), a_hold(kind=HoldKind.INSOLVENCY, until=None))
WARNED = Talk(
    (FORMAL,),
    "final",
    None,
    2,
    (PROMISED,),
    (a_hold(), a_hold(kind=HoldKind.INSOLVENCY, until=None)),
)


@pytest.mark.parametrize(
    ("talk", "line"),
    [
        (
            TOLD,
            "*Told:* formal notice delivered Mon 28 Sep to 1 address, final notice delivered "
            "Mon 5 Oct to 2 addresses: “not before Mon 12 Oct”.",
        ),
        (
            replace(TOLD, notices=(COURIER,)),
            "*Told:* final notice Mon 5 Oct (recorded: courier): “not before Mon 12 Oct”.",
        ),
        (
            Talk((FORMAL,), "final", date(2026, 10, 20)),
            "*Told:* formal notice delivered Mon 28 Sep to 1 address: “not before Tue 20 Oct”. "
            "*No final notice was delivered.*",
        ),
        (Talk(lacks="final"), "*Told:* no final notice was delivered, nor any other notice."),
        (Talk((FORMAL,)), "*Told:* formal notice delivered Mon 28 Sep to 1 address."),
        (NOTHING_SAID, "*Told:* no notice was delivered."),
    ],
    ids=["all", "by courier", "not the final one", "nothing", "no day printed", "none is needed"],
)
def test_what_was_delivered_is_named_with_its_day(talk: Talk, line: str) -> None:
    assert told_line(talk, WORDS) == f"{line} No reply unread, no promise, no hold."


def test_what_the_customer_said_is_named_as_well() -> None:
    assert answered(WARNED, WORDS) == (
        "*2 replies unread*, *EUR 500.00 promised by Mon 19 Oct*, "
        "*on hold until Wed 11 Nov (hardship), on hold (insolvency)*."
    )


def test_nothing_said_is_no_warning() -> None:
    assert warnings(TOLD, WORDS) == []


def test_the_form_warns_before_it_is_submitted(looks_like: Looks) -> None:
    form = suspend_form(an_offer(SUBSCRIPTIONS[:2], talk=WARNED), "token", WORDS)
    assert len(warnings(WARNED, WORDS)) == 4
    assert all(json.dumps(one, ensure_ascii=False)[1:-1] in json.dumps(form, ensure_ascii=False)
               for one in warnings(WARNED, WORDS))  # fmt: skip
    looks_like("suspend_form_warned", form)
