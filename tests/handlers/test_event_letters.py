"""Letters about what was done, from Partner Center to the customer's mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.demo_policy import policy_of
from core.domain.events import LetterForAPerson, PreviewAsked
from core.domain.notices import Outgoing
from core.domain.plans import Reason
from sandbox.stories.driver import APPROVALS, CASES
from tests.conftest import a_world
from tests.installation import copy_of
from tests.world import AGENT, FIRST, World

CONTOSO = "contoso.example"
A_WEEK = timedelta(days=7)


@pytest.fixture
def app_token() -> str:
    """Clicks come as they do elsewhere; by which line is tried there."""
    return ""


@pytest.fixture
def signing(filled: Path, tmp_path: Path) -> Iterator[World]:
    """A desk whose policy says whose letters they are."""
    file = Path(policy_of(tmp_path)["POLICY_FILE"])
    with a_world(copy_of(filled, tmp_path / "desk"), file) as world:
        yield world


def letters(world: World) -> list[Outgoing]:
    key = world.customer(CONTOSO).key
    return world.ask(lambda work: work.letters.of_customer(key))


def release_words(world: World, letter: str) -> None:
    """Somebody reads them on their card and lets them go."""
    card = world.driver.wait_for_message(APPROVALS, letter, "Send from Now On")
    world.driver.click(FIRST, card, "words_release")
    world.settled()


def test_what_was_suspended_and_came_back_is_told_by_name(signing: World) -> None:
    signing.suspended(CONTOSO, "Exchange")
    assert letters(signing) == []
    release_words(signing, "letter about the suspension")
    (letter,) = letters(signing)
    assert "Exchange Online" in letter.draft.text
    assert "Your administrators can still sign in" in letter.draft.text
    assert "On 12 October 2026 we suspended" in letter.draft.text
    root = signing.driver.wait_for_message(CASES, "Case 1")
    signing.driver.wait_in_thread(root, "letter about the suspension", "left")
    signing.reinstate(CONTOSO)
    signing.approve(FIRST)
    signing.settled()
    release_words(signing, "letter about the reinstatement")
    assert [one.name for one in letters(signing)] == ["reinstated", "suspended"]


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_who_is_looked_into_is_not_warned(signing: World, reason: Reason) -> None:
    signing.suspended(CONTOSO, "Exchange", reason=reason)
    told = signing.ask(lambda work: work.events.since(LetterForAPerson, signing.now - A_WEEK))
    assert len(told) == 1
    assert signing.ask(lambda work: work.events.since(PreviewAsked, signing.now - A_WEEK)) == []
    root = signing.driver.wait_for_message(CASES, "Case 1")
    signing.driver.wait_in_thread(root, "Contoso", "might warn whoever is looked into")


def test_whom_nobody_can_write_to_gets_an_address_and_then_the_letter(signing: World) -> None:
    key = signing.customer(CONTOSO).key
    # The books name nobody for this customer.
    rows = [row | {"billing_email": ""} for row in signing.rows()]
    signing.take_in_rows(rows)
    signing.suspended(CONTOSO, "Exchange")
    root = signing.driver.wait_for_message(CASES, "Case 1")
    message = signing.driver.wait_in_thread(root, "letter about the suspension", "Add Contact")
    signing.driver.click(AGENT, message, "customer_contact")
    values = {"address": "pay@contoso.example", "kind": "billing", "language": "en", "name": ""}
    signing.submit(AGENT, values)
    signing.settled()
    release_words(signing, "letter about the suspension")
    (letter,) = signing.ask(lambda work: work.letters.of_customer(key))
    assert letter.draft.to == ("pay@contoso.example",)
