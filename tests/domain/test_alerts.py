"""One alert for each incident, how strong a sign it is, and what Microsoft may be told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from core.domain.alert_answers import (
    ANSWER_MOVES,
    UNDER_WAY,
    AnswerState,
    ReportIds,
    Shown,
    Wanted,
    shown,
    to_move,
    wanted_by,
)
from core.domain.alerts import (
    SURE,
    WEIGHT,
    Alert,
    AlertStatus,
    Level,
    Report,
    Resolution,
    Source,
    same_incident,
    strength,
)
from core.domain.cases import CaseState, Outcome
from core.domain.signals import DEFAULT_RULES, OPEN_CASE, PAGE
from tests.an_alert import AT, a_report, an_alert
from tests.builders import a_case

MINING, USAGE = "network_connections_to_crypto_mining_pools", "usage_anomaly_detection"
HOUR = timedelta(hours=1)
GRAPH = Source.SECURITY_ALERTS


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"source": GRAPH}, True),
        ({"kind": ""}, True),
        ({"kind": USAGE}, False),
        ({"subscription_id": "99999999-0000-4000-8000-000000000001"}, False),
        ({"is_test": True}, False),
        ({"first_seen": AT + 25 * HOUR, "last_seen": AT + 26 * HOUR}, True),
        ({"first_seen": AT + 27 * HOUR, "last_seen": AT + 27 * HOUR}, False),
        ({"first_seen": AT - 25 * HOUR, "last_seen": AT - 24 * HOUR}, True),
        ({"first_seen": AT - 27 * HOUR, "last_seen": AT - 25 * HOUR}, False),
        ({"first_seen": AT - 99 * HOUR, "last_seen": AT + 99 * HOUR}, True),
        ({"first_seen": None, "last_seen": AT}, True),
        ({"first_seen": None, "last_seen": None}, False),
    ],
    ids=[
        "the same", "other source", "no kind", "other kind", "other subscription", "a test",
        "within a day", "later", "a day before", "before", "around", "one moment", "no time",
    ],
)  # fmt: skip
def test_a_report_belongs_to_the_incident_of_its_subscription_and_kind_within_a_day(
    changed: dict[str, object], same: bool
) -> None:
    known = an_alert(a_report(first_seen=AT, last_seen=AT + 2 * HOUR))
    report = a_report("another", **changed)
    assert (same_incident(report, [known]) == known) is same


def test_what_it_has_already_it_keeps_whatever_became_of_the_times() -> None:
    report = a_report()
    later = replace(report, first_seen=AT + 999 * HOUR, last_seen=None, kind=USAGE)
    assert same_incident(later, [an_alert(report)]) is not None


def test_of_two_that_fit_it_is_the_older() -> None:
    old = an_alert(a_report("1"), found_at=AT, alert_id="b")
    new = an_alert(a_report("2"), found_at=AT + HOUR, alert_id="a")
    assert same_incident(a_report("3"), [new, old]) == old


def test_three_reports_of_one_incident_are_one_alert_in_whatever_order_they_come() -> None:
    reports = (
        a_report("1", count=3),
        a_report("2", source=GRAPH, severity=Level.HIGH),
        a_report("3", kind="", first_seen=AT - HOUR),
    )
    for order in permutations(reports):
        alerts: list[Alert] = []
        for report in order:
            known = same_incident(report, alerts)
            alerts = [known.with_report(report)] if known else [*alerts, an_alert(report)]
        (alert,) = alerts
        assert (alert.kind, alert.severity, alert.first_seen) == (MINING, Level.HIGH, AT - HOUR)
        assert (set(alert.sources), alert.count) == (set(Source), 4)


def test_an_alert_is_as_open_as_its_most_open_report() -> None:
    alert = an_alert(a_report("1", status=AlertStatus.RESOLVED), a_report("2"))
    assert alert.status is AlertStatus.ACTIVE
    assert alert.with_report(a_report("2", status=AlertStatus.RESOLVED)).is_open() is False


def test_a_test_is_never_acted_on() -> None:
    assert an_alert(a_report()).is_to_act_on()
    assert not an_alert(a_report(is_test=True)).is_to_act_on()


@pytest.mark.parametrize(
    ("severity", "confidence", "expected"),
    [
        (Level.HIGH, Level.HIGH, 100),
        (Level.HIGH, Level.MEDIUM, 90),
        (Level.UNKNOWN, Level.UNKNOWN, 90),
        (Level.MEDIUM, Level.HIGH, 70),
        (Level.MEDIUM, Level.MEDIUM, 63),
        (Level.HIGH, Level.LOW, 60),
        (Level.LOW, Level.HIGH, 40),
        (Level.INFORMATIONAL, Level.LOW, 12),
    ],
)
def test_how_bad_times_how_sure(severity: Level, confidence: Level, expected: int) -> None:
    assert strength(an_alert(a_report(severity=severity, confidence=confidence))) == expected


def test_every_level_weighs_and_what_is_bad_or_of_the_old_model_pages() -> None:
    assert set(WEIGHT) == set(SURE) == set(Level)
    page, open_case = DEFAULT_RULES[PAGE], DEFAULT_RULES[OPEN_CASE]
    for level in (Level.HIGH, Level.UNKNOWN):
        assert strength(an_alert(a_report(severity=level, confidence=level))) >= page
    medium = an_alert(a_report(severity=Level.MEDIUM, confidence=Level.MEDIUM))
    assert open_case <= strength(medium) < page


# What Microsoft is told


@pytest.mark.parametrize("ids", [(), ("",), (" ",), ("a", "")], ids=["none", "empty", "gap", "one"])
def test_there_is_no_way_to_name_no_report(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"no report|without a name"):
        ReportIds.of(ids)
    if ids:
        with pytest.raises(ValueError, match="without a name"):
            ReportIds(ids[0], ids[1:])


def test_reports_are_named_once_and_in_their_order() -> None:
    assert list(ReportIds.of(["b", "a", "b"])) == ["b", "a"]


@pytest.mark.parametrize(
    ("status", "resolution"),
    [
        (AlertStatus.ACTIVE, None),
        (AlertStatus.RESOLVED, None),
        (AlertStatus.INVESTIGATING, Resolution.FRAUD),
    ],
)
def test_nobody_sets_what_microsoft_does_not_take(
    status: AlertStatus, resolution: Resolution | None
) -> None:
    with pytest.raises(ValueError, match="nobody can set"):
        Wanted(status, resolution)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"owner": "kang"}, Wanted(AlertStatus.INVESTIGATING)),
        ({"responded_at": AT}, Wanted(AlertStatus.INVESTIGATING)),
        *(
            ({"state": CaseState.CLOSED, "outcome": outcome}, resolution)
            for outcome, resolution in (
                (Outcome.CONFIRMED_FRAUD, Wanted(AlertStatus.RESOLVED, Resolution.FRAUD)),
                (Outcome.MISUSE_CONFIRMED, Wanted(AlertStatus.RESOLVED, Resolution.FRAUD)),
                (Outcome.FALSE_ALARM, Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE)),
                (Outcome.UNPROVEN, Wanted(AlertStatus.RESOLVED, Resolution.IGNORE)),
                (Outcome.MERGED, None),
                (None, None),
            )
        ),
    ],
)
def test_a_case_says_what_microsoft_is_told(
    changed: dict[str, object], expected: Wanted | None
) -> None:
    assert wanted_by(a_case(**changed)) == expected


FRAUD = Wanted(AlertStatus.RESOLVED, Resolution.FRAUD)
LEGITIMATE = Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE)
LOOKS = Wanted(AlertStatus.INVESTIGATING)


def stands(status: AlertStatus, resolution: str = "", source: Source = GRAPH) -> Report:
    return a_report(source=source, status=status, resolution=resolution)


@pytest.mark.parametrize(
    ("wanted", "reports", "expected"),
    [
        (LOOKS, [stands(AlertStatus.ACTIVE)], Shown.NOT_YET),
        (LOOKS, [stands(AlertStatus.INVESTIGATING)], Shown.APPLIED),
        (LOOKS, [stands(AlertStatus.RESOLVED, "fraud")], Shown.FURTHER),
        (FRAUD, [stands(AlertStatus.INVESTIGATING)], Shown.NOT_YET),
        (FRAUD, [stands(AlertStatus.RESOLVED, "fraud")], Shown.APPLIED),
        (FRAUD, [stands(AlertStatus.RESOLVED, "ignore")], Shown.FURTHER),
        (LEGITIMATE, [stands(AlertStatus.RESOLVED, "ignore")], Shown.FURTHER),
        (
            LEGITIMATE,
            [stands(AlertStatus.RESOLVED, "ignore", Source.FRAUD_EVENTS)],
            Shown.APPLIED,
        ),
        (LOOKS, [stands(AlertStatus.INVESTIGATING), stands(AlertStatus.ACTIVE)], Shown.NOT_YET),
        (
            LOOKS,
            [stands(AlertStatus.INVESTIGATING), stands(AlertStatus.RESOLVED, "x")],
            Shown.FURTHER,
        ),
        (LOOKS, [], Shown.NOT_YET),
    ],
)
def test_what_a_fresh_read_says_of_an_answer(
    wanted: Wanted, reports: list[Report], expected: Shown
) -> None:
    assert shown(wanted, reports) is expected


def test_events_are_told_of_together_alerts_one_by_one_and_nothing_goes_back() -> None:
    alert = an_alert(
        a_report("1"), a_report("2"), a_report("3", status=AlertStatus.RESOLVED),
        a_report("4", source=GRAPH), a_report("5", source=GRAPH),
    )  # fmt: skip
    assert to_move(alert, LOOKS) == [
        (Source.FRAUD_EVENTS, ReportIds("1", ("2",))),
        (GRAPH, ReportIds("4")),
        (GRAPH, ReportIds("5")),
    ]
    over = an_alert(a_report(status=AlertStatus.RESOLVED))
    assert to_move(over, LOOKS) == to_move(over, FRAUD) == []


def test_every_state_of_an_answer_has_its_moves() -> None:
    assert set(ANSWER_MOVES) == set(AnswerState)
    assert all(not moves for state, moves in ANSWER_MOVES.items() if state not in UNDER_WAY)
