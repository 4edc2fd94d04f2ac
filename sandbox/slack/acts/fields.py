"""What a person types into the fields of a view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.calls import WrongCall
from sandbox.slack.acts.controls import Control, all_controls
from sandbox.slack.acts.stage import Stage
from sandbox.slack.values import UnfitValue, keeps_state, state_of
from sandbox.slack.views import View

Asked = dict[str, Any]


def type_all(stage: Stage, view: View, values: Asked) -> View:
    fields = [one for one in all_controls(view.body["blocks"]) if keeps_state(one.element)]
    for block_id, value in values.items():
        meant = [control for control in fields if control.block_id == block_id]
        if not meant:
            known = ", ".join(control.block_id for control in fields)
            raise WrongCall(f"{block_id!r} is no block to fill in; there is: {known}")
        for control, one in _paired(meant, value):
            view = keep_value(stage, view, control, chosen_state(stage, view.id, control, one))
    return view


def _paired(meant: list[Control], value: Any) -> list[tuple[Control, Any]]:
    """A block with several fields takes its values by action_id."""
    if len(meant) == 1:
        return [(meant[0], value)]
    if not isinstance(value, dict):
        raise WrongCall(f"{meant[0].block_id} has several fields: give {{action_id: value}}")
    return [(control, value[control.action_id]) for control in meant if control.action_id in value]


def keep_value(stage: Stage, view: View, control: Control, state: Asked) -> View:
    """Remember in the open view what stands in one of its elements."""
    with stage.workspace.lock:
        view = stage.views.find(view_id=view.id)
        block = {**view.values.get(control.block_id, {}), control.action_id: state}
        return stage.views.put(replace(view, values={**view.values, control.block_id: block}))


def chosen_state(stage: Stage, key: str, control: Control, value: Any) -> Asked:
    """The state of an element after a person typed or picked `value`."""
    offered = stage.offers.get((key, control.block_id, control.action_id), [])
    initial = control.element.get("initial_option")
    known = [*offered, *control.element.get("initial_options", []), *([initial] if initial else [])]
    try:
        return state_of(control.element, value, known)
    except UnfitValue as unfit:
        raise WrongCall(f"{control.block_id}: {unfit}") from None
