"""Take a file of receivables in: whole or not at all, in chunks that hold nobody up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from uuid import uuid4

from core.domain.errors import ImportRefused, LostRace
from core.domain.events import (
    BooksRefused,
    BooksTaken,
    FileNoticed,
    Route,
)
from core.domain.money import Money
from core.domain.policy import Policy
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.outside import Known, Sheet, Told, nothing_known
from core.ports.records import KnownRow, RowProblem, SheetRow, Snapshot, Standing
from core.ports.store import Store
from core.recording import COLLECT, REVIEW, note, record
from core.usecases import returned
from core.usecases.account_facts import Said
from core.usecases.book_guards import as_of_ours, check_drop, check_head, check_rows
from core.usecases.carrying_over import (
    CHUNK,
    Carried,
    Versions,
    begin,
    carry_over,
    discard,
    forget,
    stay,
    undo,
)
from core.usecases.credit_history import keep_paid
from core.usecases.names import meet_names

Progress = Callable[[int], None]
Row = SheetRow | RowProblem
NOTHING = Decimal(0)
# After so many new versions a database plans by what is not so any more.
MUCH = 1000


class Drop(Enum):
    """What to do when the books shrank suspiciously."""

    REFUSE = "refuse"
    ACCEPT = "accept"


@dataclass(slots=True)
class Tally:
    """Counted while rows stream by, so that the file is read once: those that say what they said
    before as well."""

    rows: int = 0
    bad: int = 0
    written: int = 0
    customers: set[str] = field(default_factory=set)
    open: dict[str, Decimal] = field(default_factory=dict)
    said: Said = field(default_factory=Said)
    same: Versions = field(default_factory=Versions)

    def add(self, row: Row | KnownRow) -> None:
        self.rows += 1
        if isinstance(row, RowProblem):
            self.bad += 1
            return
        self.customers.add(row.customer_ref)
        self.said.hear(row)
        if (money := row.open) is not None:
            self.open[money.currency] = self.open.get(money.currency, NOTHING) + money.amount
        if isinstance(row, KnownRow):
            self.same.add((row.version,))


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the file. `again` is true where the same file was in already."""

    snapshot: Snapshot
    rows: int
    bad_rows: tuple[RowProblem, ...]
    missing: int
    proposed: int
    again: bool = False


def take_in(
    sheet: Sheet,
    *,
    office: Office,
    route: Route,
    drop: Drop = Drop.REFUSE,
    progress: Progress = lambda rows: None,
    whole: bool = True,
) -> Taken:
    """Import one file, or what was read; unless it is the `whole` of the books, what does not come
    stays as it was. Raises ImportRefused, after the refusal itself was recorded, and LostRace
    when others began meanwhile to take books of its source in: nothing of it is kept."""
    now = office.clock()
    with office.store.reading() as work:
        known = work.books.taken(sheet.sha256)
    if known is not None and known.state == "current":
        return Taken(known, 0, (), 0, 0, again=True)
    snapshot = Snapshot(str(uuid4()), "", None, sheet.file_name, sheet.sha256, "loading", now)
    try:
        head = sheet.head()
        snapshot = replace(snapshot, source=head.source, as_of=as_of_ours(head, now))
        check_head(snapshot, now=now, office=office)
        tally = _write(sheet, snapshot, office=office, progress=progress)
        stayed = None if whole else stay(snapshot, tally.same, store=office.store)
        snapshot = _checked(snapshot, tally, stayed, drop=drop, office=office)
    except ImportRefused as refusal:
        _refuse(snapshot, refusal, now=now, office=office, route=route)
        raise
    return _make_current(snapshot, tally, stayed, now=now, office=office, route=route)


def _write(sheet: Sheet, snapshot: Snapshot, *, office: Office, progress: Progress) -> Tally:
    begin(snapshot, store=office.store)
    tally, chunk = Tally(), list[Row]()
    for row in sheet.rows(_known(snapshot, store=office.store)):
        tally.add(row)
        if not isinstance(row, KnownRow):
            chunk.append(row)
        if len(chunk) == CHUNK:
            _write_chunk(snapshot, chunk, tally, office=office)
            chunk = []
        if tally.rows % CHUNK == 0:
            progress(tally.rows)
    _write_chunk(snapshot, chunk, tally, office=office)
    progress(tally.rows)
    return tally


def _known(snapshot: Snapshot, *, store: Store) -> Known:
    """Whoever looks rows up that may be known."""

    def known(told: Sequence[Told]) -> Mapping[Told, Standing]:
        with store.reading() as work:
            return work.books.known(snapshot.snapshot_id, told)

    with store.reading() as work:
        is_first = work.books.current(snapshot.source) is None
    return nothing_known if is_first else known


def _write_chunk(snapshot: Snapshot, rows: Sequence[Row], tally: Tally, *, office: Office) -> None:
    with office.store() as work:
        same = work.books.write(snapshot.snapshot_id, rows)
        work.commit()
    tally.same.add(same)
    tally.written += len(rows) - len(same)


def _checked(
    snapshot: Snapshot, tally: Tally, stayed: Carried | None, *, drop: Drop, office: Office
) -> Snapshot:
    """With what is open in it. Raises ImportRefused."""
    snapshot = _summed(snapshot, tally, office=office)
    check_rows(tally.rows + (stayed.stayed if stayed else 0), tally.bad)
    if drop is Drop.REFUSE:
        check_drop(snapshot, office=office)
    return snapshot


def _summed(snapshot: Snapshot, tally: Tally, *, office: Office) -> Snapshot:
    """With what is open in it: counted by the way in a file, and in the database where the desk
    reads by itself, as it need not have read everything."""
    if snapshot.file_name:
        customers = len(tally.customers)
        totals = tuple(Money(amount, code) for code, amount in tally.open.items())
    else:
        with office.store.reading() as work:
            customers, totals = work.books.summed(snapshot)
    return replace(snapshot, customers=customers, totals=totals)


def _refuse(
    snapshot: Snapshot, refusal: ImportRefused, *, now: datetime, office: Office, route: Route
) -> None:
    problems = problems_of(refusal)
    undo(snapshot.snapshot_id, store=office.store)
    with office.store() as work:
        work.books.refuse(replace(snapshot, state="refused"), problems)
        event = BooksRefused(
            source=snapshot.source,
            snapshot_id=snapshot.snapshot_id,
            file_name=snapshot.file_name,
            problems=len(problems),
        )
        record(work, event, office.stamp(now, "", route))
        work.commit()


def problems_of(refusal: ImportRefused) -> list[RowProblem]:
    """Why a file was refused."""
    problems = refusal.facts.get("problems")
    found = problems if isinstance(problems, list) else []
    return [one for one in found if isinstance(one, RowProblem)]


def _make_current(
    snapshot: Snapshot,
    tally: Tally,
    stayed: Carried | None,
    *,
    now: datetime,
    office: Office,
    route: Route,
) -> Taken:
    # Before anybody sees these books: whoever reviews them asks how it was paid.
    keep_paid(snapshot, office.today(snapshot.as_of or now), store=office.store)
    tally.said.keep(snapshot.source, tally.customers, store=office.store)
    if tally.written >= MUCH:
        _survey(office)
    try:
        carried = stayed or carry_over(snapshot, tally.same, store=office.store)
        taken = _show(snapshot, tally, carried, now=now, office=office, route=route)
    except LostRace:
        discard(snapshot.snapshot_id, store=office.store)
        raise
    forget(store=office.store)
    return taken


def _survey(office: Office) -> None:
    with office.store() as work:
        work.books.survey()
        work.commit()


def _show(
    snapshot: Snapshot,
    tally: Tally,
    carried: Carried,
    *,
    now: datetime,
    office: Office,
    route: Route,
) -> Taken:
    """Whatever takes long is done where nobody looks; one short transaction lets everybody see."""
    known = meet_names(snapshot, store=office.store)
    with office.store.reading() as work:
        bad = tuple(work.books.problems(snapshot.snapshot_id))
        reopened = work.books.reopened(snapshot.snapshot_id)
    with office.store() as work:
        work.books.make_current(replace(snapshot, state="current"), carried.previous)
        known.save(work)
        proposed = work.books.count_proposals()
        policy = work.policies.current()
        event = _taken(snapshot, tally, carried, proposed, policy)
        tell = record if is_news(event, carried) else note
        tell(work, event, office.stamp(now, "", route))
        returned.write_down(work, reopened, now=now, office=office)
        work.jobs.enqueue(Job(REVIEW, f"review:{snapshot.snapshot_id}"))
        work.jobs.enqueue(Job(COLLECT, f"collect:{snapshot.snapshot_id}", lane=COLLECT))
        work.commit()
    return Taken(snapshot, tally.rows, bad, carried.missing, proposed)


def _taken(
    snapshot: Snapshot, tally: Tally, carried: Carried, proposed: int, policy: Policy
) -> BooksTaken:
    return BooksTaken(
        source=snapshot.source,
        snapshot_id=snapshot.snapshot_id,
        file_name=snapshot.file_name,
        as_of=snapshot.as_of,
        documents=tally.rows - tally.bad + carried.stayed,
        customers=snapshot.customers,
        bad_rows=tally.bad,
        missing=carried.missing,
        proposed=proposed,
        no_floor=tuple(m.currency for m in snapshot.totals if m.currency not in policy.floors),
    )


def is_news(event: BooksTaken, carried: Carried) -> bool:
    """A file is, as somebody put it there. What the desk reads by itself, hour after hour, is told
    at the first time, and where something in it is not certain or new names are to be confirmed."""
    unsure = event.missing or event.bad_rows or event.proposed > carried.proposed
    return bool(event.file_name or carried.previous is None or unsure)


def notice_file(event: FileNoticed, *, office: Office) -> None:
    """Say in the alerts channel what became of a file in the watched folder."""
    with office.store() as work:
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        work.commit()
