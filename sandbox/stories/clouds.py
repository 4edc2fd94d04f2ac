"""Clouds: a 21Vianet, a new-commerce and an Azure customer, suspended, warned of, brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.stories.driver import (
    APPROVALS,
    CASES,
    Driver,
    Json,
    Told,
    Unexpected,
    has,
    offers,
    wait,
    words_of,
)

KANG, BRAUN, PARK = "U0KANG", "U0BRAUN", "U0PARK"


@dataclass(frozen=True)
class Customer:
    """Whom the story is about: what is asked for, why, and what the card has to say of it."""

    domain: str
    offers: tuple[str, ...]
    reason: str
    says: tuple[str, ...]


CHINA = Customer(
    "yunjin-textile.example",
    ("Office 365 E3",),
    "misuse",
    (
        "whether Microsoft goes on billing us meanwhile is unknown",
        "from Fri 11 Dec at the earliest",
    ),
)
NEW_COMMERCE = Customer(
    "contoso.example",
    ("Exchange Online", "Microsoft 365 Business Premium"),
    "misuse",
    ("Keeps billing us", "until Wed 31 Mar 2027", "the renewal on"),
)
AZURE = Customer(
    "lumen-labs.example",
    ("Azure plan",),
    "fraud",
    ("in Azure machines stop", "Virtual machines do not start again by themselves"),
)
ALL = (CHINA, NEW_COMMERCE, AZURE)


class Clouds:
    """The story's customers, one method for each step."""

    def __init__(self, driver: Driver) -> None:
        self.desk = driver
        self.before = {one.domain: self._stored(one) for one in ALL}

    # What Microsoft knows

    def _stored(self, one: Customer) -> dict[str, Json]:
        """What is asked for and what runs beneath it, without what marks a version."""
        chosen = self._chosen(one)
        found = {s["id"]: s for s in self.desk.subscriptions(one.domain) if s["id"] in chosen}
        for azure in self._azure(one.domain):
            found[azure["id"]] = azure
        return {id: _without_version(resource) for id, resource in found.items()}

    def _azure(self, domain: str) -> list[Json]:
        customers = self.desk.http.get("/sandbox/partner-center/customers").json()
        return [
            azure
            for customer in customers
            if customer["companyProfile"]["domain"] == domain
            for azure in customer["entitlements"]
        ]

    def _statuses(self, one: Customer) -> dict[str, str]:
        return {id: resource["status"] for id, resource in self._stored(one).items()}

    def _chosen(self, one: Customer) -> list[str]:
        found = self.desk.subscriptions(one.domain)
        return [s["id"] for s in found if s["offerName"].startswith(one.offers)]

    # The steps

    def three_suspensions_are_asked_for(self) -> None:
        for one in ALL:
            self.desk.command(KANG, f"/suspend {one.domain}")
            values = {"subscriptions": self._chosen(one), "reason": one.reason, "note": "Reported"}
            self.desk.submit(KANG, values)
            self._card(one, *one.says)

    def _card(self, one: Customer, *words: str) -> Json:
        return self.desk.wait_for_message(APPROVALS, one.domain, *words)

    def two_people_agree(self) -> None:
        for one in ALL:
            for user in (BRAUN, PARK):
                self._approve(user, self._undecided(one))

    def _undecided(self, one: Customer) -> Json:
        def look() -> Json | None:
            cards = reversed(self.desk.messages(APPROVALS))
            fits = (m for m in cards if has(m, one.domain) and offers(m, "plan_approve"))
            return next(fits, None)

        return wait(look, f"a card for {one.domain} to vote on", lambda: one.domain)

    def _approve(self, user: str, card: Json) -> None:
        self.desk.click(user, card, "plan_approve")
        self.desk.submit(user, self.desk.consent(user, card))
        self.desk.close(user)

    def licences_are_suspended_in_both_clouds(self) -> None:
        for one in (CHINA, NEW_COMMERCE):
            chosen = self._chosen(one)
            self._comes_to(one, dict.fromkeys(chosen, "suspended"))

    def what_runs_in_azure_ends_before_its_plan(self) -> None:
        running = {a["id"]: "inactive" for a in self._azure(AZURE.domain)}
        self._comes_to(AZURE, running | dict.fromkeys(self._chosen(AZURE), "suspended"))
        order = [c["entitlement_id"] or "plan" for c in self._changed(AZURE) if _status(c)]
        if order[-1] != "plan" or "plan" in order[:-1]:
            raise Unexpected("the plan after all that runs beneath it", order)

    def _comes_to(self, one: Customer, expected: Mapping[str, str]) -> None:
        def look() -> bool:
            return expected.items() <= self._statuses(one).items()

        wait(look, f"{one.domain} at Partner Center: {expected}", lambda: self._statuses(one))

    def _changed(self, one: Customer) -> list[Json]:
        ids = self.before[one.domain].keys()
        return [
            change
            for change in self.desk.changes()
            if change["by"] == "api"
            and (change["entitlement_id"] or change["subscription_id"]) in ids
        ]

    def the_data_of_21vianet_is_counted(self) -> None:
        """Sixty days, and half of them are over."""
        root = self.desk.wait_for_message(CASES, CHINA.domain)
        self.desk.move_clock("2026-11-11T09:00:00Z")
        self.desk.wait_in_thread(root, "day 30 of 60", "Fri 11 Dec")

    def a_week_before_its_end_it_asks(self) -> None:
        self.desk.move_clock("2026-12-04T09:00:00Z")
        asked = self.desk.wait_for_message(APPROVALS, "or let its data go", "苏州云锦纺织")
        for action in ("clock_reinstate", "clock_let_go"):
            if not offers(asked, action):
                raise Unexpected(f"a button {action}", words_of(asked))

    def all_three_come_back(self) -> None:
        for one in ALL:
            self.desk.command(KANG, f"/reinstate {one.domain}")
            view = self.desk.view(KANG)["view"]
            self.desk.submit(KANG, {"subscriptions": _offered(view), "note": "It was cleared up"})
            self._approve(BRAUN, self._undecided(one))

    def as_it_was_field_by_field(self) -> None:
        for one in ALL:
            self._is_back(one, self.before[one.domain])

    def _is_back(self, one: Customer, before: Mapping[str, Json]) -> None:
        def differs() -> object:
            return _differences(before, self._stored(one))

        wait(lambda: not differs(), f"{one.domain} as before", differs)

    def nothing_was_sent_twice(self) -> None:
        for one in ALL:
            last: dict[str, str] = {}
            for change in self._changed(one):
                resource = change["entitlement_id"] or change["subscription_id"]
                if _status(change) and last.get(resource) == _status(change):
                    raise Unexpected("each change once", change)
                last[resource] = _status(change) or last.get(resource, "")
        self.desk.wait_for_message(CASES, "lumen")


def _without_version(resource: Json) -> Json:
    """Nor what has no value."""
    return {k: v for k, v in resource.items() if k != "attributes" and v is not None}


def _status(change: Json) -> str:
    return str(change["changed"].get("status", ["", ""])[1])


def _offered(view: Json) -> list[str]:
    asked = (b["element"] for b in view["blocks"] if b.get("block_id") == "subscriptions")
    return [option["value"] for element in asked for option in element["options"]]


def _differences(before: Mapping[str, Json], now: Mapping[str, Json]) -> dict[str, Any]:
    return {
        id: {k: (v, now[id].get(k)) for k, v in was.items() if now[id].get(k) != v}
        for id, was in before.items()
        if now[id] != was
    }


STEPS: tuple[tuple[str, Callable[[Clouds], None]], ...] = (
    ("three customers, three kinds: each card says what comes of it",
     Clouds.three_suspensions_are_asked_for),
    ("two people agree to each", Clouds.two_people_agree),
    ("licences are suspended in both clouds", Clouds.licences_are_suspended_in_both_clouds),
    ("what runs in Azure ends before its plan", Clouds.what_runs_in_azure_ends_before_its_plan),
    ("half of the 60 days of 21Vianet are over, and its thread says so",
     Clouds.the_data_of_21vianet_is_counted),
    ("a week before the end it asks: reinstate, or let the data go",
     Clouds.a_week_before_its_end_it_asks),
    ("all three come back by one vote each", Clouds.all_three_come_back),
    ("as it was, field by field", Clouds.as_it_was_field_by_field),
    ("nothing was sent twice", Clouds.nothing_was_sent_twice),
)  # fmt: skip


def tell(url: str) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    told = Told("clouds", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = Clouds(driver)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
