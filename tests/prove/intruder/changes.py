"""Everything that somebody with the file, the code and keys of their own could try with a trail."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, text, update

from core.domain.checkpoints import Checkpoint
from core.domain.trail import Head
from storage.tables.events import chain, events
from tests.a_lived_desk import OF_PEOPLE, OF_PLANS
from tests.a_lived_desk import edit as write
from tests.builders import NOW
from tests.prove.intruder.trail import ORIGIN, OURS, THEIRS, Row, Trail, hashed

Change = Callable[[Trail, Random], None]
BACKFILLED = "a row is put in, all after it hashed anew"


def edit(column: str) -> Change:
    """Another value in one column of one row."""

    def change(trail: Trail, rng: Random) -> None:
        row = rng.choice(trail.rows())
        new = another(column, row[column], rng)
        here = update(events).where(events.c.seq == row["seq"])
        trail.connection.execute(here.values({column: new}))

    return change


def another(column: str, value: Any, rng: Random) -> Any:
    if column == "seq":
        return rng.choice([0, -value, value + 100_000])
    if column == "at":
        return value + timedelta(microseconds=rng.choice([-1, 1, 1000, 86_400_000_000]))
    return spoiled(value, rng)


def spoiled(value: str, rng: Random) -> str:
    """One character is another, there is one more, or one less."""
    at, new = rng.randrange(len(value) + 1), rng.choice("0123456789abcdef ")
    found = value[:at] + new + value[at + rng.randrange(2) :]
    return found if found != value else value + new


def edit_untyped(trail: Trail, rng: Random) -> None:
    """Something that is no text, no moment or no UTF-8 in it."""
    row, column = rng.choice(trail.rows()), rng.choice([one.name for one in events.c][1:])
    new = rng.choice(["x'ff00'", "CAST(x'c328' AS TEXT)", "'never'", "7", "''", "1e9"])
    found = text(f"UPDATE events SET {column} = {new} WHERE seq = {row['seq']}")
    before = dict(row)
    trail.connection.execute(found)
    if before[column] == "" and new == "''":
        edit("body")(trail, rng)


def edit_and_hash(trail: Trail, rng: Random) -> None:
    """A body with its own leaf and hash made right, and nothing behind it."""
    rows = trail.rows()
    index = rng.randrange(len(rows))
    rows[index] |= with_another_body(rows[index], rng)
    trail.write([*hashed(rows[: index + 1], index), *rows[index + 1 :]], index)


def with_another_body(row: Row, rng: Random) -> Row:
    """Another person, moment or plan: as it would have been written."""
    body = json.loads(row["body"])
    what = rng.choice(["person", "plan", "at"])
    if what == "person":
        body["stamp"]["person_id"] = f"p{rng.random()}"
        return row | {"body": json.dumps(body)}
    if what == "plan":
        body["event"]["plan_id"] = plan = f"q{rng.random()}"[:20]
        return row | {"body": json.dumps(body), "plan_id": plan}
    at = row["at"] - timedelta(seconds=rng.randrange(1, 10_000))
    body["stamp"]["at"] = at.isoformat()
    return row | {"body": json.dumps(body), "at": at}


def remove(trail: Trail, rng: Random) -> None:
    rows = trail.rows()
    trail.connection.execute(delete(events).where(events.c.seq == rng.choice(rows)["seq"]))


def remove_and_close_up(trail: Trail, rng: Random) -> None:
    """Some rows in the middle are gone, and the numbers after them move up."""
    rows = trail.rows()
    first = rng.randrange(len(rows) - 1)
    del rows[first : first + rng.randrange(1, 4)]
    trail.write([row | {"seq": seq} for seq, row in enumerate(rows, 1)], first)


def remove_and_hash(trail: Trail, rng: Random) -> None:
    rows = trail.rows()
    first = rng.randrange(len(rows) - 1)
    del rows[first : first + rng.randrange(1, 4)]
    _write_anew(trail, rows, first)


def put_in(trail: Trail, rng: Random) -> None:
    """A row of ours between others, right by itself; those behind it move on."""
    rows = trail.rows()
    index = rng.randrange(len(rows))
    rows.insert(index, with_another_body(rng.choice(rows), rng))
    made = hashed(rows[: index + 1], index)
    moved = [row | {"seq": row["seq"] + 1} for row in rows[index + 1 :]]
    trail.write([*made, *moved], index)


def put_in_and_hash(trail: Trail, rng: Random) -> None:
    rows = trail.rows()
    index = rng.randrange(len(rows))
    rows.insert(index, with_another_body(rng.choice(rows), rng))
    _write_anew(trail, rows, index)


def append_unmarked(trail: Trail, rng: Random) -> None:
    """Behind the end, with the right hash; the mark of the end is as it was."""
    rows = trail.rows()
    rows.append(with_another_body(rng.choice(rows), rng))
    trail.write(hashed(rows, len(rows) - 1), len(rows) - 1)


def reorder(trail: Trail, rng: Random) -> None:
    """Two rows change places, each as it is."""
    rows = trail.rows()
    one, other = sorted(rng.sample(range(len(rows)), 2))
    _swap(rows, one, other)
    trail.write([row | {"seq": seq} for seq, row in enumerate(rows, 1)], one)


def reorder_and_hash(trail: Trail, rng: Random) -> None:
    rows = trail.rows()
    one, other = sorted(rng.sample(range(len(rows)), 2))
    _swap(rows, one, other)
    _write_anew(trail, rows, one)


def _swap(rows: list[Row], one: int, other: int) -> None:
    rows[one], rows[other] = rows[other], rows[one]


def cut(trail: Trail, rng: Random) -> None:
    rows = trail.rows()
    trail.write(rows[: rng.randrange(len(rows))], 0)


def cut_and_mark(trail: Trail, rng: Random) -> None:
    """The end is gone with its mark, as in an older backup: the rest holds by itself."""
    rows = trail.rows()
    rest = rows[: rng.randrange(len(rows))]
    trail.write(rest, 0)
    trail.end(rest)


def lose_the_mark(trail: Trail, rng: Random) -> None:
    trail.connection.execute(delete(chain))


def edit_the_mark(trail: Trail, rng: Random) -> None:
    column = rng.choice(["seq", "hash", "peaks"])
    noted = trail.connection.execute(chain.select()).one()._mapping[column]
    new = noted + rng.choice([-1, 1, 40]) if column == "seq" else spoiled(noted, rng)
    trail.connection.execute(update(chain).values({column: new}))


def fork(trail: Trail, rng: Random) -> None:
    """Another past from somewhere on, consistent to its end, and as long or longer."""
    rows = trail.rows()
    begin = rng.randrange(len(rows))
    rows[begin] = with_another_body(rows[begin], rng)
    rows += [with_another_body(row, rng) for row in rows[: rng.randrange(3)]]
    _write_anew(trail, rows, begin)


def swap_keys(trail: Trail, rng: Random) -> None:
    """Another past, and the notes of it signed with a key of the intruder's."""
    fork(trail, rng)
    rows = trail.rows()
    ends = [Head(row["seq"], row["hash"]) for row in rows if not row["seq"] % 40 or row is rows[-1]]
    trail.notes[:] = [THEIRS.sign(ORIGIN, Checkpoint(ORIGIN, end, NOW).text()) for end in ends]


def swap_one_key(trail: Trail, rng: Random) -> None:
    """The trail is as it was, and one note comes from somebody else."""
    index = rng.randrange(len(trail.notes))
    body = trail.notes[index].partition("\n\n")[0] + "\n"
    trail.notes[index] = THEIRS.sign(ORIGIN, body)


def edit_a_note(trail: Trail, rng: Random) -> None:
    """One character of what was signed."""
    index = rng.randrange(len(trail.notes))
    body, _, signatures = trail.notes[index].partition("\n\n")
    trail.notes[index] = f"{spoiled(body, rng)}\n\n{signatures}"


def edit_a_signature(trail: Trail, rng: Random) -> None:
    index = rng.randrange(len(trail.notes))
    before, _, encoded = trail.notes[index].rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    trail.notes[index] = f"{before} {base64.b64encode(bytes(raw)).decode()}\n"


def move_a_signature(trail: Trail, rng: Random) -> None:
    """The signature of one note under the text of another."""
    one, other = rng.sample(range(len(trail.notes)), 2)
    text_of_one, signed = trail.notes[one].partition("\n\n")[0], trail.notes[other]
    trail.notes[one] = f"{text_of_one}\n\n{signed.partition(chr(10) * 2)[2]}"


def note_of_another_trail(trail: Trail, rng: Random) -> None:
    """Signed with the right key, about a head that this trail never had."""
    size = rng.randrange(1, len(trail.rows()) + 1)
    other = Head(size, trail.others[size - 1]["hash"])
    trail.notes[rng.randrange(len(trail.notes))] = OURS.sign(
        ORIGIN, Checkpoint(ORIGIN, other, NOW).text()
    )


def swap_databases(trail: Trail, rng: Random) -> None:
    """The trail of another installation, whole and holding, or from somewhere on."""
    begin = rng.choice([0, rng.randrange(len(trail.others))])
    rows = [*trail.rows()[:begin], *trail.others[begin:]]
    if begin:
        rows = hashed(rows, begin)
    trail.write(rows, 0)
    trail.end(rows)


def _write_anew(trail: Trail, rows: list[Row], begin: int) -> None:
    """From there on everything is computed again, and the mark of the end as well."""
    made = hashed(rows, begin)
    trail.write(made, begin)
    trail.end(made)


def write_past(statements: str) -> Change:
    """What the desk goes by is another, and the trail is as it was."""
    return lambda trail, rng: write(trail.connection, statements)


STATE: dict[str, Change] = {
    f"in the database {name}": write_past(statements)
    for name, (statements, _) in {**OF_PEOPLE, **OF_PLANS}.items()
}
CHANGES: dict[str, Change] = {
    **STATE,
    **{f"{column.name} of a row is another": edit(column.name) for column in events.c},
    "something in a row is no text or moment": edit_untyped,
    "a body is another, its own hashes made right": edit_and_hash,
    "a row is gone": remove,
    "rows are gone, the numbers closed up": remove_and_close_up,
    "rows are gone, all after them hashed anew": remove_and_hash,
    "a row is put in, right by itself": put_in,
    BACKFILLED: put_in_and_hash,
    "a row behind the end, which is not marked": append_unmarked,
    "two rows changed places": reorder,
    "two rows changed places, all after them hashed anew": reorder_and_hash,
    "the end is cut off": cut,
    "the end is cut off with its mark": cut_and_mark,
    "the mark of the end is gone": lose_the_mark,
    "the mark of the end is another": edit_the_mark,
    "a fork: another past from somewhere on": fork,
    "a fork, with notes signed by another key": swap_keys,
    "a note is signed by another key": swap_one_key,
    "a note says something else": edit_a_note,
    "a signature is another": edit_a_signature,
    "a signature stands under another note": move_a_signature,
    "a note about another trail, signed with the right key": note_of_another_trail,
    "the database is another installation's": swap_databases,
}
