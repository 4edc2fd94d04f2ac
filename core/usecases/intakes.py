"""Read how each customer came to us, a few a minute: once, and again while there is no
agreement."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from core.domain.clouds import Capability
from core.domain.customers import CustomerKey
from core.domain.intakes import Intake
from core.domain.partners import Partner
from core.ports.intakes import PartnerIntakes
from core.ports.office import Office
from core.ports.outside import Missing, Unreachable

log = logging.getLogger(__name__)

# Two questions each, beside what reading customers takes of a minute.
A_MINUTE = 10
AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IntakeReader:
    office: Office
    intakes: PartnerIntakes

    def go_on(self, account: str) -> None:
        """The next few customers. Whoever cannot be asked now is asked in the next minute."""
        partner = self.office.partners.get(account, Partner(account))
        if not partner.can(Capability.SUBSCRIPTIONS):
            return
        before = self.office.clock() - AGAIN
        with self.office.store.reading() as work:
            keys = work.intakes.due(account, before, A_MINUTE)
        try:
            for key in keys:
                self._keep(self._read(key, partner))
        except Unreachable as error:
            log.warning("intakes not read account=%s why=%s", account, error.why)

    def _read(self, key: CustomerKey, partner: Partner) -> Intake:
        """Raises Unreachable. A customer that is not ours any more says nothing."""
        now = self.office.clock()
        try:
            country = self.intakes.billing_country(key)
            if not partner.can(Capability.AGREEMENTS):
                return Intake(key, now, country)
            agreed, on = self.intakes.agreed(key)
        except Missing:
            return Intake(key, now)
        return Intake(key, now, country, agreed, on)

    def _keep(self, intake: Intake) -> None:
        with self.office.store() as work:
            work.intakes.put(intake)
            work.commit()
