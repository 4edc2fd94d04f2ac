"""All classes of bad input, by what is bad about them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.prove.bad.answers import ANSWERS
from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.payloads import PAYLOADS
from tests.prove.bad.transport import TRANSPORT
from tests.prove.bad.values import VALUES

GROUPS: Mapping[str, tuple[Bad | Elsewhere, ...]] = {
    "Transport and signature": TRANSPORT,
    "Slack's payloads": PAYLOADS,
    "Ids, money, dates and names": VALUES,
    "Answers, policies and files": ANSWERS,
}
