"""One of everything that a button can be about, at one customer."""

from __future__ import annotations

from datetime import timedelta

from core.domain.account_owners import Ownership
from core.domain.cases import Delegation
from core.domain.clocks import Clock
from core.domain.collecting import Preview
from core.domain.containment import Containment, State
from core.domain.customers import CustomerKey
from core.domain.digests import Posting, Schedule, SlotState
from core.domain.paging import Why
from core.domain.people import AccountKey, Role
from core.domain.plans import Plan, Reason
from core.domain.retention import Kind
from core.ports.records import Button
from core.ports.store import Work
from core.usecases import cases, suspension
from core.usecases.paging import page
from core.usecases.ticket_asking import ask
from tests.a_credit import a_credit
from tests.a_desk_at_microsoft import TOPICS
from tests.a_letter import a_draft, a_letter, a_reply
from tests.a_support import written
from tests.an_agreement import a_dispute, a_hold, a_promise
from tests.an_emergency import an_alert_of
from tests.builders import a_wish
from tests.office import AGENT, MONDAY
from tests.prove.doors.house import House
from tests.prove.doors.people import HOME, IDENTITIES, Someone

# Who has a vote and something of their own in this customer, and who is merely on call.
INTERESTS = ("owner of the account", "stand-in for the requester", "requester", "on call")
DECIDING = {"plan_approve", "plan_reject", "plan_bank_checked"}
DECIDING_BY_FORM = {"plan_approve_form", "plan_reject_form"}
# What is agreed on with one customer forbids nothing at the other.
CONTOSO, AGREED, VERSION = "contoso.example", "nordwind", "0" * 64
CLOCKS = tuple(Kind)


def interested() -> list[Someone]:
    """They have every role, so that nothing else is in their way."""
    everything = frozenset(Role)
    return [
        Someone(AccountKey(HOME, f"U9INTEREST{n}"), IDENTITIES[0], everything, name)
        for n, name in enumerate(INTERESTS)
    ]


def furnish(house: House, ids: dict[AccountKey, str], crowd: list[Someone]) -> dict[str, Button]:
    """What each purpose of a button is about."""
    key = _customer(house)
    plan = _plan(house, key, _with(crowd, "requester"))
    case = cases.open_by_hand(key, Reason.FRAUD, "Odd sign-ins", AGENT, office=house.office)
    cases.open_by_hand(key, Reason.MISUSE, "", AGENT, office=house.office)
    found = _things(house, key, case.case_id)
    with house.store() as work:
        _interests(work, key, {one.interest: ids[one.account] for one in crowd if one.interest})
        work.commit()
    return found | {
        "plan": Button("plan", plan.plan_id, revision=plan.hash),
        "my_vote": Button("my_vote", plan.plan_id, revision=plan.hash),
        "case": Button("case", case.case_id, revision=str(case.number)),
        "customer": Button("customer", str(key)),
    }


def _with(crowd: list[Someone], interest: str) -> AccountKey:
    return next(one.account for one in crowd if one.interest == interest)


def _customer(house: House, domain: str = CONTOSO) -> CustomerKey:
    with house.store.reading() as work:
        return work.customers.search(domain, 1)[0].key


def _plan(house: House, key: CustomerKey, requester: AccountKey) -> Plan:
    offer = suspension.offer(str(key), requester, office=house.office)
    chosen = (offer.choices[0].subscription_id,)
    wish = suspension.Wish(key, chosen, Reason.NON_PAYMENT, "No answer since May")
    return suspension.ask(wish, requester, office=house.office)


def _interests(work: Work, key: CustomerKey, ids: dict[str, str]) -> None:
    admin = work.people.with_role(Role.ADMINISTRATOR)[0].person_id
    work.account_owners.add(Ownership(key, ids["owner of the account"], admin, MONDAY))
    today = MONDAY.date()
    work.cases.add_delegation(
        Delegation(
            "delegation", ids["requester"], ids["stand-in for the requester"],
            today - timedelta(days=1), today + timedelta(days=30), MONDAY,
        )
    )  # fmt: skip


def _things(house: House, key: CustomerKey, case_id: str) -> dict[str, Button]:
    """By hand where it takes Microsoft, the bank or a customer to come about."""
    agreed = _customer(house, AGREED)
    with house.store() as work:
        person = work.people.by_account(AGENT)
        assert person is not None
        subjects = {
            **_of_money(work, agreed, person.person_id),
            **_of_fraud(work, key, case_id, person.person_id, house),
            **_of_letters(work, key, person.person_id),
        }
        work.commit()
    ticket = ask(
        key, a_wish(topic=TOPICS[0]), AGENT, office=house.office, write=written, kind=Reason.MISUSE
    )
    subjects["ticket"] = ticket.ticket_id
    said = {"mapping": str(key), "mapping_form": f"confirmed\n{key}", "words": VERSION}
    return {name: Button(name, one, revision=said.get(name, "")) for name, one in subjects.items()}


def _of_money(work: Work, key: CustomerKey, me: str) -> dict[str, str]:
    work.promises.add([a_promise(made_by=me, customer=key)])
    work.disputes.add(a_dispute(opened_by=me, customer=key))
    work.holds.add([a_hold(owner=me, placed_by=me, customer=key)])
    credit = a_credit(requested_by=me, customer=key)
    work.credits.add(credit)
    return {
        "promise": "p1",
        "dispute": "d1",
        "hold": "h1",
        "credit": credit.credit_id,
        "holds": f"hardship\n2026-10-30\ncountry DE\nflood\n{key}",
        **dict.fromkeys(("mapping", "mapping_form"), "books\n1"),
        "mappings": "",
        "renewal": f"{key}\n2026-10-30\nsub",
    }


def _of_fraud(work: Work, key: CustomerKey, case_id: str, me: str, house: House) -> dict[str, str]:
    work.alerts.add(an_alert_of(key, "sub", "alert-1", MONDAY))
    work.clocks.add(
        Clock("clock", key, "sub", CLOCKS[0], MONDAY, MONDAY.date(), False, None, me, next_at=None)
    )
    plan = work.plans.open()[0].plan_id
    until = MONDAY + timedelta(days=3)
    work.containments.add(
        Containment(
            "containment", plan, key, case_id, Reason.FRAUD, me, MONDAY, until, State.RUNNING, until
        )
    )  # fmt: skip
    page(
        work, case_id=case_id, why=Why.SIGNAL, facts={}, occasion="high", now=MONDAY,
        office=house.office,
    )  # fmt: skip
    (paged,) = work.pages.of_case(case_id)
    subjects = {name: name for name in ("clock", "containment")}
    return subjects | {"alert": "alert-1", "page": paged.page_id, "factor": "none"}


def _of_letters(work: Work, key: CustomerKey, me: str) -> dict[str, str]:
    letter, reply = a_letter(a_draft(customer=key)), a_reply(customer=key)
    work.letters.add(letter)
    work.letters.add_reply(reply)
    work.runs.ask(Preview("reminder", "en", VERSION, "INV-1", "Please pay.", MONDAY))
    slot, line = "2026-10-12T09:00", "0 9 * * mon-fri"
    work.schedules.add(
        Schedule(
            "digest", work.schedules.next_number(), line, "Europe/Berlin", "C0CASES", me, MONDAY,
            slot, MONDAY,
        )
    )  # fmt: skip
    work.schedules.take(Posting("digest", slot, MONDAY, SlotState.FAILED))
    return {
        "letter": letter.letter_id,
        "reply": reply.reply_id,
        "words": "reminder\nen",
        "digest": f"digest\n{slot}",
        "digest_new": "",
        "schedule": "1",
        "row": str(key),
        "digest_wish": f"{line}\nEurope/Berlin\nC0CASES",
        "message": "C0CASES:1760000000.000100",
        "notify": "U0KANG",
    }
