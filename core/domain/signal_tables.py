"""`[signals]` of a policy file: what each sign of fraud weighs, and what comes of a score."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from core.domain.signals import DEFAULT_RULES, NAMES, SignalKind, Weights

MOST = 100
NUMBER = {"type": "integer", "minimum": 0, "maximum": MOST}


def _known(table: dict[str, int]) -> dict[str, int]:
    """Raises ValueError; what it says goes on with the path."""
    for name in table:
        if name not in NAMES:
            kinds, others = ", ".join(SignalKind), ", ".join(DEFAULT_RULES)
            raise ValueError(f".{name}: there is no such signal, there are {kinds}; and {others}")
    weights = Weights(table)
    if weights.open_case == 0:
        raise ValueError(".open_case: must be above 0, or every trifle opens a case")
    if weights.page < weights.open_case:
        raise ValueError(
            f".page: must not be below open_case ({weights.open_case}): nobody is woken without a "
            "case"
        )
    return table


SIGNALS = Annotated[
    dict[str, Annotated[int, Field(ge=0, le=MOST)]],
    AfterValidator(_known),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {str(name): NUMBER for name in NAMES},
            "additionalProperties": False,
        }
    ),
]
