"""What a sign of fraud weighs, which names a policy may use, and how often a kind was right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.cases import Severity
from core.domain.policy_changes import changes, hardens
from core.domain.policy_file import PolicyRefused, read_policy, schema
from core.domain.signals import (
    DEFAULT_WEIGHTS,
    KindPrecision,
    Label,
    Signal,
    SignalKind,
    Weights,
    tally,
    together,
)
from tests.builders import CONTOSO, NOW

SHIPPED = (Path(__file__).parents[2] / "bot" / "policy.toml").read_text()
K = SignalKind
SIGNAL = Signal("1", "k", CONTOSO, SignalKind.SEAT_BURST, 50, (), NOW, NOW)


def with_signals(lines: str) -> str:
    return f"{SHIPPED}\n[signals]\n{lines}\n"


def test_every_kind_has_a_weight() -> None:
    assert set(DEFAULT_WEIGHTS) == set(SignalKind)


@pytest.mark.parametrize(
    ("weight", "strength", "score"),
    [(100, 100, 100), (50, 50, 25), (50, 51, 26), (50, 49, 25), (0, 100, 0), (80, 0, 0)],
)
def test_a_score_is_strength_times_weight_rounded_half_up(
    weight: int, strength: int, score: int
) -> None:
    assert Weights({"seat_burst": weight}).score(SignalKind.SEAT_BURST, strength) == score


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        (59, Severity.LOW),
        (60, Severity.MEDIUM),
        (79, Severity.MEDIUM),
        (80, Severity.HIGH),
        (94, Severity.HIGH),
        (95, Severity.CRITICAL),
    ],
)
def test_the_thresholds_say_how_bad_a_case_is(score: int, severity: Severity) -> None:
    assert Weights().severity(score) is severity


def test_what_a_policy_names_weighs_as_it_says_and_the_rest_as_usual() -> None:
    weights = Weights(read_policy(with_signals("seat_burst = 7\nopen_case = 30")).signals)
    assert weights.of(SignalKind.SEAT_BURST) == 7
    assert weights.of(SignalKind.ORDER_BURST) == DEFAULT_WEIGHTS[SignalKind.ORDER_BURST]
    assert (weights.open_case, weights.page, weights.together_days) == (30, 80, 14)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("seat_brust = 50", "signals.seat_brust: there is no such signal"),
        ("seat_burst = 101", "signals.seat_burst: Input should be less than or equal to 100"),
        ("seat_burst = -1", "signals.seat_burst: Input should be greater than or equal to 0"),
        ('seat_burst = "50"', "signals.seat_burst: Input should be a valid integer"),
        ("open_case = 0", "signals.open_case: must be above 0"),
        ("open_case = 90", "signals.page: must not be below open_case (90)"),
    ],
)
def test_what_is_wrong_is_refused_with_path_and_reason(lines: str, problem: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        read_policy(with_signals(lines))
    (said,) = refused.value.problems
    assert said.startswith(problem)


@pytest.mark.parametrize("lines", ["seat_burst = 61", "seat_burst = 59", "", "page = 80"])
def test_any_other_number_takes_two_people(lines: str) -> None:
    before, after = (read_policy(with_signals(text)) for text in ("seat_burst = 60", lines))
    assert hardens(changes(before, after))


def test_editors_are_told_the_names() -> None:
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    assert {*SignalKind, "open_case", "page", "together_days"} == set(
        properties["signals"]["properties"]
    )


@pytest.mark.parametrize(
    ("seen", "score"),
    [
        ({}, 0),
        ({K.SEAT_BURST: 100}, 60),
        ({K.DISPOSABLE_DOMAIN: 100, K.COUNTRY_MISMATCH: 100}, 65),
        ({K.DISPOSABLE_DOMAIN: 100, K.COUNTRY_MISMATCH: 100, K.NO_AGREEMENT: 60}, 71),
        ({K.SEAT_BURST: 60, K.ORDER_BURST: 70, K.LARGE_FIRST_ORDER: 60}, 42),
        ({K.SPEND_ANOMALY: 70, K.OVER_BUDGET: 100}, 56),
        ({K.REPORTED: 100, K.SPEND_ANOMALY: 90}, 100),
    ],
    ids=["none", "one", "two", "three", "one order", "one bill", "certain"],
)
def test_signs_of_different_figures_count_together(seen: dict[K, int], score: int) -> None:
    signals = [replace(SIGNAL, kind=kind, strength=strength) for kind, strength in seen.items()]
    found = together(signals, Weights())
    assert found.score == together(signals[::-1], Weights()).score == score
    scores = [one for _, one in found.parts]
    assert scores == sorted(scores, reverse=True)


def test_what_weighs_nothing_is_no_part_of_it() -> None:
    weak = replace(SIGNAL, kind=K.SPEND_ANOMALY, strength=50)
    found = together([SIGNAL, weak], Weights({"seat_burst": 0}))
    assert [signal for signal, _ in found.parts] == [weak]


def test_precision_counts_what_somebody_could_judge() -> None:
    judged = replace(SIGNAL, labelled_at=NOW)
    found = tally(
        [
            *[replace(judged, label=Label.TRUE)] * 2,
            replace(judged, label=Label.FALSE),
            judged,
            SIGNAL,
            replace(judged, kind=SignalKind.REPORTED),
        ]
    )
    assert found == [
        KindPrecision(SignalKind.SEAT_BURST, 2, 1, 1),
        KindPrecision(SignalKind.REPORTED, 0, 0, 1),
    ]
    assert found[0].percent == Decimal(200) / 3
    assert found[1].percent is None
