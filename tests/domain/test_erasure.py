"""Names in what others wrote: found as whole words, in any case, script and wrapping."""

from __future__ import annotations

import json

import pytest

from core.domain.erasure import ERASED, Erasure


def without(*names: str) -> Erasure:
    return Erasure(frozenset(names), everybody=False)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        pytest.param("Greta Lindner", "Call Greta Lindner.", "Call [erased].", id="whole-words"),
        pytest.param("Greta Lindner", "greta LINDNER's", "[erased]'s", id="any-case"),
        pytest.param(
            "Kim", "Kimchi, Kim, and a Kim", "Kimchi, [erased], and a [erased]", id="part"
        ),
        pytest.param("Will", "Will will call.", "[erased] will call.", id="a-word-besides"),
        pytest.param("김민수", "김민수에게 전화함", "[erased]에게 전화함", id="korean-particle"),
        pytest.param("李雷", "请联系李雷女士", "请联系[erased]女士", id="chinese"),
        pytest.param("a.b@c.example", "axb@c.example", "axb@c.example", id="a-dot-is-a-dot"),
        pytest.param("a.b@c.example", "to a.b@c.example,", "to [erased],", id="address"),
        pytest.param("Li", "Li and Libby", "Li and Libby", id="too-short-to-tell"),
        pytest.param("Ann & Co", "by Ann &amp; Co", "by [erased]", id="slack-markup"),
        pytest.param("", "nobody", "nobody", id="no-name"),
    ],
)
def test_a_name_is_taken_out(name: str, text: str, left: str) -> None:
    assert without(name).redacted(text) == left
    assert without(name).touches(text) == (left != text)


def test_the_longest_name_goes_first() -> None:
    erasure = without("Greta", "Greta Lindner")
    assert erasure.redacted("Greta Lindner, and Greta") == f"{ERASED}, and {ERASED}"


@pytest.mark.parametrize("plainly", [True, False], ids=["ascii", "unicode"])
def test_what_is_left_of_json_is_json(plainly: bool) -> None:
    name = 'Zoë "Zo" Öz\\e'
    text = json.dumps({"told by": f"{name}, by phone"}, ensure_ascii=plainly)
    assert json.loads(without(name).redacted(text)) == {"told by": f"{ERASED}, by phone"}
