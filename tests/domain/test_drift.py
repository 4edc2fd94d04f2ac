"""What others changed: told apart from our own steps, one kind for each change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.domain.customers import Generation, Subscription
from core.domain.drift import Drift, DriftKind, OwnSteps, drifts
from core.domain.plans import Verb
from tests.builders import EXCHANGE, TEAMS, a_subscription

ENDS = datetime(2027, 3, 31, tzinfo=UTC)
WAS = a_subscription(
    subscription_id=EXCHANGE, status="active", quantity=10, auto_renew=True, commitment_ends=ENDS
)
OFF = replace(WAS, status="suspended")
NOTHING = OwnSteps()
OURS = OwnSteps(suspended=frozenset({EXCHANGE}))


def found(
    before: Subscription, after: Subscription, own: OwnSteps = NOTHING
) -> list[tuple[DriftKind, str, str]]:
    return [(d.kind, d.before, d.after) for d in drifts([before], [after], own)]


def did(*verbs: Verb) -> OwnSteps:
    return OwnSteps(done=frozenset((EXCHANGE, verb) for verb in verbs))


@pytest.mark.parametrize(
    ("change", "kind", "before", "after"),
    [
        pytest.param({"status": "suspended"}, "suspended", "active", "suspended", id="suspended"),
        pytest.param({"status": "expired"}, "status", "active", "expired", id="expired"),
        pytest.param({"status": "deleted"}, "status", "active", "deleted", id="deleted"),
        pytest.param({"quantity": 12}, "seats", "10", "12", id="seats"),
        pytest.param({"auto_renew": False}, "renewal", "on", "off", id="renewal"),
        pytest.param({"commitment_ends": None}, "term", "2027-03-31", "", id="term"),
    ],
)
def test_each_change_has_its_kind(
    change: dict[str, object], kind: str, before: str, after: str
) -> None:
    assert found(WAS, replace(WAS, **change)) == [(DriftKind(kind), before, after)]  # type: ignore[arg-type]


def test_what_changes_without_meaning_is_no_drift() -> None:
    later = replace(
        WAS, etag="v2", name="Renamed", read_at=ENDS, commitment_ends=ENDS.replace(hour=3)
    )
    assert found(WAS, later) == []


def test_several_changes_of_one_subscription_are_several_drifts() -> None:
    after = replace(WAS, quantity=12, auto_renew=False)
    assert [kind for kind, _, _ in found(WAS, after)] == [DriftKind.SEATS, DriftKind.RENEWAL]


def test_one_that_is_new_and_one_that_is_gone() -> None:
    new = replace(WAS, subscription_id=TEAMS)
    assert drifts([WAS], [new], OwnSteps()) == [
        Drift(DriftKind.APPEARED, new, "", "active"),
        Drift(DriftKind.VANISHED, WAS, "active", ""),
    ]


def test_one_that_is_suspended_when_it_is_first_seen_was_suspended_by_somebody() -> None:
    assert drifts([], [OFF], OwnSteps()) == [Drift(DriftKind.SUSPENDED, OFF, "", "suspended")]
    assert drifts([], [replace(WAS, status="deleted")], OwnSteps()) == []


def test_a_suspension_of_ours_is_no_drift_and_one_that_is_lifted_is() -> None:
    assert found(WAS, OFF, OURS) == []
    assert found(OFF, OFF, OURS) == []
    assert found(OFF, WAS, OURS) == [(DriftKind.LIFTED, "suspended", "active")]


def test_a_lifted_suspension_is_found_also_where_the_status_was_not_known_to_be_off() -> None:
    """An add-on that fell with its base is still known as active."""
    assert found(WAS, WAS, OURS) == [(DriftKind.LIFTED, "active", "active")]


def test_our_own_steps_explain_what_they_lead_to_and_nothing_else() -> None:
    assert found(OFF, WAS, did(Verb.REACTIVATE)) == []
    assert found(OFF, WAS) == [(DriftKind.STATUS, "suspended", "active")]
    assert found(WAS, replace(WAS, status="deleted"), did(Verb.CANCEL)) == []
    assert found(WAS, replace(WAS, auto_renew=False), did(Verb.STOP_RENEWAL)) == []
    assert found(WAS, OFF, did(Verb.REACTIVATE)) == [(DriftKind.SUSPENDED, "active", "suspended")]


def test_a_renewal_that_goes_off_with_a_suspension_is_not_told_twice() -> None:
    assert [kind for kind, _, _ in found(WAS, replace(OFF, auto_renew=False))] == [
        DriftKind.SUSPENDED
    ]


def test_an_azure_subscription_that_was_cancelled_is_suspended() -> None:
    azure = replace(WAS, generation=Generation.AZURE, commitment_ends=None)
    assert found(azure, replace(azure, status="inactive"))[0][0] is DriftKind.SUSPENDED
