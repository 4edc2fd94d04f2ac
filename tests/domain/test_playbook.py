"""The checklists: what each kind of case asks for, and what stands in the way of closing one."""

from __future__ import annotations

import pytest

from core.domain.cases import OUTCOMES, Outcome, Tick
from core.domain.plans import Reason
from core.domain.playbook import item_of, playbook, read, undone
from tests.builders import NOW

# A form shows an item as one choice, for which Slack has this much room.
LONGEST = 75


def ticks(*items: str) -> list[Tick]:
    return [Tick("case", item, NOW, "kang", "seen") for item in items]


@pytest.mark.parametrize("kind", Reason, ids=str)
def test_a_checklist_fits_into_a_form(kind: Reason) -> None:
    items = playbook(kind)
    assert 0 < len(items) <= 10
    assert all(0 < len(item.words) <= LONGEST for item in items)
    assert all(item_of(kind, item.item_id) is item for item in items)


@pytest.mark.parametrize("kind", Reason, ids=str)
def test_a_false_alarm_asks_for_nothing(kind: Reason) -> None:
    assert undone(kind, [], Outcome.FALSE_ALARM) == []


@pytest.mark.parametrize("kind", Reason, ids=str)
def test_what_is_required_is_so_for_an_outcome_of_its_kind(kind: Reason) -> None:
    for item in playbook(kind):
        assert item.needed_for <= set(OUTCOMES[kind])


NEEDED = [
    (Reason.FRAUD, Outcome.CONFIRMED_FRAUD,
     ["contained", "customer_called", "admins_reset", "mfa_on", "rogue_removed", "refund_asked"]),
    (Reason.FRAUD, Outcome.UNPROVEN, ["customer_called"]),
    (Reason.MISUSE, Outcome.MISUSE_CONFIRMED, ["customer_called", "contained", "rogue_removed"]),
    (Reason.NON_PAYMENT, Outcome.PAID, []),
    (Reason.NON_PAYMENT, Outcome.AGREED, ["agreement"]),
    (Reason.NON_PAYMENT, Outcome.UNCOLLECTABLE,
     ["customer_told", "customer_called", "contained", "handed_over"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "outcome", "items"), NEEDED, ids=[f"{kind}-{outcome}" for kind, outcome, _ in NEEDED]
)
def test_what_an_outcome_asks_for(kind: Reason, outcome: Outcome, items: list[str]) -> None:
    assert [item.item_id for item in undone(kind, [], outcome)] == items
    assert undone(kind, ticks(*items), outcome) == []
    if items:
        assert [one.item_id for one in undone(kind, ticks(*items[1:]), outcome)] == items[:1]


ITEM = '[[items]]\nid = "a"\nwords = "A"\nevidence = "note"\n'


def test_what_is_required_of_no_outcome_in_particular_is_required_of_all() -> None:
    (item,) = read(f"{ITEM}required = true\n", Reason.FRAUD)
    assert item.needed_for == frozenset(OUTCOMES[Reason.FRAUD])
    assert read(ITEM, Reason.FRAUD)[0].needed_for == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ITEM + ITEM, id="an item twice"),
        pytest.param(ITEM + "needs = true\n", id="a word that nobody knows"),
        pytest.param(ITEM.replace("note", "feeling"), id="evidence that is none"),
        pytest.param(ITEM + 'required = true\nonly_for = ["paid"]\n', id="another kind's outcome"),
        pytest.param(ITEM + 'seen = "dreamt"\n', id="seen by nobody"),
    ],
)
def test_what_is_no_checklist_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text, Reason.FRAUD)
