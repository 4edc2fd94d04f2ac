"""What a doctor looks at: each check yields findings, and asks nobody unless it says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from bot.accounts import SignIn
from bot.config import Settings
from bot.wiring import Ledger, machine_clock, partner_center
from clients.http import Call, HttpClient
from core.domain.people import Role
from core.faults import Way
from core.ports.outside import Unreachable
from core.usecases.opening import differing_lists
from core.usecases.syncing import readable, stands
from handlers.checkup import Finding, Mark, check_clock
from storage.audit import verify
from storage.state import differences

RESELLER = "Partner Center, account {}: an indirect reseller has no access; its provider {} acts"


# The desk's own record


def check_record(ledger: Ledger) -> Iterator[Finding]:
    """Schema, people, freeze and the chain of events of a database that is there."""
    settings, office = ledger.settings, ledger.office
    yield Finding(Mark.OK, "database: it is there and has the newest schema")
    with office.store.reading() as work:
        team, frozen = work.desk.get("home_team"), work.freezes.current()
        seeded = work.desk.get("seeded")
    if not seeded:
        yield Finding(Mark.NOTE, "the desk was never started; the lists of the settings will hold")
    else:
        for role in differing_lists(team, settings.lists(), office=office):
            yield Finding(Mark.NOTE, _differs(role))
    if frozen is not None:
        yield Finding(Mark.NOTE, f"everything is frozen since {frozen.since:%Y-%m-%d %H:%M} UTC")
    if path := office.brake():
        yield Finding(Mark.NOTE, f"the file {path} holds everything; take it away to lift a freeze")
    yield from _reading(ledger)
    yield _chain(ledger)


def _reading(ledger: Ledger) -> Iterator[Finding]:
    """How up to date is what we know of Partner Center? A pretended clock is not ours."""
    office, now = ledger.office, ledger.clock()
    with office.store.reading() as work:
        found = stands(work, readable(office))
    for one in found:
        named = f"Partner Center, account {one.account}"
        if one.round is None:
            yield Finding(Mark.NOTE, f"{named}: its customers were never read")
        elif not ledger.settings.clock_url and one.is_stale(now):
            last = one.round.finished_at
            when = f"{last:%Y-%m-%d %H:%M} UTC" if last else "never"
            why = f": {one.round.trouble}" if one.round.trouble else ""
            yield Finding(Mark.WRONG, f"{named}: all of it was read last {when}{why}")


def _differs(role: Role) -> str:
    change = f"python -m bot roles propose --role {role} …"
    return f"{role.upper()} is not who the {role} are now; the setting is not heard: {change}"


def _chain(ledger: Ledger) -> Finding:
    with ledger.database.reading() as connection:
        found = verify(connection)
        differing = next(differences(connection), None) if found.holds() else None
    if not found.holds():
        return Finding(Mark.WRONG, f"the chain of events breaks at {found.broken_at}: {found.why}")
    if differing is not None:
        return Finding(Mark.WRONG, f"the database differs from its events: {differing}")
    return Finding(Mark.OK, f"the chain of {found.rows} events holds")


# What others say of us: this asks Partner Center


def check_partner_center(settings: Settings) -> Iterator[Finding]:
    """A token for each account, and the first page of its customers."""
    client = partner_center(settings, machine_clock)
    for account in settings.accounts:
        if account.sign_in is None:
            yield Finding(Mark.NOTE, RESELLER.format(account.name, account.partner.provider))
            continue
        try:
            found = len(list(islice(client.customers(account.name), 1)))
        except Unreachable as error:
            yield Finding(Mark.WRONG, f"Partner Center, account {account.name}: {error.why}")
            continue
        more = "customers can be read" if found else "it has no customers"
        yield Finding(Mark.OK, f"Partner Center, account {account.name}: signed in, {more}")
        if not settings.clock_url:
            yield _clock_of(account.name, account.sign_in)
    client.close()


def _clock_of(name: str, account: SignIn) -> Finding:
    """Any answer says what time it is, one without a token too."""
    http = HttpClient(account.url)
    try:
        call = Call("GET", f"{account.url}/v1/customers", way=Way.PROBE)
        headers: Mapping[str, str] = http.ask(call).headers
    except Unreachable:
        headers = {}
    http.close()
    return check_clock(f"Partner Center ({name})", headers.get("Date", ""), machine_clock())
