"""What is kept of policies: every text that was ever in force or proposed, and which holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.policy import Policy


class NoPolicy(LookupError):
    """No policy is in force yet, or none of this version was ever kept."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A policy that came into force: `since` when (UTC), whether it `hardened` the one before, by
    which person (empty for the first start) and which plan (empty where one person was enough)."""

    version: str
    name: str
    since: datetime
    hardened: bool = False
    person_id: str = ""
    plan_id: str = ""


class Policies(Protocol):
    def current(self) -> Policy:
        """The policy in force in this transaction. Raises NoPolicy, PolicyRefused."""

    def version(self) -> str:
        """That of the policy in force; empty before there is one."""

    def in_force(self) -> Publication:
        """How the policy in force came to be. Raises NoPolicy."""

    def get(self, version: str) -> Policy:
        """Any policy that was kept. Raises NoPolicy, and PolicyRefused where this program cannot
        read its text."""

    def text(self, version: str) -> str:
        """As it was written, whether or not it can be read. Raises NoPolicy."""

    def versions(self, prefix: str) -> list[str]:
        """Those kept whose version begins like this."""

    def keep(self, policy: Policy) -> None: ...
    def put_in_force(self, publication: Publication) -> None:
        """From this transaction on. Its text was kept before."""

    def history(self) -> list[Publication]:
        """Newest first."""
