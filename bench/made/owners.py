"""Made-up customers of a partner: names in several scripts, subscriptions, and where they stand in
the books. The n-th customer of a seed is the same at every size."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import UUID

from core.domain.customers import (
    Customer,
    CustomerKey,
    Debtor,
    Generation,
    MappingState,
    Subscription,
)
from core.domain.mapping import AccountFacts

AS_OF = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
ACCOUNT, BOOKS, SHOP = "main", "erp", "shop"
# So many open documents, and subscriptions, customers have in turn: ten and four on average.
OPEN = (1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10, 12, 15, 22, 30, 50)
USED = (1, 2, 3, 4, 4, 5, 5, 8)
DOCUMENTS_EACH = sum(OPEN) // len(OPEN)
_FIRST = (
    "Aurora", "Bergmann", "Çelik", "Dubois", "Edelweiß", "Fjord", "González", "Håkansson",
    "İstanbul", "Jónsdóttir", "Krüger", "Łukasz", "Müller", "Nordlicht", "Østergaard", "Pérez",
    "Quartz", "Røros", "Søren", "Tąpała", "Ünal", "Věra", "Weiß", "Žižka", "北京", "上海", "東京",
    "大阪", "서울", "부산", "Москва", "Αθήνα", "القاهرة", "תל־אביב", "दिल्ली", "กรุงเทพ",
)  # fmt: skip
_SECOND = (
    "Software", "Trading", "Logistik", "Systems", "Bau", "Médical", "Foods", "Energy", "Design",
    "Consulting", "科技", "貿易", "솔루션", "Технологии", "Data", "Print", "Mobility", "Labs",
)  # fmt: skip
_FORM = (
    "GmbH",
    "AG",
    "Ltd",
    "SARL",
    "S.A.",
    "AB",
    "A/S",
    "Sp. z o.o.",
    "株式会社",
    "有限公司",
    "Inc.",
)
_COUNTRIES = ("DE", "DE", "DE", "AT", "CH", "FR", "GB", "US", "PL", "KW", "TN", "JP", "KR", "CN")
_PRODUCTS = (
    "Microsoft 365 Business Premium", "Microsoft 365 E3", "Exchange Online (Plan 1)",
    "Azure plan", "Power BI Pro", "Teams Phone Standard", "Windows 365 Business",
    "Microsoft Defender for Business", "Visio Plan 2", "Dynamics 365 Sales",
)  # fmt: skip
# Of a thousand accounts in the books.
_UNMAPPED, _PROPOSED, _IN_TWO_BOOKS, _OTHER_BOOKS, _CHILDREN = 20, 10, 20, 150, 30


@dataclass(frozen=True)
class Owner:
    """The n-th customer. `dice` is thrown for it alone, and the same way each time."""

    number: int
    seed: int

    @cached_property
    def dice(self) -> random.Random:
        return random.Random(self.seed << 32 | self.number)

    @cached_property
    def key(self) -> CustomerKey:
        return CustomerKey(ACCOUNT, str(UUID(int=(4 << 76) | (8 << 60) | self.number)))

    @cached_property
    def name(self) -> str:
        first, second, form = (
            words[self._turn(place) % len(words)]
            for place, words in enumerate((_FIRST, _SECOND, _FORM))
        )
        return f"{first} {second} {self.number} {form}"

    @property
    def domain(self) -> str:
        return f"customer{self.number}.example"

    @property
    def country(self) -> str:
        return _COUNTRIES[self._turn(3) % len(_COUNTRIES)]

    @property
    def documents(self) -> int:
        return OPEN[self.number % len(OPEN)]

    def _turn(self, place: int) -> int:
        """A number that looks like none in particular, different for each place."""
        return (self.number * 2_654_435_761 + self.seed * 97 + place * 40_503) % 2**32 >> 7

    def _is(self, place: int, of_a_thousand: int) -> bool:
        return self._turn(place) % 1000 < of_a_thousand

    # In the books

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The books that know it, those with the most of its documents first."""
        if self._is(4, _IN_TWO_BOOKS):
            return BOOKS, SHOP
        return (SHOP,) if self._is(5, _OTHER_BOOKS) else (BOOKS,)

    @property
    def ref(self) -> str:
        return f"C{self.number:07d}"

    @property
    def mapping(self) -> MappingState:
        if self._is(6, _UNMAPPED):
            return MappingState.UNMAPPED
        return MappingState.PROPOSED if self._is(7, _PROPOSED) else MappingState.CONFIRMED

    def debtors(self) -> Iterator[Debtor]:
        mapping = self.mapping
        key = None if mapping is MappingState.UNMAPPED else self.key
        for source in self.sources:
            yield Debtor(source, self.ref, self.name, mapping, key)

    def said(self) -> AccountFacts:
        """What the books say of it beside its documents; some are paid for by a parent."""
        parent = f"C{self.number // 10:07d}" if self.number > 10 and self._is(8, _CHILDREN) else ""
        return AccountFacts((self.domain,), self.registration, parent)

    @property
    def registration(self) -> str:
        return f"HRB {self.number}" if self._is(9, 500) else ""

    # At Partner Center

    def customer(self) -> Customer:
        read_at = AS_OF + timedelta(minutes=self.number % 60)
        return Customer(
            self.key, self.name, self.domain, self.country, read_at=read_at,
            registration=self.registration,
        )  # fmt: skip

    @cached_property
    def subscription_ids(self) -> tuple[str, ...]:
        count = USED[self.number % len(USED)]
        return tuple(
            str(UUID(int=(4 << 76) | (9 << 60) | self.number * 16 + n)) for n in range(count)
        )

    def subscriptions(self) -> Iterator[Subscription]:
        for place, subscription_id in enumerate(self.subscription_ids):
            turn = self._turn(10 + place)
            product = _PRODUCTS[turn % len(_PRODUCTS)]
            azure = product == "Azure plan"
            yield Subscription(
                customer=self.key,
                subscription_id=subscription_id,
                name=product,
                offer_name=product,
                status="active",
                quantity=1 + turn % 120,
                generation=Generation.AZURE_PLAN if azure else Generation.NEW_COMMERCE,
                auto_renew=turn % 5 > 0,
                commitment_ends=None if azure else AS_OF + timedelta(days=5 + turn % 360),
                etag=f"{turn:x}",
                term="" if azure else ("P1Y" if turn % 3 else "P1M"),
                billing_cycle="monthly",
                bought_at=AS_OF - timedelta(days=30 + turn % 900),
                read_at=AS_OF + timedelta(minutes=self.number % 60),
            )


def owners(numbers: Sequence[int], seed: int) -> Iterator[Owner]:
    return (Owner(number, seed) for number in numbers)
