"""How a case goes, in words behind /case: check off, wait, go on, rate, hand on, merge."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from core.domain.case_errors import NotABeginning, NotADate
from core.domain.cases import Severity
from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.usecases import case_delegates, case_items, case_merging, case_waits, cases, reports
from core.usecases.case_delegates import Wanted
from handlers.messages.blocks import Message, plain
from handlers.messages.case_words import SEVERITIES, item_words
from handlers.messages.reasons import named
from handlers.messages.report_lines import report_message
from handlers.messages.text import Safe, Words
from handlers.request import Services, Typed

# As Slack sends a person who was picked from the list while typing.
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ALL, BACK = "all", "back"


def check(rest: str, typed: Typed, services: Services) -> Message:
    """`12 mfa_on Seen with Park on the telephone`."""
    number, item_id, evidence = _three(rest)
    office = services.once(typed.delivery)
    case, item = case_items.check(number, item_id, evidence, typed.account, office=office)
    words = services.words(typed.account)
    return checked_off(case.number, item_words(case.kind, item.item_id, words), words)


def wait(rest: str, typed: Typed, services: Services) -> Message:
    """`12 until 2026-12-05 The customer asks their host`."""
    number, _, rest = rest.partition(" ")
    until, _, why = rest.strip().removeprefix("until ").strip().partition(" ")
    office, day = services.once(typed.delivery), day_in(until)
    begun = case_waits.wait(number, day, why, typed.account, office=office)
    return waits_until(number.lstrip("#"), begun.until, services.words(typed.account))


def go_on(rest: str, typed: Typed, services: Services) -> Message:
    case = case_waits.go_on(rest, typed.account, office=services.once(typed.delivery))
    words = services.words(typed.account)
    return plain(words("Case {number} goes on.", number=Safe(case.number)))


def severity(rest: str, typed: Typed, services: Services) -> Message:
    number, _, name = rest.partition(" ")
    grade = name.strip().lower()
    if grade not in list(Severity):
        raise BadInput(problem="one of {known} is needed", known=[one.value for one in Severity])
    office = services.once(typed.delivery)
    case = cases.grade(number, Severity(grade), typed.account, office=office)
    words = services.words(typed.account)
    said = named(case.severity, SEVERITIES, words)
    return plain(
        words("Case {number} is rated {severity}.", number=Safe(case.number), severity=said)
    )


def since(rest: str, typed: Typed, services: Services) -> Message:
    """`12 2026-10-12 08:30`: since when the abuse goes on, in UTC."""
    number, _, text = rest.partition(" ")
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=UTC)
    except ValueError:
        raise NotABeginning(text=text.strip()) from None
    office = services.once(typed.delivery)
    case = cases.began(number, moment, typed.account, office=office)
    words = services.words(typed.account)
    began = words("The abuse of case {number} began {moment}, as far as is known.",
                  number=Safe(case.number), moment=case.first_abuse)  # fmt: skip
    return plain(began)


def merge(rest: str, typed: Typed, services: Services) -> Message:
    """`14 into 12`."""
    number, _, other = rest.partition(" ")
    into = other.strip().removeprefix("into").strip()
    office = services.once(typed.delivery)
    case, joined = case_merging.merge(number, into, typed.account, office=office)
    words = services.words(typed.account)
    said = words("Case {number} goes on in case {into}.", number=Safe(case.number),
                 into=Safe(joined.number))  # fmt: skip
    return plain(said)


def delegate(rest: str, typed: Typed, services: Services) -> Message:
    """`12 @anna 2026-12-01 2026-12-05`, or `all @anna …`; `back` ends what was given."""
    words = services.words(typed.account)
    if rest.strip().lower() == BACK:
        ended = case_delegates.take_back(typed.account, office=services.once(typed.delivery))
        many = words.many("{count} delegate acts for you no more.",
                          "{count} delegates act for you no more.", len(ended))  # fmt: skip
        return plain(many if ended else words("Nobody acts for you."))
    number, person, days = rest.partition(" ")[0], PERSON.search(rest), DAY.findall(rest)
    if person is None or not days:
        raise BadInput(problem="a person and one or two days are needed")
    wanted = Wanted(
        AccountKey(typed.account.team_id, person[1]), day_in(days[0]), day_in(days[-1]),
        "" if number.lower() == ALL else number,
    )  # fmt: skip
    made = case_delegates.delegate(wanted, typed.account, office=services.once(typed.delivery))
    said = words("{who} acts from {first} to {last}.", who=Safe(f"<@{person[1]}>"),
                 first=made.first, last=made.last)  # fmt: skip
    return plain(said)


def report(rest: str, typed: Typed, services: Services) -> Message:
    """`2026-10-01 2026-10-31`; without days the last thirty."""
    first, _, last = rest.partition(" ")
    found = reports.ask(first, last.strip(), typed.account, office=services.office)
    return report_message(found, services.words(typed.account))


def _three(rest: str) -> tuple[str, str, str]:
    number, _, more = rest.partition(" ")
    item, _, evidence = more.strip().partition(" ")
    return number, item, evidence


def checked_off(number: int, item: Safe, words: Words) -> Message:
    return plain(words("Checked off in case {number}: {item}.", number=Safe(number), item=item))


def waits_until(number: str, until: datetime, words: Words) -> Message:
    said = words("Case {number} waits until {until}.", number=Safe(number), until=until)
    return plain(said)


def day_in(text: str) -> date:
    """Raises NotADate."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADate(text=text, days=case_waits.LONGEST.days) from None
