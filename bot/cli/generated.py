"""python -m bot generate: writes the files that follow from the code, or checks them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def generate(
    check: Annotated[bool, typer.Option("--check", help="Exit 1 if a file is not current")] = False,
    url: Annotated[str, typer.Option(help="Public address, for signed HTTP")] = "",
    prefix: Annotated[str, typer.Option(help="Put before each command, as in gs-")] = "",
) -> None:
    """Write manifest.yml and docs/commands.md from the commands."""
    from handlers.manifest import Shape, commands_page, manifest

    wanted = {
        Path("manifest.yml"): manifest(Shape(url.rstrip("/"), prefix)),
        Path("docs/commands.md"): commands_page(),
    }
    stale = [path for path, text in wanted.items() if not _holds(path, text)]
    if check and stale:
        print("not current: " + ", ".join(map(str, stale)) + "; run `make generated`")
        raise typer.Exit(1)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"written: {path}")


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
