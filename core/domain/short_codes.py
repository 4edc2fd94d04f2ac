"""A customer's short code: read on a card, and picked out of three where a thumb could slip.

It confirms what a plan says already, and selects nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from core.domain.customers import CustomerKey
from core.domain.plans import CUTS, Plan

# Without vowels no code is a word, and without 0, 1, 2 and 5 none is misread.
SIGNS = "BCDFGHJKLMNPQRTVWX346789"
LENGTH = 4
CHOICES = 3


def short_code(key: CustomerKey) -> str:
    """The same for ever; two customers share one in a third of a million cases."""
    return _code(f"customer\n{key}")


def is_confirmed_by_code(plan: Plan) -> bool:
    """Whatever takes service away."""
    return plan.content.action in CUTS and plan.content.customer is not None


def places(seed: str) -> tuple[int, ...]:
    """Where among all customers the others are looked for, whose codes stand beside the right one:
    always in the same places for one seed, so that opening the form again shows nothing new."""
    return tuple(_number(f"place {turn}\n{seed}") for turn in range(CHOICES * 2))


def choices(
    key: CustomerKey, others: Iterable[CustomerKey], *, seed: str, viewer: str
) -> tuple[str, ...]:
    """Three different codes, one of them this customer's, in an order that differs from viewer to
    viewer. What is lacking is made up."""
    right = short_code(key)
    made_up = [_code(f"made up {turn}\n{seed}") for turn in range(CHOICES)]
    found = dict.fromkeys([right, *(short_code(one) for one in others), *made_up])
    shown = list(found)[:CHOICES]
    return tuple(sorted(shown, key=lambda code: _number(f"{viewer}\n{code}\n{seed}")))


def _code(text: str) -> str:
    number, signs = _number(text), ""
    for _ in range(LENGTH):
        number, left = divmod(number, len(SIGNS))
        signs += SIGNS[left]
    return signs


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"goodstanding short code\n{text}".encode()).digest())
