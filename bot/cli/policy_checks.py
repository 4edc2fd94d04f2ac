"""What a doctor says of the policy: which is in force, what the file says, whether votes can be
given."""

from __future__ import annotations

from collections.abc import Iterator, Set

from bot.config import Settings
from bot.wiring import Ledger, load_policy
from core.domain.plans import Action
from core.domain.policy import Policy
from core.domain.policy_file import PolicyRefused
from core.domain.quorums import Holders, Quorum, quorums
from core.ports.policies import NoPolicy
from core.usecases.collecting_proposals import behind
from core.usecases.policies import is_news
from core.usecases.roles import able, enrolled
from handlers.checkup import Finding, Mark
from handlers.messages.letters import Letters

NAMES = {
    Action.SUSPEND: "to suspend",
    Action.REINSTATE: "to reinstate",
    Action.STOP_RENEWAL: "to stop a renewal",
    Action.CANCEL: "to cancel",
    Action.ADOPT: "to take a suspension over",
    Action.LET_GO: "to let data go",
    Action.LIFT_FREEZE: "to lift a freeze",
    Action.CHANGE_ROLES: "to change roles",
    Action.CHANGE_POLICY: "to change the policy",
    Action.CONFIRM_STEP_UP: "to confirm a second factor",
    Action.PROMISE: "to take a promise beyond the usual",
    Action.WRITE_OFF: "to write a debt off",
    Action.RELEASE_HOLD: "to release a hold",
    Action.RELEASE_RUN: "to let the policy run begin",
    Action.RATIFY: "to ratify what one person did alone",
}
NOBODY_WRITES = (
    "letters: the policy does not say whose they are, so that none can be written: add "
    '[texts.en] with seller = "…", your company\'s name'
)
NOT_HEARD = "what it says is not heard: python -m bot policy propose"


def check_first_policy(settings: Settings) -> Iterator[Finding]:
    """The file, where nothing was started yet and it will be the first policy."""
    try:
        policy = load_policy(settings)
    except PolicyRefused as refused:
        for problem in refused.problems:
            yield Finding(Mark.WRONG, f"policy, {settings.policy_file}: {problem}")
        return
    yield Finding(Mark.OK, f"policy: {_named(policy)}, from the first start on")
    yield from _check_letters(policy, settings)
    yield from check_quorums(policy, _listed(settings), settings.administrators[0])


def policy_is_readable(ledger: Ledger) -> bool:
    """Is there a policy in force that this program can read? `check_policy` says why not."""
    with ledger.office.store.reading() as work:
        try:
            work.policies.current()
        except (NoPolicy, PolicyRefused):
            return False
    return True


def check_policy(ledger: Ledger) -> Iterator[Finding]:
    """The policy in force, and the votes under it; a file that says something else."""
    with ledger.office.store.reading() as work:
        if not work.policies.version():
            yield from check_first_policy(ledger.settings)
            return
        holders, first = able(work), work.desk.get("first_administrator")
        seeded, published = work.desk.get("seeded"), work.policies.in_force()
        answers, factors = behind(work), enrolled(work)
        try:
            policy = work.policies.current()
        except PolicyRefused as refused:
            for problem in refused.problems:
                yield Finding(Mark.WRONG, f"policy in force, {published.version[:8]}: {problem}")
            return
    since = f"in force since {published.since:%Y-%m-%d %H:%M} UTC"
    yield Finding(Mark.OK, f"policy: {_named(policy)}, {since}")
    yield from _check_letters(policy, ledger.settings)
    if said := changed_file(ledger):
        yield Finding(Mark.NOTE, said)
    if not seeded:
        holders, first = _listed(ledger.settings), ledger.settings.administrators[0]
    yield from check_quorums(policy, holders, first, factors)
    if seeded:
        yield from check_run(policy, holders, answers)


def _check_letters(policy: Policy, settings: Settings) -> Iterator[Finding]:
    """Where letters can leave it is amiss that they cannot be written."""
    for problem in Letters().problems(policy.rules.texts):
        yield Finding(Mark.WRONG, f"letters: {problem}")
    if not any(one.seller for one in policy.rules.texts.values()):
        mark = Mark.NOTE if settings.mail.post is None else Mark.WRONG
        yield Finding(mark, NOBODY_WRITES)


def changed_file(ledger: Ledger) -> str:
    """What to say of a policy file that nobody published or proposed as it stands."""
    path = ledger.settings.policy_file
    try:
        policy = load_policy(ledger.settings)
    except PolicyRefused as refused:
        return f"POLICY_FILE {path} is no policy ({refused.problems[0]}); {NOT_HEARD}"
    if not is_news(policy, office=ledger.office):
        return ""
    return f"POLICY_FILE {path} is not the policy in force; {NOT_HEARD} {path}"


def check_quorums(
    policy: Policy, holders: Holders, automatic: str, enrolled: Set[str] = frozenset()
) -> Iterator[Finding]:
    """Can the votes be given at all? `automatic` is the person behind what is filed by itself,
    `enrolled` have a second factor."""
    for quorum in quorums(policy, holders, enrolled=enrolled):
        if quorum.action is not Action.RATIFY or policy.break_glass.enabled:
            yield _judged(quorum)
    if _left(policy, holders, automatic) < policy.approvals.quorum_of(Action.REINSTATE):
        why = "the first of ADMINISTRATORS asks, and too few others may vote"
        yield Finding(Mark.WRONG, f"quorum for what is filed automatically: {why}")


def check_run(policy: Policy, holders: Holders, answers: str) -> Iterator[Finding]:
    """Whoever answers for what the run files, having published the policy, cannot vote on it."""
    needed = policy.approvals.quorum_of(Action.SUSPEND)
    if (left := _left(policy, holders, answers)) < needed:
        why = f"who published the policy asks, and {left} others may vote where {needed} must"
        yield Finding(Mark.WRONG, f"quorum for what the policy run proposes: {why}")


def _left(policy: Policy, holders: Holders, without: str) -> int:
    voters = frozenset(one for role in policy.approvals.vote for one in holders[role])
    return len(voters - {without})


def _judged(quorum: Quorum) -> Finding:
    what, who = NAMES[quorum.action], "may vote"
    if quorum.takes_code:
        what, who = f"{what} where votes take a code", "have a second factor"
    said = f"quorum {what}: {quorum.needed} of {quorum.voters} who {who}"
    if not quorum.feasible():
        return Finding(Mark.WRONG, f"{said}; whoever asks, only {quorum.at_best} are left")
    if quorum.at_worst < quorum.needed:
        why = f"where one of them asks, only {quorum.at_worst} may be left"
        return Finding(Mark.NOTE, f"{said}; {why}")
    return Finding(Mark.OK, said)


def _listed(settings: Settings) -> Holders:
    """Who would have which role at a first start."""
    return {role: frozenset(users) for role, users in settings.lists().items()}


def _named(policy: Policy) -> str:
    return f"{policy.name}, version {policy.version[:8]}"
