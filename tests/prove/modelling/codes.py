"""One-time codes: typed right, wrong, twice, or for something else; and authenticators that are
lost."""

from __future__ import annotations

from hypothesis import strategies as st

from core.domain.event import Route
from core.domain.secret import Secret
from core.domain.step_up import Offer, Proof, Purpose
from core.usecases import factors, step_up
from core.usecases.step_up import Look
from tests.a_step_up import VAULT, code_at, counting
from tests.prove.modelling.asking import Asking
from tests.prove.modelling.filled import ENROLLED
from tests.prove.modelling.memory import Noted
from tests.prove.modelling.moves import move

ELSEWHERE = "0" * 64
UNFIT = ("wrong", "again", "for something else", "none")
unfit = st.sampled_from(UNFIT)
codes = st.sampled_from(("right",) * 4 + UNFIT)


class Codes(Asking):
    """What an authenticator shows, and what somebody makes of it."""

    def typed(self, user: str, how: str) -> str:
        """The code that this account types; who has no authenticator makes one up."""
        who = self.person(user)
        secret = self.memory.secrets.get(who)
        if how == "none" or secret is None:
            return ""
        if how == "again" and who in self.memory.shown:
            return self.memory.shown[who]
        code = code_at(Secret(secret), self.desk.now)
        return f"{(int(code) + 1) % 1_000_000:06d}" if how == "wrong" else code

    def looked_at(self, offered: str) -> tuple[Offer, Proof] | None:
        """By a process with the master key."""
        return Look(VAULT, self.desk.office).at(offered)

    def proof_of(self, noted: Noted, user: str, how: str) -> str:
        """What came of a code that was typed for a vote on this plan: the id of a proof."""
        about = ELSEWHERE if how == "for something else" else noted.plan.hash
        code = self.typed(user, how)

        def offer() -> str:
            account = self.account(user)
            with self.desk.store() as work:
                person = work.people.by_account(account)
                offered = step_up.offer(
                    work, Purpose.VOTE, person.person_id if person else "", Secret(code),
                    office=self.desk.office, account=account, about=about,
                )  # fmt: skip
                work.commit()
            return offered

        offered = self.tries(f"code: {how}", offer)
        found = self.looked_at(offered) if offered else None
        self.check_code(user, how, code, accepted=found is not None)
        return found[1].proof_id if found else ""

    def check_code(self, user: str, how: str, code: str, *, accepted: bool) -> None:
        """A wrong one proves nothing, and a right one only once."""
        who = self.person(user)
        self.tally.looked["S2"] += accepted
        if accepted and (how in {"wrong", "none"} or self.memory.shown.get(who) == code):
            self.breaches.append(("unapproved", f"S2: a code of {who} counted that is {how}"))
        if accepted:
            self.memory.shown[who] = code

    @move(1, user=st.sampled_from(ENROLLED), again=st.booleans())
    def an_authenticator_is_lost(self, user: str, again: bool) -> None:
        """Whatever it showed is good for nothing; perhaps there is a new one."""
        done = self.tries("revoke a factor", lambda: self._revoked(user))
        if done:
            self.memory.secrets.pop(user, None)
            for noted in self.memory.plans.values():
                noted.coded.discard(user)
            for sole in self.memory.sole.values():
                sole.coded = sole.coded and sole.who != user
        if again and user not in self.memory.secrets:
            fresh = self.tries("enrol again", lambda: counting(user, self.desk.office))
            if fresh is not None:
                self.memory.secrets[user] = fresh.reveal()

    def _revoked(self, user: str) -> bool:
        factors.revoke(user, by="U0ADMIN", office=self.desk.office, route=Route.CLI)
        return True
