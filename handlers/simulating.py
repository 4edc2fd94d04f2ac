"""What a policy would do, for the one who asked: worked out by a job, and brought."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from core.domain.errors import NoRole, NotEligible
from core.domain.people import AccountKey
from core.domain.simulation_sums import Scheme
from core.ports.engine import Delivery
from core.usecases import simulating
from handlers.exports import NoScope, SlackFiles
from handlers.messages.blocks import Message, plain
from handlers.messages.simulation_card import simulation_card
from handlers.messages.simulation_sheet import simulation_files
from handlers.request import Services, Typed
from handlers.say import Say

log = logging.getLogger(__name__)


def simulate(rest: str, typed: Typed, services: Services) -> Message:
    """Nothing for the policy in force alone, or the beginning of another one's version."""
    office, words = services.once(typed.delivery), services.words(typed.account)
    simulating.let_in(typed.account, office=office)
    version = simulating.kept_policy(rest, office=office).version if rest else ""
    wish = simulating.Wish(version, typed.channel)
    simulating.ask(wish, typed.account, typed.delivery, office=office)
    return plain(words("The simulation is on its way, as a direct message to you."))


@dataclass(frozen=True, slots=True)
class Simulator:
    """The handler of the job `simulate`."""

    services: Services
    files: SlackFiles
    say: Say

    def bring(self, delivery: Delivery) -> None:
        """In our direct message. Who has no role any more gets nothing."""
        asked = {name: str(value) for name, value in delivery.payload.items()}
        account, office = AccountKey(asked["team"], asked["user"]), self.services.office
        try:
            simulating.let_in(account, office=office)
        except (NoRole, NotEligible):
            log.info("a simulation was not brought: the role is gone")
            return
        version, words = asked["version"], self.services.words(account)
        edited = Scheme.of(simulating.kept_policy(version, office=office)) if version else None
        found = simulating.simulate(edited, office=office)
        direct, outlook = self.files.direct(account.user_id), found.edited or found.outlook
        try:
            said = words("Every customer and every day, as files:")
            self.files.upload(direct, simulation_files(outlook, words), said)
        except NoScope:
            log.info("a simulation came without files: the scope is missing")
        self.say.post(direct, simulation_card(found, words))
