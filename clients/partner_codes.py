"""The error codes of Microsoft that mean something to us: which outcome, and what is so.

Sources: Microsoft, "Error codes", "Cancel an Azure subscription", "Reactivate an Azure
subscription"; codes from 900200 on are told by others and were never seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a code asks of us. All but RETRY are definite: nothing was applied."""

    RETRY = "retry"
    STALE = "stale"
    REFUSED = "refused"
    PERSON = "person"
    LOST = "lost"
    CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`after` is when to come back, in seconds, where that is known better than by the answer."""

    kind: Kind
    says: str
    after: float = 0.0


A_DAY = 24 * 3600.0
REVIEWED = "Microsoft reviews this customer's account"
CREDIT = "our own credit line with Microsoft is used up"
STANDING = "our own reseller status with Microsoft is not active"
ENDED = "it has come to its end and cannot be changed"
WINDOW = "the cancellation window is over"


def _all(kind: Kind, says: str, *codes: str) -> dict[str, Meaning]:
    return {code: Meaning(kind, says) for code in codes}


CODES: Mapping[str, Meaning] = {
    "800001": Meaning(Kind.RETRY, "the token is missing"),
    "900278": Meaning(Kind.RETRY, "another change of it is under way at Microsoft", A_DAY),
    **_all(Kind.STALE, "it was changed since it was read", "2055"),
    **_all(Kind.LOST, "this customer is not ours any more", "20002", "900159"),
    # Ours to mend: the account's roles, its sign-in, its standing.
    **_all(Kind.CONFIGURATION, "the token is for another address", "900420"),
    **_all(Kind.CONFIGURATION, "this wants a person's sign-in", "900329"),
    **_all(Kind.CONFIGURATION, "the second factor is missing: sign in anew", "900421"),
    **_all(Kind.CONFIGURATION, "a role is missing in Partner Center", "900308"),
    **_all(Kind.CONFIGURATION, "Conditional Access keeps us out", "900309"),
    **_all(Kind.CONFIGURATION, CREDIT, "800023", "800025", "900121"),
    **_all(Kind.CONFIGURATION, STANDING, "800039", "900149"),
    **_all(Kind.CONFIGURATION, "this environment does not have it", "900127", "800018"),
    # Nobody but Microsoft and a person can find out what to do.
    **_all(Kind.PERSON, REVIEWED, "800073", "800074"),
    **_all(Kind.PERSON, "Microsoft has not approved this customer's account", "800075"),
    **_all(Kind.PERSON, "Microsoft has locked this customer's account", "900416"),
    **_all(Kind.PERSON, "only Microsoft can bring it back", "900337", "900335"),
    **_all(Kind.PERSON, "it was changed too often", "900311"),
    # The answer is no, and asking again would not change it.
    **_all(Kind.REFUSED, "there is no such subscription", "20003", "800111"),
    **_all(Kind.REFUSED, "there is no such customer", "60003"),
    **_all(Kind.REFUSED, "it is deleted", "2011"),
    **_all(Kind.REFUSED, "its seats cannot change while it is suspended", "2001"),
    **_all(Kind.REFUSED, "it cannot go from its status to this one", "800040"),
    **_all(Kind.REFUSED, "it is suspended", "800091"),
    **_all(Kind.REFUSED, "its status cannot be changed", "800096"),
    **_all(Kind.REFUSED, "it is not active", "800012"),
    **_all(Kind.REFUSED, "it can be suspended, but its order not cancelled", "800063"),
    **_all(Kind.REFUSED, "what it belongs to is not active: that comes first", "27009"),
    **_all(Kind.REFUSED, "Azure subscriptions beneath it still run: they come first", "900115"),
    **_all(Kind.REFUSED, "that is no reason that it can be cancelled for", "900307"),
    **_all(Kind.REFUSED, WINDOW, "900117", "900213"),
    **_all(Kind.REFUSED, ENDED, "900279"),
}  # fmt: skip
