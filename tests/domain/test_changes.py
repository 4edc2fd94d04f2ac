"""What a read says before anything is sent: ours, somebody else's, to be sent, or for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.changes import after_sending, before_sending, may_be_sent, wanted
from core.domain.customers import Generation, ReadBack, Subscription
from core.domain.plans import Reason, StepState, Verb
from tests.core.a_gate import KEY

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)
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
    finding = before_sending(Verb.SUSPEND, found, changes, NOW, unsure=unsure)
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


AZURE = replace(ACTIVE, generation=Generation.AZURE, etag="", parent_id="plan")


def azure(status: str = "active") -> ReadBack:
    return ReadBack(replace(AZURE, status=status), {"status": status})


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_a_compromised_azure_subscription_is_ended_by_its_only_word(reason: Reason) -> None:
    changes = wanted(Verb.SUSPEND, azure(), {}, reason)
    assert changes == {"status": "inactive", "cancellationReason": "compromise"}
    assert may_be_sent(changes) is None


def test_nothing_untrue_is_sent_of_an_unpaid_azure_subscription() -> None:
    changes = wanted(Verb.SUSPEND, azure(), {}, Reason.NON_PAYMENT)
    finding = may_be_sent(changes)
    assert "cancellationReason" not in changes
    assert finding is not None and finding.state is StepState.REFUSED


@pytest.mark.parametrize(
    ("verb", "status", "state"),
    [
        (Verb.SUSPEND, "active", None),
        (Verb.SUSPEND, "inactive", StepState.ALREADY),
        (Verb.SUSPEND, "suspended", StepState.REVIEW),
        (Verb.REACTIVATE, "inactive", None),
        (Verb.REACTIVATE, "active", StepState.ALREADY),
        (Verb.REACTIVATE, "suspended", StepState.REVIEW),
        (Verb.REACTIVATE, "2", StepState.REVIEW),
    ],
)
def test_an_azure_subscription_is_inactive_not_suspended(
    verb: Verb, status: str, state: StepState | None
) -> None:
    changes = wanted(verb, azure(status), {}, Reason.FRAUD)
    finding = before_sending(verb, azure(status), changes, NOW, unsure=False)
    assert (finding and finding.state) == state


def test_without_an_etag_no_read_proves_that_nothing_was_applied() -> None:
    changes = wanted(Verb.SUSPEND, azure(), {}, Reason.FRAUD)
    assert after_sending(Verb.SUSPEND, azure(), changes, etag="").state is StepState.REVIEW
    off = azure("inactive")
    assert after_sending(Verb.SUSPEND, off, changes, etag="").state is StepState.CONFIRMED


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (NOW + timedelta(hours=1), None),
        (NOW, StepState.REFUSED),
        (NOW - timedelta(days=30), StepState.REFUSED),
        (None, StepState.REFUSED),
    ],
)
def test_a_cancellation_stays_inside_its_window(
    until: datetime | None, state: StepState | None
) -> None:
    found = read(cancel_until=until)
    changes = wanted(Verb.CANCEL, found, {})
    assert changes == {"status": "deleted"}
    finding = before_sending(Verb.CANCEL, found, changes, NOW, unsure=False)
    assert (finding and finding.state) == state


def test_stopping_a_renewal_changes_that_one_setting() -> None:
    renewing = ReadBack(ACTIVE, {"status": "active", "autoRenewEnabled": True})
    changes = wanted(Verb.STOP_RENEWAL, renewing, {})
    assert changes == {"autoRenewEnabled": False}
    assert before_sending(Verb.STOP_RENEWAL, renewing, changes, NOW, unsure=False) is None
    ended = before_sending(Verb.STOP_RENEWAL, read(), changes, NOW, unsure=False)
    assert ended is not None and ended.state is StepState.ALREADY
