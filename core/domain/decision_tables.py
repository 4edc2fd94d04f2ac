"""The tables of a policy file that say who decides, how many, and how much is done at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from core.domain.alone import MOST_ALONE, BreakGlass
from core.domain.people import Role
from core.domain.plans import Reason
from core.domain.table_types import ONE_OR_MORE, SHARE, TWO_OR_MORE, Strict, readable_amounts


class MoreVotes(Strict):
    """One `[[approvals.more]]`: plans of this reason, or above an amount, need more votes."""

    reason: Annotated[Reason, Field(strict=False)] | None = None
    above: dict[str, str] = {}
    votes: TWO_OR_MORE

    _amounts = field_validator("above")(readable_amounts)

    @model_validator(mode="after")
    def _something(self) -> MoreVotes:
        if self.reason is None and not self.above:
            raise ValueError("say when: a reason, or amounts in `above`")
        return self


ROLES = Annotated[list[Annotated[Role, Field(strict=False)]], Field(min_length=1)]


class ApprovalsTable(Strict):
    """`[approvals]`: roles, not people. Fewer than two votes only for `reinstate` and
    `stop_renewal`."""

    ask: ROLES
    vote: ROLES
    suspend: TWO_OR_MORE = 2
    reinstate: ONE_OR_MORE = 1
    stop_renewal: ONE_OR_MORE = 1
    policy: TWO_OR_MORE = 2
    requester_counts: bool = False
    lapse_business_hours: Annotated[int, Field(ge=1, le=400)] = 16
    notice_habits: bool = False
    more: list[MoreVotes] = []


class CapsTable(Strict):
    """`[caps]`: every limit must be there and positive; no cap is refused."""

    per_plan: ONE_OR_MORE
    per_hour: ONE_OR_MORE
    per_day: ONE_OR_MORE
    customers_per_hour: ONE_OR_MORE
    customers_per_day: ONE_OR_MORE
    share_per_day: SHARE


class LetterCapsTable(Strict):
    """`[caps.letters]`: `share_per_day` is the share of customers that one run may move to another
    stage before it stops and asks."""

    per_plan: ONE_OR_MORE | None = None
    per_hour: ONE_OR_MORE = 30
    per_day: ONE_OR_MORE = 100
    customers_per_hour: ONE_OR_MORE = 30
    customers_per_day: ONE_OR_MORE = 100
    share_per_day: SHARE = 0.05


class CapsTables(CapsTable):
    """`[caps]` with its own tables for reinstating, ten times as much without one, and for
    letters."""

    reinstate: CapsTable | None = None
    letters: LetterCapsTable = LetterCapsTable()


class ContainmentTable(Strict):
    """`[containment]`: after so many hours its owner is asked whether it goes on; 30 days at
    most."""

    hours: Annotated[int, Field(ge=1, le=720)] = 72


class StepUpTable(Strict):
    """`[step_up]`: of which plans each approval takes a code, beside the two votes."""

    reasons: list[Annotated[Reason, Field(strict=False)]] = []
    above: dict[str, str] = {}

    _amounts = field_validator("above")(readable_amounts)


class BreakGlassTable(Strict):
    """`[break_glass]`: what one person may do alone against fraud or misuse, once it is enabled."""

    enabled: bool = False
    roles: ROLES = sorted(BreakGlass().roles)
    most: Annotated[int, Field(ge=1, le=MOST_ALONE)] = MOST_ALONE
    ratify_business_hours: Annotated[int, Field(ge=1, le=8)] = 2
    second_deadline_hours: Annotated[int, Field(ge=1, le=24)] = 4

    @field_validator("roles")
    @classmethod
    def _may_decide(cls, roles: list[Role]) -> list[Role]:
        if Role.AGENT in roles:
            raise ValueError("agents never decide alone; name approvers or administrators")
        return roles
