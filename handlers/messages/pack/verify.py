"""Says of the pack around it what holds and what does not: python3 verify.py

It needs Python 3.8 or newer, no network and nothing else. `--head SIZE:HASH` compares what somebody
kept of the chain; `--pack DIGEST` the digest that was told in the thread of the case."""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EVENT, NODE, PLAN = "goodstanding event v1", "goodstanding node v1", b"goodstanding plan v1\n"
EMPTY = "0" * 64


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def files() -> list[str]:
    """Every file of the pack but the list itself, by its name in that list."""
    found = (one for one in HERE.rglob("*") if one.is_file() and "__pycache__" not in one.parts)
    return sorted({one.relative_to(HERE).as_posix() for one in found} - {"SHA256SUMS"})


def rows() -> dict[int, tuple[str, str]]:
    """The events that are shown, by their number: salt and body."""
    found: dict[int, tuple[str, str]] = {}
    for line in (HERE / "chain/events.tsv").read_text("utf-8").split("\n"):
        if line:
            seq, salt, body = line.split("\t")
            if int(seq) in found:
                raise ValueError("event " + seq + " is there twice")
            found[int(seq)] = (salt, body)
    return found


def check_files() -> list[str]:
    """Does each file have the digest that the list gives it?"""
    text = (HERE / "SHA256SUMS").read_text("utf-8")
    pairs = (line.split("  ", 1) for line in text.split("\n") if line)
    listed = {name: digest for digest, name in pairs}
    faults = ["missing: " + name for name in sorted(set(listed) - set(files()))]
    for name in files():
        if name not in listed:
            faults.append("not in the list: " + name)
        elif sha256((HERE / name).read_bytes()) != listed[name]:
            faults.append("edited: " + name)
    return faults


def over(known: dict[tuple[int, int], str], low: int, high: int) -> str:
    """The hash of the tree over the events after `low` up to `high`."""
    if (low, high) in known:
        return known[low, high]
    if high - low < 2:
        return EMPTY if low == high else ""
    middle = low + (1 << (high - low - 1).bit_length() - 1)
    left, right = over(known, low, middle), over(known, middle, high)
    return sha256("\n".join((NODE, left, right)).encode()) if left and right else ""


def check_chain() -> list[str]:
    """Do the events that are shown, with the hashes of all others, make the heads?"""
    proof = json.loads((HERE / "chain/proof.json").read_text("utf-8"))
    known = {
        (seq - 1, seq): sha256("\n".join((EVENT, str(seq), salt, body)).encode())
        for seq, (salt, body) in rows().items()
    }
    for part in proof["parts"]:
        if any(part["first"] <= seq <= part["last"] for seq in rows()):
            return ["chain/proof.json hides events that chain/events.tsv shows"]
        known[part["first"] - 1, part["last"]] = part["hash"]
    size = proof["newest"]["size"]
    outside = [seq for seq in rows() if not 0 < seq <= size]
    return [f"chain/events.tsv: event {seq} is not in the chain" for seq in outside] + [
        f"chain/: the events do not make the head of {head['size']} events"
        for head in [proof["newest"], *proof["heads"]]
        if over(known, 0, head["size"]) != head["hash"]
    ]


def says(wanted: object, plain: str) -> bool:
    """Is this the digest of what has the SHA-256 `plain`? Its key, where it has one, is in
    chain/keys.json: nobody can make another key for other content."""
    key = keys().get(str(wanted))
    if key is None:
        return wanted == plain
    return wanted == hmac.new(bytes.fromhex(key), plain.encode(), "sha256").hexdigest()


def in_chain(path: Path, digests: set[str]) -> bool:
    """Does one of the digests stand for this file?"""
    plain = sha256(path.read_bytes())
    return any(says(one, plain) for one in digests)


@lru_cache(maxsize=1)
def keys() -> dict[str, str]:
    return dict(json.loads((HERE / "chain/keys.json").read_text("utf-8")))


def events() -> list[dict[str, Any]]:
    """The events that are shown, as they are in the chain."""
    return [dict(json.loads(body), seq=seq) for seq, (_, body) in sorted(rows().items())]


def told(kind: str, name: str) -> set[str]:
    """What the events of one kind say under a name."""
    return {one["event"].get(name) for one in events() if one["kind"] == kind}


def check_events() -> list[str]:
    """Is what case.json says of events what the chain says?"""
    case = json.loads((HERE / "case.json").read_text("utf-8"))
    if case["events"] != events():
        return ["case.json: its events are not those of the chain"]
    bodies = {one["seq"]: one["event"] for one in events()}
    return [
        f"case.json: a text is not the one of event {text['seq']}"
        for text in case["texts"]
        if not says(bodies.get(text["seq"], {}).get(text["name"]), sha256(text["text"].encode()))
    ]


def check_plans() -> list[str]:
    """Is each plan the one that people voted on?"""
    filed = told("PlanFiled", "hash")
    faults = []
    for path in sorted(HERE.glob("plans/*.json")):
        digest = sha256(PLAN + path.read_bytes())
        if digest != path.stem or digest not in filed:
            faults.append(f"plans/{path.name}: no plan with this content is in the chain")
    there = {path.stem for path in HERE.glob("plans/*.json")}
    return faults + [f"plans/{one}.json is missing" for one in sorted(filed - there)]


VOTED = ("plan_id", "account", "choice", "hash")


def check_votes() -> list[str]:
    """Is each vote in the chain: whose, when, what, on which plan, and proved by which code?"""
    case = json.loads((HERE / "case.json").read_text("utf-8"))
    cast = {
        (*(one["event"][name] for name in VOTED), one["event"]["proof_id"],
         one["stamp"]["person_id"], one["stamp"]["at"])
        for one in events() if one["kind"] == "VoteCast"
    }  # fmt: skip
    votes = [vote for plan in case["plans"] for vote in plan["votes"]]
    return [
        f"case.json: no vote like this is in the chain: {vote['choice']} of {vote['person_id']}"
        for vote in votes
        if (*(vote[name] for name in VOTED), vote["proof"], vote["person_id"], vote["at"])
        not in cast
    ]


def check_policies() -> list[str]:
    """Is each policy the version after which events and plans name it?"""
    used = {one["stamp"]["policy"] for one in events()} - {""}
    there = {path.stem: path for path in sorted(HERE.glob("policies/*.toml"))}
    wrong = [one for one, path in there.items() if sha256(path.read_bytes()) != one]
    faults = [f"policies/{one}.toml: it is another version" for one in wrong]
    return faults + [f"policies/{one}.toml is missing" for one in sorted(used - set(there))]


def check_cards() -> list[str]:
    """Was each card drawn like this? One that is not here was erased."""
    drawn = told("CardShown", "digest")
    return [
        f"cards/{path.name}: no card like this is in the chain"
        for path in sorted(HERE.glob("cards/*.json"))
        if not in_chain(path, drawn)
    ]


def check_letters() -> list[str]:
    """Was each letter written with this subject and these words? One that is not here was erased,
    or sent before the desk was there."""
    written = told("LetterQueued", "text_digest")
    return [
        f"letters/{path.name}: no letter like this is in the chain"
        for path in sorted(HERE.glob("letters/*.txt"))
        if not in_chain(path, written)
    ]


CHECKS = (
    ("every file is the one that was listed (SHA256SUMS)", check_files),
    ("the events stand in the chain, unaltered and in this order", check_chain),
    ("case.json says what the chain says", check_events),
    ("plans are those that people voted on", check_plans),
    ("votes are those that were cast", check_votes),
    ("policies are those that were in force", check_policies),
    ("cards looked like this", check_cards),
    ("letters said this", check_letters),
)


def run(check: Callable[[], list[str]]) -> list[str]:
    """What cannot be read does not hold."""
    try:
        return check()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return [f"cannot be checked: {type(error).__name__}: {error}"]


def compared(wanted: argparse.Namespace) -> list[str]:
    """What somebody kept elsewhere, against what is said here."""
    proof = json.loads((HERE / "chain/proof.json").read_text("utf-8"))
    heads = {(one["size"], one["hash"]) for one in [proof["newest"], *proof["heads"]]}
    faults = []
    for head in wanted.head:
        size, _, digest = head.partition(":")
        if not size.isdigit() or (int(size), digest.lower()) not in heads:
            faults.append(f"the pack proves no head {head}")
    if wanted.pack and wanted.pack.lower() != sha256((HERE / "SHA256SUMS").read_bytes()):
        faults.append(f"this is not the pack {wanted.pack}")
    return faults


def main() -> int:
    reader = argparse.ArgumentParser(description="Says what of this pack holds.")
    reader.add_argument("--head", action="append", default=[], metavar="SIZE:HASH")
    reader.add_argument("--pack", default="", metavar="DIGEST")
    wanted = reader.parse_args()
    checks = [*CHECKS, ("what was kept elsewhere is the same", lambda: compared(wanted))]
    bad = False
    for name, check in checks if wanted.head or wanted.pack else CHECKS:
        faults = run(check)
        bad = bad or bool(faults)
        sys.stdout.write(("DOES NOT HOLD: " if faults else "holds: ") + name + "\n")
        sys.stdout.writelines("    " + fault + "\n" for fault in faults)
    if not bad:
        proof = json.loads((HERE / "chain/proof.json").read_text("utf-8"))["newest"]
        sys.stdout.write(f"chain: {proof['size']} events, head {proof['hash']}\n")
        sys.stdout.write(f"pack: {sha256((HERE / 'SHA256SUMS').read_bytes())}\n")
        sys.stdout.write("Compare both with what the desk told when the pack was taken: only the\n")
        sys.stdout.write("digest of the pack says that nothing was left out.\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
