"""Changing subscriptions at the sandbox's stand-in, over real connections."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest

from clients.partner_center import PartnerCenterClient
from core.domain.secret import Secret
from core.ports.boundary import leaving_by
from core.ports.outside import Answer, Outcome, Unreachable
from tests.clients.scripted import SHORT
from tests.clients.stand_in import (
    CONTOSO,
    NORDWIND,
    PREMIUM,
    main,
    nordwind_base,
    requests,
    set_status,
)
from tests.sandbox.partner_center_desk import Desk


def test_suspending_sends_everything_back_and_changes_the_status_alone(
    desk: Desk, client: PartnerCenterClient
) -> None:
    read = client.read(NORDWIND, nordwind_base(client))
    request_id, correlation_id = str(uuid4()), str(uuid4())

    answer = client.change(
        read, {"status": "suspended"}, request_id=request_id, correlation_id=correlation_id
    )

    assert answer == Answer(Outcome.DONE)
    (patch,) = requests(desk, "PATCH")
    assert patch["left_out"] == []
    change = desk.control("changes")[0]
    assert (change["request_id"], change["correlation_id"]) == (request_id, correlation_id)
    assert change["changed"]["status"] == ["active", "suspended"]
    again = client.read(NORDWIND, read.subscription.subscription_id)
    assert again.subscription.status == "suspended"
    assert again.subscription.etag != read.subscription.etag


def test_what_was_planned_for_the_end_of_term_can_be_put_back(
    desk: Desk, client: PartnerCenterClient
) -> None:
    (found,) = (
        read
        for one in client.subscriptions(NORDWIND)
        if "scheduledNextTermInstructions"
        in (read := client.read(NORDWIND, one.subscription_id)).resource
    )
    id, planned = found.subscription.subscription_id, found.resource
    set_status(client, found, "suspended")
    set_status(client, client.read(NORDWIND, id), "active")
    wanted = {name: planned[name] for name in ("autoRenewEnabled", "scheduledNextTermInstructions")}

    answer = client.change(
        client.read(NORDWIND, id), wanted, request_id=str(uuid4()), correlation_id=str(uuid4())
    )

    assert answer.outcome is Outcome.DONE
    now = client.read(NORDWIND, id).resource
    assert {name: now[name] for name in wanted} == wanted
    assert all(one["left_out"] == [] for one in requests(desk, "PATCH"))


@pytest.mark.parametrize(
    ("kind", "outcome", "applied"),
    [
        ("timeout_before", Outcome.UNKNOWN, "active"),
        ("timeout_after", Outcome.UNKNOWN, "suspended"),
        ("reset_before", Outcome.UNKNOWN, "active"),
        ("reset_after", Outcome.UNKNOWN, "suspended"),
        ("truncated", Outcome.UNKNOWN, "suspended"),
        ("status", Outcome.UNKNOWN, "active"),
        ("throttle", Outcome.LATER, "active"),
        ("stale_etag", Outcome.STALE, "active"),
        ("accepted_but_unchanged", Outcome.DONE, "active"),
        ("late", Outcome.DONE, "suspended"),
    ],
)
def test_the_outcome_says_what_is_certain(
    desk: Desk, client: PartnerCenterClient, kind: str, outcome: Outcome, applied: str
) -> None:
    read = client.read(CONTOSO, PREMIUM)
    desk.fault(kind, match={"method": "PATCH"})

    answer = set_status(client, read, "suspended")

    assert answer.outcome is outcome
    assert desk.control(f"subscriptions/{PREMIUM}")["status"] == applied
    assert len(requests(desk, "PATCH")) == 1


def test_a_late_change_is_seen_by_the_next_reads(desk: Desk, client: PartnerCenterClient) -> None:
    read = client.read(CONTOSO, PREMIUM)
    desk.fault("late", reads=1)

    set_status(client, read, "suspended")

    seen = [client.read(CONTOSO, PREMIUM).subscription.status for _ in range(2)]
    assert seen == ["active", "suspended"]


def test_the_same_request_id_is_applied_once(desk: Desk, client: PartnerCenterClient) -> None:
    read = client.read(CONTOSO, PREMIUM)
    ids = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}
    desk.fault("timeout_after", match={"method": "PATCH"})

    assert client.change(read, {"status": "suspended"}, **ids).outcome is Outcome.UNKNOWN
    assert client.change(read, {"status": "suspended"}, **ids).outcome is Outcome.DONE
    assert len(desk.control("changes")) == 1


def test_what_changed_in_the_portal_makes_a_read_stale(
    desk: Desk, client: PartnerCenterClient
) -> None:
    read = client.read(CONTOSO, PREMIUM)
    desk.portal(subscription_id=PREMIUM, set={"quantity": 46})

    answer = set_status(client, read, "suspended")

    assert (answer.outcome, answer.code) == (Outcome.STALE, "2055")


def test_a_refusal_brings_the_code_and_the_words(client: PartnerCenterClient) -> None:
    set_status(client, client.read(CONTOSO, PREMIUM), "suspended")

    answer = set_status(client, client.read(CONTOSO, PREMIUM), "suspended")

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "800091")
    assert "only be reactivated" in answer.detail


def test_an_add_on_comes_back_after_its_base(client: PartnerCenterClient) -> None:
    base = nordwind_base(client)
    set_status(client, client.read(NORDWIND, base), "suspended")
    (addon,) = (one for one in client.subscriptions(NORDWIND) if one.is_addon())
    assert addon.status == "suspended"

    early = set_status(client, client.read(NORDWIND, addon.subscription_id), "active")
    set_status(client, client.read(NORDWIND, base), "active")
    late = set_status(client, client.read(NORDWIND, addon.subscription_id), "active")

    assert (early.outcome, early.code) == (Outcome.REFUSED, "27009")
    assert late.outcome is Outcome.DONE


# Signing in


def test_a_token_that_ended_by_business_time_is_renewed(
    desk: Desk, client: PartnerCenterClient
) -> None:
    read = client.read(CONTOSO, PREMIUM)
    desk.move_clock(advance="PT2H")

    assert set_status(client, read, "suspended").outcome is Outcome.LATER
    assert set_status(client, read, "suspended").outcome is Outcome.DONE

    desk.move_clock(advance="PT2H")
    assert client.read(CONTOSO, PREMIUM).subscription.status == "suspended"


def test_wrong_credentials_are_told_without_the_secret(desk: Desk) -> None:
    wrong = replace(main(desk), proof=Secret("wrong-secret"))
    client = PartnerCenterClient([wrong], timeouts=SHORT)

    with pytest.raises(Unreachable, match="invalid_client: AADSTS7000215") as raised:
        client.read(CONTOSO, PREMIUM)

    assert "wrong-secret" not in str(raised.value) + repr(wrong)
    client.close()


def test_what_was_allowed_too_long_ago_never_leaves(
    desk: Desk, client: PartnerCenterClient
) -> None:
    """As in a process that was halted, or that took long to connect, while a freeze came."""
    read, soon = client.read(NORDWIND, nordwind_base(client)), time.monotonic() + 0.2

    def resolve_late(host: str, port: int) -> Sequence[str]:
        while time.monotonic() <= soon:
            time.sleep(0.01)
        return ["127.0.0.1"]

    late = PartnerCenterClient([main(desk)], timeouts=SHORT, resolve=resolve_late)
    with leaving_by(soon):
        answer = set_status(late, read, "suspended")
    late.close()

    assert (answer.outcome, answer.detail) == (Outcome.LATER, "it was allowed too long ago")
    assert requests(desk, "PATCH") == []
    with leaving_by(time.monotonic() + 60):
        assert set_status(client, read, "suspended") == Answer(Outcome.DONE)
