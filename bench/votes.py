"""A vote, click and form, beside one raw commit on the same disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.commits import commit_one, raw_table
from bench.measuring import compare, usual
from bot.cli.demo import Demo
from core.domain.people import AccountKey
from core.domain.plans import Plan, Reason
from core.ports.office import Office
from core.usecases import suspension
from sandbox.slack.people import TEAM_ID
from sandbox.stories.driver import Driver, offers, wait

PLANS = 5
AGENT = AccountKey(TEAM_ID, "U0LEE")
VOTERS = ("U0BRAUN", "U0WEBER")


def measure(demo: Demo, folder: Path) -> None:
    office = demo.desk.ledger.office
    driver = Driver(demo.url)
    with driver.http:
        took = [pair for plan in _plans(office) for pair in _votes(driver, office, plan)]
    clicks, forms = zip(*took, strict=True)
    with raw_table(folder) as connection:
        raw = usual(commit_one(connection), 200)
    compare("vote, the click (a form is opened at Slack)", median(clicks), "raw commit", raw)
    compare("vote, the form (the vote is kept)", median(forms), "raw commit", raw)


def _plans(office: Office) -> Iterator[Plan]:
    """Plans that never run: they are frozen by the caps of a day, or wait for their votes."""
    filed = 0
    with office.store.reading() as work:
        known = work.customers.all()
    for customer in known:
        offer = suspension.offer(customer.key.tenant_id, AGENT, office=office)
        if filed == PLANS or not offer.choices:
            continue
        chosen = (offer.choices[0].subscription_id,)
        wish = suspension.Wish(customer.key, chosen, Reason.FRAUD, "measured")
        filed += 1
        yield suspension.ask(wish, AGENT, office=office)


def _votes(driver: Driver, office: Office, plan: Plan) -> Iterator[tuple[float, float]]:
    card = wait(lambda: _card(driver, office, plan), "the plan's card", lambda: plan.plan_id)
    for user in VOTERS:
        click = _took(driver.click(user, card, "plan_approve"))
        form = _took(driver.submit(user, driver.consent(user, card)))
        driver.close(user)
        yield click, form


def _card(driver: Driver, office: Office, plan: Plan) -> dict[str, Any] | None:
    with office.store.reading() as work:
        posted = work.posts.get(f"plan:{plan.plan_id}")
    if posted is None:
        return None
    found = driver.messages(posted.channel)
    return next((m for m in found if m["ts"] == posted.ts and offers(m, "plan_approve")), None)


def _took(answer: dict[str, Any]) -> float:
    """From the delivery at the desk to its acknowledgement, as the sandbox measured it."""
    return float(answer["delivery"]["attempts"][-1]["elapsed_ms"]) / 1000
