"""Decide at the terminal, for when Slack is down: the same votes, each with a one-time code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.directory import look_up
from core.domain.approvals import Choice
from core.domain.errors import OutdatedCard, ReasonMissing
from core.domain.events import Route
from core.domain.people import AccountKey, Role
from core.domain.plans import Plan
from core.domain.secret import Secret
from core.domain.step_up import Purpose
from core.domain.step_up_errors import DirectorySilent
from core.ports.office import Office
from core.ports.outside import Directory, Unreachable
from core.ports.store import Work
from core.usecases import eligibility, picking, step_up, voting
from core.usecases.finding import account_of, person_with
from core.usecases.step_up import Look
from core.usecases.voting import Ballot

USAGE = "decide PLAN approve --as U024BE7LH --hash 1a2b3c4d"
SHOWN_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Terminal:
    """Who types here is known by a code alone. `look` has the master key."""

    office: Office
    directory: Directory
    look: Look

    def meet(self, user: str) -> AccountKey:
        """The account of a Slack user id, as Slack describes it now; while Slack is silent, as it
        did within the last day. Raises BadInput, NoRole, NotEligible, DirectorySilent."""
        with self.office.store.reading() as work:
            account = account_of(work, user, USAGE)
            person = work.people.by_account(account)
        for one in {account, *(person.accounts[:1] if person else ())}:
            self._look_up(one)
        with self.office.store.reading() as work:
            person_with(work, account, frozenset(Role))
        return account

    def _look_up(self, account: AccountKey) -> None:
        try:
            look_up(account, directory=self.directory, office=self.office)
        except Unreachable:
            with self.office.store.reading() as work:
                member = work.people.member(account)
            if member is None or not member.believed(self.office.clock()):
                raise DirectorySilent() from None

    def check(self, ballot: Ballot, account: AccountKey, picked: str = "") -> Plan:
        """What stands in the way, said before a code is typed: `ballot.hash` is as much of the hash
        as was typed, `picked` the customer's short code where service is taken away. Raises
        OutdatedCard, WrongCustomerPicked, ReasonMissing, and those of may_vote and
        check_enrolled."""
        with self.office.store.reading() as work:
            plan = work.plans.get(ballot.plan_id)
        _check_seen(plan, ballot.hash)
        if ballot.choice is Choice.APPROVE:
            picking.check(plan, picked)
        elif not ballot.reason.strip():
            raise ReasonMissing()
        eligibility.may_vote(plan.plan_id, ballot.choice, account, office=self.office)
        self.check_enrolled(account)
        return plan

    def check_enrolled(self, account: AccountKey) -> None:
        """Raises those of step_up.check_enrolled."""
        with self.office.store.reading() as work:
            person = person_with(work, account, frozenset(Role))
            step_up.check_enrolled(work, person.person_id, Purpose.VOTE, self.office)

    def decide(self, ballot: Ballot, account: AccountKey, code: Secret, picked: str = "") -> Plan:
        """The vote itself. Raises those of check, those of step_up.REFUSALS and those of vote."""
        plan = self.check(ballot, account, picked)
        proof = self._proof(plan, account, code)
        whole = replace(ballot, hash=plan.hash, proof=proof)
        return voting.vote(whole, account, office=self.office, route=Route.CLI)

    def withdraw(self, plan: Plan, account: AccountKey, code: Secret) -> Plan:
        """Raises those of step_up.REFUSALS, NotRequester and PlanOver."""
        self._proof(plan, account, code)
        return voting.withdraw(plan.plan_id, account, office=self.office, route=Route.CLI)

    def _proof(self, plan: Plan, account: AccountKey, code: Secret) -> str:
        with self.office.store() as work:
            offered = self._offer(work, plan, account, code)
            work.commit()
        return self.look.at_once(offered).proof_id

    def _offer(self, work: Work, plan: Plan, account: AccountKey, code: Secret) -> str:
        person = person_with(work, account, frozenset(Role))
        return step_up.offer(
            work, Purpose.VOTE, person.person_id, code,
            office=self.office, account=account, about=plan.hash, route=Route.CLI,
        )  # fmt: skip


def _check_seen(plan: Plan, typed: str) -> None:
    """Raises OutdatedCard for another content than the one that was read."""
    seen = typed.strip().lower()
    if len(seen) < SHOWN_DIGITS or not plan.hash.startswith(seen):
        raise OutdatedCard()
