"""Containments as they are kept."""

from __future__ import annotations

from typing import Protocol

from core.domain.containment import Containment, State
from core.domain.customers import CustomerKey


class Containments(Protocol):
    def add(self, one: Containment) -> None:
        """Raises LostRace where its plan has one, or its requester one that nobody ratified."""

    def get(self, containment_id: str) -> Containment: ...
    def hold(self, containment_id: str) -> Containment:
        """The containment, locked until the transaction ends."""

    def of_plan(self, plan_id: str) -> Containment | None: ...
    def of_case(self, case_id: str) -> list[Containment]:
        """Oldest first, those that are over among them."""

    def open(self) -> list[Containment]:
        """Those that are not over, those that are to be looked at next first."""

    def open_for(self, key: CustomerKey) -> list[Containment]: ...
    def unratified_of(self, person_id: str) -> Containment | None:
        """What this person did alone and nobody ratified yet, or is being rolled back."""

    def update(self, one: Containment, before: State) -> None:
        """Save what may change. Raises LostRace where its state is another one by now."""
