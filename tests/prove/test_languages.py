"""Whatever somebody types, presses or submits is answered in their language, and so that Slack and
everybody who reads it can take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from core.domain.people import AccountKey
from core.domain.short_codes import short_code
from handlers.messages.text import Words
from handlers.request import Services
from sandbox.slack.limits.accessibility import message_barriers, view_barriers
from sandbox.slack.limits.surfaces import message_complaints, view_complaints
from tests.handlers.a_reader import ACCENTED, CHINESE, KOREAN, Reader, reading
from tests.prove.doors.people import MEMBER, everybody
from tests.prove.doors.scenes import interested
from tests.prove.matrix import Cell, Matrix, a_matrix, actions
from tests.words.accented import unsaid


class Spoken(Services):
    """Everybody reads in the language of the running test."""

    __slots__ = ()

    def words(self, account: AccountKey) -> Words:
        said = super().words(account)
        return Reader(said.locale, said.zone, said.today)


@pytest.fixture
def matrix(filled: Path, tmp_path: Path) -> Iterator[Matrix]:
    made = a_matrix(filled, tmp_path, Spoken)
    made.house.store.keeps = False
    yield made
    made.house.close()


@pytest.mark.parametrize("locale", [ACCENTED, KOREAN, CHINESE])
def test_everything_is_answered_as_its_reader_can_take_it(matrix: Matrix, locale: str) -> None:
    with reading(locale):
        found = {key: wrong for key, wrong in _tried(matrix, locale) if wrong}
    assert found == {}


def _tried(matrix: Matrix, locale: str) -> Iterator[tuple[str, list[str]]]:
    """By turns, so that nobody is too fast."""
    crowd = cycle(one for one in everybody() if one.identity is MEMBER)
    data = _data(matrix)
    for action in actions():
        somebody = next(one for one in crowd if action.roles & one.roles)
        matrix.answered(Cell(action, somebody))
        found = [w for one in matrix.house.heard.shown for w in _wrong(one, locale, data)]
        yield f"{action.kind} {action.name}", found


def _data(matrix: Matrix) -> frozenset[str]:
    """What stands only in this house: how its people are called, and the codes of customers."""
    with matrix.house.store.reading() as work:
        codes = {short_code(customer.key) for customer in work.customers.all()}
    return frozenset({*codes, *(one.name[:80] for one in (*everybody(), *interested()))})


def _wrong(shown: Mapping[str, Any], locale: str, data: frozenset[str]) -> list[str]:
    if "blocks" in shown and "type" not in shown:
        found = [*message_complaints(shown["blocks"]), *message_barriers(shown)]
    else:
        found = [*view_complaints(shown), *view_barriers(shown)]
    return [*found, *unsaid(shown, data)] if locale == ACCENTED else found
