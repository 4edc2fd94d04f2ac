"""What the policy run is about to do, in the digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.domain.letters import NOTICES
from core.usecases.course_news import CourseNews, Nearing
from handlers.messages.letter_words import letter_name
from handlers.messages.text import N_, Safe, Words

MOST_NAMED = 6
ORDER = {notice.value: place for place, notice in enumerate(NOTICES)}
UNREAD = N_(
    "Nobody has released the words yet of: {letters}. Their card is in the approvals channel."
)
HELD = N_("Nothing of it goes out before two people released the list.")


def course_lines(news: CourseNews, words: Words) -> list[str]:
    lines = []
    if news.nearing:
        said = [_nearing(one, words) for one in news.nearing[:MOST_NAMED]]
        lines.append(words("May be proposed for suspension: {said}", said=words.strung(said)))
    if news.proposed:
        named = _named(news.proposed, words)
        lines.append(words("To be proposed for suspension now: {names}", names=named))
    due = _in_order(news.letters)
    lines += [_letters(notice, news.letters[notice], words) for notice in due]
    if news.unread:
        unread = words.listed(letter_name(notice, words) for notice in _in_order(news.unread))
        lines.append(words(UNREAD, letters=Safe(unread)))
    return [*lines, words(HELD)] if lines and news.held else lines


def _in_order(notices: Iterable[str]) -> list[str]:
    return sorted(notices, key=lambda one: ORDER.get(one, len(ORDER)))


def _nearing(one: Nearing, words: Words) -> str:
    amount = one.judged.overdue.get(one.judged.currency)
    return words(
        "{name} from {day} on, {amount}",
        name=one.name,
        day=one.access_from,
        amount=amount if amount is not None else words("no sum"),
    )


def _letters(notice: str, names: Sequence[str], words: Words) -> str:
    letter = letter_name(notice, words)
    return words(
        "{letter}: {names}",
        letter=Safe(letter[:1].upper() + letter[1:]),
        names=_named(names, words),
    )


def _named(names: Sequence[str], words: Words) -> Safe:
    said = words.listed(words.value(name) for name in names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        rest = words("and {count} more", count=len(names) - MOST_NAMED)
        return Safe(f"{said} {rest}")
    return Safe(said)
