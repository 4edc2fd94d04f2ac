"""A list of the policy run on its card: what would leave and be filed, and why it waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.domain.collecting import Cause, Does, Intended
from core.domain.customers import CustomerKey
from core.domain.money import by_currency
from core.usecases.collecting_view import ShownRun
from core.usecases.plan_view import PlanView
from handlers.messages.letter_words import letter_name
from handlers.messages.text import N_, Safe, Words

MOST_NAMED = 10
CAUSES = {
    Cause.FIRST_BOOKS: N_("first books from {about}"),
    Cause.NEW_SOURCE: N_("first books from {about}"),
    Cause.HARDENED: N_("a harder policy, version {about}"),
    Cause.MANY: N_("{about} customers would come to another stage within a day"),
}
DOES = {
    Does.SUSPEND: N_("suspension proposed"),
    Does.STOP_RENEWAL: N_("end of renewals proposed"),
}


def run_headline(run: ShownRun, words: Words) -> str:
    letters = len(_of(run.lines, Does.LETTER))
    plans = len(run.lines) - letters
    said = [words.many("{count} letter", "{count} letters", letters)] if letters else []
    said += [words.many("{count} proposal", "{count} proposals", plans)] if plans else []
    what = Safe(words(" and ").join(said) or words("nothing is due"))
    return words("LET THE RUN BEGIN: {what}.", what=what)


def run_lines(view: PlanView, words: Words) -> list[str]:
    run = view.run
    by_customer = list(_by_customer(run.lines))
    lines = [words("*Cause:* {said}.", said=_causes(run, words))]
    lines += [_group(group, words) for group in _groups(run.lines)]
    lines += [words("*The worst:*")]
    lines += [_worst(group, run, words) for group in by_customer[:MOST_NAMED]]
    if len(by_customer) > MOST_NAMED:
        lines.append(words("All {count} lines are in the thread.", count=len(run.lines)))
    then = words(
        "*Then:* letters leave in business hours, under the caps; each proposal still takes its "
        "own votes. Whoever pays until then hears nothing."
    )
    return [*lines, then]


def _causes(run: ShownRun, words: Words) -> Safe:
    said = (
        words(
            CAUSES[one.cause],
            about=one.about[:8] if one.cause is Cause.HARDENED else one.about,
        )
        for one in run.causes
    )
    return words.strung(said)


def _groups(lines: Sequence[Intended]) -> list[list[Intended]]:
    """By what is done and at which stage, in the order of the worst."""
    found: dict[tuple[Does, str, str], list[Intended]] = {}
    for one in lines:
        found.setdefault((one.does, one.name, one.stage), []).append(one)
    return list(found.values())


def _by_customer(lines: Sequence[Intended]) -> Iterable[Sequence[Intended]]:
    """Whatever is intended for one of them together, in the order of the worst."""
    found: dict[CustomerKey, list[Intended]] = {}
    for one in lines:
        found.setdefault(one.customer, []).append(one)
    return found.values()


def _group(group: Sequence[Intended], words: Words) -> str:
    sums = by_currency(one.amount for one in group if one.amount)
    return words.many(
        "• *{what}*, at stage {stage}: {count} customer, {sums}.",
        "• *{what}*, at stage {stage}: {count} customers, {sums}.",
        len(group),
        what=what_is_done(group[0], words),
        stage=group[0].stage,
        sums=list(sums.values()) or words("nothing overdue yet"),
    )


def what_is_done(one: Intended, words: Words) -> Safe:
    if one.does is Does.LETTER:
        name = letter_name(one.name, words)
        return Safe(name[:1].upper() + name[1:])
    said = words(DOES[one.does])
    return Safe(said[:1].upper() + said[1:])


def _worst(group: Sequence[Intended], run: ShownRun, words: Words) -> str:
    first, what = group[0], words.stopped(what_is_done(one, words) for one in group)
    if not first.amount:
        return words("• {name}: nothing overdue yet. {what}.", name=run.name(first), what=what)
    return words.many(
        "• {name}: {amount}, {count} day overdue. {what}.",
        "• {name}: {amount}, {count} days overdue. {what}.",
        first.days,
        name=run.name(first),
        amount=first.amount,
        what=what,
    )


def _of(lines: Iterable[Intended], does: Does) -> list[Intended]:
    return [one for one in lines if one.does is does]
