"""Signs of fraud and misuse: what was seen, how much it weighs, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.domain.cases import Severity
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.plans import Reason

# In a case of one of these kinds signs are gathered.
SERIOUS = (Reason.FRAUD, Reason.MISUSE)
OPEN_CASE, PAGE = "open_case", "page"
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
DEFAULT_THRESHOLDS: Mapping[str, int] = {OPEN_CASE: 60, PAGE: 80}
# Every name that `[signals]` may hold.
NAMES = (*SignalKind, *DEFAULT_THRESHOLDS)


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
    `strength` is the greatest it ever had."""

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

    def is_judged(self) -> bool:
        """Did somebody say what it was, be it that nobody knows?"""
        return self.labelled_at is not None


@dataclass(frozen=True, slots=True)
class Weights:
    """`[signals]` of a policy; what it does not name weighs as usual. All are 0 to 100."""

    given: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: SignalKind) -> int:
        return self.given.get(kind.value, DEFAULT_WEIGHTS[kind])

    def score(self, kind: SignalKind, strength: int) -> int:
        """Strength times weight in percent, rounded half up: 0 to 100."""
        return (2 * strength * self.of(kind) + 100) // 200

    @property
    def open_case(self) -> int:
        return self.given.get(OPEN_CASE, DEFAULT_THRESHOLDS[OPEN_CASE])

    @property
    def page(self) -> int:
        return self.given.get(PAGE, DEFAULT_THRESHOLDS[PAGE])

    def severity(self, score: int) -> Severity:
        """What pages is high, and nearly everything critical; what opens a case is medium; the rest
        is low."""
        if score >= max(self.page, CRITICAL):
            return Severity.CRITICAL
        if score >= self.page:
            return Severity.HIGH
        return Severity.MEDIUM if score >= self.open_case else Severity.LOW


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
