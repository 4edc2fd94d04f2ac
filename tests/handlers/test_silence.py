"""While Slack answers nothing one job at a time tries it."""

from __future__ import annotations

from urllib.error import URLError

import pytest

from core.ports.engine import Later
from handlers.silence import A_TRY, PAUSE, Silence


class Machine:
    """Its time, in seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def silence(machine: Machine) -> Silence:
    return Silence(machine)


def call(silence: Silence, trouble: Exception | None = None) -> None:
    with silence.waited_for():
        if trouble is not None:
            raise trouble


def wait(silence: Silence) -> float:
    with pytest.raises(Later) as later:
        call(silence)
    return later.value.seconds


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(TimeoutError("read"), id="no answer"),
        pytest.param(URLError(TimeoutError("connect")), id="no connection"),
    ],
)
def test_after_one_try_in_vain_nobody_is_held_up(
    silence: Silence, machine: Machine, trouble: Exception
) -> None:
    with pytest.raises(type(trouble)):
        call(silence, trouble)
    machine.now += 1
    assert wait(silence) == PAUSE - 1


def test_then_one_tries_while_the_others_wait(silence: Silence, machine: Machine) -> None:
    with pytest.raises(TimeoutError):
        call(silence, TimeoutError())
    machine.now += PAUSE
    with silence.waited_for():
        assert wait(silence) == A_TRY
    call(silence)


def test_who_died_trying_holds_up_nobody_for_good(silence: Silence, machine: Machine) -> None:
    with pytest.raises(TimeoutError):
        call(silence, TimeoutError())
    machine.now += PAUSE
    trying = silence.waited_for()
    trying.__enter__()
    machine.now += A_TRY
    call(silence)


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(ConnectionResetError(), id="reset"),
        pytest.param(URLError(ConnectionRefusedError()), id="refused"),
        pytest.param(ValueError(), id="ours"),
    ],
)
def test_what_is_answered_at_once_is_no_silence(silence: Silence, trouble: Exception) -> None:
    with pytest.raises(type(trouble)):
        call(silence, trouble)
    call(silence)
