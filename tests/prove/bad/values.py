"""Ids, money, dates and names as people write them, and as nobody should."""

from __future__ import annotations

from functools import partial

from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.stage import Answer, Stage

NO_ONE = "Nobody is called"
TENANT = "0ce98e8d-ca00-4ab0-8205-cd156818f096"
INSTALMENT = "no instalment. Write a day and an amount"


def _ask(text: str, stage: Stage) -> Answer:
    return stage.command(f"/standing {text}")


def _promise(terms: str, stage: Stage) -> Answer:
    return stage.form("promise_form", {"terms": terms, "note": "They called"})


def _hold(until: str, stage: Stage) -> Answer:
    return stage.form("hold_form", {"kind": "legal", "note": "They called", "until": until})


def _dispute(amount: str, stage: Stage) -> Answer:
    values = {"document": stage.an_invoice(), "amount": amount, "until": "2026-12-01"}
    return stage.form("dispute_form", values | {"note": "They called"})


def _amount(text: str, stage: Stage, code: str = "EUR") -> Answer:
    return _promise(f"2026-11-02 {code} {text}", stage)


def _day(text: str, stage: Stage) -> Answer:
    return _promise(f"{text} EUR 5.00", stage)


def _name(name: str, given: str, text: str, said: str = NO_ONE) -> Bad:
    return Bad(name, given, said, partial(_ask, text))


def _sum(name: str, text: str, said: str = INSTALMENT, code: str = "EUR") -> Bad:
    return Bad(name, f"`{text}` in {code}", said, partial(_amount, text, code=code))


def _date(name: str, text: str, said: str = INSTALMENT) -> Bad:
    return Bad(name, f"`{text}`", said, partial(_day, text))


VALUES = (
    _name("nothing", "a command alone", "", "/standing contoso"),
    _name("spaces alone", "blanks and a tab", "  \t ", "/standing contoso"),
    _name("id in braces", "a GUID in braces", f"{{{TENANT}}}"),
    _name("id cut short", "a GUID without its last digit", TENANT[:-1]),
    _name("path in an id", "`../../customers`", "../../customers"),
    _name("id with a query", "a GUID with `?$filter=`", f"{TENANT}?$filter=1"),
    _name("wildcard", "`%`, which means anything in SQL", "%"),
    _name("SQL", "`' OR 1=1 --`", "' OR 1=1 --"),
    _name("mention of everybody", "`<!channel>`", "<!channel>", "&lt;!channel&gt;"),
    _name("mention of somebody", "`<@U0ADMIN>`", "<@U0ADMIN>"),
    _name("link", "`<https://evil.example|contoso>`", "<https://evil.example|contoso>"),
    _name("smart quotes", "a name in typographic quotes", "\u201cnobody\u201d"),
    _name("text from right to left", "an override of direction", "\u202e\u05d0nobody"),
    _name("zero-width text", "letters with nothing between them", "no\u200bbo\u200bdy"),
    _name("nothing that is seen", "zero-width signs alone", "\u200b\u200b"),
    _name("emoji", "a family of four",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"),
    _name("tower of marks", "200 accents on one letter", "a" + "\u0301" * 200,
        "Which customer? For example"),
    _name("NUL", "a zero byte in a name", "no\0body"),
    _name("new line", "a name of two lines", "no\nbody"),
    _name("formula", "`=cmd|'/C calc'!A0`", "=cmd|'/C calc'!A0"),
    _name("4,000 characters", "as long as Slack lets it be", "x" * 4000,
        "Which customer? For example"),
    _name("100,000 characters", "longer than Slack lets it be", "x" * 100_000,
        "Which customer? For example"),
    _sum("comma for a point", "1.000,00"),
    _sum("thousands", "1,000.00"),
    _sum("not a number", "NaN"),
    _sum("infinite", "Infinity"),
    _sum("with an exponent", "1e9"),
    _sum("hexadecimal", "0x10"),
    _sum("full-width digits", "\uff11\uff10\uff10"),
    _sum("another minus", "\u22125"),
    _sum("negative", "-5.00", "more than zero"),
    _sum("nothing at all", "0.00", "more than zero"),
    _sum("three decimals", "1.005"),
    _sum("decimals of a yen", "100.5", code="JPY"),
    _sum("currency of nobody", "5.00", code="XXX"),
    _sum("sign for a currency", "5.00", code="\u20ac"),
    _sum("28 digits", "4444444444444444444444444449"),
    _sum("a million digits", "9" * 3000),
    Bad("two currencies in one promise", "euros and dollars", "one currency",
        partial(_promise, "2026-11-02 EUR 5.00\n2026-11-03 USD 5.00")),
    Bad("words for an amount", "`about half`", INSTALMENT, partial(_promise,
        "2026-11-02 about half")),
    Bad("amount in dispute that is none", "`all of it`", "is not an amount. Write it as",
        partial(_dispute, "all of it")),
    _date("day that does not exist", "2026-02-31"),
    _date("day in another order", "31.12.2026"),
    _date("day that has two meanings", "02/03/04"),
    _date("year 0", "0000-01-01"),
    _date("year 9999", "9999-12-31", "too far ahead"),
    _date("far past", "1970-01-01", "has passed"),
    _date("yesterday", "2026-10-11", "has passed"),
    _date("week date", "2026-W44-1"),
    Bad("day that is none", "`soon`", "no day was picked", partial(_hold, "soon")),
    Bad("day in the past", "a hold until last year", "", partial(_hold, "2025-01-01")),
    Bad("day beyond all plans", "a hold until 9999", "", partial(_hold, "9999-12-31")),
    Bad("half of a character", "a lone surrogate for a reason", "reason",
        lambda s: s.form("suspend_form", {"reason": "\ud800", "note": "\ud800\0"})),
    Bad("zone that nobody knows", "TIME_ZONE=Europe/Atlantis", "TIME_ZONE",
        lambda s: s.terminal("roles", "show", TIME_ZONE="Europe/Atlantis")),
    Elsewhere("tenant id in the books", "GUIDs that are none", "a GUID, or nothing",
              "tests/clients/test_receivables_rows.py::"
              "test_a_bad_row_says_what_is_wrong_and_stops_no_other"),
    Elsewhere("path in an id for Partner Center", "`../x`, upper case, braces", "nothing is asked",
              "tests/clients/test_partner_reads.py::test_no_address_is_built_from_what_is_no_guid"),
    Elsewhere("name with markup on a card", "`<!channel>`, bidi, zero-width", "it is shown as text",
              "tests/handlers/test_text.py::test_outside_text_is_made_harmless"),
    Elsewhere("name that is a formula", "`=`, `+`, `-`, `@`, full-width", "an apostrophe before it",
              "tests/handlers/test_spreadsheets.py::test_no_name_becomes_a_formula"),
)  # fmt: skip
