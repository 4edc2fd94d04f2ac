"""What commands at the terminal share: settings, a clock and an open database, closed again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from bot.config import Settings, SettingsRefused
from bot.part import ROLES, Part
from bot.wiring import Ledger, begin_policy, business_clock, machine_clock, open_ledger
from clients.clock import BusinessClock
from core.domain.policy_file import PolicyRefused
from core.ports.outside import Unreachable
from core.usecases.policies import PolicyUnreadable
from storage.opening import Unusable, usable

# On standard error, so that nothing that reads a command's answer meets it.
BEGUN = (
    "The first policy is in force: POLICY_FILE, {}. Another text of it is not heard any more; "
    "python -m bot policy propose has two people decide on it."
)


def give_up(why: str, problems: Sequence[str] = (), *, code: int = 1) -> typer.Exit:
    """Say why nothing was done, one line for each problem; the caller raises what comes back."""
    print(why)
    for problem in problems:
        print(f"  {problem}")
    return typer.Exit(code)


def part_of(role: str) -> Part:
    """What --role asks for; anything else is refused, exit 2."""
    if role not in ROLES:
        raise give_up("--role is web or worker; without it one process does both.", code=2)
    return ROLES[role]


def settings_at_hand(part: Part = Part.NONE) -> Settings:
    """The settings of the environment that this part needs; every problem is printed, exit 2."""
    try:
        return Settings.from_environment(part=part)
    except SettingsRefused as refused:
        said = "The settings are not right. Nothing was started."
        raise give_up(said, refused.problems, code=2) from None


@contextmanager
def ledger_at_hand(part: Part = Part.NONE) -> Iterator[Ledger]:
    """An open database; another process may be running on it, its worker picks up the jobs. One
    that goes away meanwhile is one line, exit 1."""
    settings = settings_at_hand(part)
    following = business_clock(settings)
    ledger = _opened(settings, following)
    # What was loaded so far stays: looking through it again and again costs a click 80 ms.
    gc.freeze()
    try:
        with usable():
            yield ledger
    except Unusable as error:
        raise give_up(f"The database went away: {error}. What was begun may not be done.") from None
    finally:
        ledger.close()
        if following is not None:
            following.stop()


def _opened(settings: Settings, following: BusinessClock | None) -> Ledger:
    """What cannot be used is one line, exit 2 where a file or setting has to be mended, else 1."""
    try:
        if following is not None:
            following.start(lambda: None)
        with usable():
            ledger = open_ledger(settings, following or machine_clock)
            if begin_policy(ledger):
                print(BEGUN.format(settings.policy_file), file=sys.stderr)
    except PolicyUnreadable as refused:
        said = f"This program cannot read the policy in force, version {refused.version[:8]}."
        raise give_up(f"{said} Nothing was started.", refused.problems, code=2) from None
    except PolicyRefused as refused:
        said = f"The policy {settings.policy_file} cannot be used. Nothing was started."
        raise give_up(said, refused.problems, code=2) from None
    except Unusable as error:
        raise give_up(f"The database cannot be used: {error}. Nothing was started.") from None
    except Unreachable as error:
        raise give_up(f"CLOCK_URL: no clock there: {error.why}. Nothing was started.") from None
    return ledger


def shown(sentence: str) -> str:
    """A sentence made for Slack, as a terminal shows it."""
    return sentence.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
