"""The policy file: TOML text in, a Policy or the list of everything that is wrong out."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.domain.errors import BadAmount
from core.domain.money import CURRENCIES, Money, parse_money
from core.domain.people import Role
from core.domain.policy import Approvals, Caps, Policy

TWO_OR_MORE = Annotated[int, Field(ge=2)]
ONE_OR_MORE = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CapsTable(_Strict):
    """`[caps]`: every limit must be there and positive; no cap is refused."""

    per_plan: ONE_OR_MORE
    per_hour: ONE_OR_MORE
    per_day: ONE_OR_MORE
    customers_per_hour: ONE_OR_MORE
    customers_per_day: ONE_OR_MORE
    share_per_day: Annotated[float, Field(gt=0, le=1)]

    def typed(self) -> Caps:
        return Caps(**self.model_dump(include=set(CapsTable.model_fields)))


class CapsTables(CapsTable):
    """`[caps]` with its own table for reinstating."""

    reinstate: CapsTable


class ApprovalsTable(_Strict):
    """`[approvals]`: roles, not people. Fewer than two votes only for `reinstate`."""

    ask: Annotated[list[Role], Field(min_length=1)]
    vote: Annotated[list[Role], Field(min_length=1)]
    suspend: TWO_OR_MORE = 2
    reinstate: ONE_OR_MORE = 1
    stop_renewal: ONE_OR_MORE = 1
    policy: TWO_OR_MORE = 2
    requester_counts: bool = False
    lapse_business_hours: Annotated[int, Field(ge=1, le=400)] = 16

    def typed(self) -> Approvals:
        return Approvals(
            ask=frozenset(self.ask),
            vote=frozenset(self.vote),
            quorum={
                "suspend": self.suspend,
                "reinstate": self.reinstate,
                "stop_renewal": self.stop_renewal,
                "lift_freeze": 2,
                "change_roles": self.policy,
                "let_go": 2,
            },
            requester_counts=self.requester_counts,
            lapse_business_hours=self.lapse_business_hours,
        )


class TimingTable(_Strict):
    """`[timing]`: the hours, in the customer's time, in which a cut may be sent."""

    cut_hours: str = "09:00-15:00"

    @field_validator("cut_hours")
    @classmethod
    def _readable(cls, text: str) -> str:
        start, end = _hours(text)
        if start >= end:
            raise ValueError('the end must be later than the start, as in "09:00-15:00"')
        return text


class PolicyTable(_Strict):
    """The whole file. Unknown keys are refused."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    floors: Annotated[dict[str, str], Field(min_length=1)]
    keep: list[Annotated[str, Field(min_length=2)]] = []
    timing: TimingTable = TimingTable()
    approvals: ApprovalsTable
    caps: CapsTables

    @model_validator(mode="after")
    def _floors_are_money(self) -> PolicyTable:
        for currency, amount in self.floors.items():
            if currency not in CURRENCIES:
                raise ValueError(f"floors.{currency}: not an ISO 4217 currency code")
            _floor(currency, amount)
        return self


def _floor(currency: str, amount: str) -> Money:
    try:
        floor = parse_money(amount, currency)
    except BadAmount:
        raise ValueError(f'floors.{currency}: not an amount, write it as "50.00"') from None
    if floor.amount <= 0:
        raise ValueError(f"floors.{currency}: must be above zero")
    return floor


def _hours(text: str) -> tuple[time, time]:
    parts = text.split("-")
    if len(parts) != 2:
        raise ValueError('write two times as in "09:00-15:00"')
    try:
        start, end = (time.fromisoformat(part.strip()) for part in parts)
    except ValueError:
        raise ValueError('write two times as in "09:00-15:00"') from None
    return start, end


class PolicyRefused(ValueError):
    """The file is not a policy; `problems` are all of them, each with its path."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_policy(text: str) -> Policy:
    """Parse and check a policy file. Raises PolicyRefused naming every path that is wrong."""
    try:
        table = PolicyTable.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyRefused([f"not TOML: {error}"]) from None
    except ValidationError as error:
        raise PolicyRefused([_problem(e["loc"], e["msg"]) for e in error.errors()]) from None
    start, end = _hours(table.timing.cut_hours)
    return Policy(
        name=table.name,
        version=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        floors={code: _floor(code, amount) for code, amount in table.floors.items()},
        keep=tuple(table.keep),
        cut_from=start,
        cut_until=end,
        approvals=table.approvals.typed(),
        caps=table.caps.typed(),
        reinstate_caps=table.caps.reinstate.typed(),
    )


def _problem(path: tuple[str | int, ...], message: str) -> str:
    where = ""
    for part in path:
        where += f"[{part}]" if isinstance(part, int) else (f".{part}" if where else str(part))
    text = message.removeprefix("Value error, ")
    return f"{where}: {text}" if where else text
