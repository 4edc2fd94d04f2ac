"""Limits of whole messages and views: how much fits, and what must be there only once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.limits.blocks import BLOCK, BLOCKS, HOME, MESSAGE, MODAL
from sandbox.slack.limits.checks import (
    Complaints,
    Shape,
    anything,
    boolean,
    complain,
    items,
    string,
)
from sandbox.slack.limits.objects import OPTIONS_ANSWER, plain_text
from sandbox.slack.limits.tables import cell_characters

LARGEST_VIEW = 250_000
_MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
# How many of a kind one message may hold, and how many characters in the cells of a kind.
_MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
_MOST_IN_CELLS = {"table": 10_000, "data_table": 20_000}
_MOST_MARKDOWN = 12_000

Block = dict[str, Any]


def message_complaints(blocks: Any) -> list[str]:
    """Everything Slack would refuse in the blocks of a message."""
    return list(_blocks_complaints(blocks, MESSAGE, "/blocks"))


def view_complaints(view: Any) -> list[str]:
    """Everything Slack would refuse in a modal or in a Home tab."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in (MODAL, HOME):
        return [complain("must be a modal or home", "/view/type")]
    found = [*_VIEWS[kind](view, "/view")]
    found += _blocks_complaints(view.get("blocks"), kind, "/view/blocks")
    if kind == MODAL and not view.get("submit") and _has_input(view.get("blocks")):
        found.append(complain("a modal with input blocks must have submit", "/view"))
    return found


def options_complaints(answer: Any) -> list[str]:
    """Everything Slack would refuse in the answer to a block_suggestion."""
    return list(OPTIONS_ANSWER(answer, ""))


def view_bytes(view: Any) -> int:
    return len(json.dumps(view, ensure_ascii=False).encode())


def nested(blocks: list[Any], path: str) -> Iterator[tuple[Block, str]]:
    """Every block with its place, those inside containers, carousels and plans included."""
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        yield block, f"{path}/{index}"
        for name in ("child_blocks", "tasks", "elements"):
            inner = block.get(name)
            if isinstance(inner, list) and (name != "elements" or block.get("type") == "carousel"):
                yield from nested(inner, f"{path}/{index}/{name}")


def controls(block: Block) -> Iterator[Block]:
    """Every element with which a person can act, in the order of the block."""
    places = [*_listed(block, "elements"), *_listed(block, "actions")]
    places += [block.get("accessory"), block.get("element")]
    for row in _listed(block, "rows"):
        cells = row if isinstance(row, list) else []
        places += [cell.get("element") for cell in cells if isinstance(cell, dict)]
    for element in places:
        if isinstance(element, dict) and element.get("type") not in _WITHOUT_ACTION:
            yield element


_WITHOUT_ACTION = frozenset(
    {"image", "plain_text", "mrkdwn", "card", "url"}
    | {f"rich_text_{kind}" for kind in ("section", "list", "quote", "preformatted")}
)
_IN_BOTH = {
    "type": anything,
    "blocks": items(anything, most=100, least=0),
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_VIEWS = {
    MODAL: Shape(
        {
            **_IN_BOTH,
            "title": plain_text(24),
            "submit": plain_text(24),
            "close": plain_text(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        required=("title", "blocks"),
    ),
    HOME: Shape(_IN_BOTH, required=("blocks",)),
}


def _listed(block: Block, name: str) -> list[Any]:
    value = block.get(name)
    return value if isinstance(value, list) else []


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )


def _blocks_complaints(blocks: Any, surface: str, path: str) -> Complaints:
    if not isinstance(blocks, list):
        yield complain("must be an array of blocks", path)
        return
    most = _MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield complain(f"must have at most {most} blocks, has {len(blocks)}", path)
    for index, block in enumerate(blocks):
        yield from BLOCK(block, f"{path}/{index}")
    everything = list(nested(blocks, path))
    yield from _surface_complaints(everything, surface)
    yield from _repeated_ids(everything)
    yield from _totals([block for block, _ in everything], path)


def _surface_complaints(blocks: list[tuple[Block, str]], surface: str) -> Complaints:
    for block, path in blocks:
        kind = block.get("type")
        if isinstance(kind, str) and kind in BLOCKS and surface not in BLOCKS[kind][0]:
            yield complain(f"{kind} blocks are not allowed in a {surface}", path)


def _repeated_ids(blocks: list[tuple[Block, str]]) -> Complaints:
    seen: set[str] = set()
    for block, path in blocks:
        id = block.get("block_id")
        if isinstance(id, str) and id in seen:
            yield complain(f"block_id {id} already exists", f"{path}/block_id")
        seen.add(str(id))
        ids = Counter(str(e["action_id"]) for e in controls(block) if e.get("action_id"))
        for action_id, times in ids.items():
            if times > 1:
                yield complain(f"action_id {action_id} already exists in this block", path)


def _totals(blocks: list[Block], path: str) -> Complaints:
    kinds = Counter(str(block.get("type")) for block in blocks)
    for kind, most in _MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield complain(f"must have at most {most} {kind} blocks, has {kinds[kind]}", path)
    for kind, most in _MOST_IN_CELLS.items():
        cells = sum(cell_characters(b.get("rows")) for b in blocks if b.get("type") == kind)
        if cells > most:
            yield complain(f"{kind} cells must be at most {most} characters, are {cells}", path)
    texts = [b.get("text") for b in blocks if b.get("type") == "markdown"]
    marked = sum(len(text) for text in texts if isinstance(text, str))
    if marked > _MOST_MARKDOWN:
        yield complain(f"markdown must be at most {_MOST_MARKDOWN} characters together", path)
