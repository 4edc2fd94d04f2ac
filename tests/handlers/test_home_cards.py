"""How the Home tab looks: full and empty, to whoever has a vote and to a stranger."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.exposure import Standing
from core.domain.notifying import Preference
from core.domain.plans import PlanState, plan_hash
from core.ports.records import Freeze
from core.usecases import home
from core.usecases.credit_view import Listed as ListedCredit
from core.usecases.decided import Decided
from core.usecases.deciding import Decision
from core.usecases.desk_health import Health
from core.usecases.undelivered import Bounce, Undelivered
from handlers.messages.health_lines import health_lines
from handlers.messages.home import Tokens, stranger
from handlers.messages.home import home as home_tab
from tests.a_credit import a_credit
from tests.core.a_gate import NOW
from tests.handlers.a_plan_view import PEOPLE, TODAY, a_suspension
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import a_row, an_overview
from tests.handlers.test_case_cards import listed
from tests.handlers.test_digest import a_decision

WORDS = Reader("en-US", "Europe/Berlin", TODAY)
LINK = "https://desk.example/archives/C1/p17"


def decisions(count: int, name: str = "Contoso Handels GmbH") -> tuple[Decision, ...]:
    """Each of a plan of its own."""
    plans = (a_suspension(customer_name=name, subject=str(n)) for n in range(count))
    hashed = (replace(plan, hash=plan_hash(plan.content)) for plan in plans)
    return tuple(replace(a_decision(), plan=plan) for plan in hashed)


def a_home(**changes: object) -> home.View:
    view = home.View(
        PEOPLE["braun"], (), (), (), (), an_overview(), None,
        health=Health(TODAY, judged_on=TODAY), preference=Preference("braun"),
    )  # fmt: skip
    return replace(view, **changes)  # type: ignore[arg-type]


def test_an_empty_home(looks_like: Looks) -> None:
    looks_like("home_empty", home_tab(a_home(), WORDS))
    looks_like("home_stranger", stranger(WORDS))


def test_a_full_home(looks_like: Looks) -> None:
    rows = tuple(a_row(f"Customer {n}", standing=Standing.AT_RISK) for n in range(12))
    freeze = Freeze("f", "person", "checking the books", "kang", NOW)
    ended = a_suspension(PlanState.REJECTED, customer_name="Contoso <Handels> GmbH")
    mail = Undelivered((Bounce("Contoso", "final"),), ("Tessa Optik",), ())
    view = a_home(
        decided=(Decided(ended, "rejected", NOW, LINK), Decided(ended, "rejected", NOW, "")),
        health=Health(TODAY, TODAY - timedelta(days=2), given_up=2, mail=mail),
        preference=Preference("braun", back_on=TODAY + timedelta(days=9)),
        votes=decisions(11),
        asked=(a_decision(permalink=""),),
        cases=tuple(listed(n) for n in range(12, 0, -1)),
        at_risk=(replace(rows[0], standing=Standing.SUSPENDED), *rows[1:]),
        overview=replace(an_overview(*rows), freeze=freeze),
        freeze=freeze,
        credits=tuple(
            ListedCredit(a_credit(link=link), "Contoso <Handels> GmbH")
            for link in ("https://slack.example/c", "")
        ),
    )
    looks_like("home_full", home_tab(view, WORDS, Tokens(notify="token")))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "Policy run: none yet.", id="never"),
        pytest.param({"judged_on": TODAY}, "Policy run of today.", id="today"),
        pytest.param(
            {"judged_on": TODAY - timedelta(days=3)},
            "Policy run: the last one was on Fri 9 Oct.",
            id="days ago",
        ),
        pytest.param(
            {"judged_on": TODAY, "held": True},
            "Policy run of Mon 12 Oct; nothing of it goes out before two people release it.",
            id="waits for release",
        ),
    ],
)
def test_the_home_tab_says_when_the_policy_ran_last(changes: dict[str, Any], said: str) -> None:
    assert said in health_lines(Health(TODAY, **changes), an_overview(), WORDS)


@pytest.mark.parametrize(
    ("chosen", "said", "buttons"),
    [
        pytest.param({}, "You are asked by direct message when", ["off", "away"], id="asked"),
        pytest.param({"asked": False}, "You are not asked by direct", ["on", "away"], id="not"),
        pytest.param(
            {"back_on": TODAY + timedelta(days=1)},
            "asked by direct message again from Tue 13 Oct",
            ["on", "away"],
            id="away",
        ),
        pytest.param(
            {"back_on": TODAY}, "You are asked by direct message", ["off", "away"], id="back"
        ),
    ],
)
def test_the_home_tab_says_whether_one_is_asked_in_private(
    chosen: dict[str, Any], said: str, buttons: list[str]
) -> None:
    shown = home_tab(a_home(preference=Preference("braun", **chosen)), WORDS)["blocks"]
    assert isinstance(shown, list)
    assert said in str(shown[-2])
    assert [one["action_id"] for one in shown[-1]["elements"]] == [f"notify_{b}" for b in buttons]


def test_whoever_has_no_vote_is_not_told_how_they_are_asked() -> None:
    assert "How you are asked" not in str(home_tab(a_home(preference=None), WORDS))


def test_the_home_of_a_desk_with_five_thousand_customers_fits() -> None:
    """The longest names that there are, and more of everything than is shown."""
    name = "W" * 200
    rows = tuple(a_row(f"{name} {n}", standing=Standing.SUSPENDED) for n in range(5000))
    plan = a_suspension(customer_name=name)
    view = a_home(
        votes=decisions(300, name),
        asked=decisions(300, name),
        cases=tuple(replace(listed(n), customer_name=name) for n in range(1, 400)),
        at_risk=rows,
        overview=an_overview(*rows),
        decided=tuple(Decided(plan, "rejected", NOW, LINK) for _ in range(8)),
        credits=tuple(ListedCredit(a_credit(link=LINK), name) for _ in range(50)),
    )
    shown = home_tab(view, WORDS, Tokens(["t" * 22] * 5, (), "t" * 22))
    blocks = shown["blocks"]
    assert isinstance(blocks, list) and len(blocks) < 60
    assert len(json.dumps(shown).encode()) < 60_000


def test_the_home_tab_names_no_money_where_none_is_late() -> None:
    about_fraud = replace(a_decision(), overdue={}, days=0)
    blocks = home_tab(replace(a_home(), votes=(about_fraud,)), WORDS)["blocks"]
    assert "*Suspend Contoso Handels GmbH*\\n1 of 2 votes" in str(blocks)
