"""What nights of fraud need: abuse at Microsoft, telephones with codes, and a terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox import authenticator
from sandbox.stories.driver import (
    APPROVALS,
    CASES,
    Driver,
    Json,
    Unexpected,
    has,
    offers,
    wait,
    words_of,
)
from sandbox.stories.terminal import Terminal

BY_HAND = re.compile(r"Typed by hand: ([A-Z2-7]+)")
A_MINUTE = timedelta(minutes=1)
FIRST_ADMINISTRATOR, SECOND_ADMINISTRATOR = "U0ADMIN", "U0ONCALL"


@dataclass
class Night:
    """One desk at which fraud is found. `secrets` are those of the telephones, by person."""

    desk: Driver
    terminal: Terminal
    secrets: dict[str, str] = field(default_factory=dict)

    # Telephones

    def enrol(self, user: str) -> None:
        """At the terminal, then by a second administrator, then by its owner with one code."""
        printed = self.terminal.run("stepup", "enrol", user, "--by", FIRST_ADMINISTRATOR)
        found = BY_HAND.search(printed)
        if found is None:
            raise Unexpected("a secret to type", printed)
        self.secrets[user] = found[1]
        self.approve(SECOND_ADMINISTRATOR, self.open_card("CONFIRM A SECOND FACTOR", user))
        asked = self.told(user, "Type one code")
        self.desk.click(user, asked, "factor_prove")
        self.fills_in(user, {"code": self.code(user)})
        self.told(user, "counts from now on")

    def code(self, user: str) -> str:
        return authenticator.code(self.secrets[user], self.desk.now())

    # What people do

    def approve(self, user: str, card: Json) -> None:
        """With the customer's code picked, and a code typed, where the form asks for them."""
        self.desk.click(user, card, "plan_approve")
        self.fills_in(user, self.consent(user, card))

    def consent(self, user: str, card: Json) -> Json:
        given = self.desk.consent(user, card)
        return given | ({"code": self.code(user)} if "code" in self.asked(user) else {})

    def asked(self, user: str) -> dict[str, Json]:
        """The questions of the open form, by their names."""
        blocks = self.desk.view(user)["view"]["blocks"]
        return {block["block_id"]: block for block in blocks if block.get("element")}

    def fills_in(self, user: str, values: Json) -> None:
        """It takes everything."""
        wrong = self.refused(user, values)
        if wrong:
            raise Unexpected("a form that is taken", wrong)
        self.desk.close(user)

    def refused(self, user: str, values: Json) -> list[Any]:
        """What was wrong with the open form, which stays open then."""
        answer = self.desk.submit(user, values)
        return [form["errors"] for form in answer["views"] if form["errors"]]

    # What there is to see

    def told(self, user: str, *words: str) -> Json:
        """What the desk wrote to this person alone, the newest with these words."""

        def look() -> Json | None:
            return next((m for m in reversed(self.desk.direct(user)) if has(m, *words)), None)

        return wait(look, f"{words} written to {user}", lambda: self._last(user))

    def _last(self, user: str) -> str:
        return " | ".join(words_of(m)[:90] for m in self.desk.direct(user)[-3:])

    def open_card(self, *words: str) -> Json:
        """One that can be voted on, the newest with these words."""

        def look() -> Json | None:
            cards = reversed(self.desk.messages(APPROVALS))
            return next((m for m in cards if has(m, *words) and offers(m, "plan_approve")), None)

        return wait(look, f"a card with {words} to vote on", self._cards)

    def _cards(self) -> list[str]:
        return [words_of(m)[:90] for m in self.desk.messages(APPROVALS)[-4:]]

    def now(self, message: Json, user: str = "U0KANG") -> Json:
        """The same message, as it reads by now."""
        found = self.desk.messages(message["channel"], user)
        return next(m for m in found if m["ts"] == message["ts"])

    def reads(self, message: Json, *words: str, user: str = "U0KANG") -> None:
        wait(lambda: has(self.now(message, user), *words), f"a message with {words}",
             lambda: words_of(self.now(message, user)))  # fmt: skip

    def case_of(self, *words: str) -> Json:
        """The first message of a thread."""
        return self.desk.wait_for_message(CASES, *words)

    # What Microsoft has

    def azure(self, name: str) -> Json:
        """An Azure subscription by its name."""
        found = [one for one in self._azure() if one["friendlyName"] == name]
        if len(found) != 1:
            raise Unexpected(f"one Azure subscription {name}", found)
        return found[0]

    def beneath(self, plan: str) -> list[Json]:
        """What runs beneath an Azure plan."""
        return [one for one in self._azure() if one["subscriptionId"] == plan]

    def _azure(self) -> list[Json]:
        customers = self.desk.http.get("/sandbox/partner-center/customers").json()
        return [azure for customer in customers for azure in customer["entitlements"]]

    def plant(self, azure: Json, first: datetime) -> str:
        """Somebody mines there since `first`; the id of it."""
        return str(self._alerts(subscription_id=azure["id"], first=first.isoformat())["id"])

    def in_the_portal(self, id: str, status: str, reason: str) -> None:
        """Somebody sets it there."""
        self._alerts(id=id, status=status, reason=reason)

    def usage_is_read(self, account: str) -> None:
        """Microsoft hints at what is spent on Azure, and half a minute later the desk reads it."""
        event, resource = "usagerecords-thresholdExceeded", "/v1/customers/usagerecords"
        before = self._readings(resource)
        hint = {"account": account, "event": event, "resource": resource}
        self.desk.http.post("/sandbox/partner-center/webhooks", json=hint)
        self.desk.move_clock((self.desk.now() + A_MINUTE).isoformat())
        wait(lambda: self._readings(resource) > before, "usage to be read", lambda: before)

    def _readings(self, path: str) -> int:
        requests = self.desk.http.get("/sandbox/partner-center/requests").json()
        return sum(one["path"].endswith(path) and one["status"] == 200 for one in requests)

    def _alerts(self, **body: object) -> Json:
        answer = self.desk.http.post("/sandbox/partner-center/alerts", json=body)
        if answer.status_code != 200:
            raise Unexpected("the stand-in to take it", answer.text)
        found: Json = answer.json()
        return found

    def alert(self, id: str) -> Json:
        """What Microsoft sees of it, and what it was told."""
        found = self.desk.http.get("/sandbox/partner-center/alerts").json()
        return next(one for one in found if one["id"] == id)

    def microsoft_shows(self, id: str, status: str, reason: str = "") -> None:
        """In both of its interfaces."""

        def look() -> list[tuple[str, str]]:
            standing = self.alert(id)["standing"].values()
            return [(one["status"], one["reason"]) for one in standing]

        wait(lambda: set(look()) == {(status, reason)}, f"{status} {reason} at Microsoft", look)
