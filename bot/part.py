"""What a process does: it answers Slack, it works, or both; a command at the terminal does none."""

from __future__ import annotations

from enum import Flag, auto


class Part(Flag):
    """Each part needs settings of its own and is given no others."""

    NONE = 0
    WEB = auto()
    WORKER = auto()
    ALL = WEB | WORKER


ROLES = {"": Part.ALL, "web": Part.WEB, "worker": Part.WORKER}
