"""`make words`: every sentence of the desk stands in each catalogue, and no other."""

from __future__ import annotations

import sys
from collections import defaultdict
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from handlers.messages.text import CATALOGUES
from tests.words.sentences import every

LANGUAGES = ("ko", "zh_Hans")
HEAD = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {forms}\n"
"Content-Type: text/plain; charset=utf-8\n"

"""


def main() -> None:
    for language in LANGUAGES:
        path = catalogue_of(language)
        found = brought_up(language, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(found))
        missing = sum(not is_said(message.string) for message in found if message.id)
        sys.stdout.write(f"{language}: {len(found)} sentences, {missing} to translate\n")


def catalogue_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def brought_up(language: str, path: Path) -> Catalog:
    """What was translated stays; what is said no more goes."""
    before = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file, locale=language)
    found = Catalog(locale=language)
    places: dict[str | tuple[str, str], set[str]] = defaultdict(set)
    for sentence in every():
        places[sentence.key].add(sentence.place)
    for key, said in sorted(places.items(), key=lambda item: (sorted(item[1])[0], str(item[0]))):
        known = before.get(key if isinstance(key, str) else key[0])
        kept = known.string if known is not None and known.id == key else None
        found.add(key, kept, locations=[(place, 0) for place in sorted(said)])
    return found


def written(found: Catalog) -> bytes:
    """Without dates and versions: the same sentences are the same file."""
    file = BytesIO()
    file.write(HEAD.format(language=found.locale, forms=found.plural_forms).encode())
    write_po(file, found, width=98, omit_header=True, include_lineno=False)
    return file.getvalue()


def is_said(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


if __name__ == "__main__":
    main()
