"""python -m sandbox.data: write the sample books, changed as asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sandbox.data import receivables as books
from sandbox.data.large import large_receivables

_PLAIN: dict[str, tuple[Callable[[str], books.Change], str]] = {
    "--paid": (books.paid, "customer or document that was paid"),
    "--disputed": (books.disputed, "document that the customer contests"),
    "--written-off": (books.written_off, "customer or document that is given up"),
    "--closed": (books.closed, "customer or document that was settled without a payment"),
    "--vanished": (books.vanished, "customer or document that the export leaves out"),
}


def main(words: Sequence[str] | None = None) -> None:
    parser = _parser()
    asked = parser.parse_args(words)
    try:
        if asked.rows:
            large_receivables(asked.out, asked.rows, asked.seed, as_of=asked.as_of)
        else:
            books.write_receivables(asked.out, as_of=asked.as_of, changes=asked.changes)
    except ValueError as wrong:
        parser.error(str(wrong))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.data", description=__doc__)
    parser.add_argument("--as-of", type=datetime.fromisoformat, required=True, metavar="INSTANT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    for flag, (make, words) in _PLAIN.items():
        parser.add_argument(
            flag, dest="changes", action="append", type=make, metavar="WHO", help=words
        )
    parser.add_argument(
        "--partly-paid",
        dest="changes",
        action="append",
        type=_partly_paid,
        metavar="DOCUMENT=AMOUNT",
        help="document of which an amount was paid",
    )
    parser.add_argument("--rows", type=int, default=0, help="made-up books of so many rows instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.set_defaults(changes=[])
    return parser


def _partly_paid(text: str) -> books.Change:
    document, _, amount = text.partition("=")
    return books.partly_paid(document, amount)


if __name__ == "__main__":
    main()
