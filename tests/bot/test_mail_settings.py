"""Mail's settings: where letters leave, where answers lie, and no password in what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, SettingsRefused
from bot.mail_settings import MailSettings
from bot.part import Part
from clients.mail import MailServer, Tls
from clients.mail_in import ImapBox, MaildirBox
from core.domain.secret import Secret
from sandbox.mail.maildir import Maildir
from tests.bot.test_config import GOOD, problems

SMTP = "smtp://desk:pass%40word@mail.example.com:2525"
FROM = "Collections <collections@example.com>"


def mail(part: Part = Part.WORKER, **set_to: str) -> MailSettings:
    return Settings.from_environment(GOOD | set_to, part).mail


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param(
            SMTP,
            MailServer("mail.example.com", 2525, Tls.STARTTLS, "desk", Secret("pass@word")),
            id="user",
        ),
        pytest.param(
            "smtps://mail.example.com",
            MailServer("mail.example.com", 465, Tls.IMPLICIT, "", Secret("")),
            id="implicit",
        ),
        pytest.param(
            "smtp://mail.example.com",
            MailServer("mail.example.com", 587, Tls.STARTTLS, "", Secret("")),
            id="usual-port",
        ),
        pytest.param(
            "smtp://127.0.0.1:8025",
            MailServer("127.0.0.1", 8025, Tls.OFFERED, "", Secret("")),
            id="this-machine",
        ),
    ],
)
def test_a_server_is_read_and_encryption_is_asked_of_others(url: str, server: MailServer) -> None:
    post = mail(SMTP_URL=url, MAIL_FROM=FROM).post
    assert post is not None
    assert post.server == server
    assert (post.sender, post.domain) == (FROM, "example.com")


def test_without_settings_no_mail_leaves_and_none_is_fetched() -> None:
    assert mail() == MailSettings()


def test_who_only_answers_slack_is_told_no_password() -> None:
    assert mail(Part.WEB, SMTP_URL=SMTP, MAIL_FROM=FROM) == MailSettings()


def test_mailboxes_are_read(tmp_path: Path) -> None:
    Maildir(tmp_path / "mail")
    assert mail(MAIL_IN=f"maildir:{tmp_path}/mail").mailbox == MaildirBox(tmp_path / "mail")
    wanted = ImapBox("mail.example.com", 993, "desk", Secret("p@ss"), "Collections/In", True)
    assert mail(MAIL_IN="imaps://desk:p%40ss@mail.example.com/Collections/In").mailbox == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "mail.example.com"),
        ("SMTP_URL", "http://canary@mail.example.com"),
        ("SMTP_URL", "smtp://canary@mail.example.com:port"),
        ("DIGEST_MAIL", "canary"),
        ("DIGEST_MAIL", "0:ada@example.com"),
        ("DIGEST_MAIL", "canary:ada@example.com"),
        ("DIGEST_MAIL", "ada@canary.example"),
        ("MAIL_IN", "imap://desk:canary@mail.example.com/INBOX"),
        ("MAIL_IN", "imaps://mail.example.com/INBOX"),
        ("MAIL_IN", "maildir:/nowhere/canary"),
        ("MAIL_IN", "/var/mail"),
    ],
)
def test_what_is_wrong_is_named_and_not_repeated(name: str, value: str) -> None:
    (problem,) = problems(**{name: value, "MAIL_FROM": FROM})
    assert problem.startswith(f"{name}: ")
    assert "canary" not in problem


def test_letters_need_a_sender() -> None:
    (problem,) = problems(SMTP_URL=SMTP)
    assert problem.startswith("MAIL_FROM: missing")
    (problem,) = problems(SMTP_URL=SMTP, MAIL_FROM="Collections")
    assert problem.startswith("MAIL_FROM: an address")


def test_a_password_is_nowhere_in_the_settings() -> None:
    settings = Settings.from_environment(GOOD | {"SMTP_URL": SMTP, "MAIL_FROM": FROM})
    assert "pass" not in repr(settings.mail).replace("password", "")


def test_with_a_pretended_clock_no_letter_leaves_this_machine() -> None:
    local = {"CLOCK_URL": "http://127.0.0.1:1/clock", "SMTP_URL": SMTP, "MAIL_FROM": FROM}
    with pytest.raises(SettingsRefused, match="CLOCK_URL"):
        Settings.from_environment(GOOD | local)


def test_a_digest_is_mailed_to_whom_the_setting_names_for_it() -> None:
    named = "ada@example.com, 2:ben@example.com, 2:ada@example.com"
    found = mail(SMTP_URL=SMTP, MAIL_FROM=FROM, DIGEST_MAIL=named)
    assert found.mailed(1) == ("ada@example.com",)
    assert found.mailed(2) == ("ada@example.com", "ben@example.com")
