"""Commands that are imported when they are called: all of the desk takes its time."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command


def on_demand(places: Mapping[str, str]) -> type[TyperGroup]:
    """A group that knows its commands by name; each lies at a `module:function` beside this."""

    class Group(TyperGroup):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            named: dict[str, Any] = dict.fromkeys(places)
            self.commands = named | dict(self.commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name in places and self.commands[cmd_name] is None:
                self.commands[cmd_name] = _imported(cmd_name, places[cmd_name])
            return super().get_command(ctx, cmd_name)

    return Group


def _imported(name: str, place: str) -> Any:
    module, _, function = place.partition(":")
    # httpx would load the command line that it brings, and rich and pygments with it: three
    # megabytes of memory that nobody here has any use for.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    with _all_of_it_stays():
        alone.command(name)(getattr(import_module(f"bot.cli.{module}"), function))
    return get_command(alone)


@contextmanager
def _all_of_it_stays() -> Iterator[None]:
    """Looking meanwhile for what could go takes a tenth of the time, and finds nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
