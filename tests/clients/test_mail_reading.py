"""What came back is read for what it is, whatever a mail program or a stranger made of it."""

from __future__ import annotations

import random
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from clients.mail_quotes import without_quotes
from clients.mail_reading import LONGEST_TEXT, MOST_BYTES, read_message
from core.domain.notices import Came
from sandbox.mail.answering import delivery_report, reply
from sandbox.mail.letters import Letter
from tests.a_letter import ADDRESS
from tests.builders import NOW

LETTER_ID = "7c1e04ab-0000-4000-8000-000000000001"
OTHER_ID = "7c1e04ab-0000-4000-8000-000000000002"
SOURCE = (
    f"From: collections@rheinland.example\r\nMessage-ID: <{LETTER_ID}@rheinland.example>\r\n"
    "Subject: INV-1\r\n\r\nPlease pay.\r\n"
)
SENT = Letter(1, "", "collections@rheinland.example", (ADDRESS,), SOURCE)


def a_message(text: str = "We paid.", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    usual = {"From": f"Greta <{ADDRESS.upper()}>", "Subject": "Re: INV-1", "Message-ID": "<1@x>"}
    for name, value in (usual | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_a_reply_says_who_what_and_about_which_letter() -> None:
    source = reply(SENT, "Wir haben bezahlt — schon am Freitag.", sender=ADDRESS, at=NOW)
    found = read_message(source.as_bytes(policy=SMTP))
    assert found.came is Came.REPLY
    assert (found.sender, found.subject) == (ADDRESS, "Re: INV-1")
    assert found.text == "Wir haben bezahlt — schon am Freitag."
    assert found.answers == (LETTER_ID,)
    assert read_message(source.as_bytes(policy=SMTP)).digest == found.digest


def test_the_letter_that_was_answered_comes_before_older_ones() -> None:
    source = a_message(References=f"<{OTHER_ID}@x> <{LETTER_ID}@x>")
    assert read_message(source.as_bytes()).answers == (LETTER_ID, OTHER_ID)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Auto_Submitted": "auto-replied"}, id="rfc-3834"),
        pytest.param({"Auto_Submitted": "Auto-Generated (rejected)"}, id="generated"),
        pytest.param({"X_Autoreply": "yes"}, id="x-autoreply"),
        pytest.param({"Precedence": "auto_reply"}, id="precedence"),
    ],
)
def test_a_program_says_that_it_is_one(headers: dict[str, str]) -> None:
    assert read_message(a_message(**headers).as_bytes()).came is Came.AUTOMATIC


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"Auto_Submitted": "no"}, id="says-no"),
        pytest.param({"Precedence": "bulk"}, id="a-list"),
        pytest.param({"Subject": "Automatic reply: away"}, id="a-subject-proves-nothing"),
    ],
)
def test_whoever_may_be_a_person_is_one(headers: dict[str, str]) -> None:
    assert read_message(a_message(**headers).as_bytes()).came is Came.REPLY


def test_a_report_names_the_letter_the_address_and_the_reason() -> None:
    found = read_message(delivery_report(SENT, ADDRESS, at=NOW).as_bytes(policy=SMTP))
    assert found.came is Came.BOUNCE
    assert found.failed == (ADDRESS,)
    assert found.answers == (LETTER_ID,)
    assert found.why == "smtp; 550 5.1.1 The mailbox does not exist".partition("; ")[2]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_no_failure_is_no_bounce(action: str) -> None:
    source = delivery_report(SENT, ADDRESS, at=NOW).as_bytes(policy=SMTP)
    late = source.replace(b"Action: failed", f"Action: {action}".encode())
    assert read_message(late).came is Came.AUTOMATIC


def test_a_page_is_read_as_its_reader_sees_it() -> None:
    message = a_message()
    page = "<html><style>p{}</style><p>Wir zahlen<br>morgen &amp; sicher.</p><script>x()</script>"
    message.set_content(page, subtype="html")
    assert read_message(message.as_bytes()).text == "Wir zahlen\nmorgen & sicher."


@pytest.mark.parametrize(
    ("charset", "text"),
    [("gb18030", "我们已经付款了。"), ("euc-kr", "입금했습니다."), ("iso-8859-1", "Schöne Grüße")],
    ids=["china", "korea", "europe"],
)
def test_every_alphabet_is_read(charset: str, text: str) -> None:
    message = a_message()
    message.set_content(text, charset=charset)
    assert read_message(message.as_bytes()).text == text


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe\x00garbage", id="no-message"),
        pytest.param(b"From: =?bad?q?=ff?=\r\nSubject: =?utf-8?b?!!!?=\r\n\r\n\xff", id="headers"),
        pytest.param(
            b"Content-Type: text/plain; charset=klingon\r\n\r\nqapla", id="unknown-charset"
        ),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain",
            id="cut-off",
        ),
        pytest.param(
            b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!", id="base64"
        ),
    ],
)
def test_what_cannot_be_made_out_is_for_a_person(source: bytes) -> None:
    assert read_message(source).came is Came.REPLY


def test_no_spoiled_report_stops_the_reading() -> None:
    """Bytes turned over anywhere; a report that is none any more is read as something else."""
    source, chance = delivery_report(SENT, ADDRESS, at=NOW).as_bytes(policy=SMTP), random.Random(7)
    for _ in range(400):
        spoiled = bytearray(source)
        for _ in range(chance.randint(1, 12)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        assert len(read_message(bytes(spoiled)).text) <= LONGEST_TEXT


def test_of_a_huge_message_the_beginning_is_read() -> None:
    found = read_message(a_message("We paid. " + "x" * (2 * MOST_BYTES)).as_bytes())
    assert found.text.startswith("We paid.")
    assert len(found.text) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("Paid.\n\nOn Mon, A wrote:\n> Please pay.\n> Now.", "Paid.", id="above"),
        pytest.param("> Please pay.\n\nPaid.", "Paid.", id="below"),
        pytest.param("Am 12.10.2026 schrieb R:\n> Bitte.\n\nBezahlt.", "Bezahlt.", id="german"),
        pytest.param("已付。\n\n张三 写道：\n> 请付款", "已付。", id="chinese"),
        pytest.param("Paid.\n-----Original Message-----\nFrom: R", "Paid.", id="outlook"),
        pytest.param(
            "Paid.\n\n발신 \n보낸 사람: R <a@b.example>\n본문", "Paid.\n\n발신", id="korean"
        ),
        pytest.param("On Monday the boss wrote:\nnothing quoted", None, id="no-quote"),
        pytest.param("> only a quote", None, id="nothing-of-its-own"),
    ],
)
def test_what_a_reply_repeats_is_cut(text: str, written: str | None) -> None:
    assert without_quotes(text) == (text if written is None else written)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"From: a@b.example\r\nSubject: \xff\xfe\r\n\r\n\xed\xa0\x80", id="bytes"),
        pytest.param(b"Subject: a\x00b\r\n\r\nc\x00d", id="nul"),
        pytest.param(
            b"Subject: =?utf-7?q?+2AA-?=\r\n"
            b"Content-Type: text/plain; charset=raw_unicode_escape\r\n\r\n\\ud800",
            id="surrogates",
        ),
    ],
)
def test_every_text_of_a_message_can_be_kept(source: bytes) -> None:
    found = read_message(source)
    assert "\0" not in found.subject + found.text
    assert (found.sender + found.subject + found.text).encode().decode()
