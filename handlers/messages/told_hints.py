"""What is told of hints that Partner Center gave by itself."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Words


def _fraud_reported(event: events.FraudReported, scene: Scene, words: Words) -> str:
    if not event.subscription_id:
        return words(
            "Microsoft reports a fraud event ({account}): please open Partner Center.",
            account=event.account,
        )
    if not event.customer:
        return words(
            "Microsoft reports a fraud event for Azure subscription {subscription} ({account}), "
            "which no customer known here has: please open Partner Center.",
            subscription=event.subscription_id,
            account=event.account,
        )
    return words(
        "Microsoft reports a fraud event for {customer}, Azure subscription {subscription}: "
        "please open Partner Center.",
        customer=scene.customer or event.customer,
        subscription=event.subscription_id,
    )


TELLERS: Tellers = {events.FraudReported: _fraud_reported}
