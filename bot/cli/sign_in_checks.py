"""What a doctor says of certificates and consents: missing, about to end, or not to be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.config import Settings
from bot.wiring import Ledger, partner_center_accounts, seal_of
from clients.certificates import Certificate
from clients.user_lines import wants_a_person
from core.domain.consents import Consent
from core.ports.secrets import Unsealable
from core.usecases.consents import LOGIN
from handlers.checkup import Finding, Mark

ENDS_SOON = timedelta(days=30)


def check_certificates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One finding for each account that signs in with a certificate."""
    for account in settings.accounts:
        proof = account.sign_in.proof if account.sign_in else None
        if isinstance(proof, Certificate):
            said = f"certificate, account {account.name}: until {proof.ends:%Y-%m-%d}"
            yield Finding(_mark(proof.ends - now), said)


def _mark(left: timedelta) -> Mark:
    if left <= timedelta():
        return Mark.WRONG
    return Mark.NOTE if left <= ENDS_SOON else Mark.OK


def check_consents(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each account whose cloud has service requests."""
    accounts = [one.name for one in partner_center_accounts(ledger.settings) if wants_a_person(one)]
    with ledger.office.store.reading() as work:
        known = {one.account: one for one in work.secrets.consents()}
    for account in accounts:
        named = f"sign-in for service requests, account {account}"
        if account not in known:
            yield Finding(Mark.NOTE, f"{named}: nobody signed in; {LOGIN} --account {account}")
        else:
            yield _judged(named, known[account], ledger)


def _judged(named: str, consent: Consent, ledger: Ledger) -> Finding:
    again = f"{LOGIN} --account {consent.account}"
    if consent.refused:
        return Finding(Mark.WRONG, f"{named}: {consent.refused} Sign in anew: {again}")
    if not ledger.settings.master_keys:
        return Finding(Mark.WRONG, f"{named}: sealed, and there is no master key to open it")
    try:
        seal_of(ledger.settings).open(consent.sealed, consent.account)
    except Unsealable as error:
        return Finding(Mark.WRONG, f"{named}: {error}. Give that key, or sign in anew: {again}")
    until = f"{consent.lapses_at:%Y-%m-%d} unless it is used before"
    if consent.is_lapsing(ledger.clock()):
        return Finding(Mark.WRONG, f"{named}: lost on {until}; sign in anew: {again}")
    return Finding(Mark.OK, f"{named}: it holds, until {until}")
