"""Looks for secrets in text: what has the form of one, and what is as random as one by its name."""

from __future__ import annotations

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.prove.running import ROOT

FORMS = tuple(
    re.compile(form)
    for form in (
        r"xox[abprse]-\d{9,}-[\w-]{12,}",
        r"xapp-\d-[A-Z0-9]{4,}-\d+-[0-9a-f]{16,}",
        r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20,}",
        r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
        r"\bAKIA[0-9A-Z]{16}\b",
        r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
        r"https://hooks\.slack\.com/services/T\w{8,}/B\w{8,}/\w{20,}",
        r"AccountKey=[A-Za-z0-9+/]{80,}",
    )
)
NAMED = re.compile(
    r"(?i)(?:secret|password|passwd|token|api_?key|master_?key)[\"']?\s*[:=]\s*[\"']([^\"'\s]{24,})[\"']"
)
# Bits a character: base64 of random bytes has more, words and hexadecimal numbers less.
RANDOM = 4.2
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """How many files were read, and where something was found: path and a beginning of it."""

    files: int
    hits: tuple[str, ...]


def in_text(text: str) -> list[str]:
    found = [match.group()[:24] for form in FORMS for match in form.finditer(text)]
    named = (match.group(1) for match in NAMED.finditer(text))
    return found + [value[:6] for value in named if entropy(value) >= RANDOM]


def entropy(text: str) -> float:
    """Bits for each character, by how often each comes."""
    counts = Counter(text).values()
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def in_tree() -> Scanned:
    """Everything that is tracked, as it is now."""
    files = [name for name in _git("ls-files", "-z").decode().split("\0") if name]
    texts = ((name, (ROOT / name)) for name in files)
    return _scanned((name, path.read_bytes()) for name, path in texts if path.is_file())


def in_history() -> Scanned:
    """Every content that any commit ever had."""
    listed = _git("rev-list", "--all", "--objects").decode("utf-8", errors="replace")
    named = (line.partition(" ") for line in listed.splitlines())
    return _scanned(_contents([(one, path) for one, _, path in named if path]))


def _contents(objects: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    names = "\n".join(one for one, _ in objects).encode()
    out = subprocess.run(
        ["git", "cat-file", "--batch"], cwd=ROOT, input=names, capture_output=True, check=True
    ).stdout
    at = 0
    for _, path in objects:
        end = out.index(b"\n", at)
        _, kind, size = out[at:end].split()
        body = out[end + 1 : end + 1 + int(size)]
        at = end + 2 + int(size)
        if kind == b"blob":
            yield path, body


def _scanned(contents: Iterator[tuple[str, bytes]]) -> Scanned:
    files, hits = 0, list[str]()
    for path, body in contents:
        files += 1
        if b"\0" in body[:1000] or len(body) > LARGEST:
            continue
        found = in_text(body.decode("utf-8", errors="replace"))
        hits += [f"{path}: {one}" for one in found]
    return Scanned(files, tuple(hits))


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout
