"""Every way in which a sentence is said is found in the code, and nothing else."""

from __future__ import annotations

import pytest

from tests.words.sentences import Sentence, every, in_code

SAID = {
    "plain": ('words("Done.")', ["Done."]),
    "in pieces": ('words(\n  "Done "\n  "twice.",\n  n=2,\n)', ["Done twice."]),
    "inside of an f-string": ("f\"{words('Done.')} {more}\"", ["Done."]),
    "inside of another": ('words("{a}.", a=words("Done"))', ["{a}.", "Done"]),
    "in the words of somebody": ('services.words(account)("Done.")', ["Done."]),
    "by an attribute": ('self.words("Done.")', ["Done."]),
    "either of two": ('words("Paid" if paid else "Open")', ["Paid", "Open"]),
    "in a table": ('OVER = {1: N_("Done."), 2: N_("Lost.")}', ["Done.", "Lost."]),
    "what is wrong": ('BadInput(problem="no {x}", x=1)', ["no {x}"]),
    "what is wrong, either way": ('BadInput(problem="a" if b else "c")', ["a", "c"]),
    "what a command is for": ('Command("/x", "/x 1", "One", run)', ["One"]),
    "a phrase": ('class Unfit(Phrase):\n  """Doc."""\n  PAST = "It is over"', ["It is over"]),
    "no phrase": ('class State(StrEnum):\n  OPEN = "open"', []),
    "looked up by what it is": ("words(OVER[state])", []),
    "of another call": ('print("Done.")', []),
    "empty": ('words("")', []),
}
COUNTED = {
    "many": 'words.many("{n} vote", "{n} votes", 2)',
    "many of somebody": 'services.words(account).many("{n} vote", "{n} votes", 2)',
    "in a table": 'ASKED = {1: forms("{n} vote", "{n} votes")}',
}


@pytest.mark.parametrize(("code", "found"), SAID.values(), ids=SAID)
def test_sentences_are_found(code: str, found: list[str]) -> None:
    assert list(in_code(code, "here.py")) == [Sentence(one, "", "here.py") for one in found]


@pytest.mark.parametrize("code", COUNTED.values(), ids=COUNTED)
def test_what_counts_is_found_with_its_plural(code: str) -> None:
    assert list(in_code(code, "here.py")) == [Sentence("{n} vote", "{n} votes", "here.py")]


def test_a_sentence_counts_always_or_never() -> None:
    said = every()
    counted = {text for one in said if one.plural for text in (one.singular, one.plural)}
    assert counted & {one.singular for one in said if not one.plural} == set()
    plurals = {(one.singular, one.plural) for one in said if one.plural}
    assert len(plurals) == len({singular for singular, _ in plurals})
