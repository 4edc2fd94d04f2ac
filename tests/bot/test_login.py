"""Signing in at the terminal: one person, one browser, one sealed token."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.config import Settings
from bot.part import Part
from bot.wiring import ledger_on, machine_clock, user_lines
from core.domain.secret import Secret
from sandbox.data import partner
from storage.opening import open_existing
from tests.bot.a_terminal import ROOT, bot
from tests.bot.test_config import GOOD
from tests.sandbox.partner_center_desk import Desk, running

KEY = base64.b64encode(bytes(range(32))).decode()
PATIENCE = 30


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def environment(desk: Desk, folder: Path, **changed: str) -> dict[str, str]:
    plain = {name: value for name, value in GOOD.items() if not name.startswith("PARTNER_CENTER")}
    return (
        plain
        | {
            "DATABASE_URL": f"sqlite:///{folder}/desk.db",
            "PARTNER_CENTER_TENANT": partner.MAIN_TENANT,
            "PARTNER_CENTER_CLIENT_ID": partner.MAIN_CLIENT,
            "PARTNER_CENTER_CLIENT_SECRET": partner.MAIN_SECRET,
            "PARTNER_CENTER_URL": f"{desk.url}/partner-center/main",
            "PARTNER_CENTER_TOKEN_URL": f"{desk.url}/login/main/{partner.MAIN_TENANT}/oauth2/token",
            "MASTER_KEY": KEY,
        }
        | changed
    )


@contextmanager
def signing_in(env: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A terminal that waits for a browser, and the address that it says to open."""
    ours = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "login"],
        cwd=ROOT, env=ours | env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith("Open this address")
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def press_the_button(address: str) -> httpx.Response:
    """What the person does in the browser: the page comes, the button is pressed."""
    with httpx.Client(trust_env=False, timeout=PATIENCE) as browser:
        assert "Sign in as Admin agent" in browser.get(address).text
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return browser.post(address.partition("?")[0], data=asked)


def come_back(address: str, query: str) -> int:
    with httpx.Client(trust_env=False, timeout=PATIENCE) as browser:
        return browser.get(f"{address}?{query}").status_code


def tokens(desk: Desk) -> list[str]:
    """Every refresh token that the stand-in gave out."""
    return list(desk.stand_in.sign_in.consents.to_json())


def test_a_person_signs_in_and_the_desk_goes_on_alone(desk: Desk, tmp_path: Path) -> None:
    env = environment(desk, tmp_path)
    before = set(tokens(desk))
    with signing_in(env) as (process, address):
        asked = parse_qs(urlsplit(address).query)
        [redirect] = asked["redirect_uri"]
        assert redirect.startswith("http://127.0.0.1:")
        assert asked["code_challenge_method"] == ["S256"]
        assert come_back(redirect, "code=stolen&state=guessed") == 200
        back = press_the_button(address).headers["Location"]
        assert come_back(*back.split("?", 1)) == 200
        said, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said + complained
    assert "An answer to another question came in" in said
    assert "Signed in for account main" in said
    [first] = set(tokens(desk)) - before
    _check_silence(said + complained + address, tmp_path, first, parse_qs(back)["state"][0])
    _check_renewal(env, desk, first)


def _check_silence(said: str, folder: Path, token: str, state: str) -> None:
    """Neither the terminal nor any file has the token; the address has the state, as it must."""
    assert token not in said
    assert said.count(state) == 1
    for file in folder.iterdir():
        assert token.encode() not in file.read_bytes()


def _check_renewal(env: dict[str, str], desk: Desk, first: str) -> None:
    settings = Settings.from_environment(env, Part.WORKER)
    database = open_existing(settings.database_url)
    ledger = ledger_on(database, settings, machine_clock)
    lines = user_lines(ledger)
    assert lines is not None
    token = lines.line("main").tokens.token()
    assert isinstance(token, Secret)
    known = desk.stand_in.sign_in.consents.to_json()
    assert known[first]["replaced"]
    assert lines.line("main").tokens.token() == token
    lines.line("main").tokens.probe()
    assert len(desk.stand_in.sign_in.consents.to_json()) == len(known) + 1
    lines.close()
    ledger.close()


def test_a_no_is_a_line_and_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    with signing_in(environment(desk, tmp_path)) as (process, address):
        asked = parse_qs(urlsplit(address).query)
        no = f"error=access_denied&error_description=No.&state={asked['state'][0]}"
        come_back(asked["redirect_uri"][0], no)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.strip() == "Nobody is signed in: access_denied: No. Nothing was kept."


def test_without_a_master_key_it_is_said_how_to_make_one(desk: Desk, tmp_path: Path) -> None:
    done = bot(environment(desk, tmp_path, MASTER_KEY=""), "login")
    assert done.returncode == 1
    command = done.stdout.partition("Make one: ")[2].splitlines()[0]
    subprocess.run(
        command.replace("python ", f"{sys.executable} "), shell=True, cwd=tmp_path, check=True
    )
    asked = environment(desk, tmp_path, MASTER_KEY="", MASTER_KEY_FILE=f"{tmp_path}/master.key")
    assert len(Settings.from_environment(asked, Part.WORKER).master_keys) == 1


@pytest.mark.parametrize(
    ("changed", "words", "said"),
    [
        pytest.param({}, ("--account", "east"), "There is no account east", id="no such"),
        pytest.param({"PARTNER_CENTER_CLOUD": "china"}, (), "no service requests", id="china"),
        pytest.param(
            {"PARTNER_CENTER_TIER": "reseller", "PARTNER_CENTER_PROVIDER": "Nord"},
            (),
            "Nothing there wants a person",
            id="reseller",
        ),
        pytest.param({"MASTER_KEY": "canary"}, (), "MASTER_KEY: 32 random bytes", id="key"),
    ],
)
def test_where_nobody_can_sign_in_it_is_one_answer(
    desk: Desk, tmp_path: Path, changed: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    done = bot(environment(desk, tmp_path, **changed), "login", *words)
    assert done.returncode == 2
    assert said in done.stdout
    assert "canary" not in done.stdout + done.stderr


def test_a_port_that_is_taken_is_named(desk: Desk, tmp_path: Path) -> None:
    port = desk.url.rpartition(":")[2]
    done = bot(environment(desk, tmp_path), "login", "--port", port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}: " in done.stdout
