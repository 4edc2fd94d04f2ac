"""Finding the button or field that a person means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.calls import WrongCall
from sandbox.slack.limits.surfaces import controls, nested

Element = dict[str, Any]
LOOKED_UP = "external_select"


@dataclass(frozen=True, slots=True)
class Control:
    """An element with the block it stands in."""

    block: Element
    element: Element

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def label(self) -> str:
        text = self.element.get("text")
        return str(text.get("text", "")) if isinstance(text, dict) else ""

    @property
    def is_reported(self) -> bool:
        """Whether Slack tells the app at once; inputs are only told of when they ask for it."""
        return self.block.get("type") != "input" or bool(self.block.get("dispatch_action"))


def all_controls(blocks: list[Element]) -> Iterator[Control]:
    for block, _ in nested(blocks, ""):
        for element in controls(block):
            yield Control(block, element)


def find_control(blocks: list[Element], asked: dict[str, Any]) -> Control:
    """The one control that was meant, or a complaint that lists what there is."""
    everything = list(all_controls(blocks))
    meant = [one for one in everything if _is_meant(one, asked)]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        there = "; ".join(_described(one) for one in everything) or "nothing to act on"
        raise WrongCall(f"there is no {asked.get('action_id')!r} like that here; there is: {there}")
    there = "; ".join(_described(one) for one in meant)
    raise WrongCall(f"several are meant, say block_id, label or value: {there}")


def _is_meant(control: Control, asked: dict[str, Any]) -> bool:
    wanted = {"action_id": control.action_id, "block_id": control.block_id, "label": control.label}
    if any(asked.get(name) not in (None, is_) for name, is_ in wanted.items()):
        return False
    if asked.get("value") is None:
        return True
    kind = control.element.get("type")
    # What an external select offers is picked by `selected_option`.
    return control.element.get("value") == asked["value"] if kind == "button" else kind != LOOKED_UP


def _described(control: Control) -> str:
    label = f" {control.label!r}" if control.label else ""
    return f"{control.action_id}{label} in {control.block_id}"
