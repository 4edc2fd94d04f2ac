"""What the database holds against what the audit trail tells: whoever edits a row of state leaves
the trail as it was. Reads only, and a row of the trail at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from core.domain import events as told
from core.domain.people import Role
from core.domain.plans import OPEN_PLANS
from storage.tables.agreements import STANDS, holds
from storage.tables.desk import IS_ON, facts, freezes
from storage.tables.people import accounts, doubles, roles
from storage.tables.plans import plans, votes
from storage.tables.policies import publications
from storage.tables.step_up import account_owners, factors
from storage.told import AT_ONCE, Difference, Ledger, Told, told_by

OF_ACCOUNTS = (told.AccountsNoted, told.AccountMet, told.AccountBound, told.AccountFreed)
OF_FACTORS = (told.FactorEnrolled, told.FactorProved, told.FactorRevoked)
# Of all others nothing here follows.
ESTABLISHING = frozenset(
    kind.__name__
    for kind in (
        *(told.DeskSeeded, told.RolesChanged, told.PolicyLoaded, told.PolicyPublished),
        *(told.Frozen, told.FreezeLifted, told.OwnerNamed, told.OwnerTakenOff),
        *(told.PlanFiled, told.PlanEnded, told.VoteCast, told.HoldPlaced, told.HoldEnded),
        *OF_ACCOUNTS,
        *OF_FACTORS,
    )
)
SEEDED = {Role.AGENT: "agents", Role.APPROVER: "approvers", Role.ADMINISTRATOR: "administrators"}


def differences(connection: Connection, *, whole: bool = True) -> Iterator[Difference]:
    """Who may decide, the policy, freezes, second factors, owners and holds; as a `whole` plans and
    their votes as well, of which there are more with each year. The trail itself has to hold."""
    yield from _roles(connection)
    yield from _accounts(connection)
    yield from _policy(connection)
    yield from _freezes(connection)
    yield from _factors(connection)
    yield from _owners(connection)
    yield from _holds(connection)
    if whole:
        yield from _plans(connection)
        yield from _votes(connection)


# Who may decide


def _roles(connection: Connection) -> Iterator[Difference]:
    """The lists of the first start, and what was decided on since."""
    should: dict[str, tuple[frozenset[str], int]] = {}
    for one in told_by(connection, told.DeskSeeded, told.RolesChanged):
        if one.kind == told.RolesChanged.__name__:
            should[one.said["role"]] = frozenset(one.said["after"]), one.seq
        else:
            for seeded, name in SEEDED.items():
                should[seeded.value] = frozenset(one.said[name]), one.seq
    held: dict[str, set[str]] = {}
    for row in connection.execute(select(roles)):
        held.setdefault(row.role, set()).add(row.person_id)
    for role in sorted(held.keys() | should.keys()):
        meant, seq = should.get(role, (frozenset(), 0))
        for person in sorted(held.get(role, set()) ^ meant):
            is_held = "is" if person in held.get(role, set()) else "is not"
            yield Difference(f"{person} {is_held} among the {role}", seq)


def _accounts(connection: Connection) -> Iterator[Difference]:
    """From the event on that lists whose each account was; a database that is older has none before
    its first start with this version."""
    team = connection.scalar(select(facts.c.value).where(facts.c.name == "home_team")) or ""
    noted, should, same = False, Ledger(), Ledger()
    for one in told_by(connection, *OF_ACCOUNTS):
        noted = noted or one.kind == told.AccountsNoted.__name__
        if noted:
            _follow(one, team, should, same)
    if not noted:
        return
    found = connection.execute(select(accounts))
    held = {f"{row.team_id}/{row.user_id}": row.person_id for row in found}
    yield from should.against(held, "the account {key} is that of {value}")
    merged = {row.person_id: row.same_as for row in connection.execute(select(doubles))}
    yield from same.against(merged, "{key} is the same person as {value}")


def _follow(one: Told, team: str, should: Ledger, same: Ledger) -> None:
    said = one.said
    match one.kind:
        case told.AccountsNoted.__name__:
            for kept, ledger in ((said["accounts"], should), (said["doubles"], same)):
                for key, _, value in (entry.partition("=") for entry in kept):
                    ledger.put(key, value, one.seq)
        case told.AccountMet.__name__:
            should.put(said["account"], said["person"], one.seq)
        case told.AccountFreed.__name__:
            should.drop(f"{team}/{said['account']}", one.seq)
        case _:
            _bind(one, team, should, same)


def _bind(one: Told, team: str, should: Ledger, same: Ledger) -> None:
    """Whoever was found to be the same person brings all accounts along."""
    was, person = one.said["was"], one.said["person"]
    should.put(f"{team}/{one.said['account']}", person, one.seq)
    if not was:
        return
    for ledger in (should, same):
        for key in [key for key, (value, _) in ledger.there.items() if value == was]:
            ledger.put(key, person, one.seq)
    same.put(was, person, one.seq)


# What holds for everything


def _policy(connection: Connection) -> Iterator[Difference]:
    """Of the text itself its version is the hash, which whoever reads it looks at."""
    last = None
    for one in told_by(connection, told.PolicyLoaded, told.PolicyPublished):
        last = one
    newest = select(publications.c.version).order_by(publications.c.number.desc()).limit(1)
    found = connection.scalar(newest) or ""
    if found != (last.said["version"] if last else ""):
        yield Difference(f"policy {found or 'none'} is in force", last.seq if last else 0)


def _freezes(connection: Connection) -> Iterator[Difference]:
    should = Ledger()
    for one in told_by(connection, told.Frozen, told.FreezeLifted):
        freeze_id = one.said["freeze_id"]
        if one.kind == told.FreezeLifted.__name__:
            should.drop(freeze_id, one.seq)
        elif freeze_id:
            should.put(freeze_id, _reach(one.said), one.seq)
    rows = connection.execute(select(freezes).where(IS_ON))
    held = {row.freeze_id: _reach({"scope": row.scope, "of": row.of}) for row in rows}
    yield from should.against(held, "freeze {key} of {value} is on")


def _reach(said: Mapping[str, Any]) -> str:
    """Once nothing narrower could be frozen."""
    return f"{said.get('scope', 'all')} {said.get('of', '')}".strip()


def _factors(connection: Connection) -> Iterator[Difference]:
    """Which were confirmed and proved, and whose they are."""
    should = Ledger()
    for one in told_by(connection, *OF_FACTORS):
        factor_id = one.said["factor_id"]
        match one.kind:
            case told.FactorRevoked.__name__:
                should.drop(factor_id, one.seq)
            case told.FactorProved.__name__:
                should.put(factor_id, one.said["person"], one.seq)
            case _:
                _replace(should, one)
    counts = and_(factors.c.confirmed_at.is_not(None), factors.c.proved_at.is_not(None))
    found = connection.execute(select(factors).where(counts))
    held = {row.factor_id: row.person_id for row in found}
    yield from should.against(held, "the second factor {key} of {value} counts")


def _replace(should: Ledger, enrolled: Told) -> None:
    """Nobody has two."""
    mine = [key for key, (whose, _) in should.there.items() if whose == enrolled.said["person"]]
    for key in mine:
        should.drop(key, enrolled.seq)


def _owners(connection: Connection) -> Iterator[Difference]:
    should = Ledger()
    for one in told_by(connection, told.OwnerNamed, told.OwnerTakenOff):
        key = f"{one.said['person']} owns {one.said['customer']}"
        if one.kind == told.OwnerNamed.__name__:
            should.put(key, "", one.seq)
        else:
            should.drop(key, one.seq)
    rows = connection.execute(select(account_owners))
    held = {f"{row.person_id} owns {row.account}/{row.tenant_id}": "" for row in rows}
    yield from should.against(held, "{key}")


def _holds(connection: Connection) -> Iterator[Difference]:
    """How many stand of those that were placed together."""
    should: dict[str, tuple[int, int]] = {}
    for one in told_by(connection, told.HoldPlaced, told.HoldEnded):
        batch, count = one.said["batch"], one.said["customers"]
        before, _ = should.get(batch, (0, 0))
        ended = one.kind == told.HoldEnded.__name__
        should[batch] = before + (-count if ended else count), one.seq
    standing = select(holds.c.batch, func.count()).where(STANDS).group_by(holds.c.batch)
    held = {row[0]: int(row[1]) for row in connection.execute(standing)}
    for batch in sorted(held.keys() | should.keys()):
        count, seq = should.get(batch, (0, 0))
        if held.get(batch, 0) != count:
            yield Difference(f"{held.get(batch, 0)} of the holds {batch} stand, not {count}", seq)


# Plans and votes


def _plans(connection: Connection) -> Iterator[Difference]:
    """What was filed, as which content, and how it ended."""
    filed: dict[str, tuple[str, int]] = {}
    ended: dict[str, tuple[str, int]] = {}
    for one in told_by(connection, told.PlanFiled, told.PlanEnded):
        if one.kind == told.PlanEnded.__name__:
            ended[one.said["plan_id"]] = one.said["state"], one.seq
        else:
            filed[one.said["plan_id"]] = one.said["hash"], one.seq
    found = select(plans.c.plan_id, plans.c.hash, plans.c.state)
    with connection.execute(found.execution_options(yield_per=AT_ONCE)) as streamed:
        for plan_id, hash, state in streamed:
            yield from _plan(plan_id, hash, state, filed.pop(plan_id, None), ended.get(plan_id))
    for plan_id, (_, seq) in filed.items():
        yield Difference(f"plan {plan_id} is not there", seq)


def _plan(
    plan_id: str, hash: str, state: str,
    filed: tuple[str, int] | None, ended: tuple[str, int] | None,
) -> Iterator[Difference]:  # fmt: skip
    if filed is None:
        yield Difference(f"plan {plan_id} was filed")
    elif filed[0] != hash:
        yield Difference(f"plan {plan_id} has the hash {hash}", filed[1])
    is_open = state in OPEN_PLANS
    if ended is None and not is_open:
        yield Difference(f"plan {plan_id} is {state}")
    elif ended is not None and ended[0] != state:
        yield Difference(f"plan {plan_id} is {state}", ended[1])


def _votes(connection: Connection) -> Iterator[Difference]:
    """Each person's last one on a plan: a yes that was somebody else's becomes a no."""
    cast: dict[tuple[str, str], tuple[str, int]] = {}
    for one in told_by(connection, told.VoteCast):
        cast[one.said["plan_id"], one.by] = f"{one.said['choice']} {one.said['hash']}", one.seq
    found = select(votes.c.plan_id, votes.c.person_id, votes.c.choice, votes.c.hash)
    with connection.execute(found.execution_options(yield_per=AT_ONCE)) as streamed:
        for plan_id, person, choice, hash in streamed:
            should, seq = cast.pop((plan_id, person), ("", 0))
            if should != f"{choice} {hash}":
                yield Difference(f"{person} voted {choice} on plan {plan_id}", seq)
    for (plan_id, person), (choice, seq) in cast.items():
        yield Difference(f"{person} did not vote {choice.split()[0]} on plan {plan_id}", seq)


def few(found: Sequence[Difference], most: int = 20) -> Iterator[str]:
    """For whoever reads them: the first, and how many more there are."""
    yield from map(str, found[:most])
    if len(found) > most:
        yield f"and {len(found) - most} more"
