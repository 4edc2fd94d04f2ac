"""Days that a simulation leaves out are days on which nothing would have happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import POLICY
from core.domain.exposure import Document, Presence
from core.domain.facts import Delivered, Facts, HoldSpan, OpenPromise
from core.domain.forecast import ALWAYS_FRESH
from core.domain.ladder import Quiet, Segment
from core.domain.money import Money
from core.domain.policy_file import read_rules
from core.domain.simulation import Moment, Subject, Walk, ahead
from core.domain.turning import next_look, next_turn
from tests.a_portfolio import DUE, facts, invoice

SHIPPED = read_rules(Path(POLICY).read_text(encoding="utf-8"))
# With everything in it by which a day can matter.
RULES = replace(
    SHIPPED,
    timing=replace(SHIPPED.timing, quiet=(Quiet("DE", DUE, DUE + timedelta(days=6)),)),
    segments=(Segment("agreed", {"reminder": 6, "suspension": None}, frozenset({"agreed"}),
                      until=DUE + timedelta(days=20)), *SHIPPED.segments),
)  # fmt: skip
DAYS = 60
days = st.integers(-20, 60).map(lambda n: DUE + timedelta(days=n))
amounts = st.sampled_from(["20.00", "60.00", "400.00", "9000.00"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    found = invoice(
        draw(st.uuids()).hex, draw(days), draw(amounts), draw(st.sampled_from(["EUR", "USD"]))
    )
    missing = draw(st.integers(0, 9)) == 0
    by = draw(st.sampled_from(["", "direct_debit"]))
    presence = Presence.MISSING if missing else Presence.PRESENT
    return replace(found, presence=presence, payment_method=by)


@st.composite
def customers(draw: st.DrawFn) -> Facts:
    since, promised = draw(days), draw(st.booleans())
    kind = draw(st.sampled_from(["hardship", "protected", "vip"]))
    end = since + timedelta(days=draw(st.integers(0, 20)))
    names = st.sampled_from(["reminder", "second", "formal", "final"])
    told = st.builds(Delivered, names, days, st.none() | days)
    return replace(
        facts(*draw(st.lists(documents(), max_size=4))),
        tags=draw(st.sampled_from([frozenset(), frozenset({"agreed"}), frozenset({"new"})])),
        holds=(HoldSpan(kind, since, end),) if draw(st.booleans()) else (),
        promises=(OpenPromise(Money(invoice().open.amount, "EUR"), draw(days)),)
        if promised
        else (),
        notices=tuple(draw(st.lists(told, max_size=3))),
        unread_since=draw(st.none() | days) if draw(st.integers(0, 5)) == 0 else None,
    )


def every_day(known: Facts, since: date) -> Iterator[Moment]:
    walk = Walk(RULES)
    for number in range(DAYS):
        yield walk.day(replace(known, as_of=ALWAYS_FRESH), since + timedelta(days=number))


@settings(max_examples=150, deadline=None)
@given(known=customers(), since=days)
def test_what_is_left_out_would_have_changed_nothing(known: Facts, since: date) -> None:
    first, *rest = every_day(known, since)
    found = ahead(Subject("1", "One", known), RULES, since, DAYS)
    assert found.starts == first.reached
    assert [one for one in found.moments if one.on > since] == [m for m in rest if m.matters()]


def test_where_nothing_is_open_nothing_ever_turns() -> None:
    after = DUE + timedelta(days=30)
    assert next_turn(facts(), RULES, after) is next_look(facts(), RULES, after) is None


def test_a_repeated_notice_is_looked_at_and_turns_nothing() -> None:
    told = replace(facts(), notices=(Delivered("final", DUE + timedelta(days=21)),))
    assert next_look(told, RULES, DUE + timedelta(days=30)) == DUE + timedelta(days=35)
    assert next_turn(told, RULES, DUE + timedelta(days=30)) is None
