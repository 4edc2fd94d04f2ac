"""What the tables of a policy file are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.domain.errors import BadAmount
from core.domain.money import CURRENCIES, Money, parse_money

TWO_OR_MORE = Annotated[int, Field(ge=2)]
ONE_OR_MORE = Annotated[int, Field(ge=1)]
DAYS = Annotated[int, Field(ge=0, le=3650)]
SHARE = Annotated[float, Field(gt=0, le=1)]


class Strict(BaseModel):
    """A table in which every key is known; what was read is not edited."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def amounts_of(table: dict[str, str]) -> dict[str, Money]:
    """Quoted decimals by currency. Raises ValueError; what it says goes on with the path."""
    found = {}
    for currency, text in table.items():
        if currency not in CURRENCIES:
            raise ValueError(f".{currency}: not an ISO 4217 currency code")
        try:
            found[currency] = parse_money(text, currency)
        except BadAmount:
            raise ValueError(f'.{currency}: not an amount, write it as "50.00"') from None
        if found[currency].amount < 0:
            raise ValueError(f".{currency}: must not be below zero")
    return found


def readable_amounts(table: dict[str, str]) -> dict[str, str]:
    amounts_of(table)
    return table
