"""What comes back for a letter: a person's reply, an automatic one, a delivery report."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, make_msgid, parseaddr

from sandbox.mail.letters import WIRE, Letter

POSTMASTER = "Mail Delivery Subsystem <mailer-daemon@mail.sandbox.example>"
_DOMAIN = "mail.sandbox.example"


def reply(
    letter: Letter, text: str, *, sender: str, at: datetime, automatic: bool = False
) -> EmailMessage:
    """A reply that keeps the thread, as mail programs write it."""
    asked = letter.message()
    answer = EmailMessage(policy=WIRE)
    answer["From"] = sender
    answer["To"] = parseaddr(str(asked.get("Reply-To", asked.get("From", letter.sender))))[1]
    answer["Subject"] = _again(str(asked.get("Subject", "")), automatic=automatic)
    _date(answer, at)
    if asked.get("Message-ID"):
        answer["In-Reply-To"] = str(asked["Message-ID"])
        answer["References"] = f"{asked.get('References', '')} {asked['Message-ID']}".strip()
    if automatic:
        answer["Auto-Submitted"] = "auto-replied"
    answer.set_content(text)
    return answer


def delivery_report(letter: Letter, recipient: str, *, at: datetime) -> Message:
    """What the receiving server writes when nobody is there: RFC 3464."""
    asked = letter.message()
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = POSTMASTER
    report["To"] = letter.sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report["Return-Path"] = "<>"
    _date(report, at)
    report.attach(MIMEText(f"Your letter to {recipient} could not be delivered.\n"))
    report.attach(_status(recipient))
    headers = "".join(f"{name}: {value}\n" for name, value in asked.items())
    report.attach(MIMEText(headers, "rfc822-headers", "utf-8"))
    return report


def _status(recipient: str) -> Message:
    of_server, of_recipient, status = Message(), Message(), Message()
    of_server["Reporting-MTA"] = f"dns; {_DOMAIN}"
    of_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    of_recipient["Action"] = "failed"
    of_recipient["Status"] = "5.1.1"
    of_recipient["Diagnostic-Code"] = "smtp; 550 5.1.1 The mailbox does not exist"
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([of_server, of_recipient])
    return status


def _date(message: Message, at: datetime) -> None:
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=_DOMAIN)


def _again(subject: str, *, automatic: bool) -> str:
    if automatic:
        return f"Automatic reply: {subject}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"
