"""A digest that its channel chose itself, as it is read in each language; and the forms for it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

from core.domain.customers import CustomerKey
from core.domain.digest_choices import Choices, Column, Grouping, Only
from core.domain.exposure import Standing
from core.domain.follow_ups import FollowUp, Snooze
from core.domain.languages import Language
from core.usecases.choosing import Chosen
from core.usecases.digests import View
from core.usecases.follow_ups import Look
from core.usecases.narrowing import Group, LeftOut, PutOff, Shown
from core.usecases.overdue import Row
from core.usecases.schedules import Listed
from handlers.messages.blocks import plain
from handlers.messages.digest import Tokens, digest
from handlers.messages.follow_up_lines import snooze_form, with_follow_up
from handlers.messages.schedule_forms import content_form, new_form, time_form
from handlers.messages.schedule_lines import changed, list_card
from handlers.messages.spreadsheets import overdue_file
from handlers.messages.text import Words
from tests.core.a_gate import NOW
from tests.handlers.a_plan_view import euros
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import a_row
from tests.handlers.test_digest import NOTHING, SCHEDULE, a_digest

WORDS = Reader("en-US", "Europe/Berlin", NOW.date())
CHOICES = Choices(
    Only(Standing.AT_RISK, 5, ("EUR",), "p1", ("east",), ("DE",)),
    (Column.OWNER, Column.DAYS, Column.AGES, Column.COUNTRY),
    Grouping.OWNER,
    "DE-BY",
)
CHOSEN = Chosen(CHOICES, "S. Braun", Language.KOREAN)


def owned(name: str, owner: str = "") -> Row:
    key = CustomerKey("east", f"{name}-1")
    people = {"p1": owner} if owner else {}
    return replace(a_row(name), key=str(key), customer=key, people=people, country="DE")


def a_chosen_digest() -> View:
    mine, theirs, away = owned("Contoso", "S. Braun"), owned("Kiefer"), owned("Alpen <AG>")
    shown = Shown(
        choices=CHOICES,
        listed=(mine, theirs),
        groups=(Group("S. Braun", (mine,)), Group("", (theirs,))),
        put_off=(PutOff(away, date(2026, 10, 20), "S. Braun"),),
        woken=(PutOff(theirs, date(2026, 10, 30), "S. Braun"),),
        left_out=LeftOut(12, {"EUR": euros("3000.00")}),
    )
    return a_digest(
        mine, theirs, away,
        schedule=replace(SCHEDULE, choices=CHOICES),
        shown=shown,
        owner="S. Braun",
        since=replace(NOTHING, newly=(mine,)),
        silent=(date(2026, 10, 9),),
        silent_next=(date(2026, 10, 13), date(2026, 10, 14)),
    )  # fmt: skip


def test_whom_it_leaves_out_puts_off_and_groups_is_said(looks_like: Looks) -> None:
    looks_like("digest_chosen", digest(a_chosen_digest(), WORDS, Tokens(rows=("t1", "t2"))))


def test_a_quiet_day_of_some_says_whose_it_is() -> None:
    shown = Shown(CHOICES, (), left_out=LeftOut(12, {"EUR": euros("3000.00")}))
    quiet = a_digest(schedule=replace(SCHEDULE, choices=CHOICES), shown=shown, owner="H. Lee")
    said = digest(quiet, Words("en-US", "Europe/Berlin"))
    assert "nobody shown here is overdue" in said.text
    assert "Left out: 12 overdue customers, EUR 3,000.00." in str(said.blocks)


def test_a_file_says_who_owns_a_row() -> None:
    file = overdue_file([owned("Contoso", "S. Braun"), owned("Kiefer")], NOW.date(), "csv", WORDS)
    rows = csv.DictReader(StringIO(file.content.decode("utf-8-sig")))
    assert [(row["Customer"], row["Owner"]) for row in rows] == [
        ("Contoso", "S. Braun"), ("Kiefer", ""),
    ]  # fmt: skip


def test_the_forms_and_the_list(looks_like: Looks) -> None:
    one = Listed(replace(SCHEDULE, choices=CHOICES), CHOSEN)
    usual = Listed(replace(SCHEDULE, number=2), Chosen(SCHEDULE.choices))
    looks_like("schedule_form", new_form("Europe/Berlin", "C1", "DE", "token", WORDS))
    looks_like("schedule_time_form", time_form(one, "token", WORDS))
    content = content_form(one, "U0LEE", ["east", "main"], "token", WORDS)
    looks_like("schedule_content_form", content)
    looks_like("schedule_content_usual", content_form(usual, "", ["main"], "token", WORDS))
    looks_like("schedule_list", list_card([one, usual], ["t1", "t2"], WORDS))
    looks_like("schedule_changed", changed(one, WORDS))


def test_a_row_says_who_looks_after_it(looks_like: Looks) -> None:
    row = owned("Contoso <Handels>")
    nobodys = Look(row, None, FollowUp(row.key), NOW.date())
    snooze = Snooze(date(2026, 10, 20), "p2", NOW, row.standing, ())
    mine = replace(nobodys, mine=True, owner="S. Braun", snooze=snooze, snoozed_by="S. <Braun>")
    theirs = replace(nobodys, owner="S. Braun")
    for name, found in (("nobodys", nobodys), ("mine", mine), ("theirs", theirs)):
        card = with_follow_up(plain(WORDS("Save")), found, "token", WORDS)
        looks_like(f"follow_up_{name}", card)
    looks_like("snooze_form", snooze_form(nobodys, "token", WORDS))
