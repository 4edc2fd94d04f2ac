"""Mailboxes: each message is handed out, and marked only by whoever has kept it."""

from __future__ import annotations

from pathlib import Path

import pytest

from clients.mail_in import Files, ImapBox, MaildirBox
from clients.mail_reading import MOST_BYTES
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from sandbox.mail.maildir import Maildir
from tests.clients.an_imap_server import ImapServer, serving
from tests.clients.test_mail_reading import a_message


def box_of(server: ImapServer) -> ImapBox:
    return ImapBox("127.0.0.1", server.port, "desk", Secret('pass"word'), "In box", encrypted=False)


def test_a_maildir_gives_what_is_new_until_it_is_marked(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    maildir, box = Maildir(folder), MaildirBox(folder)
    for text in ("one", "two"):
        maildir.drop(a_message(text))
    (folder / "new" / ".hidden").write_text("x", encoding="utf-8")
    (folder / "new" / "a-folder").mkdir()

    first, second = box.new()
    assert b"one" in first.source or b"two" in first.source
    first.done()
    assert [found.source for found in box.new()] == [second.source]
    second.done()
    assert list(box.new()) == []
    assert len(list((folder / "cur").iterdir())) == 2


def test_a_link_out_of_the_maildir_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    Maildir(folder)
    (tmp_path / "secret").write_text("token", encoding="utf-8")
    (folder / "new" / "link").symlink_to(tmp_path / "secret")
    assert list(MaildirBox(folder).new()) == []


def test_a_maildir_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="No such file"):
        list(MaildirBox(tmp_path / "nowhere").new())


def test_files_stay_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(b"x" * (MOST_BYTES + 5))
    (found,) = Files([path]).new()
    found.done()
    assert len(found.source) == MOST_BYTES
    assert path.exists()
    with pytest.raises(Unreachable):
        list(Files([tmp_path / "none.eml"]).new())


def test_an_imap_mailbox_gives_what_is_unseen_and_marks_it() -> None:
    with serving(ImapServer({4: b"four", 7: b"seven\r\n" * 9, 9: b"nine"}, seen={9})) as server:
        for found, text in zip(box_of(server).new(), (b"four", b"seven\r\n" * 9), strict=True):
            assert found.source == text
            found.done()
        assert server.seen == {4, 7, 9}
        assert list(box_of(server).new()) == []
    assert 'SELECT "In box"' in server.heard
    assert server.heard[-1] == "LOGOUT"


def test_what_nobody_marked_comes_again() -> None:
    with serving(ImapServer({4: b"four"})) as server:
        assert [found.source for found in box_of(server).new()] == [b"four"]
        assert [found.source for found in box_of(server).new()] == [b"four"]


@pytest.mark.parametrize("refused", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
def test_an_imap_server_that_says_no_is_unreachable(refused: str) -> None:
    with (
        serving(ImapServer({4: b"four"}, refuses=refused)) as server,
        pytest.raises(Unreachable, match="not you"),
    ):
        list(box_of(server).new())


def test_an_imap_server_that_is_not_there_is_unreachable() -> None:
    with serving(ImapServer()) as server:
        box = box_of(server)
    with pytest.raises(Unreachable):
        list(box.new())
    assert "pass" not in repr(box).replace("password", "")
