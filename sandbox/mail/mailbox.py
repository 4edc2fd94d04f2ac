"""The customers' mailboxes: what they received, what they answer, and whose address bounces."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sandbox.calls import NotHere, WrongCall
from sandbox.clock import Clock, as_text
from sandbox.mail.answering import POSTMASTER, delivery_report, reply
from sandbox.mail.letters import Answer, Letter, read_letter
from sandbox.mail.maildir import Maildir
from sandbox.mail.receiver import REFUSALS, MailServer, Receiver

KEPT = 500
# Taken and sent back as a delivery report; the others are said no to at once.
RETURNED = "returned"
BOUNCES = (RETURNED, *REFUSALS)


class Mailbox:
    """Everybody's letters in one list; what comes back lies in the partner's Maildir."""

    def __init__(self, clock: Clock, folder: Path | None = None) -> None:
        self._clock = clock
        self._folder = folder
        self._lock = threading.RLock()
        self._letters: dict[int, Letter] = {}
        self._bounces: dict[str, str] = {}
        self._last = 0
        self._closing = ExitStack()
        self._maildir: Maildir | None = None
        self._server: MailServer | None = None

    def start(self) -> None:
        """Without a folder of its own the Maildir lasts as long as the sandbox."""
        folder = self._folder or Path(self._closing.enter_context(TemporaryDirectory()))
        self._maildir = Maildir(folder)
        self._server = MailServer(Receiver(self._take, self._refusal_for))
        self._closing.callback(self._server.stop)

    def stop(self) -> None:
        self._closing.close()

    @property
    def port(self) -> int:
        """Where the bot brings its mail, on 127.0.0.1."""
        if self._server is None:
            raise ValueError("the mailbox is not open")
        return self._server.port

    @property
    def folder(self) -> Path:
        """Where the bot finds what customers answer: a Maildir."""
        return self._open_maildir().folder

    def letters(self, *, to: str = "", after: int = 0) -> list[Letter]:
        with self._lock:
            found = [letter for letter in self._letters.values() if letter.n > after]
        return [one for one in found if not to or to.lower() in one.recipients]

    def letter(self, n: int) -> Letter:
        with self._lock:
            if n not in self._letters:
                raise NotHere(f"there is no letter {n}; GET /sandbox/mail lists them")
            return self._letters[n]

    def answer(self, n: int, text: str, *, sender: str = "", automatic: bool = False) -> Answer:
        """The customer answers: himself, or his mail program while he is away."""
        letter, at = self.letter(n), self._clock.now()
        sender = sender or letter.recipients[0]
        message = reply(letter, text, sender=sender, at=at, automatic=automatic)
        return self._come_back(letter, message, Answer(
            "automatic" if automatic else "reply", as_text(at), sender, text, ""
        ))  # fmt: skip

    def bounces(self) -> dict[str, str]:
        with self._lock:
            return dict(self._bounces)

    def bounce(self, address: str, how: str) -> None:
        """From now on this address cannot be reached; `how` empty lets it be reached again."""
        if how and how not in BOUNCES:
            raise WrongCall(f"how must be one of {', '.join(BOUNCES)}, not {how!r}")
        with self._lock:
            self._bounces.pop(address.lower(), None)
            if how:
                self._bounces[address.lower()] = how

    def to_json(self) -> Mapping[str, Any]:
        with self._lock:
            letters = [asdict(letter) for letter in self._letters.values()]
            return {"letters": letters, "bounces": dict(self._bounces), "last": self._last}

    def load_json(self, state: Mapping[str, Any], /) -> None:
        with self._lock:
            letters = map(read_letter, state["letters"])
            self._letters = {letter.n: letter for letter in letters}
            self._bounces, self._last = dict(state["bounces"]), state["last"]

    def _take(self, source: bytes, sender: str, recipients: list[str]) -> None:
        with self._lock:
            self._last += 1
            letter = Letter(
                self._last, as_text(self._clock.now()), sender, tuple(map(str.lower, recipients)),
                source.decode("utf-8", errors="replace"),
            )  # fmt: skip
            self._letters[letter.n] = letter
            self._letters.pop(letter.n - KEPT, None)
            for recipient in letter.recipients:
                if self._bounces.get(recipient) == RETURNED:
                    self._send_back(letter, recipient)

    def _send_back(self, letter: Letter, recipient: str) -> None:
        at = self._clock.now()
        report = delivery_report(letter, recipient, at=at)
        words = f"Delivery to {recipient} failed."
        self._come_back(letter, report, Answer("report", as_text(at), POSTMASTER, words, ""))

    def _come_back(self, letter: Letter, message: Message, answer: Answer) -> Answer:
        with self._lock:
            done = replace(answer, file=self._open_maildir().drop(message))
            self._letters[letter.n] = self.letter(letter.n).answered(done)
        return done

    def _refusal_for(self, address: str) -> str:
        with self._lock:
            return REFUSALS.get(self._bounces.get(address.lower(), ""), "")

    def _open_maildir(self) -> Maildir:
        if self._maildir is None:
            raise ValueError("the mailbox is not open")
        return self._maildir
