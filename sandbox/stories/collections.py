"""Collections: ninety days of a policy at work, from the first list to the last payment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from sandbox.clock import START
from sandbox.data.receivables import paid
from sandbox.stories.days import AT_WORK, Days, Stage
from sandbox.stories.driver import (
    ALERTS,
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

LEE, BRAUN, PARK, WEBER = "U0LEE", "U0BRAUN", "U0PARK", "U0WEBER"
# By the numbers that they have in the books; nobody else is in this story's.
CONTOSO, NORDWIND, FABRIKAM, TESSA = "D10001", "D10008", "D10015", "D10043"
HANBIT, ZUBR, YUNJIN, NORDLICHT, KINDER = "D10162", "D10211", "D10302", "D10344", "D10351"
CAST = (CONTOSO, NORDWIND, FABRIKAM, TESSA, HANBIT, ZUBR, YUNJIN, NORDLICHT, KINDER)
FIRST, LAST = START.date(), date(2027, 1, 10)

TO_CONTOSO, TO_NORDWIND = "rechnung@contoso.example", "rechnung@nordwind-logistik.example"
TO_FABRIKAM, TO_TESSA = "rechnung@fabrikam-bau.example", "rechnung@tessa-optik.example"
TO_HANBIT, TO_ZUBR = "accounts@hanbit-precision.example", "accounts@zubr-transport.example"
TO_YUNJIN, TO_NORDLICHT = "accounts@yunjin-textile.example", "accounts@nordlicht-holding.example"
TO_KINDER, NEW_AT_KINDER = "accounts@kinderladen-pusteblume.example", "vorstand@pusteblume.example"
REMINDER, SECOND, FORMAL, FINAL = "Reminder", "Second reminder", "Formal notice", "Final notice"
SUSPENDED, RESTORED = "Services suspended on 9 November 2026", "Access restored on 11 November 2026"
PROMISED = "Your payment of EUR 23,880.00 by 3 November 2026"


def on(month: int, day: int) -> date:
    return date(FIRST.year if month >= FIRST.month else LAST.year, month, day)


class Collections:
    """The story's people and places, one method for each step."""

    def __init__(self, driver: Driver, stage: Stage) -> None:
        self.desk = driver
        self.days = Days(driver, stage, CAST, FIRST)
        self.card: Json = {}
        driver.bounce(TO_KINDER, "returned")

    # What people do

    def form(self, user: str, text: str, **values: object) -> None:
        """Type a command and fill in what opens."""
        answer = self.desk.command(user, text)
        if not answer["views"]:
            raise Unexpected(f"a form after {text}", words_of(answer["ephemeral"] or {}))
        self.days.fills_in(user, dict(values))

    def says(self, user: str, text: str, *words: str) -> None:
        answer: Json = self.desk.command(user, text)["ephemeral"] or {}
        if not has(answer, *words):
            raise Unexpected(f"{words} as an answer to {text}", words_of(answer))

    def statuses(self) -> list[str]:
        return [s["status"] for s in self.desk.subscriptions("contoso.example")]

    def sent(self) -> list[Json]:
        """What the desk changed at Partner Center."""
        return [change for change in self.desk.changes() if change["by"] == "api"]

    # October

    def the_first_books(self) -> None:
        """Not one letter leaves by itself."""
        self.days.move(time(10, 30))
        self.desk.wait_for_message(ALERTS, "first books from erp-berlin")
        self.card = self.days.open_card("0 of 2")
        if self.desk.letters():
            raise Unexpected("no letter before the list is released", self.desk.letters())

    def two_people_release(self) -> None:
        self.days.votes(BRAUN, self.card)
        self.days.votes(PARK, self.card)
        self.days.reads(self.card, "Contoso")
        asked = [words_of(card) for card in self.days.cards("READ BEFORE SENDING")]
        if len(asked) < 4 or self.desk.letters():
            raise Unexpected("four letters to read, and none sent", asked)

    def words_are_read(self) -> None:
        """Once for each notice and language."""
        self.days.words_by = WEBER
        self.days.read_words()
        self.days.letters(TO_CONTOSO, f"{REMINDER}: overdue amount of EUR 8,412.60")
        self.days.letters(TO_HANBIT, "납부 안내")
        self.days.letters(TO_YUNJIN, "付款提醒")
        [upcoming] = self.days.letters(TO_NORDWIND, "Payment due soon")
        if "access" in upcoming["text"].casefold():
            raise Unexpected("no word of access to somebody who is not late", upcoming["text"])

    def a_letter_comes_back(self) -> None:
        """The bounce has an owner; the new address gets the letter."""
        self.days.until(on(10, 13))
        bounced = self._told("Kinderladen", "letter_contact")
        self.desk.click(LEE, bounced, "letter_contact")
        self.days.fills_in(LEE, {"address": NEW_AT_KINDER})
        self.days.until(on(10, 14))
        self.days.letters(NEW_AT_KINDER, f"{REMINDER}: overdue amount of EUR 180.00")

    def _told(self, whose: str, button: str) -> Json:
        """What was said of a customer with this button below, in a case's thread or the alerts."""

        def look() -> Json | None:
            roots = self.desk.messages(CASES)
            threads = [m for r in roots for m in self.desk.messages(CASES, thread_ts=r["ts"])]
            found = [*self.desk.messages(ALERTS), *roots, *threads]
            return next((m for m in reversed(found) if has(m, whose) and offers(m, button)), None)

        return wait(look, f"{button} below what is said of {whose}", lambda: "nothing")

    def a_hold(self) -> None:
        held = {"kind": "hardship", "until": "2027-01-31", "note": "Flood"}
        self.form(LEE, "/collections hold tessa", **held)
        self.says(LEE, "/collections explain tessa", "hardship")

    def some_pay_in_time(self) -> None:
        self.days.until(on(10, 15))
        self.days.books(AT_WORK, paid(NORDWIND), paid(YUNJIN))
        self.days.until(on(10, 19))
        self.days.letters(TO_CONTOSO, REMINDER, f"{SECOND}: overdue amount of EUR 8,412.60")
        self.days.letters(TO_NORDWIND, "Payment due soon")
        self.days.letters(TO_YUNJIN, "付款提醒")

    def a_reply_stops_the_ladder(self) -> None:
        second = self.days.letters(TO_ZUBR, REMINDER, SECOND)[-1]
        self.desk.answer(second, "We paid last week, please look at your account.")
        self.days.until(on(10, 20))
        reply = self._told("we paid last week", "reply_says_paid")
        self.days.until(on(10, 26))
        self.days.letters(TO_ZUBR, REMINDER, SECOND)
        self.desk.click(LEE, reply, "reply_says_paid")
        self.days.books(AT_WORK, paid(ZUBR))

    def two_promises(self) -> None:
        """One for all that is owed, and one that will be broken."""
        promise = "2026-11-06 KRW 6174330"
        self.form(LEE, "/promise 한빛정밀", terms=promise, note="Mrs. Kim called")
        self.form(LEE, "/promise nordlicht", terms="2026-11-03 EUR 23880.00", note="By mail")

    def a_dispute(self) -> None:
        """Of a part: what is left is chased."""
        self.form(LEE, "/dispute INV-20121 1000.00", until="2026-11-20", note="40 seats too many")
        self.says(LEE, "/collections explain fabrikam bau", "EUR 1,007.51")

    def many_at_once(self) -> None:
        """Whoever promised since the list was shown hears nothing."""
        self.card = self.days.open_card("would come to another stage", "0 of 2")
        for user in (BRAUN, PARK):
            self.days.votes(user, self.card)
        self.days.read_words()
        self.days.letters(TO_CONTOSO, REMINDER, SECOND, FORMAL)
        self.days.letters(TO_NORDLICHT, REMINDER, SECOND, PROMISED)
        formal = f"{FORMAL}: overdue amount of EUR 1,007.51"
        latest = self.days.letters(TO_FABRIKAM, REMINDER, SECOND, formal)[-1]
        if "in dispute EUR 1,000.00" not in latest["text"]:
            raise Unexpected("the disputed part in the statement", latest["text"])

    # November

    def the_final_notice_names_the_day(self) -> None:
        self.days.until(on(11, 2))
        letters = self.days.letters(TO_CONTOSO, REMINDER, SECOND, FORMAL, FINAL)
        if "access may be impacted from 9 November 2026 on" not in letters[-1]["subject"]:
            raise Unexpected("9 November as the first day", letters[-1]["subject"])

    def a_dispute_is_settled(self) -> None:
        """For the customer: a credit note comes, the rest is paid, and two others pay as well."""
        self.desk.command(LEE, "/standing fabrikam bau")
        self.days.presses(LEE, "customer_agreements")
        self.days.presses(LEE, "dispute_settle")
        self.days.fills_in(LEE, {"outcome": "settled_for_customer"})
        self.days.until(on(11, 5))
        self.days.books(AT_WORK, paid(FABRIKAM), paid(KINDER), paid(HANBIT))

    def a_proposal_is_carried_out(self) -> None:
        self.days.no_card("SUSPEND", "Contoso")
        self.days.until(on(11, 9))
        self.card = self.days.open_card("SUSPEND", "Contoso", "0 of 2")
        self.days.votes(BRAUN, self.card)
        self.days.votes(PARK, self.card)
        wait(lambda: self.statuses().count("suspended") == 2, "two suspended", self.statuses)
        self.days.reads(self.card, "suspended")

    def paid_and_reinstated(self) -> None:
        self.days.until(on(11, 11))
        self.days.books(AT_WORK, paid(CONTOSO))
        self.days.votes(BRAUN, self.days.open_card("REINSTATE", "Contoso"))
        wait(lambda: "suspended" not in self.statuses(), "all active again", self.statuses)
        self.days.stage.rest()
        self.days.read_words()
        notices = REMINDER, SECOND, FORMAL, FINAL
        self.days.letters(TO_CONTOSO, *notices, SUSPENDED, RESTORED)

    def one_promise_is_kept(self) -> None:
        """Its money came the day before; the other's did not."""
        self.days.until(on(11, 8))
        kept = self.desk.wait_for_message(CASES, "한빛정밀")
        self.desk.wait_in_thread(kept, "promise", "kept")
        self.days.letters(TO_HANBIT, "납부 안내", "두 번째 납부 안내", "납부 약속 확인")
        broken = self.desk.wait_for_message(CASES, "Nordlicht")
        self.desk.wait_in_thread(broken, "promise", "broken")
        self.days.letters(TO_NORDLICHT, REMINDER, SECOND, PROMISED, FORMAL)

    def rejected_for_a_month(self) -> None:
        """Friday is an eve as well: it is filed on Monday."""
        self.days.until(on(11, 22))
        self.days.no_card("SUSPEND", "Nordlicht")
        self.days.until(on(11, 24))
        self.card = self.days.open_card("SUSPEND", "Nordlicht", "0 of 2")
        self.desk.click(BRAUN, self.card, "plan_reject")
        self.days.fills_in(BRAUN, {"reason": "They talk to their bank", "again": "30"})
        self.days.no_card("SUSPEND", "Nordlicht")

    def nothing_on_holidays(self) -> None:
        for day in range(23, 28):
            self.days.until(on(12, day))
            self.days.no_card("SUSPEND", "Nordlicht")
        self.days.until(on(12, 28))
        self.card = self.days.open_card("SUSPEND", "Nordlicht", "0 of 2")

    def withdrawn_by_payment(self) -> None:
        self.days.votes(BRAUN, self.card)
        self.days.books(AT_WORK, paid(NORDLICHT))
        self.days.reads(self.card, "withdrawn", "paid")
        if offers(self.days.now(self.card), "plan_approve"):
            raise Unexpected("nothing to vote on any more", words_of(self.card))

    def what_ninety_days_came_to(self) -> None:
        self.days.until(LAST)
        self.days.letters(TO_TESSA, REMINDER)
        changed = {change["subscription_id"] for change in self.sent()}
        contoso = {s["id"] for s in self.desk.subscriptions("contoso.example")}
        if not changed <= contoso:
            raise Unexpected("nobody but Contoso to be suspended", self.sent())
        known = [(one["to"], one["subject"], one["at"][:10]) for one in self.desk.letters()]
        if len(set(known)) != len(known) or len(self.days.passed) != 90:
            raise Unexpected("each letter once in ninety days", known)


STEPS: tuple[tuple[str, Callable[[Collections], None]], ...] = (
    ("the first books come in, and a list is shown before anything is sent",
     Collections.the_first_books),
    ("two people release the list", Collections.two_people_release),
    ("each letter is read before the first of its kind leaves, in three languages",
     Collections.words_are_read),
    ("a letter comes back, and goes to a new address", Collections.a_letter_comes_back),
    ("a customer in hardship is left alone", Collections.a_hold),
    ("two pay in time; the others are written to again", Collections.some_pay_in_time),
    ("an unread reply stops the ladder", Collections.a_reply_stops_the_ladder),
    ("two promise to pay", Collections.two_promises),
    ("one disputes a part", Collections.a_dispute),
    ("many would come to another stage at once: two people let it happen, and the rest is chased",
     Collections.many_at_once),
    ("the final notice names the day before which nothing is cut",
     Collections.the_final_notice_names_the_day),
    ("a dispute is settled for the customer, and three pay", Collections.a_dispute_is_settled),
    ("one promise is kept; the other is broken, and its ladder goes on where it stood",
     Collections.one_promise_is_kept),
    ("two people agree to a proposal, and it is carried out",
     Collections.a_proposal_is_carried_out),
    ("it is paid, one vote brings access back, and the customer is told",
     Collections.paid_and_reinstated),
    ("another is rejected for a month", Collections.rejected_for_a_month),
    ("that ends on the eve of a holiday, and nothing is asked or cut before Monday",
     Collections.nothing_on_holidays),
    ("a payment withdraws it, and the vote is void", Collections.withdrawn_by_payment),
    ("after ninety days each letter came once, and none against a hold",
     Collections.what_ninety_days_came_to),
)  # fmt: skip


def tell(url: str, stage: Stage) -> None:
    """Run the story. Exits with 1 at the first step that did not happen."""
    told = Told("collections", len(STEPS))
    driver = Driver(url)
    with driver.http:
        story = Collections(driver, stage)
        for title, step in STEPS:
            with told.step(title):
                step(story)
    told.end()
