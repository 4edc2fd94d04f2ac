"""What a doctor says of the database as a whole: is it the one that was here before?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.wiring import Ledger
from core.domain.people import Person
from core.usecases.restoring import doubt_of
from core.usecases.roles import enrolled, holders
from handlers.checkup import Finding, Mark
from handlers.messages.text import Words
from handlers.messages.told_record import DOUBTED, OLDER
from storage.marks import marks_of

HERE = "database: it goes on from what was seen here"
FREEZES = "database: the next start freezes everything. {why}"


def check_marks(ledger: Ledger) -> Iterator[Finding]:
    """What a start would make of it."""
    marks = marks_of(ledger.database)
    pretended = bool(ledger.settings.clock_url)
    with ledger.office.store.reading() as work:
        if not work.desk.get("seeded"):
            return
        doubt = doubt_of(work, marks.read(), marks, is_pretended=pretended)
    if doubt is None:
        yield Finding(Mark.OK, HERE)
        return
    why = Words()(DOUBTED[doubt.why], known=doubt.known, found=doubt.found)
    yield Finding(Mark.NOTE, FREEZES.format(why=why))
    if doubt.why in OLDER:
        yield from _counts_again(ledger)


def _counts_again(ledger: Ledger) -> Iterator[Finding]:
    """What was taken away after a copy was made is in the copy still."""
    with ledger.office.store.reading() as work:
        held, factors = holders(work), enrolled(work)
        named = {one: work.people.get(one).name for one in factors}
    roles = ("; ".join(f"{role}: {_names(people)}" for role, people in held.items())) or "nobody"
    yield Finding(
        Mark.NOTE,
        f"restored: these have a role (again) — {roles}",
        "take away what was taken away since: python -m bot roles propose",
    )
    if named:
        whose = ", ".join(sorted(named.values()))
        yield Finding(
            Mark.NOTE,
            f"restored: second factors of these count (again) — {whose}",
            "revoke what was revoked since, before it is lifted: python -m bot stepup revoke",
        )


def _names(people: Iterable[Person]) -> str:
    return ", ".join(sorted(one.name for one in people)) or "nobody"
