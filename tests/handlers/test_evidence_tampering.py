"""Whatever is changed in a pack of evidence is found and named."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.trail import leaf
from tests.handlers.a_pack import a_case, made, relisted, verified
from tests.world import World


def flip(path: Path) -> None:
    """One byte, in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def first(pack: Path, pattern: str) -> Path:
    return sorted(pack.glob(pattern))[0]


def edit_lines(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(change(lines)), encoding="utf-8")


def swapped(lines: list[str]) -> list[str]:
    """Two events change their places, and keep their numbers."""
    one, two = lines[0].split("\t"), lines[1].split("\t")
    return ["\t".join([one[0], *two[1:]]), "\t".join([two[0], *one[1:]]), *lines[2:]]


def decided_otherwise(pack: Path, **changes: str) -> None:
    """The first vote, as somebody with the database could have it."""
    case = json.loads((pack / "case.json").read_text("utf-8"))
    case["plans"][0]["votes"][0] |= changes
    (pack / "case.json").write_text(json.dumps(case), encoding="utf-8")


CLASSES = (
    *("README.txt", "index.html", "case.json", "timeline.csv", "votes.csv", "effects.csv"),
    *("calls.csv", "chain/proof.json", "chain/events.tsv", "plans/*.json", "policies/*.toml"),
    *("cards/*.json", "drafts/refund-request.txt", "drafts/service-request.txt"),
)
EVENTS = "chain/events.tsv"
FORGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "event edited": (lambda p: edit_lines(p / EVENTS, lambda ls: [
        ls[0].replace("fraud", "trick"), *ls[1:]]), "do not make the head"),
    "event deleted": (lambda p: edit_lines(p / EVENTS, lambda ls: ls[1:]), "do not make the head"),
    "event inserted": (lambda p: edit_lines(p / EVENTS, lambda ls: [
        ls[0].replace(ls[0].split("\t")[0], "2", 1), *ls]), "chain"),
    "events swapped": (lambda p: edit_lines(p / EVENTS, swapped), "do not make the head"),
    "event twice": (lambda p: edit_lines(p / EVENTS, lambda ls: [ls[0], *ls]), "there twice"),
    "note edited": (lambda p: edit_lines(p / "case.json", lambda ls: [
        one.replace("they <called>", "nobody called") for one in ls]), "a text is not the one"),
    "vote turned": (lambda p: decided_otherwise(p, choice="reject"), "no vote like this"),
    "vote of another": (lambda p: decided_otherwise(p, person_id="x"), "no vote like this"),
    "vote on another plan": (lambda p: decided_otherwise(p, hash="f" * 64), "no vote like this"),
    "plan": (lambda p: flip(first(p, "plans/*.json")), "no plan with this content"),
    "plan gone": (lambda p: first(p, "plans/*.json").unlink(), "is missing"),
    "policy": (lambda p: flip(first(p, "policies/*.toml")), "another version"),
    "policy gone": (lambda p: first(p, "policies/*.toml").unlink(), "is missing"),
    "card": (lambda p: flip(first(p, "cards/*.json")), "no card like this"),
    "keys made up": (lambda p: (p / "chain/keys.json").write_text("{}"), "a text is not the one"),
    "card made up": (lambda p: (p / "cards/9.json").write_text("{}"), "no card like this"),
}  # fmt: skip


@pytest.fixture
def pack(world: World, tmp_path: Path) -> Path:
    a_case(world)
    return made(world, tmp_path)


def test_one_byte_in_any_file_is_found_and_named(pack: Path) -> None:
    for pattern in CLASSES:
        path = first(pack, pattern)
        before = path.read_bytes()
        flip(path)
        done, said = verified(pack)
        assert done == 1 and f"edited: {path.relative_to(pack)}" in said, said
        path.write_bytes(before)
    assert verified(pack)[0] == 0
    (pack / "more.txt").write_text("more")
    assert "not in the list: more.txt" in verified(pack)[1]
    (pack / "more.txt").unlink()
    (pack / "votes.csv").unlink()
    assert "missing: votes.csv" in verified(pack)[1]


def test_a_new_list_does_not_hide_what_is_bound_to_the_chain(pack: Path, tmp_path: Path) -> None:
    keep = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    for name, (forge, why) in FORGED.items():
        forge(pack)
        relisted(pack)
        done, said = verified(pack)
        assert done == 1 and why in said, (name, said)
        assert "holds: every file is the one that was listed" in said
        for path in [one for one in pack.rglob("*") if one.is_file()]:
            path.unlink()
        for path, content_ in keep.items():
            path.write_bytes(content_)
    assert verified(pack)[0] == 0


@pytest.mark.parametrize("seq", ["0", "-3", "99999"])
def test_an_event_that_is_made_up_beside_the_chain_is_found(pack: Path, seq: str) -> None:
    """No hash of the head is over it, and the file of the case agrees with it."""
    made_up = f"{seq}\t00\t" + json.dumps(
        {"kind": "VoteCast", "event": {}, "stamp": {"policy": ""}}
    )
    edit_lines(pack / EVENTS, lambda lines: [*lines[:-1], made_up, ""])
    case = json.loads((pack / "case.json").read_text("utf-8"))
    more = json.loads(made_up.split("\t")[2]) | {"seq": int(seq)}
    case["events"] = sorted([*case["events"], more], key=lambda one: one["seq"])
    (pack / "case.json").write_text(json.dumps(case), encoding="utf-8")
    relisted(pack)
    done, said = verified(pack)
    assert done == 1 and f"event {seq} is not in the chain" in said, said


def test_what_is_left_out_is_found_by_the_digest_of_the_pack_alone(pack: Path) -> None:
    """A hash in its place makes the same head: the instructions claim no more than that."""
    _, before = verified(pack)
    digest = before.split("pack: ")[1].split()[0]
    lines = (pack / EVENTS).read_text("utf-8").split("\n")
    vote = next(line for line in lines if '"kind":"VoteCast"' in line)
    seq, salt, body = vote.split("\t")
    (pack / EVENTS).write_text("\n".join(one for one in lines if one != vote), "utf-8")
    proof = json.loads((pack / "chain/proof.json").read_text("utf-8"))
    hidden = {"first": int(seq), "last": int(seq), "hash": leaf(int(seq), salt, body)}
    proof["parts"].append(hidden)
    (pack / "chain/proof.json").write_text(json.dumps(proof), encoding="utf-8")
    case = json.loads((pack / "case.json").read_text("utf-8"))
    for name in ("events", "texts"):
        case[name] = [one for one in case[name] if one["seq"] != int(seq)]
    at = json.loads(body)["stamp"]["at"]
    (plan,) = case["plans"]
    plan["votes"] = [one for one in plan["votes"] if one["at"] != at]
    (pack / "case.json").write_text(json.dumps(case), encoding="utf-8")
    relisted(pack)
    done, said = verified(pack)
    assert (done, "head" in said) == (0, True), said
    assert "was left out" in said
    done, said = verified(pack, "--pack", digest)
    assert done == 1 and "this is not the pack" in said


BY_HAND = """
set -e
sha256sum --quiet --check SHA256SUMS
plan=$(ls plans/*.json | head -1)
hash=$( (printf 'goodstanding plan v1\\n'; cat "$plan") | sha256sum | cut -c1-64)
test "$(basename "$plan" .json)" = "$hash"
policy=$(ls policies/*.toml | head -1)
test "$(basename "$policy" .toml)" = "$(sha256sum "$policy" | cut -c1-64)"
plain=$(sha256sum "$(ls cards/*.json | head -1)" | cut -c1-64)
prefix=$(ls cards/*.json | head -1 | sed 's/.*-//; s/.json//')
row=$(grep "^ *.$prefix" chain/keys.json)
digest=$(echo "$row" | cut -d '"' -f 2) key=$(echo "$row" | cut -d '"' -f 4)
mac=$(printf %s "$plain" | openssl sha256 -mac HMAC -macopt "hexkey:$key" | sed 's/.*= //')
test "$mac" = "$digest"
grep -q "$digest" chain/events.tsv
IFS="$(printf '\\t')" read -r SEQ SALT BODY < chain/events.tsv
printf 'goodstanding event v1\\n%s\\n%s\\n%s' "$SEQ" "$SALT" "$BODY" | sha256sum | cut -c1-64
"""


def test_the_same_is_done_by_hand(pack: Path) -> None:
    """As the instructions in it say."""
    done = subprocess.run(["sh", "-c", BY_HAND], capture_output=True, text=True, cwd=pack)
    assert done.returncode == 0, done.stderr
    seq, salt, body = (pack / EVENTS).read_text("utf-8").split("\n")[0].split("\t")
    assert done.stdout.strip() == leaf(int(seq), salt, body)
