"""Consents of the people behind App+User calls: kept sealed, renewed by one, watched every day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.consents import Consent
from core.domain.errors import LostRace
from core.domain.events import ConsentGiven, ConsentLapsing, ConsentRefused, Route
from core.domain.secret import Secret
from core.ports.office import Office
from core.ports.secrets import ConsentInUse, Held, NoConsent, Seal, Unsealable
from core.ports.store import Work
from core.recording import record

# Longer than asking Entra can take, so that who holds a consent is gone when this is over.
HELD = timedelta(minutes=5)
ASK_AGAIN = 5.0
WATCHED_EVERY = timedelta(days=1)
LOGIN = "python -m bot login"


@dataclass(frozen=True, slots=True)
class KeptConsents:
    """Implements core.ports.secrets.Consents over the store."""

    office: Office
    seal: Seal

    def take(self, account: str) -> Held:
        now, holder = self.office.clock(), str(uuid4())
        with self.office.store() as work:
            consent = work.secrets.consent(account)
            if consent is None or consent.refused:
                raise NoConsent(f"nobody consents for account {account}: {LOGIN}")
            if not work.secrets.take(account, holder, now, now + HELD):
                raise ConsentInUse("another process renews the consent", ASK_AGAIN)
            work.commit()
        try:
            return Held(account, holder, self.seal.open(consent.sealed, account))
        except Unsealable as error:
            self.give_back(Held(account, holder, Secret("")))
            raise NoConsent(f"the consent for account {account} cannot be read: {error}") from None

    def renew(self, held: Held, token: Secret) -> None:
        sealed, now = self.seal.close(token, held.account), self.office.clock()
        with self.office.store() as work:
            consent = work.secrets.consent(held.account)
            if consent is not None:
                _settle(work, replace(consent, sealed=sealed, used_at=now), held)
            work.commit()

    def give_back(self, held: Held, refused: str = "") -> None:
        stamp = self.office.stamp(self.office.clock(), "", Route.AUTOMATION)
        with self.office.store() as work:
            consent = work.secrets.consent(held.account)
            given = consent is not None and _settle(work, replace(consent, refused=refused), held)
            if given and refused:
                record(work, ConsentRefused(account=held.account, why=refused), stamp)
            work.commit()


def _settle(work: Work, consent: Consent, held: Held) -> bool:
    """A consent that was given anew meanwhile is the better one."""
    try:
        work.secrets.replace(consent, held.holder)
    except LostRace:
        return False
    return True


def keep(account: str, token: Secret, *, seal: Seal, office: Office) -> None:
    """Somebody consented: seal what came of it, in place of any older consent."""
    now = office.clock()
    consent = Consent(account, seal.close(token, account), given_at=now, used_at=now)
    with office.store() as work:
        work.secrets.save(consent)
        record(work, ConsentGiven(account=account), office.stamp(now, "", Route.CLI))
        work.commit()


def unused(*, office: Office) -> list[str]:
    """The accounts whose consent was not used for a day."""
    long_ago = office.clock() - WATCHED_EVERY
    with office.store.reading() as work:
        found = work.secrets.consents()
    return [one.account for one in found if one.used_at <= long_ago and not one.refused]


def watch(*, office: Office) -> None:
    """Say once a day which consents are lost if nobody uses them."""
    now = office.clock()
    with office.store() as work:
        told = _told(work, now)
        for consent in work.secrets.consents():
            if consent.is_lapsing(now) and not consent.refused and consent.account not in told:
                lapsing = ConsentLapsing(account=consent.account, until=consent.lapses_at)
                record(work, lapsing, office.stamp(now, "", Route.AUTOMATION))
        work.commit()


def _told(work: Work, now: datetime) -> set[str]:
    """The accounts of which it was said within the day."""
    found = work.events.since(ConsentLapsing, now - WATCHED_EVERY)
    return {one.event.account for one in found if isinstance(one.event, ConsentLapsing)}
