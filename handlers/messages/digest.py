"""The digest: what to decide, what happened, what is coming, and the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.digests import Owed
from core.domain.money import Money, by_currency
from core.domain.plans import Action, PlanState
from core.usecases.deciding import Decision
from core.usecases.digests import Ended, View, totals_of
from core.usecases.overdue import Row
from handlers.messages.agreement_lines import news_lines
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.clock_lines import near_line
from handlers.messages.containment_lines import listed
from handlers.messages.course_lines import course_lines
from handlers.messages.credit_news import credit_lines, waiting_lines
from handlers.messages.digest_charts import main_charts, overdue_lines, takeaway
from handlers.messages.digest_shown import (
    choice_blocks,
    group_blocks,
    newly_lines,
    put_off_lines,
    silent_lines,
)
from handlers.messages.drift_lines import drift_line, lost_line, stale_line
from handlers.messages.exposure_lines import amounts
from handlers.messages.letter_words import undelivered_lines
from handlers.messages.overdue import state_lines
from handlers.messages.overdue_table import overdue_table
from handlers.messages.reasons import ended
from handlers.messages.renewal_lines import renewal_buttons, renewal_line
from handlers.messages.text import N_, Safe, Words

MOST_LINES = 12
# Each takes a row of buttons, and the worst stand below them.
MOST_RENEWALS = 3
ASKS = {
    Action.SUSPEND: N_("Suspend {customer}"),
    Action.REINSTATE: N_("Reinstate {customer}"),
    Action.STOP_RENEWAL: N_("Stop a renewal of {customer}"),
    Action.CANCEL: N_("Cancel for {customer}"),
    Action.ADOPT: N_("Take over a suspension of {customer}"),
    Action.LIFT_FREEZE: N_("Lift the freeze"),
    Action.CHANGE_ROLES: N_("Change who has a role"),
    Action.LET_GO: N_("Let data of {customer} go"),
    Action.CHANGE_POLICY: N_("Change the policy"),
    Action.CONFIRM_STEP_UP: N_("Confirm a second factor of {customer}"),
    Action.PROMISE: N_("Take a promise of {customer}"),
    Action.WRITE_OFF: N_("Write off a debt of {customer}"),
    Action.RELEASE_HOLD: N_("Release a hold of {customer}"),
    Action.RELEASE_RUN: N_("Let the policy run begin"),
    Action.RATIFY: N_("Ratify what one person did alone at {customer}"),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """For the buttons of the first renewals, and of the rows of the table."""

    renewals: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


NO_TOKENS = Tokens()


def digest(view: View, words: Words, tokens: Tokens = NO_TOKENS) -> Message:
    """`words` speak in the zone of the schedule. A quiet day is one line."""
    if view.is_quiet():
        quiet = _quiet(view, words)
        closing = context(" ".join(_closing(view, words)))
        return Message(quiet, (section(quiet), *choice_blocks(view, words), closing))
    first = _first(view, words)
    blocks: list[Block] = [section(f"*{first}*"), *choice_blocks(view, words)]
    blocks += _decide(view, tokens.renewals, words)
    groups = (
        (words("SINCE {moment}", moment=view.since.at), _since(view, words)),
        (words("CONTAINED"), [listed(one, words) for one in view.contained]),
        (words("THIS WEEK"), _soon(view.soon_at_risk, words)),
        (words("LETTERS"), undelivered_lines(view.mail, words)),
        (words("COLLECTIONS"), course_lines(view.course, words)),
        (words("CREDIT"), credit_lines(view.credit, view.overview.on, words)),
        (words("AGREEMENTS"), news_lines(view.agreed, words)),
        (words("OVERDUE"), overdue_lines(view, words)),
    )
    blocks += [section(_group(name, lines, words)) for name, lines in groups if lines]
    blocks += [chart.block() for chart in main_charts(view, words)]
    blocks += _worst(view, tokens.rows, words)
    said = " ".join(filter(None, (first, takeaway(view, words))))
    return Message(said, (*blocks, context(" ".join(_closing(view, words)))))


def _quiet(view: View, words: Words) -> str:
    when = _when(view, words)
    if view.overview.books_as_of is None:
        return words(
            "{when}: nothing to decide. Who is overdue is not known: no books are in yet.",
            when=when,
        )
    if view.schedule.choices.only:
        return words("{when}: nobody shown here is overdue, nothing to decide.", when=when)
    return words("{when}: nobody is overdue, nothing to decide.", when=when)


def _decide(view: View, tokens: Sequence[str], words: Words) -> list[Block]:
    """Plans lead to their cards; a renewal is decided on right here."""
    lines = [_decision(one, words) for one in view.decisions]
    lines += waiting_lines(view.credit, words)
    lines += [near_line(one, words) for one in view.clocks]
    title = words("DECIDE")
    blocks = [section(_group(title, lines, words))] if lines else []
    for one, token in zip(view.renewals, tokens, strict=False):
        line = f"• {renewal_line(one, words)}"
        blocks.append(section(line if blocks else f"*{title}*\n{line}"))
        blocks.append(renewal_buttons(one, token, words))
    left = len(view.renewals) - len(tokens)
    return [*blocks, context(_more_renewals(left, words))] if left > 0 else blocks


def _more_renewals(count: int, words: Words) -> str:
    return words.many(
        "and {count} more renewal of somebody who is late: see /standing",
        "and {count} more renewals of customers who are late: see /standing",
        count,
    )


def _when(view: View, words: Words) -> Safe:
    late = words(" (late)") if view.posting.late else ""
    return Safe(words.value(view.posting.at) + late)


def _first(view: View, words: Words) -> str:
    when = _when(view, words)
    said = words.many(
        "{when}: {count} decision.",
        "{when}: {count} decisions.",
        len((*view.decisions, *view.renewals, *view.clocks, *view.credit.waiting)),
        when=when,
    )
    return f"{said} {words('Overdue {amounts}.', amounts=_compared(view, words))}"


def _compared(view: View, words: Words) -> Safe:
    """Each currency, with what it was in the last digest where that differs."""
    now = view.overview.totals
    before = totals_of(view.before.figures) if view.before else {}
    said = []
    for code in sorted(now.keys() | before.keys()):
        money, was = now.get(code), before.get(code)
        shown = words.value(money) if money else words("{currency} nothing", currency=Safe(code))
        differs = was is not None and was != money
        said.append(words("{now} (was {was})", now=Safe(shown), was=was) if differs else shown)
    if not said and view.overview.books_as_of is None:
        return Safe(words("not known: no books are in yet"))
    return Safe(words.listed(said) or words("nothing"))


def _group(name: str, lines: Sequence[str], words: Words) -> str:
    shown = [f"• {line}" for line in lines[:MOST_LINES]]
    left = len(lines) - len(shown)
    more = [words("and {count} more", count=left)] if left else []
    return "\n".join([f"*{name}*", *shown, *more])


def ask_of(one: Decision, words: Words) -> str:
    """What the plan asks for, in a few words."""
    content = one.plan.content
    return words(ASKS[content.action], customer=content.customer_name)


def _decision(one: Decision, words: Words) -> str:
    said = ask_of(one, words)
    if one.overdue:
        owed = words.many(
            "{amounts}, {count} day", "{amounts}, {count} days", one.days,
            amounts=amounts(one.overdue, words),
        )  # fmt: skip
        said = words("{what}: {how}", what=Safe(said), how=Safe(owed))
    said = words.clauses((said, course_of(one, words)))
    return f"{said} <{one.permalink}|{words('Open')}>" if one.permalink else said


def course_of(one: Decision, words: Words) -> str:
    """How far it is. What nobody ratified yet is asked for anew and never lapses."""
    if one.plan.state is not PlanState.PENDING:
        return words("approved and under way")
    votes = words("{votes} of {quorum} votes", votes=one.votes, quorum=one.quorum)
    if one.plan.content.action is Action.RATIFY:
        return votes
    until = one.plan.content.expires_at
    return words("{votes}, lapses {moment}", votes=Safe(votes), moment=until)


def _since(view: View, words: Words) -> list[str]:
    since = view.since
    said = [_ended(one, words) for one in since.ended]
    said += [_cleared(one, words) for one in since.cleared]
    said += newly_lines(since.newly, view.schedule.choices.only, words)
    said += [words("Refused whole: {file}", file=name) for name in since.refused_files]
    said += [lost_line(name, words) for name in since.lost]
    said += [drift_line(one, words) for one in since.changed]
    if since.frozen:
        said.append(words("Everything was frozen"))
    return [*said, words("The freeze was lifted")] if since.lifted else said


def _ended(one: Ended, words: Words) -> str:
    content = one.plan.content
    what = Safe(words(ASKS[content.action], customer=content.customer_name))
    how = Safe(ended(one.plan.state, one.why, words))
    return words("{what}: {how}", what=what, how=how)


def _cleared(one: Owed, words: Words) -> str:
    owed = amounts(by_currency(one.overdue), words)
    return words("No longer overdue: {customer}, {amounts}", customer=one.name, amounts=owed)


def _soon(rows: Sequence[Row], words: Words) -> list[str]:
    if not rows:
        return []
    return [
        words.many(
            "At risk within seven days, by age: {count} customer, {amounts}",
            "At risk within seven days, by age: {count} customers, {amounts}",
            len(rows),
            amounts=_sum(rows, words),
        )
    ]


def _sum(rows: Iterable[Row], words: Words) -> Safe:
    owed: list[Money] = [money for row in rows for money in row.exposure.overdue().values()]
    return amounts(by_currency(owed), words)


def _worst(view: View, tokens: Sequence[str], words: Words) -> list[Block]:
    rows = view.listed
    if not rows:
        return []
    table, shown = overdue_table(rows, words, tokens, view.schedule.choices.columns)
    facts = {"shown": shown, "all": len(rows)}
    title = words("*WORST FIRST*, all {all}", **facts)
    if shown < len(rows):
        title = words("*WORST FIRST*, {shown} of {all}: every one is in the thread", **facts)
    return [*group_blocks(view.shown, words), section(title), table]


def _closing(view: View, words: Words) -> list[str]:
    said = put_off_lines(view.shown, words) + state_lines(view.overview, words)
    said += [stale_line(one, words) for one in view.stale]
    if any(view.overview.unapplied.values()):
        unapplied = amounts(view.overview.unapplied, words)
        said.append(words("Not applied: {amounts}. Apply before chasing.", amounts=unapplied))
    said += silent_lines(view, words)
    return [*said, words("Next: {moment}.", moment=view.schedule.next_at)]
