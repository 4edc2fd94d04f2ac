"""Signed notes: who has the public key reads them, and nothing that was changed."""

from __future__ import annotations

import base64

import pytest

from storage.notes import BadKey, BadNote, NoteSigner, Verifier
from storage.sealing import MasterKey

OLD, NEW = MasterKey("old", bytes(range(32))), MasterKey("new", bytes(range(32, 64)))
NAME, TEXT = "goodstanding/T1", "goodstanding/T1\n7\nhash\n"
NOTE = NoteSigner([OLD]).sign(NAME, TEXT)
(KEY,) = NoteSigner([OLD]).verifiers(NAME)


def test_a_note_is_read_with_the_public_key() -> None:
    assert Verifier.parse(KEY).signed(NOTE) == TEXT
    assert str(Verifier.parse(KEY)) == KEY
    assert NoteSigner([OLD]).sign(NAME, TEXT) == NOTE


def test_the_form_is_that_of_signed_notes() -> None:
    """Fixed: what was kept years ago has to be read. The key's id is over name, newline, 0x01 and
    the public key (C2SP, signed-note)."""
    text, _, signature = NOTE.partition("\n\n")
    assert f"{text}\n" == TEXT
    assert signature.startswith(f"— {NAME} ") and signature.endswith("\n")
    raw = base64.b64decode(signature.rpartition(" ")[2])
    assert (len(raw), raw[:4].hex()) == (68, KEY.split("+")[1])


def test_while_a_key_is_replaced_both_sign() -> None:
    both = NoteSigner([NEW, OLD])
    for key in both.verifiers(NAME):
        assert Verifier.parse(key).signed(both.sign(NAME, TEXT)) == TEXT
    assert both.verifiers(NAME)[1] == KEY


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="nothing"),
        pytest.param(TEXT, id="unsigned"),
        pytest.param(NOTE.replace("\n7\n", "\n8\n", 1), id="another-text"),
        pytest.param(NOTE.replace(f"— {NAME}", "— goodstanding/T2"), id="another-name"),
        pytest.param(NOTE.replace("— ", "- "), id="another-dash"),
        pytest.param(NOTE[:-4] + "AA=\n", id="cut-signature"),
        pytest.param(NOTE.rpartition(" ")[0] + " !\n", id="no-base64"),
        pytest.param(NoteSigner([NEW]).sign(NAME, TEXT), id="another-key"),
        pytest.param(NoteSigner([OLD]).sign("goodstanding/T2", TEXT), id="signed-for-another"),
    ],
)
def test_anything_else_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(KEY).signed(note)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("", id="nothing"),
        pytest.param("name", id="a-name"),
        pytest.param(KEY.replace("goodstanding/T1", "other"), id="id-of-another-name"),
        pytest.param(KEY[:-4], id="cut"),
        pytest.param("a+00000000+AQ==", id="no-key-in-it"),
    ],
)
def test_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        Verifier.parse(key)
