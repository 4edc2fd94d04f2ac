"""What a doctor looks at: each check yields findings, and asks nobody unless it says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from bot.accounts import SignIn
from bot.config import Settings
from bot.wiring import Ledger, machine_clock, partner_center
from clients.http import Call, HttpClient
from core.domain.people import Role
from core.domain.plans import Action
from core.domain.policy import Policy
from core.domain.quorums import Holders, Quorum, quorums
from core.ports.outside import Unreachable
from core.usecases.opening import differing_lists
from core.usecases.roles import able
from core.usecases.syncing import readable, stands
from handlers.checkup import Finding, Mark, check_clock, check_slack, check_socket
from handlers.directory import slack_client
from storage.audit import verify

NAMES = {
    Action.SUSPEND: "to suspend",
    Action.REINSTATE: "to reinstate",
    Action.STOP_RENEWAL: "to stop a renewal",
    Action.CANCEL: "to cancel",
    Action.ADOPT: "to take a suspension over",
    Action.LET_GO: "to let data go",
    Action.LIFT_FREEZE: "to lift a freeze",
    Action.CHANGE_ROLES: "to change roles",
}
RESELLER = "Partner Center, account {}: an indirect reseller has no access; its provider {} acts"


# The desk's own record


def check_record(ledger: Ledger) -> Iterator[Finding]:
    """Schema, people, freeze and the chain of events of a database that is there."""
    settings, office = ledger.settings, ledger.office
    yield Finding(Mark.OK, "database: it is there and has the newest schema")
    with office.store.reading() as work:
        team, frozen = work.desk.get("home_team"), work.freezes.current()
        seeded, holders = work.desk.get("seeded"), able(work)
        first = work.desk.get("first_administrator")
    if not seeded:
        yield Finding(Mark.NOTE, "the desk was never started; the lists of the settings will hold")
        yield from check_quorums(office.policy, listed(settings), settings.administrators[0])
    else:
        yield from check_quorums(office.policy, holders, first)
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
    if found.holds():
        return Finding(Mark.OK, f"the chain of {found.rows} events holds")
    return Finding(Mark.WRONG, f"the chain of events breaks at {found.broken_at}: {found.why}")


def listed(settings: Settings) -> Holders:
    """Who would have which role at a first start."""
    return {role: frozenset(users) for role, users in settings.lists().items()}


def check_quorums(policy: Policy, holders: Holders, automatic: str) -> Iterator[Finding]:
    """Can the votes be given at all? `automatic` is the person behind what is filed by itself."""
    for quorum in quorums(policy, holders):
        yield _judged(quorum)
    voters = frozenset(one for role in policy.approvals.vote for one in holders[role])
    left, needed = len(voters - {automatic}), policy.approvals.quorum_of(Action.REINSTATE)
    if left < needed:
        why = "the first of ADMINISTRATORS asks, and too few others may vote"
        yield Finding(Mark.WRONG, f"quorum for what is filed automatically: {why}")


def _judged(quorum: Quorum) -> Finding:
    said = f"quorum {NAMES[quorum.action]}: {quorum.needed} of {quorum.voters} who may vote"
    if not quorum.feasible():
        return Finding(Mark.WRONG, f"{said}; whoever asks, only {quorum.at_best} are left")
    if quorum.at_worst < quorum.needed:
        why = f"where one of them asks, only {quorum.at_worst} may be left"
        return Finding(Mark.NOTE, f"{said}; {why}")
    return Finding(Mark.OK, said)


# What others say of us: these ask Slack and Partner Center


def check_workspace(settings: Settings) -> Iterator[Finding]:
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    channels = {
        "APPROVALS_CHANNEL": settings.approvals_channel,
        "CASES_CHANNEL": settings.cases_channel,
        "ALERTS_CHANNEL": settings.alerts_channel,
    }
    yield from check_slack(client, channels, None if settings.clock_url else machine_clock())
    if settings.slack_app_token:
        yield check_socket(client, settings.slack_app_token.reveal())


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
        headers: Mapping[str, str] = http.ask(Call("GET", f"{account.url}/v1/customers")).headers
    except Unreachable:
        headers = {}
    http.close()
    return check_clock(f"Partner Center ({name})", headers.get("Date", ""), machine_clock())
