"""Whom there is, what there is to choose from, and which policies."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from tests.prove.modelling.filled import (
    CUSTOMERS,
    SHIPPED,
    SMALL,
)
from tests.prove.modelling.memory import Demand

ON_CUSTOMERS = {"suspend", "reinstate", "stop_renewal", "cancel"}
NAMES = {f"K{n}": f"Customer {n}" for n in (1, 2, 3)}
POLICIES = {
    "shipped": (SHIPPED, Demand()),
    "three votes": (
        SHIPPED.replace("suspend = 2 ", "suspend = 3 ", 1).replace(
            "suspend = 2\n", "suspend = 3\n", 1
        ),
        Demand(suspend=3),
    ),
    "high floor": (SHIPPED.replace('EUR = "50"', 'EUR = "1000"', 1), Demand(floor=1000)),
    "nobody alone": (
        SHIPPED.replace("enabled = true", "enabled = false", 1),
        Demand(alone=False),
    ),
    "tight": (
        SHIPPED.replace(SMALL, SMALL.replace("per_hour = 4", "per_hour = 3", 1)),
        Demand(per_hour=3),
    ),
}
# What a freeze may be of, as somebody types it.
NARROW = ("c1.example", "c2.example", "c3.example", "suspend", "suspend", "reinstate")
LAST = datetime(2026, 12, 10, tzinfo=UTC)

voters = st.sampled_from(
    ("U0BRAUN", "U0PARK", "U0WEBER", "U0BRAUN", "U0PARK", "U0GUEST", "U0BRAUN2", "U0KANG")
)
askers = st.sampled_from(("U0KANG", "U0KANG2", "U0LEE", "U0BRAUN"))
customers = st.sampled_from(CUSTOMERS)
places = st.integers(0, 6)
# Places of subscriptions among those of a customer: 1 is an add-on, which nobody asks for.
chosen = st.sampled_from([{0}, {2}, {3}, {0, 2}, {2, 3}, {0}, {2, 0}, {1}, set(), {0, 2, 3}])
MOODS = ("killed before", "killed after", "lost before", "lost after", "late", "refused", "busy")
moods = st.sampled_from(("well",) * 5 + MOODS)
