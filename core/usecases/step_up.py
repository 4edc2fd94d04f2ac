"""Codes: whoever takes one in only closes it; whoever has the master key looks at it, once.

A code that was right leaves a proof, and what it was typed for goes on with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.errors import Refusal
from core.domain.events import CodeAccepted, CodeRefused, FactorLocked, Route
from core.domain.people import AccountKey
from core.domain.secret import Secret
from core.domain.step_up import MOST_WRONG, Factor, Offer, OfferState, Proof, Purpose
from core.domain.step_up_errors import (
    CodeLapsed,
    CodeMissing,
    CodesLocked,
    CodesUnreadable,
    CodeWrong,
    NotConfirmed,
    NotEnrolled,
    NotProved,
)
from core.domain.totp import NotASecret, accepted_step, code_of
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.secrets import Unsealable
from core.ports.step_up import Vault
from core.ports.store import Work
from core.recording import record

STEP_UP, CODE_REFUSED = "step_up", "code_refused"
# What was offered is of no use any more long before.
KEPT = timedelta(days=1)
REFUSALS: Mapping[str, type[Refusal]] = {
    "wrong": CodeWrong,
    "lapsed": CodeLapsed,
    "locked": CodesLocked,
    "unreadable": CodesUnreadable,
    "not_enrolled": NotEnrolled,
}


def enrolled(work: Work, person_id: str) -> bool:
    """Has this person a second factor that counts?"""
    factor = work.step_ups.factor(person_id)
    return factor is not None and factor.counts


def check_enrolled(work: Work, person_id: str, purpose: Purpose, office: Office) -> None:
    """Said before a code is asked for. Raises NotEnrolled, NotConfirmed, NotProved, CodesLocked."""
    factor = work.step_ups.factor(person_id)
    if factor is None:
        raise NotEnrolled()
    if factor.confirmed_at is None:
        raise NotConfirmed()
    if purpose is not Purpose.PROVE and not factor.counts:
        raise NotProved()
    if factor.locked(office.clock()):
        raise CodesLocked(until=factor.locked_until)


def offer(
    work: Work,
    purpose: Purpose,
    person_id: str,
    code: Secret,
    *,
    office: Office,
    account: AccountKey | None = None,
    about: str = "",
    details: Mapping[str, str] | None = None,
    route: Route = Route.SLACK,
) -> str:
    """Close a typed code in the caller's transaction, good for this purpose, person and `about`
    alone, and have it looked at; at the terminal the caller does that at once. `account` is who
    typed it, and is told what came of it. Returns the id of the offer. Raises CodeMissing and the
    refusals of check_enrolled."""
    if not (digits := code_of(code.reveal())):
        raise CodeMissing()
    check_enrolled(work, person_id, purpose, office)
    account = account or work.people.get(person_id).accounts[0]
    said = {**(details or {}), "route": route.value}
    made = Offer(str(uuid4()), purpose, person_id, account, about, said, office.clock())
    work.step_ups.offer(made, Secret(digits))
    if route is not Route.CLI:
        work.jobs.enqueue(_look_soon(made))
    return made.offer_id


def _look_soon(made: Offer) -> Job:
    """One code of a person after the other."""
    key, payload = f"{STEP_UP}:{made.offer_id}", {"offer_id": made.offer_id}
    return Job(STEP_UP, key, payload, lane=f"codes:{made.person_id}", priority=Priority.VOTE)


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at one code after the other, in a process with the master key; without one no code can
    be right."""

    vault: Vault | None
    office: Office

    def at(self, offer_id: str) -> tuple[Offer, Proof] | None:
        """What the code proves, and what it was typed for; None for a code that proves nothing,
        which its owner is told of, or one that was dealt with before."""
        found = self._found(offer_id)
        return None if isinstance(found, Refusal) else found

    def at_once(self, offer_id: str) -> Proof:
        """The same for whoever waits for the answer, and is done with the code then. Raises one of
        REFUSALS."""
        found = self._found(offer_id)
        if found is None or isinstance(found, Refusal):
            raise found or CodeLapsed()
        made, proof = found
        self.over(made)
        return proof

    def _found(self, offer_id: str) -> tuple[Offer, Proof] | Refusal | None:
        with self.office.store() as work:
            found = work.step_ups.offered(offer_id)
            if found is None or found[0].state is OfferState.OVER:
                return None
            made, closed = found
            if made.state is OfferState.PROVED:
                proof = work.step_ups.proof(made.proof_id)
                return (made, proof) if proof else None
            proven = self._looked(work, made, closed)
            work.commit()
        return proven

    def over(self, made: Offer) -> None:
        """What it was typed for was done, and told."""
        with self.office.store() as work:
            work.step_ups.settle(made, OfferState.OVER)
            work.commit()

    def _looked(self, work: Work, made: Offer, closed: str) -> tuple[Offer, Proof] | Refusal:
        factor = work.step_ups.hold(made.person_id)
        why = self._unfit(made, factor)
        if why or factor is None:
            return self._refuse(work, made, why, factor)
        try:
            step = self._step(work, made, closed, factor)
        except (Unsealable, NotASecret):
            return self._refuse(work, made, "unreadable", factor)
        if step is None or not work.step_ups.accept(factor, step):
            return self._missed(work, made, factor)
        return self._accept(work, made, factor)

    def _unfit(self, made: Offer, factor: Factor | None) -> str:
        """Why the code is not even looked at."""
        now = self.office.clock()
        if made.lapsed(now):
            return "lapsed"
        if factor is None or not (factor.counts or self._is_proof_of(factor, made)):
            return "not_enrolled"
        return "locked" if factor.locked(now) else ""

    def _is_proof_of(self, factor: Factor, made: Offer) -> bool:
        """The first code of its owner, typed for the very factor that was confirmed."""
        first = made.purpose is Purpose.PROVE and factor.factor_id == made.about
        return first and factor.confirmed_at is not None

    def _step(self, work: Work, made: Offer, closed: str, factor: Factor) -> int | None:
        key = work.step_ups.key()
        if self.vault is None or key is None:
            raise Unsealable("there is no master key")
        code = self.vault.open_code(closed, made, key)
        secret = self.vault.open_secret(factor)
        # By the moment in which it was typed: it may have waited.
        return accepted_step(secret, code.reveal(), made.offered_at, factor.last_step)

    def _accept(self, work: Work, made: Offer, factor: Factor) -> tuple[Offer, Proof]:
        assert self.vault is not None
        now = self.office.clock()
        kept = Proof(str(uuid4()), made.purpose, made.person_id, made.about, now)
        proof = self.vault.attest(kept)
        work.step_ups.add_proof(proof)
        work.step_ups.save(factor.rested())
        event = CodeAccepted(
            proof_id=proof.proof_id,
            purpose=made.purpose,
            person=made.person_id,
            about=made.about,
        )
        record(work, event, self.office.stamp(now, made.person_id, made.route))
        return work.step_ups.settle(made, OfferState.PROVED, proof.proof_id), proof

    def _missed(self, work: Work, made: Offer, factor: Factor) -> Refusal:
        now = self.office.clock()
        missed = factor.missed(now)
        work.step_ups.save(missed)
        if not missed.locked(now):
            return self._refuse(work, made, "wrong", missed)
        locked = FactorLocked(
            factor_id=factor.factor_id, person=factor.person_id, until=missed.locked_until
        )
        record(work, locked, self.office.stamp(now, factor.person_id, made.route))
        return self._refuse(work, made, "locked", missed)

    def _refuse(self, work: Work, made: Offer, why: str, factor: Factor | None) -> Refusal:
        """Its owner hears of it by a job of its own, whatever happens to this process."""
        work.step_ups.settle(made, OfferState.OVER)
        event = CodeRefused(purpose=made.purpose, person=made.person_id, why=why)
        stamp = self.office.stamp(self.office.clock(), made.person_id, made.route)
        record(work, event, stamp)
        left = MOST_WRONG - factor.wrong if factor else 0
        until = factor.locked_until if factor else None
        payload: dict[str, str | int] = {"offer_id": made.offer_id, "why": why, "left": left}
        payload["until"] = until.isoformat() if until else ""
        key = f"{CODE_REFUSED}:{made.offer_id}"
        work.jobs.enqueue(Job(CODE_REFUSED, key, payload, priority=Priority.CARD))
        return REFUSALS[why](left=left, until=until)


def refusal_of(why: str, left: int, until: str) -> Refusal:
    """What its owner is told of a code that proved nothing."""
    moment = datetime.fromisoformat(until) if until else None
    return REFUSALS[why](left=left, until=moment)


def offered_by(offer_id: str, *, office: Office) -> Offer | None:
    with office.store.reading() as work:
        found = work.step_ups.offered(offer_id)
    return found[0] if found else None


def sweep(*, office: Office) -> None:
    """Forget what was offered long ago; what was proved stays."""
    with office.store() as work:
        work.step_ups.sweep(office.clock() - KEPT)
        work.commit()
