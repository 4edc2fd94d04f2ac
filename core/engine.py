"""How a job is carried out and what follows from it: the rules that every binding keeps."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from core.ports.engine import Delivery, Handler, Later

log = logging.getLogger(__name__)

LONGEST_DELAY = 60.0
# About twelve hours: whoever says "come again" longer than that has failed.
MOST_POSTPONEMENTS = 1000
# So many postponements, and the next pause is a second longer at least: what has been out for
# hours is not asked every moment, and is not given up within two hours either.
A_SECOND_LONGER = 10


@dataclass(frozen=True, slots=True)
class Done:
    """The handler returned."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """The handler wants the job again after so many seconds."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The handler raised, or did not come back in time."""

    text: str
    error: Exception | None = None


Result = Done | Postponed | Failed


@dataclass(frozen=True, slots=True)
class Again:
    """To be delivered again, not before so many seconds of machine time have passed."""

    seconds: float
    why: str
    failures: int


@dataclass(frozen=True, slots=True)
class Dead:
    """Not to be delivered again: a person has to look."""

    why: str
    error: Exception | None


Verdict = Done | Again | Dead


@dataclass(frozen=True, slots=True)
class Record:
    """How a job fared so far: deliveries with this one, failures without it."""

    attempt: int
    failures: int
    max_attempts: int


def run_delivery(handle: Handler, delivery: Delivery) -> Result:
    """Carry out one job; whatever its handler raises becomes a result."""
    try:
        handle(delivery)
    except Later as later:
        return Postponed(later.seconds, later.why)
    except Exception as error:
        ticket = secrets.token_hex(4)
        log.warning(
            "job %s failed in attempt %d, ticket %s",
            delivery.kind,
            delivery.attempt,
            ticket,
            exc_info=True,
        )
        # The message may quote what it choked on, and this text is stored.
        return Failed(f"{type(error).__name__}, ticket {ticket}", error)
    return Done()


def verdict(result: Result, record: Record, delay: Callable[[int], float]) -> Verdict:
    """What becomes of the job. Asking for it later is no failure, unless it never ends."""
    match result:
        case Done():
            return result
        case Postponed(seconds, why) if record.attempt - record.failures <= MOST_POSTPONEMENTS:
            pause = max(0.0, seconds, patience(record.attempt - record.failures))
            return Again(pause, why, record.failures)
        case Postponed(_, why):
            return Dead(f"postponed {MOST_POSTPONEMENTS} times: {why}", None)
        case Failed(why, error):
            failures = record.failures + 1
            if failures >= record.max_attempts:
                return Dead(why, error)
            return Again(delay(failures), why, failures)


def hands_for_changes(threads: int) -> int:
    """A change may wait on its thread until Partner Center takes it: one thread is left for all
    else."""
    return max(1, threads - 1)


def patience(postponements: int) -> float:
    """The least pause in seconds after so many, a minute at most."""
    return min(LONGEST_DELAY, float(postponements // A_SECOND_LONGER))


def backoff(failures: int, chance: Random) -> float:
    """About 1, 2, 4 ... seconds, a minute at most, spread so that failures do not march in step."""
    doubled = 2.0 ** min(failures - 1, 10)
    return min(LONGEST_DELAY, doubled * chance.uniform(0.8, 1.2))
