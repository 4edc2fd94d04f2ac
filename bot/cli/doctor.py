"""python -m bot doctor: every setting, what is wrong with it, and whether all else is in order."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from bot.accounts import CREDENTIALS, PLAIN, PREFIX
from bot.book_settings import BOOKS
from bot.cli.alert_checks import check_alerts
from bot.cli.break_glass_checks import check_break_glass
from bot.cli.checkpoint_checks import check_checkpoints
from bot.cli.checks import check_partner_center, check_record
from bot.cli.database_checks import check_backup, check_room_left
from bot.cli.keeping_checks import check_keeping
from bot.cli.key_file_checks import check_key_files
from bot.cli.mail_checks import check_letters, check_mail
from bot.cli.mark_checks import check_marks
from bot.cli.notify_checks import check_asked
from bot.cli.on_call_checks import check_on_call
from bot.cli.place_checks import check_places
from bot.cli.policy_checks import check_first_policy, check_policy, policy_is_readable
from bot.cli.sign_in_checks import check_certificates, check_consents
from bot.cli.slack_checks import check_workspace
from bot.cli.source_checks import check_readings, check_sources
from bot.cli.step_up_checks import check_step_up
from bot.cli.terminal import part_of
from bot.cli.webhook_checks import check_hints, check_webhooks
from bot.config import SETTINGS, Setting, Settings, SettingsRefused
from bot.master_keys import FROM_ENVIRONMENT, FROM_FILE
from bot.part import Part
from bot.webhook_settings import OF_NO_ACCOUNT
from bot.wiring import Ledger, ledger_on, machine_clock
from handlers.checkup import Finding, Mark
from storage.opening import NotThere, Unusable, open_existing

ONE_PROCESS = "one process serves Slack and holds the Partner Center credentials"
UNNEEDED = "a process that serves Slack needs no Partner Center credentials: take them away there"


OFFLINE = Annotated[bool, typer.Option("--offline", help="Ask neither Slack nor others")]
AS_JSON = Annotated[bool, typer.Option("--json", help="The findings as JSON, and nothing else")]
ROLE = Annotated[str, typer.Option(help="web or worker: what a process of that role needs")]


def doctor(offline: OFFLINE = False, role: ROLE = "", as_json: AS_JSON = False) -> None:
    """List the settings and check everything. Exit 1 if something has to be mended."""
    part = part_of(role)
    found = findings(os.environ, offline=offline, part=part)
    wrong = _in_json(list(found)) if as_json else _in_lines(found, part)
    if wrong:
        raise typer.Exit(1)


def _in_json(found: list[Finding]) -> int:
    wrong = sum(one.mark is Mark.WRONG for one in found)
    print(json.dumps({"wrong": wrong, "findings": [asdict(one) for one in found]}, indent=2))
    return wrong


def _in_lines(found: Iterator[Finding], part: Part) -> int:
    """Each as soon as it is known."""
    for setting in SETTINGS:
        print(f"{setting.name:32} {_shown(setting, os.environ, part):28} {setting.meaning}")
    print()
    wrong = 0
    for finding in found:
        do = f"\n{'':6} -> {finding.do}" if finding.do else ""
        print(f"{finding.mark:6} {finding.says}{do}", flush=True)
        wrong += finding.mark is Mark.WRONG
    return wrong


def _shown(setting: Setting, environment: Mapping[str, str], part: Part) -> str:
    """Whether it is set, never to what: some are secrets."""
    names = {name for name, value in environment.items() if value.strip()}
    named = {name for name in names - PLAIN - OF_NO_ACCOUNT if name.startswith(f"{PREFIX}_")}
    if setting.name.endswith(CREDENTIALS) and Part.WORKER not in part:
        return "not needed by this role"
    if "<NAME>" in setting.name and BOOKS in names:
        return "set"
    if setting.name in names or (named and "<ACCOUNT>" in setting.name):
        return "set"
    if named and setting.name in PLAIN:
        return "set by account"
    return "missing" if setting.required else f"default: {setting.default}"


def _is_credential(name: str) -> bool:
    of_an_account = name.startswith(f"{PREFIX}_") and name.endswith(CREDENTIALS)
    return of_an_account or name in {FROM_FILE, FROM_ENVIRONMENT}


def findings(
    environment: Mapping[str, str], *, offline: bool, part: Part = Part.ALL
) -> Iterator[Finding]:
    """Everything that can be looked at; what needs right settings comes only with them."""
    try:
        settings = Settings.from_environment(environment, part)
    except SettingsRefused as refused:
        yield from (Finding(Mark.WRONG, problem) for problem in refused.problems)
        return
    yield Finding(Mark.OK, "settings: every one can be used")
    yield from check_key_files(environment)
    yield from _own(settings, part)
    if part is not Part.WEB:
        yield from check_mail(settings, offline=offline)
    if not offline:
        yield from check_workspace(settings)
        yield from check_partner_center(settings)
        yield from check_webhooks(settings)
        if part is not Part.WEB:
            yield from check_sources(settings, machine_clock)
    if part is Part.ALL:
        yield Finding(Mark.NOTE, ONE_PROCESS)
    elif part is Part.WEB and any(map(_is_credential, environment)):
        yield Finding(Mark.NOTE, UNNEEDED)


def _own(settings: Settings, part: Part) -> Iterator[Finding]:
    """Certificates, database and policy."""
    yield from check_certificates(settings, machine_clock())
    try:
        database = open_existing(settings.database_url)
    except NotThere as error:
        yield Finding(Mark.NOTE, f"database: {error}; the first start makes it")
        yield from check_first_policy(settings)
        return
    except Unusable as error:
        yield Finding(Mark.WRONG, f"database: {error}")
        return
    ledger = ledger_on(database, settings, machine_clock)
    yield from _database(ledger)
    if part is not Part.WEB:
        yield from check_checkpoints(ledger)
    yield from check_policy(ledger)
    yield from check_hints(ledger)
    yield from check_readings(ledger)
    yield from check_consents(ledger)
    yield from check_alerts(ledger)
    if policy_is_readable(ledger):
        yield from check_asked(ledger)
        yield from check_step_up(ledger)
        yield from check_break_glass(ledger)
    yield from check_on_call(ledger)
    yield from check_letters(ledger)
    yield from check_places(ledger)
    yield from check_keeping(ledger)
    ledger.close()


def _database(ledger: Ledger) -> Iterator[Finding]:
    yield from check_record(ledger)
    yield from check_room_left(ledger)
    yield from check_backup(ledger)
    yield from check_marks(ledger)
