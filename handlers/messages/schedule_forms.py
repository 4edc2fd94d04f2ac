"""The forms of a digest: when and where it comes, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.digest_choices import Choices, Column, Grouping, typed
from core.domain.digest_options import OFF, STANDINGS
from core.domain.languages import Language
from core.usecases.schedules import Listed
from handlers.messages.blocks import Block, Option, modal, section
from handlers.messages.digest_shown import GROUPINGS, LANGUAGES, or_worse
from handlers.messages.inputs import (
    Question,
    channels_select,
    multi_select,
    static_select,
    text_input,
    users_select,
)
from handlers.messages.overdue_cells import NAMES
from handlers.messages.text import Safe, Words

USUAL_CRON = "0 9 * * mon-fri"
FLOORS = (1, 2, 5, 10, 20, 50)


def new_form(zone: str, channel: str, calendar: str, token: str, words: Words) -> Block:
    """Filled in with the morning of every weekday, here, in our own zone."""
    blocks = _times(USUAL_CRON, zone, channel, calendar, None, words)
    return _form(words("Schedule Digest"), "digest_new_form", blocks, token, words)


def time_form(one: Listed, token: str, words: Words) -> Block:
    schedule = one.schedule
    calendar, language = schedule.choices.calendar, one.chosen.language
    blocks = _times(schedule.cron, schedule.zone, schedule.channel, calendar, language, words)
    return _form(words("Change Time"), "digest_time_form", [_of(one, words), *blocks], token, words)


def _of(one: Listed, words: Words) -> Block:
    return section(words("*Digest #{number}*", number=Safe(one.schedule.number)))


def _form(title: str, callback_id: str, blocks: list[Block], token: str, words: Words) -> Block:
    return modal(
        title,
        blocks,
        callback_id=callback_id,
        submit=words("Save"),
        close=words("Cancel"),
        token=token,
    )


def _times(
    cron: str, zone: str, channel: str, calendar: str, language: Language | None, words: Words
) -> list[Block]:
    when = Question(
        "cron", words("When"), hint=words("Minute, hour, day, month, weekday, as in a cron line.")
    )
    where = Question("zone", words("Time zone"), hint=words("As in Europe/Berlin."))
    hint = words(
        "A country or its region, as in DE or DE-BY. Left empty, it comes on holidays, too."
    )
    days = Question("holidays", words("Only on business days of"), hint=hint, optional=True)
    options = [Option(OFF, words("The desk's"))]
    options += [Option(one.value, name) for one, name in LANGUAGES.items()]
    hint = words("Everything that is posted in the channel is in it.")
    spoken = Question("language", words("Language of the channel"), hint=hint)
    return [
        channels_select(Question("channel", words("Channel")), initial=channel),
        text_input(when, initial=cron, most=200),
        text_input(where, initial=zone, most=64),
        text_input(days, initial=calendar, most=10),
        static_select(spoken, options, initial=language.value if language else OFF),
    ]


def content_form(
    one: Listed, owner: str, accounts: Sequence[str], token: str, words: Words
) -> Block:
    """`owner` is a Slack user id; `accounts` are those of the desk, asked for where there are
    several."""
    choices = one.schedule.choices
    blocks = [
        _of(one, words),
        *_only(choices, words),
        users_select(
            Question(
                "owner", words("Owner"), hint=words("Whose account it is, or who took it over."),
                optional=True,
            ),
            initial=owner,
        ),
        *_accounts(choices, accounts, words),
        _columns(choices, words),
        _grouping(choices, words),
    ]  # fmt: skip
    return _form(words("Change Content"), "digest_content_form", blocks, token, words)


def _only(choices: Choices, words: Words) -> list[Block]:
    only = choices.only
    standings = [Option(OFF, words("Everybody who is overdue"))]
    standings += [Option(typed(one), or_worse(one, words)) for one in reversed(STANDINGS)]
    floors = [Option(OFF, words("Any amount"))]
    counts = sorted({*FLOORS, only.floors} - {0})
    floors += [
        Option(str(count), words.many("at least {count} floor", "at least {count} floors", count))
        for count in counts
    ]
    hint = words("The policy's floor of each currency.")
    return [
        static_select(
            Question("standing", words("Standing")), standings,
            initial=typed(only.standing) if only.standing is not None else OFF,
        ),
        static_select(
            Question("floors", words("Amount"), hint=hint), floors, initial=str(only.floors or OFF)
        ),
        _codes("currency", words("Currencies"), words("As in EUR, CHF."), only.currencies),
        _codes("country", words("Countries"), words("As in DE, AT."), only.countries),
    ]  # fmt: skip


def _codes(name: str, label: str, hint: str, codes: Sequence[str]) -> Block:
    question = Question(name, label, hint=hint, optional=True)
    return text_input(question, initial=", ".join(codes), most=200)


def _accounts(choices: Choices, accounts: Sequence[str], words: Words) -> list[Block]:
    if len(accounts) < 2:
        return []
    question = Question("account", words("Partner accounts"), optional=True)
    options = [Option(name, name) for name in accounts]
    return [multi_select(question, options, initial=choices.only.accounts)]


def _columns(choices: Choices, words: Words) -> Block:
    options = [Option(one.value, words(NAMES[one])) for one in Column]
    question = Question("columns", words("Columns"), hint=words("In the order of your choice."))
    return multi_select(question, options, initial=choices.columns)


def _grouping(choices: Choices, words: Words) -> Block:
    options = [Option(one.value, words(GROUPINGS[one])) for one in Grouping]
    return static_select(Question("group", words("Groups")), options, initial=choices.grouping)
