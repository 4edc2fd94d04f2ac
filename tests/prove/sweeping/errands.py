"""What else goes out: cards and news, letters, digests, service requests, what Microsoft is told of
an alert, checkpoints, files, and what is read. Each begins where it is about to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from core.domain.alert_answers import INVESTIGATING
from core.domain.customers import CustomerKey
from core.domain.event import Route
from core.domain.hints import Notice
from core.domain.plans import Reason
from core.domain.tickets import Topic
from core.homes import HOME
from core.ports.engine import Job
from core.ports.store import Work
from core.usecases import consents, exports, hints, schedules
from core.usecases.alert_answering import answer
from core.usecases.finding import find_customer
from core.usecases.letters import queue
from core.usecases.ticket_asking import ask
from sandbox.stories.driver import GENERAL
from storage.sealing import consent_seal
from tests.a_letter import a_draft, a_final
from tests.a_support import written
from tests.builders import a_wish
from tests.clients.consenting import consent
from tests.office import ADMIN, AGENT
from tests.prove.sweeping.doors import come_and_go
from tests.prove.sweeping.house import House
from tests.prove.sweeping.place import Place, keep
from tests.prove.sweeping.stories import CONTOSO, IN_HOURS, STORIES, approved, asked, state_of
from tests.prove.sweeping.troubles import OF_MAIL, OF_PEOPLE, OF_SLACK, Trouble
from tests.sandbox.partner_center_desk import Desk as Microsoft

GPU = "c188d03b-2cc6-43cf-a626-cb46f08d8430"
FRAUD = Topic("32569872", "Fraud, misuse and compromised subscriptions")
AT_ELEVEN = IN_HOURS.replace(hour=11, minute=0)
WATCH = ("alerts", "alert cases")
READING = ("customers", "bills", "intakes", "alerts", "alert cases", "signals", "consents")

FREEZES = ("somebody freezes", "the file FREEZE is laid")
OF_DIGESTS = ("the digest is taken out of use", "the digest is muted")
OF_LETTERS = ("the customer pays", "the customer writes back", "somebody takes the letters back",
              *FREEZES)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Errand:
    """`prepare` does all but the last; `ticks` come at the beginning of each turn of a process.
    `does` is what somebody does besides; `troubles` and `late` mean something to it."""

    name: str
    prepare: Callable[[House], None]
    ticks: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    late: tuple[str, ...] = ()
    does: Callable[[House], None] = lambda house: None


def _a_plan(house: House) -> None:
    """Approved, and nobody has heard of it yet."""
    approved(asked(STORIES["one, fraud"], house.office), house.office)


def _a_digest(house: House) -> None:
    wish = schedules.Wish("0 11 * * *", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, ADMIN, office=house.office)
    house.work()
    house.place.pass_until(AT_ELEVEN)


def _letters(house: House) -> None:
    """One that says what is owed, and one that says from when what is off."""
    office, key = house.office, _contoso(house)
    with office.store() as work:
        stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
        queue(work, a_draft(customer=key), stamp)
        queue(work, a_final(customer=key), stamp)
        work.commit()


def _an_answer(house: House) -> None:
    """A customer wrote back, and it lies in the mailbox."""
    _letters(house)
    house.work()
    mailbox = house.place.sandbox.mailbox
    mailbox.answer(mailbox.letters()[-1].n, "We paid on Friday.")


def _a_service_request(house: House) -> None:
    house.ticks.come(["tickets"])
    house.work()
    ask(
        _contoso(house), a_wish(topic=FRAUD), AGENT, office=house.office, write=written,
        kind=Reason.MISUSE,
    )  # fmt: skip


def _an_alert(house: House) -> None:
    """Microsoft sees mining since a minute; nobody here has read of it."""
    house.place.control("POST", "/sandbox/partner-center/alerts", {"subscription_id": GPU})
    house.place.pass_until(house.place.clock() + timedelta(minutes=4))


def _an_answer_to_microsoft(house: House) -> None:
    """It was read, and somebody says that it is being looked at."""
    _an_alert(house)
    house.ticks.come(["alerts"])
    house.work()
    with house.office.store.reading() as work:
        (alert,) = work.alerts.newest(9)
    answer(alert.alert_id, INVESTIGATING, AGENT, office=house.office)


def _a_quarter(house: House) -> None:
    house.place.pass_until(house.place.clock() + timedelta(minutes=16))


def _what_people_wait_for(house: House) -> None:
    """The whole list as a file, and a Home tab."""
    exports.ask(exports.Wish("", ("csv",), ""), AGENT, "click-1", office=house.office)
    with house.office.store() as work:
        work.jobs.enqueue(Job(HOME, "home:click-1", {"user": AGENT.user_id}))
        work.commit()


def _an_hour(house: House) -> None:
    """Partner Center hints at something, a service was taken away there, and all is read."""
    place, key = house.place, _contoso(house)
    with house.office.store.reading() as work:
        one = work.customers.subscriptions(key)[0]
    place.at_microsoft(one.subscription_id, status="suspended")
    place.pass_until(place.clock() + timedelta(hours=26))
    resource = f"{place.sandbox.url}/v1/customers/{key.tenant_id}/subscriptions/1"
    notice = Notice(key.account, "subscription-updated", resource, place.clock())
    hints.take(notice, office=house.office)


ERRANDS = {
    errand.name: errand
    for errand in (
        Errand("a plan is told", _a_plan, (), OF_SLACK, FREEZES),
        Errand("a digest is due", _a_digest, ("digests",), OF_SLACK, OF_DIGESTS),
        Errand("letters leave", _letters, ("letters",), OF_MAIL, OF_LETTERS),
        Errand("a customer answers", _an_answer, ("mailbox", "letters"), OF_SLACK),
        Errand("a service request", _a_service_request, ("tickets",), (*OF_SLACK, *OF_PEOPLE)),
        Errand("an alert is seen", _an_alert, WATCH, OF_SLACK),
        Errand("an alert is answered", _an_answer_to_microsoft, WATCH, (*OF_SLACK, *OF_PEOPLE)),
        Errand("a checkpoint", _a_quarter, ("checkpoints",), OF_MAIL),
        Errand("what people wait for", _what_people_wait_for),
        Errand("all is read", _an_hour, READING),
        Errand("a process comes and goes", lambda house: None, does=come_and_go),
    )
}


def prepare(place: Place, base: Path, folder: Path, errand: Errand) -> None:
    """Up to where it is about to be done, in a folder of its own."""
    place.begin(base, state_of(base))
    place.pass_until(IN_HOURS - timedelta(minutes=30))
    house = House(place)
    _consented(house)
    house.work()
    place.pass_until(IN_HOURS)
    errand.prepare(house)
    house.die()
    keep(place, folder)


def _consented(house: House) -> None:
    sandbox, seal = house.place.sandbox, consent_seal(house.place.settings.master_keys)
    microsoft = Microsoft(sandbox.url, sandbox.partner_center, sandbox.faults)
    token = consent(microsoft)
    microsoft.http.close()
    consents.keep("main", token, seal=seal, office=house.office)


def contoso(work: Work) -> CustomerKey:
    return find_customer(work, CONTOSO).key


def _contoso(house: House) -> CustomerKey:
    with house.office.store.reading() as work:
        return contoso(work)
