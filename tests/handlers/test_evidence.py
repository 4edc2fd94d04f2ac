"""The evidence of a case: what is in the pack, who gets it, and how large a case may be."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from bot.cli.main import app
from core.domain.erasure import Erasure, Kept
from core.domain.events import CardShown, CaseGoesOn, CodeAccepted, EvidenceExported, Route
from core.domain.prints import Card
from core.domain.trail import grown, head, leaf
from sandbox.stories.driver import APPROVALS, CASES, words_of
from storage.audit import body_of
from storage.tables.events import chain, events
from tests.a_step_up import code_at, counting
from tests.builders import a_stamp
from tests.handlers.a_pack import NOTE, a_case, everything, made, pressed, rows, unpacked, verified
from tests.handlers.test_cases import opened
from tests.handlers.test_clicks import private_with
from tests.handlers.test_exports import files
from tests.world import AGENT, FIRST, READER, World

STEM = re.compile(r"^case-1-\d{8}-\d{6}$")
MOST_SECONDS = 60


def test_one_click_brings_everything(world: World, tmp_path: Path) -> None:
    a_case(world)
    pack = pressed(world, tmp_path)
    assert STEM.match(pack.name)
    done, said = verified(pack)
    assert (done, said.count("holds: "), said.count("HOLD")) == (0, 8, 0), said
    case = json.loads((pack / "case.json").read_text("utf-8"))
    assert (case["schema"], case["case"]["number"]) == ("goodstanding.case/1", 1)
    assert {one["name"] for one in case["people"]} >= {"Jiwoo Park", "Sabine Braun"}
    told = [one["text"] for one in case["texts"] if one["name"] == "text_digest"]
    assert NOTE in told
    page = (pack / "index.html").read_text("utf-8")
    assert "they &lt;called&gt; &amp; said nothing" in page
    assert not re.search(r"(src|href)=.?http|url\(|@import|<script", page)


def test_tables_say_who_decided_and_what_was_sent(world: World, tmp_path: Path) -> None:
    a_case(world)
    pack = made(world, tmp_path)
    votes, (effect,) = rows(pack, "votes.csv"), rows(pack, "effects.csv")
    assert {vote["choice"] for vote in votes} == {"approve"} and len(votes) == 2
    assert all(vote["plan"] == vote["hash_seen"] and vote["slack_user"] for vote in votes)
    (plan,) = (pack / "plans").iterdir()
    assert {vote["plan"] for vote in votes} == {plan.stem} == {effect["plan"]}
    assert (effect["verb"], effect["came_to"]) == ("suspend", "confirmed")
    assert len(effect["ms_request_id"]) == len(effect["ms_correlation_id"]) == 36
    said = [row["said"] for row in rows(pack, "timeline.csv")]
    assert any(f"wrote a note: {NOTE}" in line for line in said)
    assert not any("<@" in line or "&lt;" in line for line in said)
    assert all(not cell.startswith("=") for row in rows(pack, "votes.csv") for cell in row.values())


def test_a_vote_with_a_code_shows_that_the_code_was_right(
    world_with_codes: World, tmp_path: Path
) -> None:
    world = world_with_codes
    opened(world)
    mine = counting(FIRST, world.office)
    world.suspend("contoso", "Exchange", reason="fraud")
    world.open_approval(FIRST)
    world.submit(FIRST, world.consent(FIRST) | {"code": code_at(mine, world.now)})
    world.settled()
    pack = made(world, tmp_path)
    (voted,) = rows(pack, "votes.csv")
    shown = json.loads((pack / "case.json").read_text("utf-8"))["events"]
    (code,) = [one["event"] for one in shown if one["kind"] == CodeAccepted.__name__]
    assert (code["proof_id"], code["about"]) == (voted["proof"], voted["plan"])
    assert "A code of Sabine Braun was right" in (pack / "index.html").read_text("utf-8")
    assert verified(pack)[0] == 0


def test_nothing_of_others_and_no_secret_is_in_it(world: World, tmp_path: Path) -> None:
    a_case(world)
    text = everything(made(world, tmp_path))
    assert "somebody else's secret trouble" not in text and "Fabrikam" not in text
    settings = world.installation.desk.settings
    secrets = (settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token)
    known = [one.reveal() for one in secrets] + [settings.slack_api_url, "response_url", "xox"]
    assert not [one for one in known if one and one in text]
    tokens = [
        element["value"]
        for message in world.driver.messages(CASES)
        for block in message.get("blocks") or []
        for element in block.get("elements") or []
        if element.get("value")
    ]
    assert tokens and not [one for one in tokens if one in text]


def test_it_is_told_and_the_next_pack_proves_the_one_before(world: World, tmp_path: Path) -> None:
    a_case(world)
    pack = pressed(world, tmp_path)
    _, said = verified(pack)
    _, _, digest = next(line for line in said.splitlines() if line[:5] == "pack:").partition(" ")
    head = next(line.split()[-1] for line in said.splitlines() if line[:6] == "chain:")
    root = world.driver.wait_for_message(CASES, "Case 1: Contoso")
    thread = [words_of(m) for m in world.driver.messages(CASES, thread_ts=root["ts"])]
    (line,) = [one for one in thread if "took the evidence" in one]
    assert digest in line and head in line
    assert not files(world, CASES) and not files(world, CASES, root["ts"])
    later = made(world, tmp_path / "later")
    (event,) = [
        one["event"]
        for one in json.loads((later / "case.json").read_text("utf-8"))["events"]
        if one["kind"] == EvidenceExported.__name__
    ]
    assert (event["digest"], event["head"]) == (digest, head)
    kept = f"{event['size']}:{head}"
    assert verified(later, "--head", kept)[0] == verified(pack, "--pack", digest)[0] == 0
    done, said = verified(later, "--head", f"{event['size']}:{'0' * 64}", "--pack", digest)
    assert done == 1 and "proves no head" in said and "this is not the pack" in said


def test_the_evidence_of_a_plan_leads_to_that_of_its_case(world: World) -> None:
    a_case(world)
    world.click(AGENT, "plan_evidence")
    offer = private_with(world, AGENT, "case_pack", APPROVALS)
    world.driver.click(AGENT, offer, "case_pack")
    world.until(lambda: "evidence of case 1 is on its way" in world.private(AGENT, APPROVALS))
    (file,) = files(world)
    assert file["name"].startswith("case-1-")


def test_only_who_has_a_role_gets_it(world: World, tmp_path: Path) -> None:
    opened(world)
    assert "one of these roles" in world.command(READER, "/case evidence 1")
    assert "There is no case 12" in world.command(AGENT, "/case evidence 12")
    assert "is on its way" in world.command(AGENT, "/case evidence 1")
    assert len(files(world)) == 1


def test_without_the_scope_it_is_said_how_else(world: World) -> None:
    opened(world)
    world.faults.slack("error", "files.getUploadURLExternal", error="missing_scope")
    world.command(AGENT, "/case evidence 1")
    world.settled()
    world.until(lambda: "case export 1 --to" in world.private(AGENT))
    assert files(world) == []


def test_the_terminal_writes_the_same(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(world)
    for name, value in world.installation.environment(port=1).items():
        monkeypatch.setenv(name, value)
    to = tmp_path / "evidence"
    words = ["case", "export", "1", "--to", str(to), "--kept", "3"]
    done = CliRunner().invoke(app, [*words, "--by", AGENT])
    assert done.exit_code == 0, done.output
    (archive,) = to.iterdir()
    assert archive.stat().st_mode & 0o077 == 0
    pack = unpacked(archive.read_bytes(), tmp_path)
    digest = done.output.split("digest of the pack: ")[1].split()[0]
    assert verified(pack, "--pack", digest)[0] == 0
    heads = json.loads((pack / "chain/proof.json").read_text("utf-8"))["heads"]
    assert [one["size"] for one in heads] == [3]
    begun = world.now - timedelta(days=1)
    (taken,) = world.ask(lambda work: work.events.since(EvidenceExported, begun))
    assert isinstance(taken.event, EvidenceExported) and taken.event.digest == digest
    assert (taken.stamp.route, bool(taken.stamp.person_id)) == (Route.CLI, True)
    for wrong in (["99"], ["1", "--by", "U0NOBODY"]):
        assert CliRunner().invoke(app, ["case", "export", *wrong, "--to", str(to)]).exit_code == 2


def test_a_late_payer_has_a_pack_as_well(world: World, tmp_path: Path) -> None:
    world.suspended("contoso", "Microsoft 365")
    world.settled()
    pack = made(world, tmp_path)
    assert verified(pack)[0] == 0
    assert not (pack / "drafts/refund-request.txt").exists()
    assert "INV-" in next((pack / "plans").iterdir()).read_text("utf-8")


def test_a_drawing_is_kept_once_and_a_pack_holds_without_those_that_were_erased(
    world: World, tmp_path: Path
) -> None:
    a_case(world)
    with world.office.store() as work:
        case = work.cases.by_number(1)
        assert case is not None
        prints = work.prints.of(Card.CASE, case.case_id)
        assert len({one.digest for one in prints}) == len(prints) > 2
        assert all(isinstance(work.events.get(one.event).event, CardShown) for one in prints)
        customer = work.customers.get(case.customer)
        assert customer is not None
        named = Erasure(frozenset({customer.name}), everybody=False)
        assert work.erasing.erase(case.customer, named)[Kept.CARDS] >= len(prints)
        work.commit()
    pack = made(world, tmp_path)
    assert verified(pack)[0] == 0
    assert not [path.name for path in pack.glob("cards/*-case-*")]
    assert "Erased." in (pack / "index.html").read_text("utf-8")


def fill(world: World, case_id: str, count: int) -> None:
    """So many events of a case at once; none has a job."""
    with world.installation.ledger.database.transaction() as connection:
        end = connection.execute(select(chain)).one()
        size, peaks, found, now = end.seq, tuple(end.peaks.split()), [], world.now
        for seq in range(size + 1, size + count + 1):
            event, stamp = CaseGoesOn(case_id=case_id, wait_id=str(seq)), a_stamp(at=now)
            body = body_of(event, replace(stamp, person_id="", policy=""))
            hashed = leaf(seq, "00", body)
            peaks = grown(peaks, seq - 1, hashed)
            found.append({
                "seq": seq, "at": now, "kind": "CaseGoesOn", "plan_id": "", "salt": "00",
                "case_id": case_id, "body": body, "leaf": hashed, "hash": head(peaks),
            })  # fmt: skip
        connection.execute(insert(events), found)
        noted = {"seq": size + count, "hash": head(peaks), "peaks": " ".join(peaks)}
        connection.execute(update(chain).values(noted))
        connection.commit()


def test_ten_thousand_events_are_packed_while_somebody_waits(world: World, tmp_path: Path) -> None:
    opened(world)
    case = world.ask(lambda work: work.cases.by_number(1))
    assert case is not None
    fill(world, case.case_id, 10_000)
    assert world.audit().holds()
    begun = process_time()
    pack = made(world, tmp_path)
    assert process_time() - begun < MOST_SECONDS
    assert len(rows(pack, "timeline.csv")) > 10_000
    assert verified(pack)[0] == 0
