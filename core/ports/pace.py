"""The pace at which an account of Partner Center may be called, by all processes together."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from core.domain.pace import Call


class Spent(Exception):
    """There is no room for this call for so many seconds; it was not let go."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"what a minute takes is spent for {seconds:.0f} s")
        self.seconds = seconds


class Pace(Protocol):
    def kept(self, call: Call) -> AbstractContextManager[None]:
        """Around one call, from before it leaves until it was answered. Raises Spent."""
