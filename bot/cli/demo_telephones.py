"""The demo's telephones: approvers come with a second factor, others are enrolled on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.cli.demo_guard import ADMINISTRATORS
from bot.config import Settings
from bot.desk import Desk
from bot.part import Part
from bot.wiring import vault_of
from core.domain.approvals import Choice
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.people import AccountKey
from core.domain.secret import Secret
from core.domain.step_up import Purpose
from core.ports.step_up import Vault
from core.usecases import factors, step_up, voting
from core.usecases.factors import Enrolled
from handlers.messages.refusals import refused
from handlers.messages.text import Words

if TYPE_CHECKING:
    from sandbox.telephones import Telephones

HOLDERS = ("U0BRAUN", "U0PARK", "U0WEBER")


def give_telephones(
    telephones: Telephones, desk: Desk, environment: Mapping[str, str], *, enrolled: bool
) -> None:
    """Who is enrolled on the page goes on as at the terminal: a second administrator, and a code.
    The approvers went all of that way already, if they are `enrolled`."""
    vault = vault_of(Settings.from_environment(environment, Part.WORKER))
    if vault is None:
        return
    enrolling = _Enrolling(telephones, desk, vault)
    telephones.enrol = enrolling.on_the_page
    if enrolled:
        known = {account.user_id for one in factors.listed(office=desk.ledger.office)
                 for account in one.person.accounts}  # fmt: skip
        for user in HOLDERS:
            if user not in known:
                enrolling.whole_way(user)


class _Enrolling:
    def __init__(self, telephones: Telephones, desk: Desk, vault: Vault) -> None:
        self._telephones, self._desk, self._vault = telephones, desk, vault
        self._office = desk.ledger.office
        with self._office.store.reading() as work:
            self._team = work.desk.get("home_team")

    def on_the_page(self, user: str) -> str:
        from sandbox.calls import WrongCall

        try:
            return self._enrolled(user).secret.reveal()
        except Refusal as refusal:
            raise WrongCall(refused(refusal, Words())) from refusal

    def whole_way(self, user: str) -> None:
        """Confirmed by the second administrator, and proved by a code of the telephone."""
        done = self._enrolled(user)
        self._telephones.keep(user, done.secret.reveal())
        content = done.plan.content
        ballot = voting.Ballot(done.plan.plan_id, done.plan.hash, Choice.APPROVE)
        voting.vote(ballot, self._known(ADMINISTRATORS[1]), office=self._office)
        # The one before, which is still believed: what the telephone shows now is good once more.
        code = Secret(self._telephones.code(user, ahead=-1))
        with self._office.store() as work:
            step_up.offer(work, Purpose.PROVE, done.person.person_id, code,
                          about=content.subject, office=self._office)  # fmt: skip
            work.commit()

    def _enrolled(self, user: str) -> Enrolled:
        by = next(one for one in ADMINISTRATORS if one != user)
        for one in (user, *ADMINISTRATORS):
            self._known(one)
        return factors.enrol(user, by=by, vault=self._vault, office=self._office, route=Route.CLI)

    def _known(self, user: str) -> AccountKey:
        account = AccountKey(self._team, user)
        self._desk.services.know(account)
        return account
