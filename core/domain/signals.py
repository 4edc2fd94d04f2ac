"""Signs of fraud and misuse: what was seen, how much it weighs, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core.domain.cases import Severity
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.plans import Reason

# In a case of one of these kinds signs are gathered.
SERIOUS = (Reason.FRAUD, Reason.MISUSE)
OPEN_CASE, PAGE, TOGETHER_DAYS = "open_case", "page", "together_days"
# From this score on a case that pages is critical.
CRITICAL = 95


class SignalKind(StrEnum):
    """By the names that stand in `[signals]` of the policy. `reported`: by a person."""

    MICROSOFT_FRAUD_EVENT = "microsoft_fraud_event"
    SECURITY_ALERT = "security_alert"
    SPEND_ANOMALY = "spend_anomaly"
    OVER_BUDGET = "over_budget"
    SEAT_BURST = "seat_burst"
    ORDER_BURST = "order_burst"
    LARGE_FIRST_ORDER = "large_first_order"
    DISPOSABLE_DOMAIN = "disposable_domain"
    COUNTRY_MISMATCH = "country_mismatch"
    NO_AGREEMENT = "no_agreement"
    PAYMENT_DISPUTE = "payment_dispute"
    EARLY_FRAUD_WARNING = "early_fraud_warning"
    FIRST_INVOICE_UNPAID = "first_invoice_unpaid"
    REPORTED = "reported"


K = SignalKind
DEFAULT_WEIGHTS: Mapping[SignalKind, int] = {
    K.MICROSOFT_FRAUD_EVENT: 100,
    K.SECURITY_ALERT: 100,
    K.SPEND_ANOMALY: 80,
    K.OVER_BUDGET: 40,
    K.SEAT_BURST: 60,
    K.ORDER_BURST: 60,
    K.LARGE_FIRST_ORDER: 50,
    K.DISPOSABLE_DOMAIN: 50,
    K.COUNTRY_MISMATCH: 30,
    K.NO_AGREEMENT: 30,
    K.PAYMENT_DISPUTE: 60,
    K.EARLY_FRAUD_WARNING: 90,
    K.FIRST_INVOICE_UNPAID: 50,
    K.REPORTED: 100,
}
DEFAULT_RULES: Mapping[str, int] = {OPEN_CASE: 60, PAGE: 80, TOGETHER_DAYS: 14}
# Every name that `[signals]` may hold.
NAMES = (*SignalKind, *DEFAULT_RULES)
# Microsoft saw abuse itself; all else only points to some.
OF_MICROSOFT = frozenset({K.MICROSOFT_FRAUD_EVENT, K.SECURITY_ALERT})
# They tell what a customer is, not when something happened.
LASTING = frozenset({K.DISPOSABLE_DOMAIN, K.COUNTRY_MISMATCH, K.NO_AGREEMENT})
# Kinds that are found in the same figures: two of them are one sign, seen twice.
SAME_FIGURES = (
    OF_MICROSOFT,
    frozenset({K.SPEND_ANOMALY, K.OVER_BUDGET}),
    frozenset({K.SEAT_BURST, K.ORDER_BURST, K.LARGE_FIRST_ORDER}),
    frozenset({K.PAYMENT_DISPUTE, K.EARLY_FRAUD_WARNING}),
)


class Label(StrEnum):
    """What a sign turned out to be, once its case was closed."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """A sign as it is found. `key` is the same whenever the same sign is found again; `strength` is
    0 to 100; the facts explain it, their names are texts to be translated. `began_at` is when it
    began, where that is not now, and `per_hour` what it costs, where that is known; `is_test` signs
    are written down and nothing comes of them."""

    customer: CustomerKey
    kind: SignalKind
    key: str
    strength: int
    facts: Facts = ()
    subscription_id: str = ""
    source: str = ""
    is_test: bool = False
    reason: Reason = Reason.FRAUD
    began_at: datetime | None = None
    per_hour: Money | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign as it is remembered: a row for each customer, kind and key, however often it was seen;
    `strength` is the greatest it ever had, `began_at` the earliest that anybody said."""

    signal_id: str
    key: str
    customer: CustomerKey
    kind: SignalKind
    strength: int
    facts: Facts
    first_seen: datetime
    last_seen: datetime
    subscription_id: str = ""
    source: str = ""
    is_test: bool = False
    case_id: str = ""
    label: Label = Label.UNKNOWN
    labelled_at: datetime | None = None
    began_at: datetime | None = None

    def is_judged(self) -> bool:
        """Did somebody say what it was, be it that nobody knows?"""
        return self.labelled_at is not None


@dataclass(frozen=True, slots=True)
class Weights:
    """`[signals]` of a policy; what it does not name is as usual. All are 0 to 100."""

    given: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: SignalKind) -> int:
        return self.given.get(kind.value, DEFAULT_WEIGHTS[kind])

    def score(self, kind: SignalKind, strength: int) -> int:
        """Strength times weight in percent, rounded half up: 0 to 100."""
        return (2 * strength * self.of(kind) + 100) // 200

    @property
    def open_case(self) -> int:
        return self._rule(OPEN_CASE)

    @property
    def page(self) -> int:
        return self._rule(PAGE)

    @property
    def together_days(self) -> int:
        """So many days may lie between signs that count together; 0: each counts by itself."""
        return self._rule(TOGETHER_DAYS)

    def _rule(self, name: str) -> int:
        return self.given.get(name, DEFAULT_RULES[name])

    def severity(self, score: int) -> Severity:
        """What pages is high, and nearly everything critical; what opens a case is medium; the rest
        is low."""
        if score >= max(self.page, CRITICAL):
            return Severity.CRITICAL
        if score >= self.page:
            return Severity.HIGH
        return Severity.MEDIUM if score >= self.open_case else Severity.LOW


@dataclass(frozen=True, slots=True)
class Together:
    """Signs of one customer that count together: the strongest of each kind of figures with its
    score, the strongest first."""

    parts: tuple[tuple[Signal, int], ...] = ()

    @property
    def score(self) -> int:
        """As if each were by chance, apart from the others, with what its score lacks to 100:
        rounded half up, never more than 100."""
        chance = Decimal(100)
        for _, score in self.parts:
            chance *= Decimal(100 - score) / 100
        return int((100 - chance).quantize(Decimal(1), ROUND_HALF_UP))


def together(signals: Iterable[Signal], weights: Weights) -> Together:
    best: dict[frozenset[SignalKind], tuple[Signal, int]] = {}
    for signal in signals:
        score = weights.score(signal.kind, signal.strength)
        known = best.get(figures := _figures(signal.kind))
        if score and (known is None or known[1] < score):
            best[figures] = signal, score
    return Together(tuple(sorted(best.values(), key=lambda part: -part[1])))


def _figures(kind: SignalKind) -> frozenset[SignalKind]:
    return next((one for one in SAME_FIGURES if kind in one), frozenset({kind}))


@dataclass(frozen=True, slots=True)
class KindPrecision:
    """How one kind fared: what was judged true, false, and nobody knows."""

    kind: SignalKind
    true: int
    false: int
    unknown: int

    @property
    def percent(self) -> Decimal | None:
        """Of those that somebody could judge; None without any."""
        judged = self.true + self.false
        return Decimal(100 * self.true) / judged if judged else None


def tally(judged: Iterable[Signal]) -> list[KindPrecision]:
    """Each kind that occurs, in the order of the kinds."""
    counts = Counter((one.kind, one.label) for one in judged if one.is_judged())
    kinds = {kind for kind, _ in counts}
    return [
        KindPrecision(
            kind,
            counts[kind, Label.TRUE],
            counts[kind, Label.FALSE],
            counts[kind, Label.UNKNOWN],
        )
        for kind in SignalKind
        if kind in kinds
    ]
