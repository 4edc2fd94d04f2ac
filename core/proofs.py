"""Does what came of a one-time code still count?"""

from __future__ import annotations

from core.domain.step_up import Proof
from core.ports.office import Office
from core.ports.store import Work


def holds(work: Work, proof: Proof, *, office: Office) -> bool:
    """Whoever looked says so, and the authenticator was not revoked since: what it showed somebody
    else is good for nothing."""
    factor = work.step_ups.factor(proof.person_id)
    return factor is not None and factor.showed(proof) and office.proves(proof)
