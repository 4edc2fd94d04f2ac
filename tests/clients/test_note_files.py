"""Notes in whatever an auditor has kept them in."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from clients.note_files import notes_in

FIRST = "goodstanding/T1\n7\nabc=\ntime 2026-10-12T07:30:00Z\n\n— goodstanding/T1 AAAA\n"
SECOND = FIRST.replace("7", "8", 1) + "— another/key BBBB\n"


def mail(note: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = "desk@rheinland.example", "Checkpoint 7"
    message.set_content(note, cte="quoted-printable")
    return message.as_bytes(policy=SMTP)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param(FIRST.encode(), [FIRST], id="plain"),
        pytest.param((FIRST + "\n" + SECOND).encode(), [FIRST, SECOND], id="one-after-the-other"),
        pytest.param(FIRST.encode().replace(b"\n", b"\r\n"), [FIRST], id="of-windows"),
        pytest.param(FIRST.rstrip("\n").encode(), [FIRST], id="no-last-newline"),
        pytest.param(mail(SECOND), [SECOND], id="mail"),
        pytest.param(
            b"".join(b"From desk Mon Oct 12\n" + mail(one) + b"\n" for one in (FIRST, SECOND)),
            [FIRST, SECOND],
            id="mailbox",
        ),
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\xff\x00 Nothing of the kind\n", [], id="something-else"),
        pytest.param(mail("Nothing of the kind"), [], id="another-mail"),
    ],
)
def test_every_note_is_found(source: bytes, found: list[str]) -> None:
    assert list(notes_in(source)) == found
