"""The same delivery once more, byte for byte."""

from __future__ import annotations

from sandbox.slack.acts.stage import Outcome, Stage
from sandbox.slack.deliveries import Delivery
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.views import View


def redeliver(stage: Stage, n: int) -> Outcome:
    since = stage.since()
    delivery = stage.deliveries.again(n)
    stage.courier.deliver(delivery)
    _take_answer(stage, delivery)
    return Outcome(delivery.user, since, delivery)


def _take_answer(stage: Stage, delivery: Delivery) -> None:
    """The answer counts as the first one did, as far as its place still exists."""
    payload = delivery.payload
    match delivery.kind:
        case "command":
            stage.acknowledgements.of_command(delivery, payload["channel_id"])
        case "block_suggestion":
            stage.acknowledgements.of_options(delivery)
        case "view_submission":
            if view := _still_open(stage, payload["view"]["id"]):
                stage.acknowledgements.of_submission(delivery, view)
        case _:
            channel = payload.get("channel", {}).get("id", "")
            stage.acknowledgements.of_silence(delivery, channel=channel)


def _still_open(stage: Stage, view_id: str) -> View | None:
    try:
        return stage.views.find(view_id=view_id)
    except SlackRefusal:
        return None
