"""What a doctor says of the database as a whole: is it the one that was here before?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.usecases.restoring import doubt_of
from handlers.checkup import Finding, Mark
from handlers.messages.text import Words
from handlers.messages.told_record import DOUBTED
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
