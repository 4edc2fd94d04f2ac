"""What is said of a policy that cannot be proposed."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import policy_errors
from core.domain.errors import Refusal
from handlers.messages.text import N_

REFUSALS: Mapping[type[Refusal], str] = {
    policy_errors.PolicyUnchanged: N_("This very text is in force already."),
    policy_errors.PolicyProposed: N_(
        "This very text is proposed already: it is decided on its card, or with "
        "/collections publish."
    ),
    policy_errors.UnknownPolicy: N_(
        "No policy that was kept here, or more than one, begins like “{text}”. Give more of its "
        "version, the path of a file, or in-force."
    ),
}
