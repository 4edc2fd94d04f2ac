"""/breakglass: opens the form by which one person suspends alone, with a one-time code."""

from __future__ import annotations

from handlers.containment_asking import open_alone
from handlers.request import Command, Services, Typed


def answer(typed: Typed, services: Services) -> None:
    open_alone(typed.text, typed.account, typed.trigger_id, services)


COMMAND = Command(
    "/breakglass",
    "/breakglass contoso",
    "Suspend alone against fraud, with a one-time code; others ratify it",
    answer,
    which="break_glass",
)
