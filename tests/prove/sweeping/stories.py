"""What is under way when the world goes wrong: each a plan that is approved and not yet sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.customers_csv import read_customers
from core.domain.approvals import Choice
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, Reason
from core.ports.office import Office
from core.usecases import customer_lists, reinstatement, suspension, voting
from core.usecases.finding import find_customer
from sandbox.data.receivables import paid
from tests.clients.test_customers_csv import SUBS, row, write
from tests.office import AGENT
from tests.prove.sweeping.alone import broken, undone
from tests.prove.sweeping.late import FIRST_VOTER, SECOND_VOTER, take_newer_books
from tests.prove.sweeping.place import Desk, Place, keep

CONTOSO, MEDIEN, LUMEN = "contoso.example", "fabrikam-medien.example", "lumen-labs.example"
# A customer of a reseller, whom only its provider can suspend.
RESOLD_TO = "baeckerei-sommer.example"
IN_HOURS = datetime.fromisoformat("2026-10-12T10:30:00+02:00")
# Those of the morning before; there is time until three.
BOOKS_ARE_OLD = datetime.fromisoformat("2026-10-13T13:00:00+02:00")


@dataclass(frozen=True, slots=True)
class Story:
    """What is asked for, of whom; `lifts` what was carried out before. `alone`: by one person.
    `reads`: what is owed has to be read again first."""

    name: str
    customer: str
    words: tuple[str, ...]
    reason: Reason
    action: Action = Action.SUSPEND
    lifts: bool = False
    alone: bool = False
    reads: bool = False


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
        Story("asked of the provider", RESOLD_TO, (SUBS[0],), Reason.FRAUD),
        Story("lifted after payment", CONTOSO, ("Exchange",), Reason.NON_PAYMENT, lifts=True),
        Story("one alone, fraud", CONTOSO, ("Exchange",), Reason.FRAUD, alone=True),
        Story("two alone, fraud", CONTOSO, ("Exchange", "Business"), Reason.FRAUD, alone=True),
        Story("not ratified", CONTOSO, ("Exchange",), Reason.FRAUD, lifts=True, alone=True),
        Story("renewal stopped", CONTOSO, ("Exchange",), Reason.NON_PAYMENT, Action.STOP_RENEWAL),
        Story("books are read", CONTOSO, ("Exchange",), Reason.NON_PAYMENT, reads=True),
    )
}


def prepare(place: Place, base: Path, folder: Path, story: Story) -> None:
    """Up to the last vote, in a folder of its own."""
    place.begin(base, state_of(base))
    place.pass_until(IN_HOURS)
    desk = Desk(place)
    plan = _begun(story, desk)
    if story.reads:
        desk.work()
    if story.lifts:
        desk.work()
        _lifting(story, plan, desk)
    desk.die()
    keep(place, folder)


def _begun(story: Story, desk: Desk) -> Plan:
    if story.alone:
        return broken(story.customer, story.words, desk)
    if story.reads:
        desk.place.pass_until(BOOKS_ARE_OLD)
    return approved(asked(story, desk.office), desk.office)


def _lifting(story: Story, plan: Plan, desk: Desk) -> Plan:
    """By votes; what came back by payment is asked for by the desk itself."""
    if story.alone:
        return undone(plan, desk)
    if story.reason is Reason.NON_PAYMENT:
        return approved(_paid(plan, desk), desk.office)
    return approved(_lifted(story, desk.office), desk.office)


def _paid(plan: Plan, desk: Desk) -> Plan:
    take_newer_books(desk.place, desk.office, paid(plan.content.customer_name.split()[0]))
    desk.work()
    key = plan.content.customer
    with desk.office.store.reading() as work:
        lifting = work.plans.open_for(key) if key else None
    assert lifting is not None, "nobody asked to lift it"
    return lifting


def state_of(base: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((base / "sandbox.json").read_text("utf-8"))
    return found


def asked(story: Story, office: Office) -> Plan:
    if story.customer == RESOLD_TO:
        _list_what_is_resold(office)
    with office.store.reading() as work:
        customer = find_customer(work, story.customer)
        known = work.customers.subscriptions(customer.key)
    chosen = tuple(
        one.subscription_id
        for one in known
        if any(word in f"{one.name} {one.subscription_id}" for word in story.words)
    )
    note = "" if story.reason is Reason.NON_PAYMENT else "Something is wrong there"
    wish = suspension.Wish(customer.key, chosen, story.reason, note, story.action)
    return suspension.ask(wish, AGENT, office=office)


def _list_what_is_resold(office: Office) -> None:
    with TemporaryDirectory() as folder:
        found = read_customers(write(Path(folder), row()), "resold")
    customer_lists.take_in("resold", found, office=office)


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
