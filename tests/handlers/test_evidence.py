"""The evidence of a case: what is in the pack, who gets it, and that nobody changes it unseen."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from bot.cli.main import app
from core.domain.events import CardShown, CaseGoesOn, EvidenceExported, Route
from core.domain.plans import Reason
from core.domain.prints import Card
from core.domain.trail import grown, head, leaf
from handlers.evidence import pack_in
from sandbox.stories.driver import CASES, words_of
from storage.audit import body_of
from storage.tables.events import chain, events
from tests.builders import a_stamp
from tests.handlers.test_case_course import press
from tests.handlers.test_cases import opened
from tests.handlers.test_exports import content, files
from tests.world import AGENT, FIRST, READER, World

NOTE = '=HYPERLINK("evil") they <called> & said nothing'
MOST_SECONDS = 60
STEM = re.compile(r"^case-1-\d{8}-\d{6}$")


def unpacked(archive: bytes, folder: Path) -> Path:
    """The folder of the pack."""
    with ZipFile(BytesIO(archive)) as packed:
        packed.extractall(folder)
        return folder / packed.namelist()[0].partition("/")[0]


def verified(pack: Path, *words: str) -> tuple[int, str]:
    """With nothing but the standard library."""
    command = [sys.executable, "-I", "-S", "-B", str(pack / "verify.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
    return done.returncode, done.stdout + done.stderr


def pressed(world: World, folder: Path) -> Path:
    """What comes as a direct message."""
    before = len(files(world))
    press(world, AGENT, "case_pack")
    world.until(lambda: "The evidence of case 1 is on its way" in world.private(AGENT, CASES))
    (file,) = files(world)[before:]
    return unpacked(content(world, file), folder)


def made(world: World, folder: Path, number: int = 1) -> Path:
    """The same without Slack."""
    with world.office.store.reading() as work:
        case = work.cases.by_number(number)
        assert case is not None
        _, pack = pack_in(work, case, office=world.office)
    return unpacked(pack.zipped().content, folder)


def a_case(world: World) -> None:
    """Of fraud: a note, one item done, suspended; and another customer's trouble beside it."""
    opened(world)
    world.command(AGENT, f"/case note 1 {NOTE}")
    world.command(FIRST, "/case check 1 logs_kept https://desk.example/logs")
    world.command(AGENT, "/case open fabrikam misuse somebody else's secret trouble")
    world.suspended("contoso", "Microsoft 365", reason=Reason.FRAUD)
    world.settled()


def rows(pack: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((pack / name).read_text("utf-8-sig"))))


def everything(pack: Path) -> str:
    return "\n".join(one.read_text("utf-8") for one in pack.rglob("*") if one.is_file())


def test_one_click_brings_everything(world: World, tmp_path: Path) -> None:
    a_case(world)
    pack = pressed(world, tmp_path)
    assert STEM.match(pack.name)
    done, said = verified(pack)
    assert (done, said.count("holds: "), said.count("HOLD")) == (0, 6, 0), said
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


def test_each_drawing_is_kept_once_and_may_be_erased(world: World, tmp_path: Path) -> None:
    a_case(world)
    with world.office.store() as work:
        case = work.cases.by_number(1)
        assert case is not None
        prints = work.prints.of(Card.CASE, case.case_id)
        assert len({one.digest for one in prints}) == len(prints) > 2
        assert all(isinstance(work.events.get(one.event).event, CardShown) for one in prints)
        assert work.prints.erase(Card.CASE, case.case_id) == len(prints)
        work.commit()
    pack = made(world, tmp_path)
    assert verified(pack)[0] == 0
    assert {path.name.split("-")[1] for path in (pack / "cards").iterdir()} == {"plan"}
    assert "Erased." in (pack / "index.html").read_text("utf-8")


# Tampering


def flip(path: Path) -> None:
    """One byte, in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def first(pack: Path, pattern: str) -> Path:
    return sorted(pack.glob(pattern))[0]


def relisted(pack: Path) -> None:
    """Whoever edits a file can write a new list, too."""
    names = sorted(p for p in pack.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(pack)}" for p in names)
    (pack / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def edit_lines(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(change(lines)), encoding="utf-8")


def swapped(lines: list[str]) -> list[str]:
    """Two events change their places, and keep their numbers."""
    one, two = lines[0].split("\t"), lines[1].split("\t")
    return ["\t".join([one[0], *two[1:]]), "\t".join([two[0], *one[1:]]), *lines[2:]]


CLASSES = (
    *("README.txt", "index.html", "case.json", "timeline.csv", "votes.csv", "effects.csv"),
    *("calls.csv", "chain/proof.json", "chain/events.tsv", "plans/*.json", "policies/*.toml"),
    *("cards/*.json", "drafts/refund-request.txt", "drafts/service-request.txt"),
)
EVENTS = "chain/events.tsv"
FORGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "event edited": (lambda p: edit_lines(p / EVENTS, lambda ls: [
        ls[0].replace("fraud", "trick"), *ls[1:]]), "do not make the head"),
    "event deleted": (lambda p: edit_lines(p / EVENTS, lambda ls: ls[1:]), "do not make the head"),
    "event inserted": (lambda p: edit_lines(p / EVENTS, lambda ls: [
        ls[0].replace(ls[0].split("\t")[0], "2", 1), *ls]), "chain"),
    "events swapped": (lambda p: edit_lines(p / EVENTS, swapped), "do not make the head"),
    "event twice": (lambda p: edit_lines(p / EVENTS, lambda ls: [ls[0], *ls]), "there twice"),
    "note edited": (lambda p: edit_lines(p / "case.json", lambda ls: [
        one.replace("they <called>", "nobody called") for one in ls]), "a text is not the one"),
    "plan": (lambda p: flip(first(p, "plans/*.json")), "no plan with this content"),
    "plan gone": (lambda p: first(p, "plans/*.json").unlink(), "is missing"),
    "policy": (lambda p: flip(first(p, "policies/*.toml")), "another version"),
    "policy gone": (lambda p: first(p, "policies/*.toml").unlink(), "is missing"),
    "card": (lambda p: flip(first(p, "cards/*.json")), "no card like this"),
    "card made up": (lambda p: (p / "cards/9.json").write_text("{}"), "no card like this"),
}  # fmt: skip


@pytest.fixture
def pack(world: World, tmp_path: Path) -> Path:
    a_case(world)
    return made(world, tmp_path)


def test_one_byte_in_any_file_is_found_and_named(pack: Path) -> None:
    for pattern in CLASSES:
        path = first(pack, pattern)
        before = path.read_bytes()
        flip(path)
        done, said = verified(pack)
        assert done == 1 and f"edited: {path.relative_to(pack)}" in said, said
        path.write_bytes(before)
    assert verified(pack)[0] == 0
    (pack / "more.txt").write_text("more")
    assert "not in the list: more.txt" in verified(pack)[1]
    (pack / "more.txt").unlink()
    (pack / "votes.csv").unlink()
    assert "missing: votes.csv" in verified(pack)[1]


def test_a_new_list_does_not_hide_what_is_bound_to_the_chain(pack: Path, tmp_path: Path) -> None:
    keep = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    for name, (forge, why) in FORGED.items():
        forge(pack)
        relisted(pack)
        done, said = verified(pack)
        assert done == 1 and why in said, (name, said)
        assert "holds: every file is the one that was listed" in said
        for path in [one for one in pack.rglob("*") if one.is_file()]:
            path.unlink()
        for path, content_ in keep.items():
            path.write_bytes(content_)
    assert verified(pack)[0] == 0


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
