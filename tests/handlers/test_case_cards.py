"""How a case, the list of them and the preview of a schedule look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core.domain.case_clocks import clocks_of
from core.domain.cases import OUTCOMES, Case, CaseState, Note, Outcome, Severity, Tick, Wait
from core.domain.digest_choices import USUAL
from core.domain.events import CaseAssigned, CaseClosed, CaseNoted, CaseOpened, Recorded
from core.domain.money import Money
from core.domain.people import Person
from core.domain.plans import Reason
from core.domain.playbook import Item, playbook
from core.domain.schedules import Slot, read_cron, slots
from core.domain.signals import SignalKind
from core.usecases.case_closing import Closable
from core.usecases.case_view import Linked, Listed, View
from core.usecases.choosing import Chosen
from core.usecases.schedules import Preview, Wish
from handlers.messages.case_card import MOST_CASES, case_card, case_list, newest_events
from handlers.messages.case_forms import (
    close_form,
    from_message_form,
    open_form,
    tick_form,
    wait_form,
)
from handlers.messages.case_head import case_head
from handlers.messages.scene import Scene
from handlers.messages.schedule_lines import preview_card
from handlers.messages.text import Words
from handlers.messages.told import told
from tests.an_agreement import a_promise
from tests.builders import a_stamp, a_ticket
from tests.core.a_gate import KEY, NOW
from tests.handlers.a_plan_view import PEOPLE, TODAY, a_suspension
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import CUSTOMER
from tests.storage.test_signals import a_signal

WORDS = Reader("en-US", "Europe/Berlin", TODAY)
ENGLISH = Words("en-US", "Europe/Berlin", TODAY)
LINK = "https://desk.example/archives/C1/p17"
OPEN = Case("case", 12, KEY, Reason.FRAUD, CaseState.OPEN, "kang", NOW, "C1:17", LINK)
CLOSED = replace(
    OPEN, state=CaseState.CLOSED, owner="braun", closed_at=NOW + timedelta(days=2),
    told="By phone: <all> is well",
)  # fmt: skip


AT = NOW + timedelta(minutes=90)


def people() -> dict[str, Person]:
    return dict(PEOPLE)


def a_view(case: Case, **changes: Any) -> View:
    items = tuple((item, None) for item in playbook(case.kind))
    clocks = clocks_of(case, (), AT)
    keepers = tuple(case.keepers())
    view = View(case, CUSTOMER, AT, people=people(), keepers=keepers, clocks=clocks, items=items)
    return replace(view, **changes)


def recorded(*events: object) -> tuple[Recorded, ...]:
    stamp = replace(a_stamp(), person_id="kang")
    return tuple(Recorded(n, e, stamp) for n, e in enumerate(events, 1))  # type: ignore[arg-type]


def said_of(view: View) -> dict[int, str]:
    """As the thread tells it."""
    names = {one.person_id: one.name for one in view.people.values()}
    scene = Scene(who=names["kang"], people=names, text=view.case.told)
    return {one.seq: told(one.event, scene, WORDS) for one in view.events}


def test_a_case_that_nobody_has_yet(looks_like: Looks) -> None:
    fresh = replace(OPEN, thread="", link="")
    looks_like("case_new", case_card(a_view(fresh), {}, "token", WORDS))


def test_a_case_under_way(looks_like: Looks) -> None:
    notes = (Note("case", "kang", NOW, "Odd <sign-ins> from *everywhere*"),)
    happened = recorded(
        CaseOpened(case_id="case", customer=str(KEY)),
        CaseNoted(case_id="case"),
        CaseAssigned(case_id="case", owner="braun"),
    )
    linked = Linked(plans=(a_suspension(),))
    view = a_view(replace(OPEN, owner="braun"), notes=notes, events=happened, linked=linked)
    looks_like("case_open", case_card(view, said_of(view), "token", WORDS))


def test_of_what_happened_only_the_first_line_is_shown_and_nothing_of_what_was_erased() -> None:
    view = a_view(OPEN, events=recorded(CaseOpened(case_id="case"), CaseOpened(case_id="case")))
    card = str(case_card(view, {1: "Somebody *saw* it.\n• on a machine", 2: ""}, "token", WORDS))
    assert "Somebody *saw* it." in card and "on a machine" not in card
    assert len(newest_events(view)) == 2 and card.count("• Mon") == 1


def test_a_case_that_is_closed_says_what_the_customer_was_told(looks_like: Looks) -> None:
    view = a_view(CLOSED, events=recorded(CaseClosed(case_id="case")))
    card = case_card(view, said_of(view), "token", WORDS)
    looks_like("case_closed", card)


BEGAN = NOW - timedelta(days=20)
ABUSE = replace(
    OPEN, severity=Severity.CRITICAL, owner="braun", first_abuse=BEGAN, responded_at=NOW,
    per_hour=Money(Decimal("124.5"), "EUR"),
)  # fmt: skip
WAIT = Wait("w", "case", "kang", NOW, NOW + timedelta(days=2), "their <host> looks for the log")


def ticked(case: Case) -> tuple[tuple[Item, Tick | None], ...]:
    """By the desk, by a person, and not yet."""
    done = {
        "contained": Tick("case", "contained", AT, "", "fd0bbe54"),
        "ticket_opened": Tick("case", "ticket_opened", AT, "", "2610120040001234"),
        "mfa_on": Tick("case", "mfa_on", AT, "kang", "Seen with <Park>, by phone"),
    }
    return tuple((item, done.get(item.item_id)) for item in playbook(case.kind))


def a_busy_view(case: Case = ABUSE) -> View:
    signal = a_signal(case_id="case", kind=SignalKind.SPEND_ANOMALY)
    linked = Linked(plans=(a_suspension(),), signals=(signal,), merged=(replace(OPEN, number=14),))
    waits = (WAIT,)
    return a_view(
        case, linked=linked, items=ticked(case), wait=WAIT, is_costly=True,
        clocks=clocks_of(case, waits, AT),
    )  # fmt: skip


def test_the_head_of_a_thread_that_nobody_took_up(looks_like: Looks) -> None:
    fresh = replace(OPEN, opened_by="", severity=Severity.HIGH)
    looks_like("case_head_new", case_head(a_view(fresh), "token", WORDS))


def test_the_head_of_a_thread_under_way(looks_like: Looks) -> None:
    looks_like("case_head", case_head(a_busy_view(), "token", WORDS))
    looks_like("case_busy", case_card(a_busy_view(), {}, "token", WORDS))


def test_the_head_of_a_case_without_clocks(looks_like: Looks) -> None:
    money = replace(OPEN, kind=Reason.NON_PAYMENT, severity=Severity.LOW)
    linked = Linked(promises=(a_promise(),), tickets=(a_ticket(),))
    view = a_view(money, linked=linked)
    looks_like("case_head_money", case_head(view, "token", WORDS))
    looks_like("case_money", case_card(view, {}, "token", WORDS))


def test_the_head_of_a_case_that_is_over(looks_like: Looks) -> None:
    closed = replace(CLOSED, outcome=Outcome.CONFIRMED_FRAUD)
    looks_like("case_head_closed", case_head(a_view(closed), "token", WORDS))
    merged = replace(CLOSED, outcome=Outcome.MERGED, merged_into="other", told="")
    other = replace(OPEN, case_id="other", number=9)
    looks_like("case_head_merged", case_head(a_view(merged, goes_on_in=other), "token", WORDS))


def test_the_forms_of_a_case(looks_like: Looks) -> None:
    looks_like("case_open_form", open_form(CUSTOMER, "token", WORDS, kind="fraud", note="odd"))
    looks_like("case_message_form", from_message_form("Odd <logs>", "token", WORDS))
    looks_like("case_tick_form", tick_form(a_busy_view(), "token", WORDS))
    looks_like("case_wait_form", wait_form(OPEN, TODAY + timedelta(days=3), "token", WORDS))
    closable = Closable(OPEN, OUTCOMES[Reason.FRAUD], (a_signal(),), contained=True)
    looks_like("case_close_form", close_form(closable, "token", WORDS, told="Called <them>"))
    done = tuple((item, Tick("case", item.item_id, AT, "")) for item in playbook(OPEN.kind))
    looks_like("case_tick_done", tick_form(a_view(OPEN, items=done), "token", WORDS))


def test_many_signals_fit_into_the_form_that_closes() -> None:
    many = tuple(a_signal(signal_id=str(n)) for n in range(200))
    form = close_form(Closable(OPEN, OUTCOMES[Reason.FRAUD], many), "token", WORDS)
    blocks = form["blocks"]
    assert isinstance(blocks, list) and len(blocks) < 20


def listed(number: int, **changes: Any) -> Listed:
    case = replace(OPEN, number=number, **changes)
    clock = next(iter(clocks_of(case, (), AT)), None)
    owner = "Jiwoo Park" if number % 2 else ""
    return Listed(case, f"Customer {number} <GmbH>", owner, clock, AT)


def test_the_list_of_cases(looks_like: Looks) -> None:
    looks_like("case_list", case_list([listed(3), listed(2, link=""), listed(1)], WORDS))
    assert case_list([], ENGLISH).text == "No case is open."


def test_a_long_list_of_cases_fits_into_one_message(looks_like: Looks) -> None:
    many = [listed(n) for n in range(99, 0, -1)]
    shown = case_list(many, ENGLISH)
    texts = [str(block["text"]) for block in shown.blocks if block["type"] == "section"]
    # None is cut off in the middle of a link.
    assert sum(text.count(f"{LINK}|Customer") for text in texts) == MOST_CASES
    assert not any("…" in text for text in texts) and "and 59 more" in texts[-1]
    looks_like("case_list_many", case_list(many, WORDS))


def test_the_next_times_of_a_schedule(looks_like: Looks) -> None:
    wish = Wish("0 9 * * mon-fri", "Asia/Seoul", "C0GENERAL")
    coming = slots(read_cron(wish.cron), wish.zone, NOW)
    following: tuple[Slot, ...] = tuple(slot for slot, _ in zip(coming, range(3), strict=False))
    shown = Preview(wish, Chosen(USUAL), following)
    looks_like("schedule_preview", preview_card(shown, "token", WORDS))
