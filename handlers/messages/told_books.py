"""What is told of the books and of who is who in them."""

from __future__ import annotations

from core.domain import events
from handlers.messages.rows import SHRUNK, row_lines
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Words

FILES = {
    "again": N_("The file {file} is in already: nothing changed."),
    "unreadable": N_(
        "The file {file} cannot be read: {why}. It is left where it is until it changes."
    ),
    "not_moved": N_(
        "The file {file} was dealt with, but cannot be moved away: {why}. It is left where it is, "
        "and not looked at again until it changes."
    ),
    "no_folder": N_("The folder of receivables {file} cannot be looked at: {why}."),
}

UNREAD = {
    "barred": N_(
        "The books of {source} cannot be read until somebody mends it: {why}. What was known "
        "stays, and ages: after a while nothing rests on it."
    ),
    "apart": N_(
        "Clocks differ, so that the books of {source} are not read: {why}. What was known stays, "
        "and ages: after a while nothing rests on it."
    ),
    "silent": N_(
        "Nobody answers where the books of {source} are since {since}: {why}. They are asked again "
        "and again. What was known stays, and ages: after a while nothing rests on it."
    ),
}


def _customers_read(event: events.CustomersRead, scene: Scene, words: Words) -> str:
    return words(
        "Read from Partner Center ({account}): {customers} customers, {subscriptions} "
        "subscriptions.",
        account=event.account,
        customers=event.customers,
        subscriptions=event.subscriptions,
    )


def _books_taken(event: events.BooksTaken, scene: Scene, words: Words) -> str:
    said = words(
        "Books of {source} are in: {documents} documents of {customers} customers, as of {as_of}.",
        source=event.source,
        documents=event.documents,
        customers=event.customers,
        as_of=event.as_of or words("unknown"),
    )
    return "\n".join([said, *_doubts(event, words), *row_lines(scene.problems, words)])


def _doubts(event: events.BooksTaken, words: Words) -> list[str]:
    """What is not certain about the newest books."""
    counted = {
        words("Documents missing since the last books, so neither owed nor paid: {count}.",
              count=event.missing): event.missing,
        words("Currencies without a floor, never acted on: {codes}.",
              codes=event.no_floor): len(event.no_floor),
        words("Rows that cannot be read, whose customers are left alone: {count}.",
              count=event.bad_rows): event.bad_rows,
    }  # fmt: skip
    return [sentence for sentence, count in counted.items() if count]


def _books_refused(event: events.BooksRefused, scene: Scene, words: Words) -> str:
    if not event.file_name:
        return _reading_refused(event, scene, words)
    said = words(
        "The file {file} was refused whole. Nothing is suspended for non-payment until good "
        "books are in.",
        file=event.file_name,
    )
    again = words(
        "If the books really shrank: `python -m bot import {file} --accept-drop`",
        file=event.file_name,
    )
    return _with_problems(said, again, scene, words)


def _reading_refused(event: events.BooksRefused, scene: Scene, words: Words) -> str:
    """What the desk read by itself."""
    said = words(
        "What was read of the books of {source} was refused whole. Nothing is suspended for "
        "non-payment until good books are in; they are read again in some hours.",
        source=event.source,
    )
    again = words(
        "If the books really shrank: `python -m bot sources sync {source} --accept-drop`",
        source=event.source,
    )
    return _with_problems(said, again, scene, words)


def _with_problems(said: str, again: str, scene: Scene, words: Words) -> str:
    """With the rows that are wrong, and where books shrank what to do if that is true."""
    shrank = any(problem.problem in SHRUNK for problem in scene.problems)
    return "\n".join((said, *row_lines(scene.problems, words), *([again] if shrank else ())))


def _books_unread(event: events.BooksUnread, scene: Scene, words: Words) -> str:
    said = UNREAD.get(event.trouble, UNREAD["barred"])
    return words(
        said, source=event.source, since=event.since or words("unknown"), why=scene.text.rstrip(".")
    )


def _books_readable(event: events.BooksReadable, scene: Scene, words: Words) -> str:
    return words(
        "The books of {source} are read again; they were not since {since}.",
        source=event.source,
        since=event.since or words("unknown"),
    )


def _file_noticed(event: events.FileNoticed, scene: Scene, words: Words) -> str:
    said = FILES.get(event.what, FILES["unreadable"])
    return words(said, file=event.file_name, why=event.detail)


def _mapping_confirmed(event: events.MappingConfirmed, scene: Scene, words: Words) -> str:
    return words(
        "{who} confirmed: {ref} in the books of {source} is {customer}.",
        who=scene.actor(words),
        ref=event.customer_ref,
        source=event.source,
        customer=scene.customer or event.customer,
    )


def _mappings_confirmed(event: events.MappingsConfirmed, scene: Scene, words: Words) -> str:
    return words(
        "{who} confirmed {count} customers in the books of {sources}.",
        who=scene.actor(words),
        count=event.count,
        sources=event.sources,
    )


def _matched(event: events.AccountsMatched, scene: Scene, words: Words) -> str:
    counted = {
        words("{count} sure", count=event.sure): event.sure,
        words("{count} likely", count=event.likely): event.likely,
        words("{count} perhaps", count=event.maybe): event.maybe,
    }
    found = words.listed(said for said, count in counted.items() if count)
    said = words("Accounts in the books that may be customers, newly found: {found}.", found=found)
    if not event.left:
        return said
    more = words.many(
        "{count} other account is nobody's yet.",
        "{count} other accounts are nobody's yet.",
        event.left,
    )
    return f"{said} {more}"


def _turned_down(event: events.MappingTurnedDown, scene: Scene, words: Words) -> str:
    return words(
        "{who} said that {name} ({ref}) in the books of {source} is none of these: {customers}.",
        who=scene.actor(words),
        name=_called(event.customer_ref, scene),
        ref=event.customer_ref,
        source=event.source,
        customers=[scene.names.get(key, key) for key in event.customers],
    )


CHANGED = {
    True: N_(
        "{who} changed whose account {name} ({ref}) in the books of {source} is: {after} now, "
        "{customer} until then. Reason: {reason}"
    ),
    False: N_(
        "{who} took back that {name} ({ref}) in the books of {source} is {customer}: it is "
        "nobody's now. Reason: {reason}"
    ),
}


def _changed(event: events.MappingChanged, scene: Scene, words: Words) -> str:
    return words(
        CHANGED[bool(event.after)],
        who=scene.actor(words),
        name=_called(event.customer_ref, scene),
        ref=event.customer_ref,
        source=event.source,
        customer=scene.customer or event.customer,
        after=scene.names.get(event.after, event.after),
        reason=scene.quoted() if scene.text else words("unknown"),
    )


def _called(ref: str, scene: Scene) -> str:
    return scene.names.get(ref, ref)


TELLERS: Tellers = {
    events.CustomersRead: _customers_read,
    events.BooksTaken: _books_taken,
    events.BooksRefused: _books_refused,
    events.BooksUnread: _books_unread,
    events.BooksReadable: _books_readable,
    events.FileNoticed: _file_noticed,
    events.MappingConfirmed: _mapping_confirmed,
    events.MappingsConfirmed: _mappings_confirmed,
    events.AccountsMatched: _matched,
    events.MappingTurnedDown: _turned_down,
    events.MappingChanged: _changed,
}
