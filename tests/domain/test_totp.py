"""One-time codes, against the numbers that the RFCs print."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.secret import Secret
from core.domain.totp import (
    NotASecret,
    accepted_step,
    code_of,
    hotp,
    key_of,
    secret_of,
    step_of,
    uri,
)
from sandbox.authenticator import code

KEY = b"12345678901234567890"
SECRET = secret_of(KEY)
NOW = datetime(2026, 10, 12, 8, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(
            (
                *("755224", "287082", "359152", "969429", "338314"),
                *("254676", "287922", "162583", "399871", "520489"),
            )
        )
    ),
)
def test_the_codes_of_rfc_4226_appendix_d(counter: int, code: str) -> None:
    assert hotp(KEY, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert hotp(KEY, step_of(moment), digits=8) == code
    assert accepted_step(SECRET, code[2:], moment, 0) == step_of(moment)


@pytest.mark.parametrize(
    ("late", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_watch_may_be_one_step_ahead_or_behind(late: int, good: bool) -> None:
    step = step_of(NOW) + late
    assert accepted_step(SECRET, hotp(KEY, step), NOW, 0) == (step if good else None)


def test_a_code_is_good_once_and_none_before_it_is_good_afterwards() -> None:
    step = step_of(NOW)
    assert accepted_step(SECRET, hotp(KEY, step), NOW, step) is None
    assert accepted_step(SECRET, hotp(KEY, step - 1), NOW, step) is None
    assert accepted_step(SECRET, hotp(KEY, step + 1), NOW, step) == step + 1


@pytest.mark.parametrize("code", ["000000", "", "12345", "1234567", "abcdef"])
def test_anything_else_is_no_code(code: str) -> None:
    assert accepted_step(SECRET, code, NOW, 0) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("287082", "287082"),
        (" 287 082\n", "287082"),
        ("28708", ""),
        ("2870822", ""),
        ("28708x", ""),
        ("\uff12\uff18\uff17\uff10\uff18\uff12", ""),
        ("\u00b287082", ""),
        ("", ""),
    ],
)
def test_six_digits_as_people_type_them(typed: str, code: str) -> None:
    assert code_of(typed) == code


def test_a_secret_is_base32_and_shows_itself_to_nobody() -> None:
    assert SECRET.reveal() == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert key_of(SECRET) == KEY
    with pytest.raises(NotASecret) as refused:
        key_of(Secret("canary!"))
    assert "canary" not in str(refused.value)
    found = uri(SECRET, issuer="Goodstanding", name="U0BRAUN at T0: x")
    assert found.reveal() == (
        "otpauth://totp/Goodstanding:U0BRAUN%20at%20T0%3A%20x"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Goodstanding"
        "&algorithm=SHA1&digits=6&period=30"
    )
    assert "GEZD" not in repr(found)


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_the_sandboxes_telephone_shows_the_same(ahead: int) -> None:
    assert code(SECRET.reveal(), NOW, ahead) == hotp(KEY, step_of(NOW) + ahead)
