"""What is gathered about a case: letters, verdicts and their facts, alerts, service requests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.domain.alert_answers import INVESTIGATING, AlertAnswer, AnswerState, ReportIds
from core.domain.alerts import Source
from core.domain.events import LetterEvent, LetterQueued, LetterRecorded, Route
from core.domain.notices import LetterState
from core.domain.plans import Reason
from core.domain.signals import Signal, SignalKind
from core.usecases import cases, evidence
from core.usecases.evidence import Evidence
from core.usecases.letters import queue
from handlers.evidence import pack_in
from handlers.messages.evidence_pack import Pack, pack
from handlers.messages.evidence_tables import table
from tests.a_letter import a_draft, a_letter, a_reply
from tests.a_run import AGENT, Run
from tests.an_alert import AT, AZURE, a_report, an_alert
from tests.builders import NOW, a_ticket, eur
from tests.handlers.a_pack import relisted, unpacked, verified
from tests.tree import ROOT


def texts(made: Pack) -> dict[str, str]:
    return {file.name: file.content.decode("utf-8-sig") for file in made.files}


def of_plan(run: Run) -> tuple[Evidence, dict[str, str]]:
    """The pack of a case of non-payment with everything that led up to it."""
    _, plan = run.at_suspension()
    with run.store.reading() as work:
        case = work.cases.get(plan.content.case_id or "")
        found, made = pack_in(work, case, office=run.office)
    return found, texts(made)


def test_what_led_up_to_a_suspension_belongs_to_it(run: Run) -> None:
    found, files = of_plan(run)
    assert found.proof.faults() == []
    assert [one.name for one in found.letters] == ["reminder", "second", "formal", "final"]
    assert {one.state for one in found.letters} == {LetterState.RECORDED}
    assert not [name for name in files if name.startswith("letters/")], "sent before the desk"
    assert "RR 12 345 678 9 DE" in files["case.json"]
    (facts,) = (files[name] for name in files if name.startswith("facts/"))
    judged = json.loads(facts)
    assert judged["policy"] in found.policies
    assert judged["facts"]["documents"] and judged["stage"]


def test_what_was_written_without_a_case_is_proved_all_the_same(run: Run, tmp_path: Path) -> None:
    key, plan = run.at_suspension()
    draft = a_draft(customer=key, text="You have access, and not before Monday.\n")
    with run.store() as work:
        queue(work, draft, run.office.stamp(run.office.clock(), "", Route.AUTOMATION))
        work.commit()
    with run.store.reading() as work:
        case = work.cases.get(plan.content.case_id or "")
        found, made = pack_in(work, case, office=run.office)
    course = [type(one.event) for one in found.events if isinstance(one.event, LetterEvent)]
    assert (course.count(LetterRecorded), course.count(LetterQueued)) == (4, 1)
    folder = unpacked(made.zipped().content, tmp_path)
    assert verified(folder)[0] == 0
    (letter,) = folder.glob("letters/*.txt")
    letter.write_text(letter.read_text("utf-8").replace("not before", "before"), "utf-8")
    relisted(folder)
    done, said = verified(folder)
    assert done == 1 and f"letters/{letter.name}: no letter like this" in said


def of_fraud(run: Run) -> Evidence:
    key = run.customer(1)
    case = cases.open_by_hand(key, Reason.FRAUD, "odd sign-ins", AGENT, office=run.office)
    with run.store.reading() as work:
        found = evidence.gather(work, work.cases.get(case.case_id), office=run.office)
    alert, ticket = an_alert(a_report("event-7")), a_ticket(number="1190", text="Please <help>")
    answer = AlertAnswer(
        *("a1", alert.alert_id, Source.FRAUD_EVENTS, ReportIds("event-7"), INVESTIGATING, "case"),
        person_id="", asked_at=NOW, state=AnswerState.DONE, attempts=1, sent_at=NOW,
        request_id="5d6e0000-0000-4000-8000-000000000001",
        correlation_id="5d6e0000-0000-4000-8000-000000000002",
    )  # fmt: skip
    signal = Signal(
        "s1", "k", key, SignalKind.SPEND_ANOMALY, 90, (("spent", "=1,200"),), NOW, NOW
    )  # fmt: skip
    linked = replace(found.view.linked, alerts=(alert,), tickets=(ticket,), signals=(signal,))
    letter = a_letter(
        a_draft(html="<p>Hello</p>"), state=LetterState.BOUNCED, message_id="<m1@desk.example>",
        sent_at=NOW, why="no such address",
    )  # fmt: skip
    changed = replace(found.case, first_abuse=AT, per_hour=eur("12.50"))
    return replace(
        found,
        view=replace(found.view, case=changed, linked=linked),
        entries={ticket.ticket_id: ()},
        answers={alert.alert_id: (answer,)},
        letters=(letter,),
        replies=(a_reply(),),
    )


def test_alerts_service_requests_and_letters_are_in_every_form(run: Run) -> None:
    files = texts(pack(of_fraud(run), {}, {}))
    page, calls, refund = (
        files[n] for n in ("index.html", "calls.csv", "drafts/refund-request.txt")
    )
    for said in ("event-7", AZURE, "Please &lt;help&gt;", "We paid on Friday.", "spend anomaly"):
        assert said in page
    assert "alert told: investigating" in calls and "5d6e0000-0000-4000-8000-000000000002" in calls
    assert "<m1@desk.example>,,bounced,no such address" in calls
    assert "First abuse (UTC): 2026-10-12 01:00:00" in refund
    assert "Request has to be made by (UTC): 2026-12-11 01:00:00" in refund
    assert "Microsoft's alert event-7" in refund and f"Azure subscription {AZURE}" in refund
    assert "Cost of an hour: 12.50 EUR" in refund
    assert "[[ amount and currency, from the invoices ]]" in refund
    assert "- 1190: " in files["drafts/service-request.txt"]
    assert files["letters/01-reminder-en.html"] == "<p>Hello</p>"


FILES = [
    "README.txt", "SHA256SUMS", "calls.csv", "case.json", "chain/events.tsv", "chain/keys.json",
    "chain/proof.json", "drafts/refund-request.txt", "drafts/service-request.txt", "effects.csv",
    "index.html", "letters/01-reminder-en.html", "letters/01-reminder-en.txt", "policies/….toml",
    "timeline.csv", "verify.py", "votes.csv",
]  # fmt: skip


def test_whatever_is_in_it_is_documented(run: Run) -> None:
    found = of_fraud(run)
    files = texts(pack(found, {}, {}))
    (version,) = found.policies
    assert sorted(name.replace(version, "…") for name in files) == FILES
    page = (ROOT / "docs/evidence-pack.md").read_text("utf-8")
    keys = {"schema", *json.loads(files["case.json"])}
    assert not [key for key in keys if f"`{key}`" not in page]
    assert not [name for name in FILES if f"`{name.split('/')[0]}" not in page]


def test_a_chain_that_is_broken_is_called_so(run: Run) -> None:
    found = of_fraud(run)
    assert "Does not hold" not in texts(pack(found, {}, {}))["index.html"]
    proof = replace(found.proof, newest=replace(found.proof.newest, hash="0" * 64))
    assert "Does not hold" in texts(pack(replace(found, proof=proof), {}, {}))["index.html"]


def test_the_same_evidence_makes_the_same_bytes(run: Run) -> None:
    found = of_fraud(run)
    first, second = pack(found, {}, {}), pack(found, {}, {})
    assert first.zipped().content == second.zipped().content
    later = replace(found, made_at=found.made_at + timedelta(seconds=1))
    assert pack(later, {}, {}).digest != first.digest


def test_a_table_calculates_nothing() -> None:
    cells = ("=1+1", "+1", "@x", "-2", "plain", "", "\tx")
    (_, row) = table(("a",) * 7, [cells]).decode("utf-8-sig").splitlines()
    assert row == "'=1+1,'+1,'@x,'-2,plain,,'\tx"
