"""Where answers to letters lie: a Maildir, a mailbox behind IMAP, or files."""

from __future__ import annotations

import imaplib
import re
import ssl
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from clients.mail_reading import MOST_BYTES
from core.domain.secret import Secret
from core.faults import Way
from core.ports.boundary import outside
from core.ports.outside import Unreachable

SECONDS = 30.0
PROBLEMS = (OSError, imaplib.IMAP4.error)


@dataclass(frozen=True, slots=True)
class Found:
    """One message; `done` marks it as seen, once it is kept."""

    source: bytes
    done: Callable[[], None]


class Mailbox(Protocol):
    def new(self) -> Iterator[Found]:
        """Messages that nobody marked yet, one after the other. Raises Unreachable."""


@dataclass(frozen=True, slots=True)
class MaildirBox:
    """A folder with `new` and `cur`; what was read is moved from the first to the second."""

    folder: Path

    def new(self) -> Iterator[Found]:
        try:
            names = sorted(path.name for path in (self.folder / "new").iterdir())
            for name in names:
                yield from self._found(name)
        except OSError as error:
            raise Unreachable(f"{self.folder}: {error.strerror or error}") from None

    def _found(self, name: str) -> Iterator[Found]:
        path = self.folder / "new" / name
        if name.startswith(".") or not stat.S_ISREG(path.lstat().st_mode):
            return
        with outside(Way.MAIL_IN), path.open("rb") as file:
            source = file.read(MOST_BYTES)

        def done() -> None:
            with outside(Way.MAIL_SEEN):
                path.rename(self.folder / "cur" / f"{name}:2,S")

        yield Found(source, done)


@dataclass(frozen=True, slots=True)
class Files:
    """Messages that somebody saved; they stay where they are."""

    paths: Sequence[Path]

    def new(self) -> Iterator[Found]:
        for path in self.paths:
            try:
                with path.open("rb") as file:
                    source = file.read(MOST_BYTES)
            except OSError as error:
                raise Unreachable(f"{path}: {error.strerror or error}") from None
            yield Found(source, lambda: None)


@dataclass(frozen=True, slots=True)
class ImapBox:
    """A mailbox of which the unseen messages are read, and marked as seen. Without encryption only
    on this machine."""

    host: str
    port: int
    user: str
    password: Secret
    name: str
    encrypted: bool = True

    def new(self) -> Iterator[Found]:
        try:
            with outside(Way.MAIL_IN):
                line = self._open()
        except PROBLEMS as error:
            raise Unreachable(f"{self.host}: {_said(error)}") from None
        try:
            for uid in self._unseen(line):
                yield Found(self._fetch(line, uid), partial(_mark, line, uid))
        except PROBLEMS as error:
            raise Unreachable(f"{self.host}: {_said(error)}") from None
        finally:
            with suppress(*PROBLEMS):
                line.logout()

    def _open(self) -> imaplib.IMAP4:
        line: imaplib.IMAP4
        if self.encrypted:
            safe = ssl.create_default_context()
            line = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=safe, timeout=SECONDS)
        else:
            line = imaplib.IMAP4(self.host, self.port, timeout=SECONDS)
        try:
            line.login(self.user, self.password.reveal())
            quoted = self.name.replace("\\", "\\\\").replace('"', '\\"')
            _expect(line.select(f'"{quoted}"'))
        except PROBLEMS:
            line.shutdown()
            raise
        return line

    def _unseen(self, line: imaplib.IMAP4) -> list[str]:
        found: Sequence[bytes | None] = _expect(line.uid("SEARCH", "UNSEEN"))
        listed = b" ".join(filter(None, found)).decode("ascii", errors="replace")
        return re.findall(r"\d+", listed)

    def _fetch(self, line: imaplib.IMAP4, uid: str) -> bytes:
        """The beginning of it, which leaves it unseen."""
        what = f"(BODY.PEEK[]<0.{MOST_BYTES}>)"
        with outside(Way.MAIL_IN):
            parts: Iterable[object] = _expect(line.uid("FETCH", uid, what))
        texts = [part[1] for part in parts if isinstance(part, tuple) and len(part) > 1]
        return texts[0] if texts and isinstance(texts[0], bytes) else b""


def _mark(line: imaplib.IMAP4, uid: str) -> None:
    with outside(Way.MAIL_SEEN):
        _expect(line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))


def _expect(answer: tuple[str, Any]) -> Any:
    """What an IMAP server answered with OK. Raises IMAP4.error for anything else."""
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(found[:1]))
    return found


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
