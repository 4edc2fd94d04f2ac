"""Master keys: which one seals what, and sealing all of it with the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.events import Route, SecretsResealed
from core.ports.office import Office
from core.ports.secrets import Keyring, Unsealable
from core.recording import record
from core.usecases.finding import administrator

USAGE = "keys rotate --by U012AB3CD"


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many secrets were sealed anew, and how many nobody here can open, by the version of their
    key."""

    resealed: int
    unreadable: Mapping[str, int]


def sealed_with(*, office: Office) -> Mapping[str, int]:
    """How many secrets each master key seals, by its version."""
    with office.store.reading() as work:
        return Counter(one.version for one in work.secrets.sealed())


def rotate(ring: Keyring, *, by: str, office: Office) -> Rotation:
    """Seal everything with the first key. What is renewed meanwhile is sealed with it already.
    Raises BadInput, NoRole, NotEligible."""
    now, (newest, *_) = office.clock(), ring.versions()
    resealed, unreadable = 0, Counter[str]()
    with office.store() as work:
        person = administrator(work, by, USAGE)
        for value in work.secrets.sealed():
            if value.version == newest:
                continue
            try:
                resealed += work.secrets.reseal(value, ring.reseal(value))
            except Unsealable:
                unreadable[value.version] += 1
        if resealed:
            event = SecretsResealed(version=newest, secrets=resealed)
            record(work, event, office.stamp(now, person.person_id, Route.CLI))
        work.commit()
    return Rotation(resealed, unreadable)
