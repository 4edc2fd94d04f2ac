"""What counts as said between us and a customer who is to be cut off."""

from __future__ import annotations

from datetime import time, timedelta
from types import ModuleType

import pytest

from core.domain.customers import CustomerKey
from core.domain.notices import Means, Past
from core.domain.plans import Reason
from core.gate import Verdict, Why
from core.usecases import renewals, suspension
from core.usecases.letters import take_over
from core.usecases.talks import Notice, Talk, talk_of
from tests.a_letter import a_reply
from tests.a_run import AGENT, FIRST_DAY, Run
from tests.an_agreement import a_hold

A_DAY = timedelta(days=1)


def talk(run: Run, key: CustomerKey) -> Talk:
    with run.store.reading() as work:
        return talk_of(work, key, run.now, office=run.office)


def late(run: Run) -> CustomerKey:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - 40 * A_DAY)
    run.at(FIRST_DAY)
    run.books()
    return key


def test_only_the_last_notices_of_this_debt_are_named(run: Run) -> None:
    key = late(run)
    days = (("final", 90), ("second", 29), ("formal", 18), ("formal", 17), ("final", 10))
    run.told(key, *((name, FIRST_DAY - days * A_DAY) for name, days in days))
    found = talk(run, key)
    assert found.notices == (
        Notice("formal", FIRST_DAY - 17 * A_DAY, 0, Means.LETTER),
        Notice("final", FIRST_DAY - 10 * A_DAY, 0, Means.LETTER),
    )
    assert found.lacks == ""


def test_a_final_notice_of_an_older_debt_is_lacking(run: Run) -> None:
    key = late(run)
    run.told(key, ("final", FIRST_DAY - 90 * A_DAY), ("formal", FIRST_DAY - 18 * A_DAY))
    found = talk(run, key)
    assert [one.name for one in found.notices] == ["formal"]
    assert found.lacks == "final"


def test_a_letter_by_mail_counts_its_addresses_and_its_day(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(3)
    run.release()
    run.days(32)
    with run.store.reading() as work:
        key = work.customers.all()[0].key
    found = talk(run, key)
    assert [(one.name, one.addresses, one.means) for one in found.notices] == [
        ("formal", 1, None),
        ("final", 1, None),
    ]
    printed = [one.draft.access_from for one in run.letters() if one.name == "final"]
    assert found.access_from == printed[-1] is not None


@pytest.mark.parametrize("form", [suspension, renewals], ids=["suspend", "cancel"])
def test_a_cut_that_is_asked_for_runs_on_the_day_that_a_notice_names(
    run: Run, form: ModuleType
) -> None:
    key = late(run)
    named = FIRST_DAY + 7 * A_DAY
    past = Past(key, "final", Means.LETTER, FIRST_DAY - A_DAY, "RR 12 345", named)
    take_over([past], office=run.office)
    hour = form.offer(key.tenant_id, AGENT, office=run.office).hour
    assert (hour.verdict, hour.why) == (Verdict.WAIT, Why.PRINTED_DATE)
    assert hour.until is not None and hour.until.date() == named


def test_it_does_not_lapse_before_that_day(run: Run) -> None:
    """Two people's votes would be for nothing. It is a Friday, on which nobody is cut off."""
    key = late(run)
    named = FIRST_DAY + 11 * A_DAY
    past = Past(key, "final", Means.LETTER, FIRST_DAY - A_DAY, "RR 12 345", named)
    take_over([past], office=run.office)
    with run.store.reading() as work:
        (one, *_) = work.customers.subscriptions(key)
    wish = suspension.Wish(key, (one.subscription_id,), Reason.NON_PAYMENT, "")
    plan = suspension.ask(wish, AGENT, office=run.office)
    run.at(named + 3 * A_DAY, time(14, 59))
    assert suspension.offer(key.tenant_id, AGENT, office=run.office).hour.verdict is Verdict.GO
    assert run.now < plan.content.expires_at


def test_replies_promises_and_holds_are_counted_as_they_run(run: Run) -> None:
    key = late(run)
    with run.store() as work:
        work.letters.add_reply(a_reply(customer=key))
        hold = a_hold(customer=key, since=FIRST_DAY, until=FIRST_DAY + A_DAY)
        work.holds.add([hold])
        work.commit()
    found = talk(run, key)
    assert (found.unread, [one.hold_id for one in found.holds]) == (1, [hold.hold_id])
    run.at(FIRST_DAY + 3 * A_DAY)
    assert talk(run, key).holds == ()
