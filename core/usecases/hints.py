"""A hint of Partner Center becomes a job that reads what it is about; by itself it changes
nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.domain.customers import CustomerKey
from core.domain.events import FraudReported, Route
from core.domain.hints import Notice, Wants, customer_in, subscription_in, wanted
from core.domain.partners import Partner
from core.ports.engine import Delivery, Job, Later, Priority
from core.ports.office import Office
from core.ports.outside import Missing, PartnerCenter, Unreachable
from core.ports.store import Work
from core.recording import record
from core.usecases.customers import read_customer

log = logging.getLogger(__name__)

HINT = "hint"
# Hints of so many seconds are one read, after the last of them.
GATHERED = 30
# Microsoft's names are few; whatever fills this up is no count any more.
MOST_NAMES = 100
PATIENCE = 60.0


def take(notice: Notice, *, office: Office) -> bool:
    """Note a hint and leave the job that follows it; false if it was delivered before."""
    now = office.clock()
    with office.store() as work:
        if not work.inbox.first(f"webhook:{notice.key}", now):
            return False
        _count(work, notice, now)
        job = _job(notice, now, office)
        if job is not None:
            work.jobs.enqueue(job)
        work.commit()
    log.info(
        "hint account=%s event=%s changed=%s followed=%s",
        notice.account, notice.event, notice.changed_at.isoformat(), job is not None,
    )  # fmt: skip
    return True


def _job(notice: Notice, now: datetime, office: Office) -> Job | None:
    match wanted(notice.event):
        case Wants.CUSTOMER:
            tenant_id = customer_in(notice.resource)
            return _later(Wants.CUSTOMER, notice.account, tenant_id, now) if tenant_id else None
        case Wants.BILLING | Wants.USAGE as wants:
            return _later(wants, notice.account, "", now)
        case Wants.FRAUD:
            return _alarm(notice, now)
    return None


def _later(wants: Wants, account: str, subject: str, now: datetime) -> Job:
    """At the end of this half minute, which is after every hint that falls into it."""
    turn = int(now.timestamp()) // GATHERED + 1
    return Job(
        HINT,
        f"hint:{wants}:{account}/{subject}:{turn}",
        {"wants": wants.value, "account": account, "subject": subject},
        run_at=datetime.fromtimestamp(turn * GATHERED, UTC),
    )


def get_to_know(work: Work, key: CustomerKey, now: datetime) -> None:
    """Have a customer read whom nobody here knows yet, by whatever else was said of it."""
    work.jobs.enqueue(_later(Wants.CUSTOMER, key.account, key.tenant_id, now))


def _alarm(notice: Notice, now: datetime) -> Job:
    """At once, and once in half a minute for each subscription: the next round reads on."""
    subject, turn = subscription_in(notice.resource), int(now.timestamp()) // GATHERED
    return Job(
        HINT,
        f"hint:{Wants.FRAUD}:{notice.account}/{subject}:{turn}",
        {"wants": Wants.FRAUD.value, "account": notice.account, "subject": subject},
        priority=Priority.CARD,
    )


@dataclass(frozen=True, slots=True)
class Follower:
    """The handler of the job `hint`. `readers` read what belongs to a whole account; where there
    is none, the next round of reading comes upon it. `alarms` reads the alerts of one Azure
    subscription, and says whether what was hinted at could be read or is seen elsewhere."""

    office: Office
    partner_center: PartnerCenter
    readers: Mapping[Wants, Callable[[Partner], None]] = field(default_factory=dict)
    alarms: Callable[[str, str], bool] = lambda account, subscription_id: False

    def follow(self, delivery: Delivery) -> None:
        """Raises Later while Partner Center does not answer."""
        said = delivery.payload
        wants, account, subject = (str(said[name]) for name in ("wants", "account", "subject"))
        try:
            self._follow(Wants(wants), account, subject)
        except Unreachable as error:
            raise Later(error.retry_after or PATIENCE, error.why) from None
        except Missing as error:
            log.warning("a hint led to nothing account=%s wants=%s why=%s", account, wants, error)

    def _follow(self, wants: Wants, account: str, subject: str) -> None:
        if wants is Wants.CUSTOMER:
            key = CustomerKey(account, subject)
            read_customer(key, office=self.office, partner_center=self.partner_center)
        elif wants is Wants.FRAUD:
            # What cannot be read is still said: somebody looks in Partner Center.
            if not self.alarms(account, subject):
                _report(account, subject, self.office)
        elif wants in self.readers:
            self.readers[wants](self.office.partners.get(account, Partner(account)))


def _report(account: str, subscription_id: str, office: Office) -> None:
    """Once, though a job may come again."""
    now = office.clock()
    stamp, day = office.stamp(now, "", Route.AUTOMATION), office.today(now)
    with office.store() as work:
        if not work.inbox.first(f"fraud:{account}/{subscription_id}:{day}", now):
            return
        owner = work.customers.owner(account, subscription_id)
        customer = str(owner) if owner else ""
        event = FraudReported(account=account, customer=customer, subscription_id=subscription_id)
        record(work, event, stamp)
        work.commit()


# How often which event was heard of, and when last: a fact of the desk for each account.


@dataclass(frozen=True, slots=True)
class Heard:
    """`last` is when an event of this name was last taken in."""

    event: str
    times: int
    last: datetime


def heard(work: Work, account: str) -> list[Heard]:
    """The newest first."""
    counts = [
        Heard(event, times, datetime.fromisoformat(last))
        for event, (times, last) in _counts(work, account).items()
    ]
    return sorted(counts, key=lambda one: one.last, reverse=True)


def _count(work: Work, notice: Notice, now: datetime) -> None:
    counts = _counts(work, notice.account)
    name = notice.event if notice.event in counts or len(counts) < MOST_NAMES else "other"
    times, _ = counts.get(name, (0, ""))
    counts[name] = (times + 1, now.isoformat())
    if wanted(notice.event) is None:
        log.warning("nobody here knows this event account=%s event=%s", notice.account, name)
    work.desk.put(_fact(notice.account), json.dumps(counts))


def _counts(work: Work, account: str) -> dict[str, tuple[int, str]]:
    found = json.loads(work.desk.get(_fact(account)) or "{}")
    return {str(name): (int(times), str(last)) for name, (times, last) in found.items()}


def _fact(account: str) -> str:
    return f"hints:{account}"[:64]
