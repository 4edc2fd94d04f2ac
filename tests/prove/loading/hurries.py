"""People in a hurry: a steady day, many clicks at once, everything four times, one who floods."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from random import Random

from core.domain.plans import Plan
from tests.kills.people import slack_of
from tests.prove.loading.crowded import tenant
from tests.prove.loading.floor import EVERYBODY, VOTERS, Floor
from tests.prove.loading.outages import drained
from tests.prove.loading.samples import Found, Sample, at
from tests.prove.loading.straight import straight_to

AT_ONCE, HANDS, CLICKS, EACH = 20, 32, 200, 4
DIGEST = "/collections schedule * * * * * Europe/Berlin"
TOO_FAST = "too much at once"


def steady(floor: Floor, chance: Random, seconds: float, a_second: float = 5.0) -> Found:
    """So many interactions a second, while a digest is posted every minute."""
    floor.act("commands", user="U0BRAUN", channel="C0APPROVALS", text=DIGEST)
    people = cycle(user for user in EVERYBODY if user != "U0KANG")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [
            pool.submit(_something, floor, next(people), chance.random())
            for _ in _beat(seconds, a_second)
        ]
        return Found("steady, with a digest", [one.result() for one in running])


def _beat(seconds: float, a_second: float) -> Iterator[int]:
    """Counts so many times a second, not waiting for what is done with it."""
    begun = time.monotonic()
    for number in count():
        due = begun + number / a_second
        if due - begun > seconds:
            return
        time.sleep(max(0.0, due - time.monotonic()))
        yield number


def _something(floor: Floor, user: str, chance: float) -> Sample:
    if chance < 0.2:
        return floor.act("home", user=user)
    words = "/overdue" if chance < 0.5 else f"/standing {tenant(int(chance * 10) % 5)}"
    return floor.act("commands", user=user, channel="C0GENERAL", text=words)


def burst(floor: Floor, clicks: int = CLICKS) -> Found:
    """All press Approve on one card; then two of them mean it."""
    plan = floor.file()
    card = floor.card(plan)
    people = cycle(EVERYBODY)

    def press(user: str) -> Sample:
        return floor.act("clicks", user=user, action_id="plan_approve", **card)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = Found(f"{clicks} clicks on one card")
        found.samples += pool.map(press, [next(people) for _ in range(clicks)])
    floor.approve(plan)
    return drained(floor, [plan], found)


def fourfold(floor: Floor, plans: int) -> Found:
    """Every request of a plan's life arrives four times, the votes among them."""
    found = Found("everything arrives four times")
    made = [floor.file() for _ in range(plans)]
    for plan in made:
        for user in VOTERS:
            # From the last of them on it may go: noted before, as it goes at once.
            floor.filed[plan.plan_id] = floor.office.clock()
            found.samples += _votes(floor, plan, user)
        with floor.office.store.reading() as work:
            votes = len(work.plans.votes(plan.plan_id))
        found.lost += max(0, len(VOTERS) - votes)
        found.doubled += max(0, votes - len(VOTERS))
    return drained(floor, made, found)


def _votes(floor: Floor, plan: Plan, user: str) -> Iterator[Sample]:
    """Press and submit, each again three times."""
    place = floor.card(plan)
    with slack_of(floor.place.url) as slack:
        slack.close(user)
        # Slack opens no form after three seconds: that press is lost, and made once more.
        while not floor.http.get("/sandbox/slack/views", params={"user": user}).json():
            first = floor.act("clicks", user=user, action_id="plan_approve", **place)
            yield from (first, *_again(floor, first))
        posted = slack.messages(place["channel"])
        values = slack.consent(user, next(one for one in posted if one["ts"] == place["ts"]))
        view = slack.view(user)["view_id"]
        second = floor.act("submissions", user=user, view_id=view, values=values)
        yield from (second, *_again(floor, second))
        slack.close(user)


def _again(floor: Floor, sample: Sample) -> list[Sample]:
    return [floor.act("redeliver", n=sample.number) for _ in range(EACH - 1)]


def flood(floor: Floor, seconds: float, a_second: float = 100.0) -> Found:
    """One person types so many commands a second; what the others wait for is what counts."""
    mine: list[Sample] = []

    def hurry() -> None:
        with straight_to(floor.place) as say, ThreadPoolExecutor(HANDS) as hands:
            tries = [hands.submit(say, "U0KANG", "/overdue") for _ in _beat(seconds, a_second)]
            mine.extend(one.result() for one in tries)

    with ThreadPoolExecutor(1) as pool:
        flooding = pool.submit(hurry)
        others = [
            floor.act("commands", user=user, channel="C0GENERAL", text="/overdue")
            for _, user in zip(_beat(seconds, 2.0), cycle(VOTERS), strict=False)
        ]
        flooding.result()
    refused = sum(TOO_FAST in sample.said for sample in mine)
    ordered = sorted(sample.ms for sample in mine)
    said = f"{len(mine):,} commands of one person, {refused:,} refused, p99 {at(ordered, 0.99)} ms"
    unanswered = sum(not sample.acknowledged for sample in mine)
    return Found("one floods, the others", others, unanswered, said=said)
