"""Keeps what the sandbox knows in a folder, so that it goes on where it stopped."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

EVERY = 1.0
FILE = "sandbox.json"


class Part(Protocol):
    """Something that can be written down and read again."""

    def to_json(self) -> Mapping[str, Any]: ...

    def load_json(self, state: Mapping[str, Any], /) -> None: ...


class SavedState:
    """One JSON file, replaced as a whole about once a second when something changed."""

    def __init__(self, folder: Path, parts: Mapping[str, Part]) -> None:
        self._file = folder / FILE
        self._parts = parts
        self._stopping = threading.Event()
        self._saver = threading.Thread(target=self._save_often, name="sandbox-state", daemon=True)
        self._last = ""

    def load(self) -> None:
        if not self._file.exists():
            return
        saved = json.loads(self._file.read_text(encoding="utf-8"))
        for name, part in self._parts.items():
            if name in saved:
                part.load_json(saved[name])

    def keep_saving(self) -> None:
        self._saver.start()

    def stop(self) -> None:
        """Save for the last time."""
        self._stopping.set()
        if self._saver.is_alive():
            self._saver.join()
        self._save()

    def save_if_changed(self) -> None:
        """The running of the clock alone is no change."""
        lasting = {name: p.to_json() for name, p in self._parts.items() if name != "clock"}
        moves = self._parts["clock"].to_json()["moves"]
        now = json.dumps([lasting, moves], ensure_ascii=False)
        if now != self._last:
            self._last = now
            self._save()

    def _save_often(self) -> None:
        while not self._stopping.wait(EVERY):
            self.save_if_changed()

    def _save(self) -> None:
        everything = {name: part.to_json() for name, part in self._parts.items()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as out:
            json.dump(everything, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)
