"""Consents as an operator meets them: what the doctor says, and what a running desk does."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.sign_in_checks import check_certificates, check_consents
from bot.config import Settings
from bot.consents import look_after
from bot.part import Part
from bot.wiring import Ledger, ledger_on, machine_clock, seal_of, user_lines
from clients.user_lines import UserLines
from core.domain.consents import LAPSES_AFTER
from core.domain.events import ConsentLapsing
from core.domain.secret import Secret
from core.ports.secrets import ConsentInUse
from core.usecases.consents import KeptConsents, keep
from handlers.checkup import Mark
from storage.opening import open_migrated
from tests.bot.test_config import GOOD
from tests.clients.a_key import NOW, certificate_pem, key_pem
from tests.clients.consenting import consent
from tests.clients.stand_in import main
from tests.sandbox.partner_center_desk import running

KEY, OTHER = (base64.b64encode(bytes(range(n, n + 32))).decode() for n in (0, 1))
BUSY = "another process renews the consent"
# Nobody answers there.
NOWHERE = {
    "PARTNER_CENTER_URL": "http://127.0.0.1:9/api",
    "PARTNER_CENTER_TOKEN_URL": "http://127.0.0.1:9/login/token",
}


def settings(folder: Path, **changed: str) -> Settings:
    asked = {"DATABASE_URL": f"sqlite:///{folder}/desk.db", "MASTER_KEY": KEY}
    return Settings.from_environment(GOOD | NOWHERE | asked | changed, Part.WORKER)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ours = settings(tmp_path)
    made = ledger_on(open_migrated(ours.database_url), ours, machine_clock)
    yield made
    made.close()


def said(ledger: Ledger) -> tuple[Mark, str]:
    [finding] = check_consents(ledger)
    return finding.mark, finding.says


def consented(ledger: Ledger) -> KeptConsents:
    seal = seal_of(ledger.settings)
    keep("main", Secret("canary"), seal=seal, office=ledger.office)
    return KeptConsents(ledger.office, seal)


def later(ledger: Ledger, by: timedelta) -> Ledger:
    """The same desk after a while."""
    moment = ledger.clock() + by
    office = replace(ledger.office, clock=lambda: moment)
    return replace(ledger, clock=lambda: moment, office=office)


def test_the_doctor_names_who_has_to_sign_in(ledger: Ledger, tmp_path: Path) -> None:
    mark, words = said(ledger)
    assert (mark, "python -m bot login --account main" in words) == (Mark.NOTE, True)

    kept = consented(ledger)
    mark, words = said(ledger)
    assert (mark, "it holds" in words) == (Mark.OK, True)

    almost = LAPSES_AFTER - timedelta(days=14)
    mark, words = said(later(ledger, almost))
    assert (mark, "lost on" in words) == (Mark.WRONG, True)

    for changed, why in ((OTHER, "another master key"), ("", "no master key")):
        mark, words = said(replace(ledger, settings=settings(tmp_path, MASTER_KEY=changed)))
        assert (mark, why in words) == (Mark.WRONG, True)

    kept.give_back(kept.take("main"), "sign-in refused: invalid_grant: It ended.")
    mark, words = said(ledger)
    assert (mark, "invalid_grant" in words, "canary" in words) == (Mark.WRONG, True, False)


@pytest.mark.parametrize(
    ("days", "mark"),
    [(334, Mark.OK), (336, Mark.NOTE), (365, Mark.WRONG)],
    ids=["long", "soon", "over"],
)
def test_the_doctor_says_when_a_certificate_ends(tmp_path: Path, days: int, mark: Mark) -> None:
    file = tmp_path / "main.pem"
    file.write_bytes(key_pem() + certificate_pem())
    proof = {"PARTNER_CENTER_CLIENT_SECRET": "", "PARTNER_CENTER_CERTIFICATE": str(file)}
    now = NOW + timedelta(days=days)
    [found] = check_certificates(settings(tmp_path, **proof), now)
    assert (found.mark, "until 2027-10-12" in found.says) == (mark, True)
    assert list(check_certificates(settings(tmp_path), now)) == []


def test_where_no_cloud_has_service_requests_there_is_nothing_to_say(
    ledger: Ledger, tmp_path: Path
) -> None:
    china = settings(tmp_path, PARTNER_CENTER_CLOUD="china")
    assert list(check_consents(replace(ledger, settings=china))) == []


def test_a_consent_that_cannot_be_used_for_long_has_its_alarm(ledger: Ledger) -> None:
    consented(ledger)
    aged = later(ledger, LAPSES_AFTER - timedelta(days=13))
    lines = user_lines(aged)
    assert lines is not None
    look_after(lines, aged.office)
    look_after(lines, aged.office)
    lines.close()
    with aged.office.store.reading() as work:
        [event] = work.events.since(ConsentLapsing, ledger.clock())
        assert work.secrets.consent("main") is not None
    assert event.event.account == "main"  # type: ignore[attr-defined]
    assert "main" in lines.refused()


def test_without_a_master_key_there_are_no_lines(ledger: Ledger, tmp_path: Path) -> None:
    assert user_lines(replace(ledger, settings=settings(tmp_path, MASTER_KEY=""))) is None


def test_two_processes_never_use_the_same_refresh_token(ledger: Ledger) -> None:
    """Of one that was used twice two would have come, and only one of them is kept."""
    with running() as desk:
        keep("main", consent(desk), seal=seal_of(ledger.settings), office=ledger.office)
        kept = KeptConsents(ledger.office, seal_of(ledger.settings))
        processes = [UserLines([main(desk)], kept, clock=ledger.clock) for _ in range(2)]
        threads = [
            threading.Thread(target=probe, args=(lines, 5), daemon=True) for lines in processes
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        for lines in processes:
            assert lines.line("main").tokens.refused in ("", BUSY)
            lines.close()
        known = desk.stand_in.sign_in.consents.to_json().values()
    assert sum(not one["replaced"] for one in known) == 1
    assert len(known) > 5
    with ledger.office.store.reading() as work:
        found = work.secrets.consent("main")
    assert found is not None and found.refused == ""


def probe(lines: UserLines, times: int) -> None:
    """Renew so often, and as often as another one is at it, again."""
    done = 0
    while done < times:
        try:
            lines.line("main").tokens.probe()
        except ConsentInUse:
            continue
        done += 1
