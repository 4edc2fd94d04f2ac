"""What a read says before anything is sent: ours, somebody else's, to be sent, or for a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.changes import after_sending, before_sending, wanted
from core.domain.customers import Generation, ReadBack, Subscription
from core.domain.plans import StepState, Verb
from tests.core.a_gate import KEY

ACTIVE = Subscription(KEY, "s1", "Exchange", "Exchange", "active", 10, Generation.LEGACY, etag="1")


def read(status: str = "active", **changes: object) -> ReadBack:
    found = replace(ACTIVE, status=status, **changes)  # type: ignore[arg-type]
    return ReadBack(found, {"status": status, "autoRenewEnabled": False})


@pytest.mark.parametrize(
    ("found", "unsure", "state"),
    [
        (read(), False, None),
        (read("suspended"), False, StepState.ALREADY),
        (read("suspended"), True, StepState.REVIEW),
        (read("deleted"), False, StepState.REFUSED),
        (read("brand new status"), False, StepState.REVIEW),
        (read(suspension_reasons=("Fraud",)), False, StepState.REVIEW),
    ],
)
def test_before_sending(found: ReadBack, unsure: bool, state: StepState | None) -> None:
    changes = wanted(Verb.SUSPEND, found, {})
    finding = before_sending(Verb.SUSPEND, found, changes, unsure=unsure)
    assert (finding and finding.state) == state


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (read("suspended", etag="2"), StepState.CONFIRMED),
        (read(), StepState.TODO),
        (read(etag="2"), StepState.REVIEW),
    ],
)
def test_after_sending(found: ReadBack, state: StepState) -> None:
    changes = wanted(Verb.SUSPEND, found, {})
    assert after_sending(Verb.SUSPEND, found, changes, etag="1").state is state


def test_a_restore_puts_back_only_what_is_not_as_it_was() -> None:
    assert wanted(Verb.RESTORE, read(), {"autoRenewEnabled": True}) == {"autoRenewEnabled": True}
    assert wanted(Verb.RESTORE, read(), {"autoRenewEnabled": False}) == {}
