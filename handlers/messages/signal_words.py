"""Signs of fraud in words: what each kind is called, and the facts behind one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from core.domain.errors import BadAmount
from core.domain.money import CURRENCIES, parse_money
from core.domain.signals import Facts, SignalKind
from handlers.messages.escaping import clean
from handlers.messages.text import N_, Words

LONGEST_VALUE = 200
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC", re.ASCII)
RESOURCE = re.compile(r"/subscriptions/[^, ]+/([^/, ]+/[^/, ]+)")
AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,3})?) ([A-Z]{3})", re.ASCII)

KINDS = {
    SignalKind.MICROSOFT_FRAUD_EVENT: N_("fraud event of Microsoft's"),
    SignalKind.SECURITY_ALERT: N_("security alert of Microsoft's"),
    SignalKind.SPEND_ANOMALY: N_("unusual Azure spend"),
    SignalKind.OVER_BUDGET: N_("Azure spend over budget"),
    SignalKind.SEAT_BURST: N_("many seats at once"),
    SignalKind.ORDER_BURST: N_("many orders in a day"),
    SignalKind.LARGE_FIRST_ORDER: N_("large order of a new customer"),
    SignalKind.DISPOSABLE_DOMAIN: N_("disposable mail domain"),
    SignalKind.COUNTRY_MISMATCH: N_("countries that do not match"),
    SignalKind.NO_AGREEMENT: N_("no customer agreement"),
    SignalKind.PAYMENT_DISPUTE: N_("payment disputed or returned"),
    SignalKind.EARLY_FRAUD_WARNING: N_("early fraud warning of the card network"),
    SignalKind.FIRST_INVOICE_UNPAID: N_("first invoice not paid"),
    SignalKind.REPORTED: N_("reported by a person"),
}
# The names of facts, as whoever finds a sign writes them.
FACTS = (
    N_("day"),
    N_("spent"),
    N_("usual"),
    N_("times the usual"),
    N_("days of history"),
    N_("days in a row"),
    N_("spent this month"),
    N_("budget"),
    N_("used of the budget"),
    N_("expected by the end of the month"),
    N_("seats before"),
    N_("seats added"),
    N_("hours"),
    N_("orders"),
    N_("usual orders in a day"),
    N_("seats ordered"),
    N_("customer for days"),
    N_("domain"),
    N_("listed as"),
    N_("country at Partner Center"),
    N_("country of the domain"),
    N_("country of the billing profile"),
    N_("agreement"),
    N_("document"),
    N_("amount"),
    N_("reason"),
    N_("due"),
    N_("days late"),
    N_("note"),
    N_("file"),
    N_("Type"),
    N_("Severity"),
    N_("Confidence"),
    N_("Azure subscription"),
    N_("Resource"),
    N_("First observed"),
    N_("Last observed"),
    N_("Times"),
    N_("Told by"),
)


def kind_word(kind: str, words: Words) -> str:
    """A kind in the middle of a sentence; one that is not known as it is written."""
    known = {one.value: said for one, said in KINDS.items()}
    return words(known[kind]) if kind in known else clean(kind)


def shown_facts(facts: Facts, words: Words) -> str:
    """One line for each fact."""
    said = ((fact_name(name, words), fact_value(value, words)) for name, value in facts)
    return "\n".join(f"• {name}: {value}" for name, value in said)


def fact_name(name: str, words: Words) -> str:
    return words(name) if name in FACTS else clean(name)


def fact_value(value: str, words: Words) -> str:
    """Days, moments and amounts as the reader writes them, and of a resource what it is and how it
    is called; anything else as it is, cleaned."""
    try:
        if DAY.fullmatch(value):
            return words.value(date.fromisoformat(value))
        if found := MOMENT.fullmatch(value):
            return words.value(datetime.fromisoformat(found[1]).replace(tzinfo=UTC))
        found = AMOUNT.fullmatch(value)
        if found and found[2] in CURRENCIES:
            return words.value(parse_money(found[1], found[2]))
    except (ValueError, BadAmount):
        pass
    return clean(RESOURCE.sub(r"\1", value), LONGEST_VALUE)
