"""What the policy run asks of people: a list to release, and words to read before they are sent."""

from __future__ import annotations

import json
from dataclasses import replace

from core.domain.collecting import Cause, Does, Intended
from core.domain.ladder import Texts
from core.domain.plans import AUTOMATIC, Action, PlanState, Reason
from core.usecases.collecting_view import ShownRun
from handlers.messages.letter_samples import sample
from handlers.messages.letters import Letters
from handlers.messages.plan_card import plan_card
from handlers.messages.preview_card import preview_card
from handlers.messages.run_sheet import run_files, run_sheet
from handlers.messages.spreadsheets import as_csv
from tests.a_verdict import a_line, a_preview, a_standstill
from tests.builders import CONTOSO, FABRIKAM, NOW, eur
from tests.core.a_gate import a_plan
from tests.handlers.a_plan_view import a_suspension, a_view
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks

WORDS = Reader("en-US", "Europe/Berlin")
NAMES = {CONTOSO: "Contoso <Handels> GmbH", FABRIKAM: "Fabrikam & Co"}
LINES = (
    a_line(does=Does.SUSPEND, name="suspension", stage="suspension", days=41),
    a_line(customer=FABRIKAM, name="final", stage="final notice", amount=eur("900.00"), days=28),
    a_line(customer=FABRIKAM, does=Does.STOP_RENEWAL, name="stop selling", stage="final notice"),
)
CAUSES = (
    a_standstill(about="erp <b>"),
    a_standstill(cause=Cause.HARDENED, about="5a0c77de12aa"),
    a_standstill(cause=Cause.MANY, about="12"),
)


def a_release(*lines: Intended) -> ShownRun:
    return ShownRun(lines or LINES, NAMES, CAUSES)


def test_a_list_says_what_would_go_out_to_whom_and_why_it_waits(looks_like: Looks) -> None:
    plan = a_plan(
        PlanState.PENDING,
        action=Action.RELEASE_RUN,
        customer=None,
        customer_name="",
        reason=None,
        lines=(),
        basis=(),
        overdue=(),
        case_id=None,
        filed_by=AUTOMATIC,
    )
    view = a_view(plan, run=a_release(), customer=None, ledger=None, subscriptions={})
    looks_like("run_release", plan_card(view, "token", WORDS))


def test_a_long_list_names_the_worst_and_counts_the_others() -> None:
    plan = a_plan(PlanState.PENDING, action=Action.RELEASE_RUN, customer=None, lines=(), basis=())
    tenants = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(14)]
    many = tuple(
        a_line(customer=replace(CONTOSO, tenant_id=tenant), days=60 - number)
        for number, tenant in enumerate(tenants)
    )
    view = a_view(plan, run=a_release(*many), customer=None, ledger=None, subscriptions={})
    said = json.dumps(plan_card(view, "token", WORDS).blocks)
    assert said.count("days overdue") == 10
    assert "All 14 lines are in the thread." in said


def test_one_customer_is_one_line() -> None:
    plan = a_plan(PlanState.PENDING, action=Action.RELEASE_RUN, customer=None, lines=(), basis=())
    both = (a_line(), a_line(does=Does.STOP_RENEWAL, name="stop selling"))
    view = a_view(plan, run=a_release(*both), customer=None, ledger=None, subscriptions={})
    said = json.dumps(plan_card(view, "token", WORDS).blocks)
    assert said.count("35 days overdue") == 1
    assert "35 days overdue. Reminder. End of renewals proposed." in said


def test_what_only_falls_due_is_no_debt_of_minus_three_days() -> None:
    plan = a_plan(PlanState.PENDING, action=Action.RELEASE_RUN, customer=None, lines=(), basis=())
    due = a_line(name="upcoming", stage="upcoming", amount=eur("0.00"), days=-3)
    view = a_view(plan, run=a_release(due), customer=None, ledger=None, subscriptions={})
    said = json.dumps(plan_card(view, "token", WORDS).blocks)
    assert said.count("nothing overdue yet") == 2
    assert "-3" not in said
    assert "0.00" not in said


def test_the_whole_list_is_a_table_that_no_spreadsheet_calculates_with() -> None:
    run = ShownRun(LINES[:2], {CONTOSO: "=cmd()", FABRIKAM: "Fabrikam & Co"}, CAUSES)
    assert as_csv(run_sheet(run, WORDS)).decode("utf-8-sig").splitlines() == [
        "Customer,Partner account and tenant id,What would be done,Stage,Days overdue,Currency,"
        "Net overdue",
        f"'=cmd(),{CONTOSO},Suspension proposed,suspension,41,EUR,8412.60",
        f"Fabrikam & Co,{FABRIKAM},Final notice,final notice,28,EUR,900.00",
    ]
    assert [file.name.split(".")[1] for file in run_files(run, "5a0c77de12", WORDS)]


def test_words_wait_to_be_read(looks_like: Looks) -> None:
    written = Letters().write(sample("final", {"en": Texts(seller="Rheinland Cloud GmbH")}), "en")
    preview = a_preview(notice="final", subject=written.subject, text=written.text)
    looks_like("preview_waits", preview_card(preview, "", "token", WORDS))


def test_words_that_were_released_say_by_whom(looks_like: Looks) -> None:
    released = a_preview(released_by="braun", released_at=NOW, text="Please <pay> & thank you.")
    card = preview_card(released, "S. Braun", "token", WORDS)
    assert "actions" not in {block["type"] for block in card.blocks}
    looks_like("preview_released", card)


def test_a_preview_of_a_very_long_letter_is_cut_and_not_refused() -> None:
    card = preview_card(a_preview(text="a line of it\n" * 5000), "", "token", WORDS)
    assert len(card.blocks) < 10


def test_a_containment_says_nothing_of_notices() -> None:
    card = plan_card(a_view(a_suspension(reason=Reason.FRAUD)), "token", WORDS)
    assert "*Told:*" not in json.dumps(card.blocks)
