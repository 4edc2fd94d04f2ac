"""People, their accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.domain.people import AccountKey, Member, Person, Role


class People(Protocol):
    def by_account(self, key: AccountKey) -> Person | None: ...
    def get(self, person_id: str) -> Person: ...
    def each(self, ids: Iterable[str]) -> dict[str, Person]:
        """The same for several, by the ids that were asked for; nobody has an empty one."""

    def with_role(self, *roles: Role) -> list[Person]: ...
    def member(self, key: AccountKey) -> Member | None: ...
    def save_member(self, member: Member) -> None: ...
    def bind(self, key: AccountKey, name: str) -> Person:
        """The person of this account, made if there is none."""

    def bound(self) -> Mapping[AccountKey, str]:
        """Every account, and the id of its person."""

    def doubles(self) -> Mapping[str, str]:
        """Who was taken for somebody of their own, and the person that is."""

    def who(self, person_id: str) -> str:
        """The id of who this is by now: another's, once two were found to be one; `get` says so,
        too."""

    def give(self, key: AccountKey, person_id: str) -> None:
        """An account more, the last of this person's, whosever it was."""

    def take(self, key: AccountKey) -> None:
        """It is nobody's then."""

    def merge(self, person_id: str, same_as: str) -> None:
        """These two are one: all accounts are the second one's then."""

    def set_role(self, role: Role, person_ids: Sequence[str]) -> None: ...
