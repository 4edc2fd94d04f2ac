"""What customers received by mail, what they answer, and addresses that bounce."""

from __future__ import annotations

import mailbox
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox

KEYS: dict[str, Any] = {"bot_token": "xoxb-of-the-mail-test", "signing_secret": "0" * 32}
FROM, TO = "collections@rheinland.example", "rechnung@contoso.example"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(**KEYS).start()
    yield running
    running.stop()


def letter(text: str = "Please pay.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    usual = {"From": f"Rheinland <{FROM}>", "To": TO, "Subject": "Rechnung überfällig"}
    for name, value in (usual | headers).items():
        message[name] = value
    message.set_content(text)
    return message


def send(sandbox: Sandbox, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", sandbox.mailbox.port, timeout=10) as line:
        line.send_message(message)


def show(sandbox: Sandbox, **query: Any) -> Any:
    return httpx.get(f"{sandbox.url}/sandbox/mail", params=query).json()


def post(sandbox: Sandbox, path: str, **sent: Any) -> httpx.Response:
    return httpx.post(f"{sandbox.url}/sandbox/mail/{path}", json=sent)


def came_back(sandbox: Sandbox) -> list[Message]:
    """What the partner finds in the Maildir, read as any other program would."""
    folder = Path(show(sandbox)["server"]["maildir"])
    return list(mailbox.Maildir(folder, create=False))


def test_a_letter_is_shown_as_the_customer_reads_it(sandbox: Sandbox) -> None:
    httpx.post(f"{sandbox.url}/clock", json={"to": "2030-01-02T03:04:05Z"})
    send(sandbox, letter("Grüße: <b>bezahlen</b>\n", Bcc="other@contoso.example"))

    (shown,) = show(sandbox)["letters"]

    assert shown["at"].startswith("2030-01-02T03:04:0")
    assert (shown["subject"], shown["from"]) == ("Rechnung überfällig", f"Rheinland <{FROM}>")
    assert shown["text"].strip() == "Grüße: <b>bezahlen</b>"
    assert shown["envelope"] == {"from": FROM, "to": [TO, "other@contoso.example"]}
    assert not {"Bcc", "X-Peer", "X-RcptTo"} & {name for name, _ in shown["headers"]}
    source = httpx.get(f"{sandbox.url}/sandbox/mail/1/source").text
    assert "\nMIME-Version: 1.0" in source.replace("\r\n", "\n")


def test_letters_can_be_asked_for_by_recipient_and_by_number(sandbox: Sandbox) -> None:
    for to in ("a@contoso.example", "b@contoso.example", "a@contoso.example"):
        send(sandbox, letter(To=to))

    assert [one["n"] for one in show(sandbox, to="A@contoso.example")["letters"]] == [1, 3]
    assert [one["n"] for one in show(sandbox, after=2)["letters"]] == [3]


def test_an_attachment_is_named_and_html_alone_is_shown_as_it_was_sent(sandbox: Sandbox) -> None:
    message = letter()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="rg.pdf")
    send(sandbox, message)
    html = letter()
    html.set_content("<p>Pay</p>", subtype="html")
    send(sandbox, html)

    first, second = show(sandbox)["letters"]

    assert (first["text"].strip(), first["attachments"]) == ("Please pay.", ["rg.pdf"])
    assert second["text"].strip() == "<p>Pay</p>"


def test_a_letter_in_an_unknown_charset_is_still_shown(sandbox: Sandbox) -> None:
    raw = "Subject: Odd\r\nContent-Type: text/plain; charset=x-nobody\r\n\r\nPay\r\n"
    with smtplib.SMTP("127.0.0.1", sandbox.mailbox.port, timeout=10) as line:
        line.sendmail(FROM, [TO], raw)

    (shown,) = show(sandbox)["letters"]

    assert (shown["from"], shown["subject"], shown["text"].strip()) == (FROM, "Odd", "Pay")


def test_a_reply_comes_back_into_the_maildir_and_keeps_the_thread(sandbox: Sandbox) -> None:
    send(sandbox, letter(**{"Message-ID": "<notice-1@rheinland.example>"}))

    done = post(sandbox, "1/answers", text="Wir zahlen am Freitag.").json()

    (answer,) = came_back(sandbox)
    assert (answer["From"], answer["To"]) == (TO, FROM)
    assert answer["In-Reply-To"] == "<notice-1@rheinland.example>"
    assert answer["References"] == "<notice-1@rheinland.example>"
    assert answer["Auto-Submitted"] is None
    assert b"Wir zahlen am Freitag." in (answer.get_payload(decode=True) or b"")
    assert done["file"].endswith(".eml")
    assert [one["kind"] for one in show(sandbox)["letters"][0]["answers"]] == ["reply"]


def test_an_automatic_reply_says_so(sandbox: Sandbox) -> None:
    send(sandbox, letter(**{"Reply-To": "desk@rheinland.example"}))

    post(sandbox, "1/answers", text="Ich bin im Urlaub.", automatic=True)

    (answer,) = came_back(sandbox)
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["To"] == "desk@rheinland.example"


def test_an_address_that_bounces_sends_a_delivery_report(sandbox: Sandbox) -> None:
    post(sandbox, "bounces", address=TO, how="returned")
    send(sandbox, letter(**{"Message-ID": "<notice-2@rheinland.example>"}))

    (report,) = came_back(sandbox)

    assert report.get_content_type() == "multipart/report"
    assert (report["To"], report["Return-Path"]) == (FROM, "<>")
    parts = {part.get_content_type(): part for part in report.walk()}
    about = parts["message/delivery-status"].as_string()
    assert f"Final-Recipient: rfc822; {TO}" in about
    assert "Status: 5.1.1" in about
    headers = parts["text/rfc822-headers"].get_payload(decode=True)
    assert b"<notice-2@rheinland.example>" in (headers or b"")
    assert [one["kind"] for one in show(sandbox)["letters"][0]["answers"]] == ["report"]


@pytest.mark.parametrize(("how", "code"), [("refused", 550), ("deferred", 451)])
def test_an_address_can_be_refused_at_once(sandbox: Sandbox, how: str, code: int) -> None:
    post(sandbox, "bounces", address=TO.upper(), how=how)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(sandbox, letter())

    assert refused.value.recipients[TO][0] == code
    assert show(sandbox)["letters"] == []
    assert post(sandbox, "bounces", address=TO, how="").json() == {}
    send(sandbox, letter())
    assert len(show(sandbox)["letters"]) == 1


def test_what_cannot_be_done_is_explained(sandbox: Sandbox) -> None:
    assert post(sandbox, "7/answers", text="Hello").status_code == 404
    assert post(sandbox, "7/answers", text=" ").status_code == 400
    assert post(sandbox, "bounces", address=TO, how="lost").status_code == 400
    assert post(sandbox, "bounces", address="nobody", how="returned").status_code == 400


def test_letters_and_bounces_last_as_long_as_the_folder(tmp_path: Path) -> None:
    first = Sandbox(**KEYS, state_folder=tmp_path).start()
    send(first, letter())
    post(first, "1/answers", text="Soon.")
    post(first, "bounces", address=TO, how="returned")
    first.stop()

    second = Sandbox(**KEYS, state_folder=tmp_path).start()
    (shown,) = show(second)["letters"]
    assert [one["text"] for one in shown["answers"]] == ["Soon."]
    assert show(second)["bounces"] == {TO: "returned"}
    assert len(came_back(second)) == 1
    send(second, letter())
    assert [one["n"] for one in show(second)["letters"]] == [1, 2]
    second.stop()
