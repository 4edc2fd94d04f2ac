"""What calls as the person who consented have in common: who has to sign in, and what became of a
change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clients.grants import SignInRefused
from clients.http import NoAnswer, NotSent, Reply
from clients.partner_errors import one_line, outcome_of
from clients.user_tokens import FOR_GOOD
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.ports.secrets import NoConsent


@contextmanager
def logged_in(account: str, otherwise: type[Exception]) -> Iterator[None]:
    """Raises `otherwise` where somebody has to sign in before anything can be done."""
    try:
        yield
    except NoConsent as error:
        raise otherwise(f"{account}: {error}") from None
    except SignInRefused as error:
        if _is_over(error):
            raise otherwise(f"{account}: {error}") from None
        raise


def answered(send: Callable[[], Reply]) -> Answer:
    """What became of a change that was sent once, or not at all. Raises NoConsent, SignInRefused
    where somebody has to sign in first."""
    try:
        return outcome_of(send())
    except (NotSent, Unreachable) as error:
        if isinstance(error, NoConsent) or _is_over(error):
            raise
        return Answer(Outcome.LATER, "", one_line(str(error)), error.retry_after)
    except Missing as error:
        return Answer(Outcome.REFUSED, "", str(error))
    except NoAnswer as error:
        return Answer(Outcome.UNKNOWN, "", one_line(str(error)))


def _is_over(error: Exception) -> bool:
    """Will Entra never take this consent again?"""
    return isinstance(error, SignInRefused) and error.error in FOR_GOOD
