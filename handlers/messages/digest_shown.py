"""What a digest says of its own choice: whom it leaves out, who is put off, its groups, its quiet
days. And what was chosen, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.domain.digest_choices import USUAL_COLUMNS, Column, Grouping, Only
from core.domain.exposure import Standing
from core.domain.languages import Language
from core.domain.money import by_currency
from core.usecases.choosing import Chosen
from core.usecases.digests import View
from core.usecases.narrowing import Group, PutOff, Shown
from core.usecases.overdue import Row
from handlers.messages.blocks import Block, context, section
from handlers.messages.exposure_lines import amounts, standing_word
from handlers.messages.overdue_cells import NAMES
from handlers.messages.text import N_, Safe, Words, forms

MOST_GROUPS, MOST_NAMED = 12, 5
GROUPINGS: Mapping[Grouping, str] = {
    Grouping.NONE: N_("Not grouped"),
    Grouping.CURRENCY: N_("By currency"),
    Grouping.STANDING: N_("By standing"),
    Grouping.OWNER: N_("By owner"),
    Grouping.ACCOUNT: N_("By partner account"),
    Grouping.COUNTRY: N_("By country"),
}
# In the language itself, for whoever reads no other.
LANGUAGES: Mapping[Language, str] = {
    Language.ENGLISH: "English",
    Language.KOREAN: "한국어",
    Language.CHINESE: "简体中文",
}


def choice_lines(chosen: Chosen, words: Words) -> list[str]:
    """What was chosen; nothing where all is usual."""
    choices = chosen.choices
    said = [only_line(choices.only, chosen.owner, words)] if choices.only else []
    if choices.columns != USUAL_COLUMNS:
        said.append(words("Columns: {names}.", names=_columns(choices.columns, words)))
    if choices.grouping is not Grouping.NONE:
        how = Safe(words(GROUPINGS[choices.grouping]))
        said.append(words("Grouped: {how}.", how=how))
    if choices.calendar:
        said.append(words("Only on business days ({calendar}).", calendar=choices.calendar))
    if chosen.language is not None:
        said.append(words("In this language: {language}.", language=LANGUAGES[chosen.language]))
    return said


def _columns(columns: Sequence[Column], words: Words) -> Safe:
    return words.listed(words(NAMES[one]) for one in columns)


def only_line(only: Only, owner: str, words: Words) -> str:
    return words("Only: {what}.", what=words.listed(_asked(only, owner, words)))


def _asked(only: Only, owner: str, words: Words) -> Iterator[str]:
    if only.standing is not None:
        yield or_worse(only.standing, words)
    if only.floors:
        yield words.many("at least {count} floor", "at least {count} floors", only.floors)
    yield from map(words.value, (*only.currencies, *only.countries, *only.accounts))
    if only.owner:
        yield words("owned by {who}", who=owner)


def or_worse(standing: Standing, words: Words) -> str:
    """Nothing is worse than to be suspended."""
    word = standing_word(standing, words)
    return word if standing is Standing.SUSPENDED else words("{standing} or worse", standing=word)


# In the digest


def choice_blocks(view: View, words: Words) -> list[Block]:
    """Right below the sums: whose they are, and whose they are not."""
    shown = view.shown
    if shown is None or not shown.choices.only:
        return []
    return [
        context(" ".join((only_line(shown.choices.only, view.owner, words), _left(shown, words))))
    ]


def _left(shown: Shown, words: Words) -> str:
    left = shown.left_out
    if not left.count:
        return words("Nobody who is overdue is left out.")
    return words.many(
        "Left out: {count} overdue customer, {amounts}. Decisions and news are of everybody.",
        "Left out: {count} overdue customers, {amounts}. Decisions and news are of everybody.",
        left.count,
        amounts=amounts(left.overdue, words),
    )


def newly_lines(rows: Sequence[Row], only: Only, words: Words) -> list[str]:
    """Who is new to a part of all customers may have been overdue before."""
    if not rows:
        return []
    newly = forms(
        "Newly overdue: {count} customer, {amounts}", "Newly overdue: {count} customers, {amounts}"
    )
    if only:
        newly = forms(
            "New among those shown: {count} customer, {amounts}",
            "New among those shown: {count} customers, {amounts}",
        )
    return [words.many(*newly, len(rows), amounts=_sum(rows, words))]


def group_blocks(shown: Shown | None, words: Words) -> list[Block]:
    """The sums of each group, above the list that is in their order."""
    if shown is None or not shown.groups:
        return []
    grouping = shown.choices.grouping
    lines = [f"• {_group(one, grouping, words)}" for one in shown.groups[:MOST_GROUPS]]
    left = len(shown.groups) - len(lines)
    lines += [words("and {count} more", count=left)] if left else []
    return [section("\n".join((f"*{words(GROUPINGS[grouping])}*", *lines)))]


def _group(group: Group, grouping: Grouping, words: Words) -> str:
    name = words.value(group.name) if group.name else words("none")
    if grouping is Grouping.STANDING:
        name = standing_word(group.rows[0].standing, words)
    return words.many(
        "{name}: {count} customer, {amounts}",
        "{name}: {count} customers, {amounts}",
        len(group.rows),
        name=Safe(name),
        amounts=_sum(group.rows, words),
    )


def _sum(rows: Iterable[Row], words: Words) -> Safe:
    return amounts(by_currency(m for row in rows for m in row.exposure.overdue().values()), words)


def put_off_lines(shown: Shown | None, words: Words) -> list[str]:
    """They are in every sum, and not on the list."""
    if shown is None:
        return []
    said = []
    if shown.put_off:
        said.append(
            words.many(
                "Snoozed, in every sum and not on the list: {count} customer, {amounts}: {names}.",
                "Snoozed, in every sum and not on the list: {count} customers, {amounts}: {names}.",
                len(shown.put_off),
                amounts=_sum((one.row for one in shown.put_off), words),
                names=_named(shown.put_off, words),
            )
        )
    if shown.woken:
        names = words.listed(words.value(one.row.name) for one in shown.woken[:MOST_NAMED])
        said.append(words("Back before the day, since it got worse: {names}.", names=names))
    return said


def _named(found: Sequence[PutOff], words: Words) -> Safe:
    said = [
        words("{customer} until {day} ({who})", customer=one.row.name, day=one.until, who=one.by)
        for one in found[:MOST_NAMED]
    ]
    left = len(found) - len(said)
    return words.listed([*said, words("and {count} more", count=left)] if left else said)


def silent_lines(view: View, words: Words) -> list[str]:
    """Days on which there was no digest, and days on which there will be none."""
    calendar = view.schedule.choices.calendar
    said = []
    if view.silent:
        days = words.listed(map(words.value, view.silent[-MOST_NAMED:]))
        said.append(
            words("No digest on {days}: a holiday ({calendar}).", days=days, calendar=calendar)
        )
    if view.silent_next:
        days = words.listed(map(words.value, view.silent_next[:MOST_NAMED]))
        said.append(words("None on {days}: a holiday ({calendar}).", days=days, calendar=calendar))
    return said
