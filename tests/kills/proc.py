"""What Linux tells of a process: whether it is halted, what is in its memory, where it listens."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

LISTENS = "0A"
SOCKET = re.compile(r"socket:\[(\d+)\]")


def is_halted(pid: int) -> bool:
    return (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "T"
    )


def holds(pid: int, wanted: bytes) -> bool:
    """Is it anywhere in the memory that the process wrote itself?"""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        return any(wanted in _read(memory.fileno(), *part) for part in _parts(pid))


def _parts(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        where, allowed = line.split()[:2]
        first, last = (int(end, 16) for end in where.split("-"))
        if allowed.startswith("rw"):
            yield first, last - first


def _read(memory: int, at: int, size: int) -> bytes:
    try:
        return os.pread(memory, size, at)
    except OSError:
        return b""


def ports(pid: int) -> set[int]:
    """At which TCP ports it listens."""
    own = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        if found := SOCKET.match(os.readlink(file)):
            own.add(found.group(1))
    rows = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{name}").read_text(encoding="ascii").splitlines()[1:]
    ]
    return {
        int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == LISTENS and row[9] in own
    }
