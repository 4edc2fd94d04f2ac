"""What is under way when the world goes wrong: each a plan that is approved and not yet sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.domain.approvals import Choice
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, Reason
from core.ports.office import Office
from core.usecases import reinstatement, suspension, voting
from core.usecases.finding import find_customer
from tests.office import AGENT
from tests.prove.sweeping.late import FIRST_VOTER, SECOND_VOTER
from tests.prove.sweeping.place import Desk, Place, keep

CONTOSO, MEDIEN, LUMEN = "contoso.example", "fabrikam-medien.example", "lumen-labs.example"
IN_HOURS = datetime.fromisoformat("2026-10-12T10:30:00+02:00")


@dataclass(frozen=True, slots=True)
class Story:
    """What is asked for, of whom; `lifts` what was carried out before."""

    name: str
    customer: str
    words: tuple[str, ...]
    reason: Reason
    action: Action = Action.SUSPEND
    lifts: bool = False


STORIES = {
    story.name: story
    for story in (
        Story("one, unpaid", CONTOSO, ("Exchange",), Reason.NON_PAYMENT),
        Story("one, fraud", CONTOSO, ("Exchange",), Reason.FRAUD),
        Story("two, unpaid", CONTOSO, ("Exchange", "Business"), Reason.NON_PAYMENT),
        Story("three, fraud", CONTOSO, ("Exchange", "Business", "Phone"), Reason.FRAUD),
        Story("base and add-on, fraud", MEDIEN, ("Microsoft 365 E3",), Reason.FRAUD),
        Story("Azure and its plan, fraud", LUMEN, ("Azure plan",), Reason.FRAUD),
        Story("reinstated and restored", CONTOSO, ("Exchange",), Reason.FRAUD, lifts=True),
        Story("Azure reinstated", LUMEN, ("Azure plan",), Reason.FRAUD, lifts=True),
        Story("renewal stopped", CONTOSO, ("Exchange",), Reason.NON_PAYMENT, Action.STOP_RENEWAL),
    )
}


def prepare(place: Place, base: Path, folder: Path, story: Story) -> None:
    """Up to the second vote, in a folder of its own."""
    place.begin(base, _state(base))
    place.pass_until(IN_HOURS)
    desk = Desk(place)
    plan = approved(_asked(story, desk.office), desk.office)
    if story.lifts:
        desk.work()
        approved(_lifted(story, desk.office), desk.office)
    desk.die()
    assert plan
    keep(place, folder)


def _state(base: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((base / "sandbox.json").read_text("utf-8"))
    return found


def _asked(story: Story, office: Office) -> Plan:
    with office.store.reading() as work:
        customer = find_customer(work, story.customer)
        known = work.customers.subscriptions(customer.key)
    chosen = tuple(
        one.subscription_id for one in known if any(word in one.name for word in story.words)
    )
    note = "" if story.reason is Reason.NON_PAYMENT else "Something is wrong there"
    wish = suspension.Wish(customer.key, chosen, story.reason, note, story.action)
    return suspension.ask(wish, AGENT, office=office)


def _lifted(story: Story, office: Office) -> Plan:
    with office.store.reading() as work:
        customer = find_customer(work, story.customer)
        ours = work.customers.open_suspensions(customer.key)
    wish = reinstatement.Wish(
        customer.key, tuple(one.subscription_id for one in ours), "All is well"
    )
    return reinstatement.ask(wish, AGENT, office=office)


def approved(plan: Plan, office: Office) -> Plan:
    for account in (FIRST_VOTER, SECOND_VOTER)[: plan.content.quorum]:
        plan = _votes(plan, account, office)
    return plan


def _votes(plan: Plan, account: AccountKey, office: Office) -> Plan:
    ballot = voting.Ballot(plan.plan_id, plan.hash, Choice.APPROVE, bank_checked=True)
    return voting.vote(ballot, account, office=office)
