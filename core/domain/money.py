"""An amount of one currency: a Decimal and an ISO 4217 code, never a float, never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from core.domain.errors import BadAmount, MixedCurrencies

# ISO 4217: active codes of countries, and those whose minor digits are not two.
CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW
ZWG
"""
NO_MINOR_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE_MINOR_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
CURRENCIES = frozenset(CODES.split())
IN_AMOUNTS = frozenset("-0123456789.")
# No debt comes near it; sums stay within the digits with which a Decimal is calculated.
LARGEST = Decimal(10) ** 15
MINOR_DIGITS = dict.fromkeys(NO_MINOR_DIGITS.split(), 0) | dict.fromkeys(
    THREE_MINOR_DIGITS.split(), 3
)


def minor_digits(currency: str) -> int:
    """How many digits the currency has after the decimal point (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units of one currency. Adding another currency raises MixedCurrencies."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise MixedCurrencies(first=self.currency, second=other.currency)
        return other.amount

    def plain(self) -> str:
        """The amount with the currency's minor digits, as canonical JSON and exports write it."""
        return f"{self.amount:.{minor_digits(self.currency)}f}"


@cache
def zero(currency: str) -> Money:
    return Money(Decimal(0), currency)


def parse_money(text: str, currency: str) -> Money:
    """Read `-?digits[.digits]` exactly. Raises BadAmount for anything else, and from LARGEST on."""
    plain = text.strip()
    if not IN_AMOUNTS.issuperset(plain) or len(plain) > 30:
        raise BadAmount(text=text)
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise BadAmount(text=text) from None
    behind_the_point = len(plain.partition(".")[2])
    if behind_the_point > minor_digits(currency) or not -LARGEST < amount < LARGEST:
        raise BadAmount(text=text)
    return Money(amount, currency)


def by_currency(amounts: Iterable[Money]) -> dict[str, Money]:
    """One sum for each currency; currencies are never added up."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, zero(money.currency)) + money
    return dict(sorted(sums.items()))


def below(sums: Mapping[str, Money], floors: Mapping[str, Money]) -> bool:
    """Is every sum below its currency's floor? A currency without a floor is never below it."""
    return all(code in floors and money < floors[code] for code, money in sums.items() if money)
