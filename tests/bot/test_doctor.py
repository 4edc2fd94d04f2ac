"""The doctor names what is wrong, once each, and leaves what is right alone."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.cli.database_checks import BACKED_UP
from bot.cli.demo_policy import policy_of
from bot.cli.doctor import UNNEEDED, findings
from bot.cli.policy_checks import NOBODY_WRITES, check_quorums, check_run
from bot.part import Part
from bot.wiring import machine_clock
from core.domain.people import Role
from core.usecases.restoring import mark_of
from handlers.checkup import Finding, Mark, check_clock, check_scopes
from handlers.manifest import SCOPES
from storage.marks import FileMarks
from tests.bot.test_config import GOOD
from tests.builders import NOW
from tests.core.a_gate import POLICY
from tests.installation import DATABASE
from tests.world import FIRST, SECOND, World

AUDITOR = "audit@kanzlei.example"
A_KEY = base64.b64encode(bytes(range(32))).decode()


def lines(found: list[Finding], mark: Mark) -> list[str]:
    return [finding.says for finding in found if finding.mark is mark]


def look(world: World, **changed: str) -> list[Finding]:
    environment = world.installation.environment(3000) | changed
    return list(findings(environment, offline=False))


def test_a_desk_in_order_has_nothing_wrong(world: World) -> None:
    found = look(world)
    assert lines(found, Mark.WRONG) == []
    said = "\n".join(lines(found, Mark.OK))
    for about in ("settings", "policy: standard", "database", "quorum to suspend: 2 of 3",
                  "events holds", "goodstanding's in Morgenrot Cloud", "all 7 that are needed",
                  "#approvals", "account main", "account china"):  # fmt: skip
        assert about in said


def test_channels_and_secrets_that_are_wrong_are_named(world: World) -> None:
    secret = "not-the-secret-of-main"
    found = look(
        world,
        APPROVALS_CHANNEL="C0SHARED",
        CASES_CHANNEL="C0PRIVATE",
        ALERTS_CHANNEL="C0NOWHERE",
        PARTNER_CENTER_MAIN_CLIENT_SECRET=secret,
    )
    shared, foreign, nowhere, account = lines(found, Mark.WRONG)
    assert shared.startswith("APPROVALS_CHANNEL C0SHARED: #shared-contoso is shared")
    assert foreign.startswith("CASES_CHANNEL C0PRIVATE: the app is not in #management")
    assert nowhere.startswith("ALERTS_CHANNEL C0NOWHERE: channel_not_found")
    assert account.startswith("Partner Center, account main: sign-in refused")
    assert secret not in str(found)
    world.driver.http.delete("/sandbox/slack/violations")


def test_a_workspace_and_people_that_are_not_right_are_named(world: World) -> None:
    with world.office.store() as work:
        work.desk.put("workspace", "T0BEFORE")
        work.commit()
    for user, flags in ((SECOND, {"deleted": True}), (FIRST, {"is_restricted": True})):
        world.driver.http.patch(f"/sandbox/slack/people/{user}", json=flags)
    world.settled()
    wrong = lines(look(world), Mark.WRONG)
    assert any("the database is of T0BEFORE" in one for one in wrong)
    assert any(one.startswith(f"{FIRST} (approvers) is a guest") for one in wrong)
    assert any(one.startswith(f"{SECOND} (approvers) is deactivated") for one in wrong)


def test_a_public_channel_is_said_and_a_public_refuge_is_wrong(world: World) -> None:
    found = look(world, FALLBACK_CHANNEL="C0PRIVATE")
    notes, wrong = lines(found, Mark.NOTE), lines(found, Mark.WRONG)
    assert any("CASES_CHANNEL C0CASES: #cases is public" in one for one in notes)
    assert any("FALLBACK_CHANNEL C0PRIVATE: #management is public" in one for one in wrong)
    assert all(one.do for one in found if "is public" in one.says)


def test_the_age_of_the_last_backup_is_said(world: World) -> None:
    assert any("none was ever made" in one for one in lines(look(world), Mark.NOTE))
    with world.office.store() as work:
        work.desk.put(BACKED_UP, machine_clock().isoformat())
        work.commit()
    assert any("backup: the last was made" in one for one in lines(look(world), Mark.OK))


def test_a_token_that_slack_refuses_is_one_line(world: World) -> None:
    [said] = lines(look(world, SLACK_BOT_TOKEN="xoxb-other"), Mark.WRONG)
    assert said == "Slack, SLACK_BOT_TOKEN: auth.test: invalid_auth"
    world.driver.http.delete("/sandbox/slack/violations")


def test_an_app_token_that_opens_nothing_is_named(world: World) -> None:
    [said] = lines(look(world, SLACK_APP_TOKEN="xapp-other"), Mark.WRONG)
    assert said.startswith("SLACK_APP_TOKEN: apps.connections.open: invalid_auth; it takes")
    world.driver.http.delete("/sandbox/slack/violations")


def test_a_list_that_is_not_heard_any_more_is_named(world: World) -> None:
    notes = "\n".join(lines(look(world, AGENTS="U0KANG"), Mark.NOTE))
    assert "AGENTS is not who the agents are now" in notes
    assert "roles propose --role agents" in notes
    assert "APPROVERS" not in notes


def test_every_wrong_setting_is_a_line_and_nothing_else_is_asked() -> None:
    found = list(findings(GOOD | {"PORT": "no", "TIME_ZONE": "Berlin"}, offline=False))
    assert [line.partition(":")[0] for line in lines(found, Mark.WRONG)] == ["PORT", "TIME_ZONE"]
    assert len(found) == 2


def test_a_web_process_needs_no_partner_center_and_is_told_so(tmp_path: Path) -> None:
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    bare = {k: v for k, v in GOOD.items() if not k.startswith("PARTNER_CENTER")} | database
    found = list(findings(bare, offline=True, part=Part.WEB))
    assert lines(found, Mark.WRONG) == []
    assert "credentials" not in str(found)
    assert UNNEEDED in lines(
        list(findings(GOOD | database, offline=True, part=Part.WEB)), Mark.NOTE
    )
    wrong = lines(list(findings(bare, offline=True, part=Part.WORKER)), Mark.WRONG)
    assert {line.partition(":")[0] for line in wrong} == {
        f"PARTNER_CENTER_{part}" for part in ("TENANT", "CLIENT_ID", "CLIENT_SECRET")
    }


def test_before_the_first_start_nothing_is_made(tmp_path: Path) -> None:
    found = list(findings(GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}, offline=True))
    assert lines(found, Mark.WRONG) == []
    assert "the first start makes it" in "\n".join(lines(found, Mark.NOTE))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("mail", "mark"),
    [
        pytest.param({}, Mark.NOTE, id="nothing leaves"),
        pytest.param(
            {"SMTP_URL": "smtp://mail.example:587", "MAIL_FROM": "billing@partner.example"},
            Mark.WRONG,
            id="letters would leave",
        ),
    ],
)
def test_letters_that_are_nobodys_are_named(
    mail: dict[str, str], mark: Mark, tmp_path: Path
) -> None:
    asked = GOOD | mail | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    assert NOBODY_WRITES in lines(list(findings(asked, offline=True)), mark)
    asked |= policy_of(tmp_path)
    assert NOBODY_WRITES not in lines(list(findings(asked, offline=True)), mark)


def test_a_file_that_is_no_database_and_a_broken_policy_are_lines(tmp_path: Path) -> None:
    other, policy = tmp_path / "notes.txt", tmp_path / "policy.toml"
    other.write_text("This is not a database. " * 10)
    policy.write_text("name = 3")
    asked = GOOD | {"DATABASE_URL": f"sqlite:///{other}"}
    [said] = lines(list(findings(asked, offline=True)), Mark.WRONG)
    assert said == "database: file is not a database"
    asked = GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "POLICY_FILE": str(policy)}
    broken = lines(list(findings(asked, offline=True)), Mark.WRONG)
    assert all(line.startswith("policy, ") for line in broken)
    assert any(" name: " in line for line in broken)


@pytest.mark.parametrize(
    ("approvers", "administrator", "wrong"),
    [
        pytest.param({"A", "B"}, "C", 0, id="two and an agent asks"),
        pytest.param({"A", "B"}, "A", 0, id="who asks is one of two"),
        pytest.param({"A"}, "C", 8, id="one"),
        pytest.param({"A"}, "A", 11, id="one who asks for all that is automatic"),
    ],
)
def test_votes_that_nobody_can_give_are_found(
    approvers: set[str], administrator: str, wrong: int
) -> None:
    holders = {
        Role.AGENT: {"K"},
        Role.APPROVER: approvers,
        Role.ADMINISTRATOR: {administrator},
    }
    found = list(check_quorums(POLICY, holders, administrator))
    assert len(lines(found, Mark.WRONG)) == wrong, found


@pytest.mark.parametrize(
    ("approvers", "says"),
    [
        pytest.param({"A", "B"}, ["1 others may vote where 2 must"], id="one of two published it"),
        pytest.param({"A", "B", "C"}, [], id="one of three"),
        pytest.param({"B", "C"}, [], id="somebody else"),
    ],
)
def test_who_published_the_policy_may_leave_too_few_voters(
    approvers: set[str], says: list[str]
) -> None:
    holders = {Role.AGENT: {"A"}, Role.APPROVER: approvers, Role.ADMINISTRATOR: {"Z"}}
    found = lines(list(check_run(POLICY, holders, "A")), Mark.WRONG)
    assert [line.rpartition(", and ")[2] for line in found] == says


def test_scopes_are_those_of_the_manifest() -> None:
    assert check_scopes(", ".join(SCOPES)).mark is Mark.OK
    assert check_scopes(",".join((*SCOPES, "admin"))).says.endswith("not needed: admin")
    missing = check_scopes("commands,chat:write")
    assert missing.mark is Mark.WRONG
    assert "users:read" in missing.says
    assert check_scopes("").mark is Mark.NOTE


@pytest.mark.parametrize(("seconds", "mark"), [(59, Mark.OK), (-61, Mark.WRONG)])
def test_a_clock_may_be_a_minute_off(seconds: int, mark: Mark) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds))
    assert check_clock("Slack", date, NOW).mark is mark
    assert check_clock("Slack", "yesterday", NOW).mark is Mark.NOTE


@pytest.mark.parametrize(
    ("changed", "mark", "said"),
    [
        pytest.param({}, Mark.NOTE, "nobody outside keeps the head", id="nobody"),
        pytest.param({"CHECKPOINT_MAIL": AUDITOR}, Mark.WRONG, "no master key", id="no-key"),
        pytest.param(
            {"CHECKPOINT_MAIL": AUDITOR, "MASTER_KEY": A_KEY}, Mark.NOTE, "none was kept yet",
            id="none-yet",
        ),
        pytest.param(
            {"CHECKPOINT_URL": "http://127.0.0.1:9/c", "MASTER_KEY": A_KEY}, Mark.NOTE,
            "CHECKPOINT_URL is this machine", id="at-home",
        ),
    ],
)  # fmt: skip
def test_it_says_who_keeps_the_head_of_the_trail(
    world: World, changed: dict[str, str], mark: Mark, said: str
) -> None:
    found = [one for one in lines(look(world, **changed), mark) if one.startswith("checkpoints:")]
    assert any(said in one for one in found), found


def test_a_checkpoint_that_is_late_is_wrong(world: World) -> None:
    now, work_by = machine_clock(), {"CHECKPOINT_MAIL": AUDITOR, "MASTER_KEY": A_KEY}
    for days, mark in ((0, Mark.OK), (2, Mark.WRONG)):
        kept = (now - timedelta(days=days)).isoformat()
        with world.office.store() as work:
            known = {"size": 7, "made_at": kept, "kept_at": kept}
            work.desk.put("checkpoint_at:mail", json.dumps(known))
            work.commit()
        (said,) = [s for s in lines(look(world, **work_by), mark) if s.startswith("checkpoints:")]
        assert said.startswith("checkpoints: 7 events are kept (mail)")


def test_a_database_that_is_older_than_what_was_seen_is_named(world: World) -> None:
    world.settled()
    assert "database: it goes on from what was seen here" in lines(look(world), Mark.OK)
    with world.office.store.reading() as work:
        seen = mark_of(work)
    assert seen is not None
    world.installation.stop_desk()
    marks = FileMarks(world.installation.folder / f"{DATABASE}.mark")
    marks.write(replace(seen, head=replace(seen.head, size=seen.head.size + 1000)))
    (said,) = [one for one in lines(look(world), Mark.NOTE) if "next start" in one]
    assert "an older copy" in said
    world.installation.start_desk()
    world.lift_freeze(FIRST, SECOND)
