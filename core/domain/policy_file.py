"""The policy file: TOML text in, a Policy or the list of everything that is wrong out."""

from __future__ import annotations

import hashlib
import tomllib

from pydantic import ValidationError

from core.domain.alone import BreakGlass
from core.domain.decision_tables import (
    ApprovalsTable,
    BreakGlassTable,
    CapsTable,
    CapsTables,
)
from core.domain.ladder import (
    AfterNotice,
    Ladder,
    LetterText,
    Quiet,
    Rules,
    Segment,
    Stage,
    Texts,
    Timing,
    When,
)
from core.domain.plans import Action
from core.domain.policy import Approvals, Caps, LetterCaps, MoreVotes, Policy
from core.domain.policy_checks import Finding, Level, findings_of
from core.domain.policy_tables import (
    PolicyTable,
    SegmentTable,
    StageTable,
    TimingTable,
    WhenTable,
    hours_of,
)
from core.domain.step_up import Demand
from core.domain.table_problems import problems_of
from core.domain.table_types import amounts_of


class PolicyRefused(ValueError):
    """The file is not a policy; `problems` are all of them, each with its path."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def schema() -> dict[str, object]:
    """The JSON Schema of a policy file, for editors."""
    return PolicyTable.model_json_schema()


def version_of(text: str) -> str:
    """A policy is known by the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_rules(text: str) -> Rules:
    """The part by which verdicts are found, also of a policy without approvals and caps, which can
    be explained and not run. Raises PolicyRefused naming every path that is wrong."""
    return _rules(_table(text))


def check_policy(text: str) -> list[Finding]:
    """What stands against running it, and what looks unintended. Raises PolicyRefused where it is
    not even readable."""
    table = _table(text)
    return findings_of(_rules(table), lacking=_lacking(table))


def read_policy(text: str) -> Policy:
    """A policy that can be run. Raises PolicyRefused naming every path that is wrong."""
    table = _table(text)
    rules = _rules(table)
    found = findings_of(rules, lacking=_lacking(table))
    refused = [str(one) for one in found if one.level is Level.REFUSED]
    if refused or table.approvals is None or table.caps is None:
        raise PolicyRefused(refused)
    letters = table.caps.letters
    return Policy(
        version=version_of(text),
        text=text,
        rules=rules,
        approvals=_approvals(table.approvals),
        caps=_caps(table.caps),
        reinstate_caps=_reinstate_caps(table.caps),
        letter_caps=LetterCaps(letters.per_hour, letters.per_day, letters.share_per_day),
        signals=table.signals,
        containment_hours=table.containment.hours,
        break_glass=_break_glass(table.break_glass),
        step_up=Demand(frozenset(table.step_up.reasons), amounts_of(table.step_up.above)),
    )


def _table(text: str) -> PolicyTable:
    try:
        return PolicyTable.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyRefused([f"not TOML: {error}"]) from None
    except ValidationError as error:
        raise PolicyRefused(problems_of(error, PolicyTable)) from None


def _lacking(table: PolicyTable) -> list[str]:
    return [name for name in ("approvals", "caps") if getattr(table, name) is None]


def _rules(table: PolicyTable) -> Rules:
    """Raises PolicyRefused where two stages share a name, or a segment names none of them."""
    rules = Rules(
        name=table.name,
        floors=amounts_of(table.floors),
        keep=tuple(table.keep),
        timing=_timing(table.timing),
        stages=tuple(map(_stage, table.stage)),
        segments=tuple(map(_segment, table.segment)),
        release=table.release.when,
        texts={language: _texts(one.model_dump()) for language, one in table.texts.items()},
    )
    problems = list(_wrong_names(rules))
    if problems:
        raise PolicyRefused(problems)
    return rules


def _wrong_names(rules: Rules) -> list[str]:
    problems, ladder = [], Ladder("", rules.stages)
    for place, stage in enumerate(rules.stages):
        if ladder.place(stage.name) < place:
            problems.append(f'stage[{place}].name: "{stage.name}" is there already')
    for place, segment in enumerate(rules.segments):
        problems += [
            f"segment[{place}].days.{name}: there is no stage of that name"
            for name in segment.days
            if ladder.place(name) < 0
        ]
    return problems


def _timing(table: TimingTable) -> Timing:
    start, end = hours_of(table.cut_hours)
    return Timing(
        due_shift=table.due_shift,
        grace_days=table.grace_days,
        settle_business_days=table.settle_business_days,
        clears_after=table.clears_after,
        cut_from=start,
        cut_until=end,
        quiet=tuple(Quiet(one.country, one.since, one.until) for one in table.quiet),
        decreed={(one.country, one.day): one.business for one in table.calendar},
    )


def _stage(table: StageTable) -> Stage:
    after = table.after_notice
    return Stage(
        name=table.name,
        when=_when(table.when),
        after_notice=AfterNotice(after.name, after.days, after.business_days) if after else None,
        notice=table.notice or "",
        to=tuple(table.to),
        repeat_days=table.repeat_days,
        task=table.task,
        stop_selling=table.stop_selling,
        propose=Action(table.propose) if table.propose else None,
        not_on=frozenset(table.not_on),
    )


def _when(table: WhenTable) -> When:
    return When(
        days_overdue=table.days_overdue,
        overdue_amount=amounts_of(table.overdue_amount),
        open_invoices=table.open_invoices,
        tags=frozenset(table.tags),
        not_tags=frozenset(table.not_tags),
        suspended_days=table.suspended_days,
        days_to_deletion=table.days_to_deletion,
    )


def _segment(table: SegmentTable) -> Segment:
    return Segment(
        name=table.name,
        days={name: None if own is False else own for name, own in table.days.items()},
        tags=frozenset(table.tags),
        customers=frozenset(one.lower() for one in table.customers),
        reason=table.reason.strip(),
        until=table.until,
    )


def _texts(given: dict[str, object]) -> Texts:
    letters = given.pop("letters")
    assert isinstance(letters, dict)
    written = {name: LetterText(**one) for name, one in letters.items()}
    return Texts(**{name: str(text) for name, text in given.items()}, letters=written)


def _approvals(table: ApprovalsTable) -> Approvals:
    return Approvals(
        ask=frozenset(table.ask),
        vote=frozenset(table.vote),
        quorum={
            "suspend": table.suspend,
            "reinstate": table.reinstate,
            "stop_renewal": table.stop_renewal,
            "lift_freeze": 2,
            "change_roles": table.policy,
            "change_policy": table.policy,
            "let_go": 2,
            "promise": 1,
            "write_off": table.suspend,
            "release_hold": table.policy,
            "ratify": 1,
            # The second administrator: who enrolled is the first.
            "confirm_step_up": 1,
        },
        requester_counts=table.requester_counts,
        lapse_business_hours=table.lapse_business_hours,
        notice_habits=table.notice_habits,
        more=tuple(MoreVotes(one.votes, one.reason, amounts_of(one.above)) for one in table.more),
    )


def _break_glass(table: BreakGlassTable) -> BreakGlass:
    return BreakGlass(**table.model_dump() | {"roles": frozenset(table.roles)})


def _reinstate_caps(table: CapsTables) -> Caps:
    return _caps(table.reinstate) if table.reinstate else _caps(table).tenfold()


def _caps(table: CapsTable) -> Caps:
    return Caps(**table.model_dump(include=set(CapsTable.model_fields)))
