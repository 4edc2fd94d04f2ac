"""What a simulation comes to, in sentences: the same in Slack, on a page and beside a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.domain.comparing import Comparison, Difference, Past, Since
from core.domain.plans import Action
from core.domain.simulation_sums import Day, Outlook, Tally
from handlers.messages.exposure_lines import amounts
from handlers.messages.text import N_, Safe, Words

SHOWN_OF_VERSION = 8
ACTIONS: Mapping[str, str] = {
    Action.SUSPEND: N_("suspension proposed"),
    Action.STOP_RENEWAL: N_("stop of a renewal proposed"),
}
HELD: Mapping[str, str] = {
    "weekend": N_("not on a weekend"),
    "holiday": N_("not on a holiday"),
    "eve": N_("not on the eve of a day off"),
    "quiet": N_("not in a quiet period"),
}
SUPPOSED = N_(
    "Supposed: nothing is paid, the books stay fresh, every letter arrives, and the policy holds "
    "for cases in flight, too."
)


def headline(found: Outlook, words: Words) -> str:
    scheme, of_any_year = found.scheme, replace(words, today=None)
    return words(
        "Policy {policy}, version {version}: {days} days from {day}",
        policy=scheme.rules.name,
        version=scheme.version[:SHOWN_OF_VERSION],
        days=found.days,
        day=Safe(of_any_year.value(found.since)),
    )


def who(found: Outlook, words: Words) -> str:
    return words.many(
        "{count} customer with something open.",
        "{count} customers with something open.",
        len(found.journeys),
    )


def proposed(found: Outlook, words: Words) -> str:
    """The line that matters most."""
    tally = found.proposals().get(Action.SUSPEND)
    if tally is None:
        return words("No suspension would be proposed.")
    return words.many(
        "{count} suspension would be proposed: {amounts}.",
        "{count} suspensions would be proposed: {amounts}.",
        tally.customers,
        amounts=amounts(tally.overdue, words),
    )


def stage_said(found: Outlook, name: str, words: Words) -> str:
    """How many are in a stage on the first day, how many come to it, and what those owe."""
    there, coming = found.starts().get(name), found.reached().get(name)
    counts = {
        "there": there.customers if there else 0,
        "coming": coming.customers if coming else 0,
    }
    if coming is None or not any(coming.overdue.values()):
        return words("{there} today, {coming} come to it", **counts)
    owed = amounts(coming.overdue, words)
    return words("{there} today, {coming} come to it: {owed}", owed=owed, **counts)


def action_word(what: str, words: Words) -> str:
    """A proposal by what it asks for; a stage by its own name."""
    return words(ACTIONS[what]) if what in ACTIONS else words.value(what)


def held_word(why: str, words: Words) -> str:
    return words(HELD[why]) if why in HELD else words.value(why)


def counted(name: str, tally: Tally, words: Words) -> str:
    return words("{name} {count}", name=name, count=tally.customers)


def day_said(one: Day, words: Words) -> list[str]:
    """Everything that happens on a day, and what is held up."""
    said = [counted(name, tally, words) for name, tally in one.reached.items()]
    letters = sum(tally.customers for tally in one.letters.values())
    said += [words.many("{count} letter", "{count} letters", letters)] if letters else []
    for name, tally in one.proposals.items():
        said.append(counted(action_word(name, words), tally, words))
    for why, tally in one.held.items():
        said.append(counted(held_word(why, words), tally, words))
    return [*said, *_over(one, words)]


def _over(one: Day, words: Words) -> list[str]:
    said = []
    if one.letters_over:
        said.append(_letters_over(one.letters_over, words))
    if one.customers_over:
        said.append(_cuts_over(one.customers_over, words))
    if one.asks:
        said.append(words("so many move that the run would stop and ask"))
    return said


def _letters_over(count: int, words: Words) -> str:
    return words.many("{count} letter over the cap", "{count} letters over the cap", count)


def _cuts_over(count: int, words: Words) -> str:
    return words.many("{count} suspension over the cap", "{count} suspensions over the cap", count)


def held_up(found: Outlook, words: Words) -> str:
    """What the calendar and the caps would keep from being done on its day; empty for nothing."""
    days = found.by_day()
    resting = sum(tally.customers for one in days for tally in one.held.values())
    letters, cuts = (
        sum(one.letters_over for one in days),
        sum(one.customers_over for one in days),
    )
    asking = sum(1 for one in days if one.asks)
    said = [
        (resting, words("{count} put off by the calendar", count=resting)),
        (letters, _letters_over(letters, words)),
        (cuts, _cuts_over(cuts, words)),
        (
            asking,
            words.many(
                "on {count} day the run would stop and ask",
                "on {count} days the run would stop and ask",
                asking,
            ),
        ),
    ]
    parts = [sentence for count, sentence in said if count]
    return words("Held up: {parts}.", parts=words.listed(parts)) if parts else ""


# Two policies


def changed(found: Comparison, words: Words) -> str:
    """How many customers are treated otherwise, with how many letters and proposals more."""
    if not found.customers():
        return words("Nobody would be treated otherwise.")
    said = words.many(
        "{count} customer would be treated otherwise.",
        "{count} customers would be treated otherwise.",
        found.customers(),
    )
    more = sum(found.letters.values())
    parts = [words("{change} letters", change=Safe(f"{more:+d}"))] if more else []
    for name, count in found.actions.items():
        parts.append(
            words("{count} {what}", count=Safe(f"{count:+d}"), what=action_word(name, words))
        )
    line = words("{line}.", line=words.listed(parts))
    return f"{said} {line}" if parts else said


def moved(one: Difference, words: Words) -> str:
    days = one.days()
    if days is None:
        return words("new") if one.before is None else words("no longer")
    if days > 0:
        return words.many("{count} day later", "{count} days later", days)
    return words.many("{count} day earlier", "{count} days earlier", -days)


def when(day: date | None, words: Words) -> str:
    return words.value(day) if day else "-"


def past_said(found: Past, words: Words) -> list[str]:
    if found.since is None:
        return [words("Nothing is recorded yet.")]
    said = [
        words(
            "Recorded from {since} to {until}: {changed}",
            since=found.since,
            until=found.until,
            changed=Safe(changed(found.comparison, words)),
        )
    ]
    extra = found.comparison.extra
    known = sum(extra.values())
    if known:
        said.append(
            words(
                "Of {count} additionally proposed or earlier, {paid} paid by themselves within "
                "five days, {open} did not, {unknown} are too new to say.",
                count=known,
                paid=extra.get(Since.PAID, 0),
                open=extra.get(Since.NOT_PAID, 0),
                unknown=extra.get(Since.NOT_KNOWN, 0),
            )
        )
    if found.unjudged:
        said.append(words("Without a floor, so not judged: {names}.", names=list(found.unjudged)))
    return said
