"""python -m bot doctor: every setting, what is wrong with it, and what is right."""

from __future__ import annotations

import os
from pathlib import Path

import typer


def doctor() -> None:
    """List the settings and check them. Exit 1 if something has to be mended."""
    from bot.config import SETTINGS, Settings, SettingsRefused
    from core.domain.policy_file import PolicyRefused, read_policy

    for setting in SETTINGS:
        shown = "set" if os.environ.get(setting.name) else f"default: {setting.default}"
        print(f"{setting.name:32} {shown:28} {setting.meaning}")
    print()
    try:
        settings = Settings.from_environment()
        read_policy(Path(settings.policy_file).read_text(encoding="utf-8"))
    except (SettingsRefused, PolicyRefused) as refused:
        for problem in refused.problems:
            print(f"wrong  {problem}")
        raise typer.Exit(1) from None
    print("ok     the settings and the policy can be used")
    print("note   one process serves Slack and holds the Partner Center credentials")
